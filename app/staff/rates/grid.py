"""The grid of rates."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import House
from app.identity.staff.names import names_of
from app.identity.staff.rules import Actor
from app.kernel.stay import ONE_NIGHT
from app.kernel.words import counted, span
from app.pricing.draft.queries import deeds_of
from app.staff.own_houses import own_houses, some_houses
from app.staff.rates.asked import DAYS, Asked, read_asked
from app.staff.rates.cells import Grid, grid_of
from app.staff.rates.deeds import Deed, told
from app.staff.rates.edit_form import RULES_FOR, EditForm
from app.staff.rates.outlook import outlook_of
from app.staff.rates.shared import blueprint, rates_page
from app.web.access import staff
from app.web.forms import clean_line
from app.web.respond import see_other

DONE = {
    "published": "Published. Guests see these rates from now on.",
    "discarded": "The draft is thrown away. Guests see what they saw.",
    "drafted": "It stands in the draft. Guests do not see it yet.",
    "same": "Nothing was to change: these nights stand like that already.",
}


@blueprint.get("/staff/<slug:house>/rates")
@staff("see_rates")
def show(actor: Actor, house: House) -> Response:
    """The nights of a house by room type and plan, with the draft laid over what guests see."""
    asked = read_asked(house)
    done = DONE.get(request.args.get("done", ""), "")
    return grid_page(actor, house, asked, ticked=request.args.getlist("n"), said=done)


@blueprint.get("/staff/rates")
@staff("see_rates", anywhere=True)
def choose(actor: Actor) -> BaseResponse:
    """The rates of the house that was chosen, else of the actor's first."""
    own, wanted = some_houses(actor, "see_rates"), clean_line(request.args.get("house", ""))
    house = next((each for each in own if each.slug == wanted), own[0])
    return see_other(f"/staff/{house.slug}/rates")


def grid_page(
    actor: Actor,
    house: House,
    asked: Asked,
    *,
    form: EditForm | None = None,
    ticked: Collection[str] = (),
    status: int = 200,
    **more: Any,
) -> Response:
    """The grid with its form; what was ticked and typed stays."""
    grid = grid_of(asked)
    rules_for = request.args.get("rules_for", "")
    start = {"rules_for": rules_for if rules_for in dict(RULES_FOR) else "room_type", "rounding": "100"}
    form = form or EditForm(None, data=start)
    form.seen.data = str(grid.draft.seen)
    form.speak(house.currency)
    return rates_page(
        "grid",
        actor,
        house,
        status,
        grid=grid,
        form=form,
        has_errors=bool(form.errors),
        ticked=set(ticked),
        houses=own_houses(actor, "see_rates"),
        days=DAYS,
        nights_words=span(asked.first, asked.last),
        draft_words=_draft_words(grid),
        earlier=asked.starting(asked.first - timedelta(days=asked.days)),
        later=asked.starting(asked.first + timedelta(days=asked.days)),
        todays=asked.starting(asked.today),
        outlook=outlook_of(house, grid.draft),
        deeds=_deeds(house),
        tomorrow=asked.today + ONE_NIGHT,
        **more,
    )


def _draft_words(grid: Grid) -> str:
    draft = grid.draft
    if not draft:
        return "Nothing in draft: guests see just this."
    parts = [counted(draft.nights, "night")] if draft.nights else []
    parts += [counted(len(draft.plans), "derived rate")] if draft.plans else []
    return f"{' and '.join(parts).capitalize()} changed in draft, not yet seen by guests."


def _deeds(house: House) -> Iterable[Deed]:
    entries = deeds_of(house.id)
    names = names_of(entry.actor_id for entry in entries)
    return [told(entry, names[entry.actor_id], house, ZoneInfo(house.timezone)) for entry in entries]
