"""The list of campaigns and recipes, and new ones."""

from __future__ import annotations

from typing import Any

from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from app.identity.staff.rules import Actor
from app.marketing.campaigns.form import FIRST, CampaignForm
from app.marketing.campaigns.rows import campaign_row
from app.marketing.campaigns.shared import ACTION, URL, blueprint, today
from app.offers.campaigns.operations import make_campaign, set_up_recipe
from app.offers.campaigns.queries import campaigns, counts_of, found_today
from app.offers.campaigns.recipes import BY_KEY, RECIPES
from app.offers.segments.queries import segments
from app.promotions.queries import every
from app.web.access import staff
from app.web.respond import form_page, not_found, page, see_other

LIST, NEW = "marketing/campaigns/list.html", "marketing/campaigns/new.html"


@blueprint.get(URL)
@staff(ACTION)
def show(actor: Actor) -> Response:
    """Every campaign with what became of it, and every recipe with how many it finds today."""
    kept = campaigns()
    counts = counts_of(campaign.id for campaign in kept)
    rows = {campaign.id: campaign_row(campaign, counts[campaign.id]) for campaign in kept}
    by_recipe = {campaign.recipe: campaign for campaign in kept if campaign.recipe}
    reach = found_today([recipe.key for recipe in RECIPES], today())
    recipes = [
        (recipe, rows[by_recipe[recipe.key].id] if recipe.key in by_recipe else None, reach[recipe.key])
        for recipe in RECIPES
    ]
    letters = [rows[campaign.id] for campaign in kept if not campaign.recipe]
    return page(LIST, actor=actor, here="campaigns", letters=letters, recipes=recipes)


@blueprint.get(f"{URL}/new")
@staff(ACTION)
def show_new(actor: Actor) -> Response:
    """An empty letter."""
    return _new_page(actor, form_of(FIRST | {"send_from_on": today()}, recipe=False))


@blueprint.post(f"{URL}/new")
@staff(ACTION)
def add(actor: Actor) -> BaseResponse:
    """A draft; nothing goes out before it is released."""
    form = form_of(None, recipe=False)
    if not form.validate():
        return _new_page(actor, form)
    return see_other(f"{URL}/{make_campaign(form.wish, by=actor.staff_id)}")


@blueprint.post(f"{URL}/recipes/<slug:recipe>")
@staff(ACTION)
def set_up(actor: Actor, recipe: str) -> BaseResponse:
    """The recipe's letter, a draft with its first words where nobody has set it up yet."""
    key = recipe.replace("-", "_")
    if key not in BY_KEY:
        raise not_found()
    return see_other(f"{URL}/{set_up_recipe(key, today=today(), by=actor.staff_id)}")


def form_of(values: dict[str, Any] | None, *, recipe: bool) -> CampaignForm:
    """The form with the segments and offers that there are."""
    form: CampaignForm = CampaignForm.typed(values)
    offers = [(one.id, one.title) for one in every().values() if one.state != "stopped"]
    form.offer_lists([(one.id, one.name) for one in segments()], offers, recipe)
    return form


def _new_page(actor: Actor, form: CampaignForm) -> Response:
    return form_page(NEW, form, actor=actor, here="campaigns")
