"""`/staff/phone`: one search over every house at which this person books, and what is held for callers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import current_app, request
from werkzeug.wrappers import Response

from app.availability.alternatives import next_weekend
from app.availability.boards import boards
from app.availability.promoted_search import with_promotions
from app.availability.sets import search as find_rooms
from app.booking import operations as booking
from app.booking.errors import CannotBeSold
from app.booking.rules import Basket, ChosenStay
from app.care.lost_calls import reason_of
from app.catalogue.queries import House
from app.identity.staff.rules import Actor, can_anywhere
from app.inventory import SoldOut
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.stay import Stay
from app.kernel.words import counted, span
from app.promotions.errors import OfferGone
from app.staff.lost_calls import LostCallForm
from app.staff.own_houses import own_houses
from app.staff.phone.held import hold_rows
from app.staff.phone.results import HouseAnswer, first_reason, house_answers
from app.staff.phone.shared import ACTION, blueprint
from app.web.access import staff
from app.web.offers import OfferNote, asked_offers, offer_notes
from app.web.offers.codes import never_shown
from app.web.rate_choice import Choice, read_choice
from app.web.respond import not_found, page, see_other
from app.web.search import Search, read_search

PAGE = "staff/phone/search.html"


@dataclass(frozen=True, slots=True)
class PhoneSearch:
    """The names that `staff/phone/search.html` uses."""

    search: Search
    locations: tuple[tuple[str, str], ...]
    arrival: str
    departure: str
    first_on: str
    last_on: str
    heading: str
    sentence: str
    answers: list[HouseAnswer]
    reason: str
    notes: list[OfferNote]
    asked: list[tuple[str, str]]


@blueprint.get("/staff/phone")
@staff(ACTION, anywhere=True)
def show(actor: Actor) -> Response:
    """What every house answers; 422 with the next bookable weekend when the search cannot be read."""
    houses = own_houses(actor, ACTION)
    search = read_search(request.args, [house.slug for house in houses], _today())
    return _page(actor, houses, search, 422 if search.problems else 200)


@blueprint.post("/staff/phone")
@staff(ACTION, anywhere=True)
def hold(actor: Actor) -> Response:
    """A rate was chosen: held for an hour, and on to who is calling; 409 with what is left when it has gone."""
    houses = own_houses(actor, ACTION)
    search = read_search(request.form, [house.slug for house in houses], _today())
    chosen = read_choice(request.form.get("rate", ""), search.party)
    if search.problems or chosen is None or search.stay is None:
        return _page(actor, houses, search, 422, unread=chosen is None)
    house, basket = _basket(chosen, search.stay, houses)
    try:
        started = _held(replace(basket, promotions=asked_offers(search, trusted=True).ids), chosen, actor)
    except (SoldOut, CannotBeSold, OfferGone) as refused:
        return _page(actor, houses, search, 409, refused=refused)
    was = chosen.seen_minor
    moved = was is not None and was != started.total_minor
    url = f"/staff/{house.slug}/phone/{started.checkout_id}"
    return see_other(f"{url}?was={was}" if moved else url)


def _held(basket: Basket, chosen: Choice, actor: Actor) -> booking.Started:
    """Held with the offers that were in the price which was read out. Raises `OfferGone` for one that is gone."""
    try:
        return booking.hold_for_caller(basket, by=actor.staff_id)
    except OfferGone as gone:
        bare = never_shown(basket, gone, chosen.seen_minor)
        if bare is None:
            raise
        return _held(bare, chosen, actor)


def _page(
    actor: Actor, houses: list[House], search: Search, status: int, *, refused: Refused | None = None, **more: Any
) -> Response:
    found = _found(houses, search)
    return page(
        PAGE,
        status,
        actor=actor,
        here="phone",
        found=found,
        holds=hold_rows(houses),
        refused=refused,
        lost=LostCallForm(None, data={"reason": reason_of(found.reason)}),
        leads=can_anywhere(actor, "hold_blocks"),
        has_errors=bool(search.problems) or bool(more.get("unread")),
        **({"unread": False} | more),
    )


def _found(houses: list[House], search: Search) -> PhoneSearch:
    own = boards(houses)
    today = _today()
    stay = search.stay or next_weekend(own, today, search.party, search.rooms)
    asked = asked_offers(search, trusted=True)
    found = find_rooms(own, stay, search.party, search.rooms)
    fits = [with_promotions(fit, asked.promotions, fit.board.first) for fit in found]
    answers = house_answers(fits, search, stay)
    wrong = {problem.name for problem in search.problems}
    selling = sum(bool(answer.rooms) for answer in answers)
    return PhoneSearch(
        search=search,
        locations=tuple((house.slug, house.name) for house in houses),
        arrival=search.typed.get("arrival", "") if "arrival" in wrong else stay.arrival.isoformat(),
        departure=search.typed.get("departure", "") if "departure" in wrong else stay.departure.isoformat(),
        first_on=today.isoformat(),
        last_on=max((board.day(board.house.days_ahead) for board in own), default=today).isoformat(),
        heading=f"{span(stay.arrival, stay.departure)} {stay.departure.year}",
        sentence=f"{counted(stay.nights, 'night').capitalize()}, {search.who_text}. "
        f"{counted(selling, 'house has', 'houses have').capitalize()} rooms. Totals with VAT and all charges.",
        answers=answers,
        reason=first_reason(answers),
        notes=offer_notes(asked, search, fits, "/staff/phone"),
        asked=search.asked(stay),
    )


def _basket(chosen: Choice, stay: Stay, houses: list[House]) -> tuple[House, Basket]:
    """The rooms that were chosen; a 404 unless all of them are in one house at which this person books."""
    wanted = {room_type for room_type, _ in chosen.rooms}
    for house in houses:
        if wanted <= {room_type.id for room_type in house.room_types}:
            stays = tuple(ChosenStay(own, chosen.plan_id, stay, party) for own, party in chosen.rooms)
            return house, Basket(house.id, stays)
    raise not_found()


def _today() -> date:
    return clock.today(current_app.config["SETTINGS"].group_timezone)
