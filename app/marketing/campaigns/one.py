"""One campaign: what it did, its words, and its buttons."""

from __future__ import annotations

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.identity.staff.rules import Actor
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.words import money
from app.marketing.campaigns.form import CampaignForm, stored
from app.marketing.campaigns.rows import (
    arm_rows,
    csv_lines,
    late_words,
    lift_words,
    outcome_rows,
    outlook_words,
    state_words,
    steps_of,
    verdict_words,
    when_words,
)  # fmt: skip
from app.marketing.campaigns.shared import ACTION, URL, blueprint, found, today
from app.marketing.campaigns.starting import form_of
from app.offers.campaigns.operations import edit_campaign, step
from app.offers.campaigns.queries import Kept, counts_of
from app.offers.campaigns.recipes import BY_KEY
from app.offers.campaigns.results import Results, results_of
from app.offers.campaigns.rules import DRAFT, PAUSED, READY
from app.web.access import staff
from app.web.csv_file import csv_file
from app.web.forms import typed_sum
from app.web.respond import form_page, page, see_other

ONE, EDIT = "marketing/campaigns/campaign.html", "marketing/campaigns/edit.html"
CURRENCY = "GBP"


@blueprint.get(f"{URL}/<id:campaign_id>")
@staff(ACTION)
def show_one(actor: Actor, campaign_id: int) -> Response:
    """What it added against those held out, what became of everybody, and what may be done with it."""
    return _page(actor, found(campaign_id))


@blueprint.post(f"{URL}/<id:campaign_id>/step")
@staff(ACTION)
def move(actor: Actor, campaign_id: int) -> BaseResponse:
    """The campaign is in the state that the button names; 409 where that cannot be, or somebody was faster."""
    campaign, state = found(campaign_id), request.form.get("state", "")
    try:
        step(campaign_id, state, seen_revision=typed_sum(request.form.get("revision", "")) or 0, by=actor.staff_id)
    except Refused as refused:
        return _page(actor, found(campaign_id), 409, refused)
    return see_other(f"{URL}/{campaign.id}")


@blueprint.get(f"{URL}/<id:campaign_id>/edit")
@staff(ACTION)
def show_edit(actor: Actor, campaign_id: int) -> Response:
    """The words, the offer and the hours."""
    campaign = found(campaign_id)
    return _edit_page(actor, campaign, form_of(stored(campaign), recipe=campaign.recipe is not None))


@blueprint.post(f"{URL}/<id:campaign_id>/edit")
@staff(ACTION)
def edit(actor: Actor, campaign_id: int) -> BaseResponse:
    """The campaign is as typed; 409 where somebody changed it meanwhile, or it goes out."""
    campaign = found(campaign_id)
    form = form_of(None, recipe=campaign.recipe is not None)
    if not form.validate():
        return _edit_page(actor, campaign, form)
    try:
        edit_campaign(campaign_id, form.wish, seen_revision=form.seen_revision, by=actor.staff_id)
    except Refused as refused:
        newest = found(campaign_id)
        form.revision.data = str(newest.revision)
        return _edit_page(actor, newest, form, 409, refused)
    return see_other(f"{URL}/{campaign_id}")


@blueprint.get(f"{URL}/<id:campaign_id>/results.csv")
@staff(ACTION, proven=True)
def download(actor: Actor, campaign_id: int) -> Response:
    """The figures of the page, one a line."""
    campaign = found(campaign_id)
    lines = csv_lines(campaign, counts_of([campaign_id])[campaign_id], _results(campaign))
    return csv_file(f"campaign-{campaign_id}-{today()}.csv", ("figure", "value"), lines)


def _results(campaign: Kept) -> Results:
    return results_of(campaign.id, campaign.promotion_id, campaign.holdout_bp, clock.now())


def _page(actor: Actor, campaign: Kept, status: int = 200, refused: Refused | None = None) -> Response:
    counts, results = counts_of([campaign.id])[campaign.id], _results(campaign)
    return page(
        ONE,
        status,
        actor=actor,
        here="campaigns",
        campaign=campaign,
        recipe=BY_KEY.get(campaign.recipe or ""),
        refused=refused,
        state=state_words(campaign),
        when=when_words(campaign),
        steps=steps_of(campaign),
        may_edit=campaign.state in (DRAFT, READY) or (campaign.recipe is not None and campaign.state == PAUSED),
        outcomes=outcome_rows(counts),
        late=late_words(counts),
        arms=arm_rows(results, CURRENCY),
        lift=results.lift,
        lift_words=lift_words(results.lift),
        verdict=verdict_words(results.lift),
        outlook=outlook_words(results.lift, campaign.state),
        cost=money(results.cost_minor, CURRENCY),
    )


def _edit_page(
    actor: Actor, campaign: Kept, form: CampaignForm, status: int | None = None, refused: Refused | None = None
) -> Response:
    if not form.errors and refused is None:
        form.revision.data = form.revision.data or str(campaign.revision)
    return form_page(EDIT, form, status, actor=actor, here="campaigns", campaign=campaign, refused=refused)
