"""`/bookings/<token>/extras`: supper and extras for everybody, the short way."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.booking.amendment import price_amendment
from app.booking.errors import CannotBeSold, PriceChanged, Stale, WrongState
from app.booking.queries import PlacedBooking
from app.booking.rules import Basket, ChosenStay
from app.catalogue.closed import house_of
from app.guest.bookings.amendment.views import after, amended, moved_words, nothing_to_change
from app.guest.bookings.settled import Moved
from app.guest.bookings.shared import blueprint, found
from app.inventory import SoldOut
from app.kernel import clock
from app.web.access import by_token
from app.web.amendment import may_amend, pressed_before
from app.web.amendment.fields import ExtraField, SupperField, extra_fields, supper_fields
from app.web.amendment.lacking import sold_out
from app.web.amendment.reading import SHOWN, read_added
from app.web.comparison import Comparison, comparison
from app.web.links import Link
from app.web.reasons import Reason
from app.web.respond import page, see_other
from app.web.search import Problem
from app.web.stay_words import HouseView, house_view

TEMPLATE = "guest/bookings/extras.html"


@dataclass(frozen=True, slots=True)
class ExtrasPage:
    """The names that `guest/bookings/extras.html` uses. `comparison` is None while nothing is changed."""

    url: str
    booking_url: str
    reference: str
    house: HouseView
    suppers: tuple[SupperField, ...]
    extras: tuple[ExtraField, ...]
    problems: tuple[Problem, ...]
    hidden: tuple[tuple[str, str], ...]
    comparison: Comparison | None
    reason: Reason | None


@blueprint.get("/bookings/<token:token>/extras")
@by_token("booking")
def extras(link: Link) -> Response:
    """What can still be had, and what it comes to as the address asks."""
    booking = found(link)
    if not may_amend(booking):
        return page("guest/bookings/settled.html", settled=nothing_to_change(booking, link.token))
    return _page(booking, link.token, request.args)


@blueprint.post("/bookings/<token:token>/extras")
@by_token("booking")
def take_extras(link: Link) -> Response:
    """Suppers and extras as they were shown, or 409 with what is different."""
    booking = found(link)
    if not may_amend(booking):
        return page("guest/bookings/settled.html", 409, settled=nothing_to_change(booking, link.token))
    stays, problems = _read(booking, request.form)
    if problems:
        return _page(booking, link.token, request.form)
    try:
        done = amended(booking, _basket(booking, stays))
    except (PriceChanged, Stale, SoldOut, CannotBeSold, WrongState) as refused:
        booking = found(link)
        done_already = pressed_before(refused) and stays == tuple(own.chosen for own in booking.live)
        if done_already or not may_amend(booking):
            return see_other(f"/bookings/{link.token}?done=1")
        return _page(booking, link.token, request.form, moved_words(booking, refused))
    return see_other(after(link.token, done))


def _read(booking: PlacedBooking, arguments: MultiDict[str, str]) -> tuple[tuple[ChosenStay, ...], list[Problem]]:
    problems: list[Problem] = []
    house = house_of(booking.basket.location_id)
    stays = read_added(house, [own.chosen for own in booking.live], arguments, problems)
    return stays, problems


def _basket(booking: PlacedBooking, stays: tuple[ChosenStay, ...]) -> Basket:
    return replace(booking.basket, stays=stays)


def _page(booking: PlacedBooking, token: str, arguments: MultiDict[str, str], moved: Moved | None = None) -> Response:
    stays, problems = _read(booking, arguments)
    house, url = house_of(booking.basket.location_id), f"/bookings/{token}"
    held = [own.chosen for own in booking.live]
    offer, reason = None, None
    if not problems:
        try:
            offer = price_amendment(booking.id, _basket(booking, stays))
        except SoldOut as refused:
            reason = sold_out(refused, house)
        except CannotBeSold:
            reason = Reason("closed", "That cannot be added", "Ring the house, and we see what can be done.")
    suppers = supper_fields(house, stays, held, clock.today(house.timezone))
    added = extra_fields(house, stays)
    view = ExtrasPage(
        url=f"{url}/extras",
        booking_url=url,
        reference=booking.reference,
        house=house_view(house, booking.basket.arrival),
        suppers=suppers,
        extras=added,
        problems=tuple(problems),
        hidden=_hidden(suppers, added),
        comparison=comparison(booking, offer) if offer and offer.changed else None,
        reason=reason,
    )
    status = 422 if problems else 409 if moved else 200
    return page(TEMPLATE, status, extras=view, moved=moved, has_errors=bool(problems))


def _hidden(suppers: tuple[SupperField, ...], added: tuple[ExtraField, ...]) -> tuple[tuple[str, str], ...]:
    """What is asked for, as the fields show it, for the form that confirms."""
    hours = ((one.name, next((own.value for own in one.hours if own.chosen), "")) for one in suppers)
    return ((SHOWN, "1"), *hours, *((one.name, str(one.count)) for one in added))
