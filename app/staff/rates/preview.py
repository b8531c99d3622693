"""A search of one house as guests will meet it once the draft is published, beside what they meet now."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request
from werkzeug.datastructures import MultiDict

from app.availability.boards import board
from app.availability.drafted import drafted_board
from app.availability.search import HouseFit, search
from app.catalogue.queries import House, RoomType
from app.identity.staff.rules import Actor
from app.kernel.stay import Stay
from app.kernel.words import money, span
from app.pricing.draft.queries import draft_of
from app.staff.rates.shared import blueprint, rates_page
from app.web.access import staff
from app.web.reasons import reason_words
from app.web.search import read_search


@dataclass(frozen=True, slots=True)
class RateOutlook:
    """A rate now and after publishing, as totals of the stay; a sentence where it is not sold."""

    room_type: str
    plan: str
    plan_slug: str
    now: str
    then: str
    then_minor: int | None
    same: bool


@blueprint.get("/staff/<slug:house>/rates/preview")
@staff("see_rates")
def preview(actor: Actor, house: House) -> Response:
    """The house's answer to a guest's search with the draft laid over it; nothing is written."""
    seen = board(house)
    arguments = MultiDict(request.args)
    searched = read_search(arguments, [house.slug], seen.first)
    stay, draft = searched.stay, draft_of(house.id)
    if stay is None and not searched.problems:
        nights = sorted(cell.night for cell in draft.rates if cell.night >= seen.first)
        stay = Stay.of(nights[0] if nights else seen.first, 2)
    rows: list[RateOutlook] = []
    if stay is not None:
        now, then = search([seen, drafted_board(seen, draft)], stay, searched.party)
        rows = _rows(now, then)
    return rates_page(
        "preview",
        actor,
        house,
        422 if searched.problems else 200,
        draft=draft,
        rows=rows,
        party=searched.party,
        stay=stay,
        stay_words=span(stay.arrival, stay.departure) if stay else "",
        typed=searched.typed,
        problems=searched.problems,
        has_errors=bool(searched.problems),
    )


def _rows(now: HouseFit, then: HouseFit) -> list[RateOutlook]:
    house = now.board.house
    return [row for room_type in house.room_types for row in _room_rows(now, then, room_type)]


def _room_rows(now: HouseFit, then: HouseFit, room_type: RoomType) -> list[RateOutlook]:
    before, after = _totals(now, room_type), _totals(then, room_type)
    if not before and not after:
        refusals = _refusal(now, room_type), _refusal(then, room_type)
        return [RateOutlook(room_type.name, "every rate", "", *refusals, None, same=True)]
    currency = now.board.house.currency
    found = []
    for plan in now.board.prices_of.plans:
        old, new = before.get(plan.id), after.get(plan.id)
        if old is None and new is None:
            continue
        words = [money(total, currency) if total is not None else "not sold" for total in (old, new)]
        found.append(RateOutlook(room_type.name, plan.name, plan.slug, words[0], words[1], new, same=old == new))
    return found


def _totals(fit: HouseFit, room_type: RoomType) -> dict[int, int]:
    own = next((room for room in fit.rooms if room.room_type.id == room_type.id), None)
    return {rate.plan.id: rate.total_minor for rate in own.rates} if own else {}


def _refusal(fit: HouseFit, room_type: RoomType) -> str:
    reasons = next(room.reasons for room in fit.refused if room.room_type.id == room_type.id)
    return reason_words(reasons[0], fit.board, fit.stay, fit.party, room_type).title
