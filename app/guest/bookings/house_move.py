"""`/bookings/<token>/houses/<slug>`: the booking in another house, both prices first, then one press."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import request
from werkzeug.wrappers import Response

from app.availability.boards import board
from app.booking.amendment import HouseMove, price_house_move, sold_elsewhere
from app.booking.errors import CannotBeSold, PriceChanged, Stale, WrongState
from app.booking.operations import Amended, move_to_house
from app.booking.queries import PlacedBooking
from app.booking.rules import Basket
from app.care.choices.accepting import change_knowing
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.queries import House, catalogue
from app.guest.booking_page import may_change
from app.guest.bookings.amendment.views import moved_words, nothing_to_change
from app.guest.bookings.moving import rooms_of
from app.guest.bookings.settled import Moved, Settled
from app.guest.bookings.shared import blueprint, found
from app.inventory import SoldOut
from app.kernel import clock
from app.kernel.words import listed, money, span
from app.web.access import by_token
from app.web.amendment import pressed_before
from app.web.comparison import Comparison, comparison
from app.web.forms import typed_sum
from app.web.links import Link
from app.web.respond import not_found, page, see_other
from app.web.stay_words import HouseView, house_view

TEMPLATE = "guest/bookings/house_move.html"
GONE = Moved("full", "Those rooms have gone. Nothing was changed: you still have what you had.")


@dataclass(frozen=True, slots=True)
class RoomsLink:
    """A way to be put up there; `total_text` is the new total of the booking."""

    name: str
    url: str
    total_text: str
    current: bool


@dataclass(frozen=True, slots=True)
class HouseMovePage:
    """The names that `guest/bookings/house_move.html` uses. `comparison` is None where the house has nothing left."""

    url: str
    booking_url: str
    reference: str
    house: HouseView
    from_name: str
    dates_text: str
    rooms: tuple[RoomsLink, ...]
    left_out: str
    hidden: tuple[tuple[str, str], ...]
    comparison: Comparison | None


@blueprint.get("/bookings/<token:token>/houses/<slug:location>")
@by_token("booking")
def house_move(link: Link, location: str) -> Response:
    """What the booking would be and cost in that house, in the rooms that the address names; nothing is held."""
    booking, house = found(link), _house(location)
    if not _may_move(booking, house):
        return page("guest/bookings/settled.html", settled=_stays(booking, link.token))
    return _page(booking, house, link.token)


@blueprint.post("/bookings/<token:token>/houses/<slug:location>")
@by_token("booking")
def move_house(link: Link, location: str) -> Response:
    """Moved as it was shown, or 409 with what is different; then the booking is as it was."""
    booking, house = found(link), _house(location)
    if not _may_move(booking, house):
        if booking.basket.location_id == house.id:
            return see_other(f"/bookings/{link.token}?done=1")
        return page("guest/bookings/settled.html", 409, settled=_stays(booking, link.token))
    basket = _asked(_ways(booking, house))
    if basket is None:
        return _page(booking, house, link.token, GONE)
    try:
        done = _moved(booking, basket)
    except (PriceChanged, Stale, SoldOut, CannotBeSold, WrongState) as refused:
        now = found(link)
        if pressed_before(refused) and now.basket.location_id == house.id:
            return see_other(f"/bookings/{link.token}?done=1")
        return _page(now, house, link.token, moved_words(booking, refused))
    return see_other(f"/bookings/{link.token}/payment" if done.due_now_minor else f"/bookings/{link.token}?done=1")


def _moved(booking: PlacedBooking, basket: Basket) -> Amended:
    """Raises `Stale` where the form says nothing of what it saw, and `NotRead` where it has not shown what is announced
    there."""
    seen, revision = typed_sum(request.form.get("seen", "")), typed_sum(request.form.get("seen_revision", ""))
    if seen is None or revision is None:
        raise Stale
    move = partial(move_to_house, booking.id, basket, seen_minor=seen, seen_revision=revision)
    return change_knowing(booking, basket, request.form.get("read", ""), move)


def _house(location: str) -> House:
    house = next((one for one in catalogue().houses if one.slug == location), None)
    if house is None:
        raise not_found()
    return house


def _may_move(booking: PlacedBooking, house: House) -> bool:
    return may_change(booking) and not booking.of_group and booking.basket.location_id != house.id


def _stays(booking: PlacedBooking, token: str) -> Settled:
    """Why it moves nowhere from here."""
    if not may_change(booking):
        return nothing_to_change(booking, token)
    name = house_of(booking.basket.location_id).name
    if booking.of_group:
        return Settled.of(booking, token, "It stays with your group", f"Ring {name} if you would rather be elsewhere.")
    return Settled.of(booking, token, f"It is at {name} already", "There is nothing to move.")


Ways = list[tuple[int, Basket]]


def _ways(booking: PlacedBooking, house: House) -> Ways:
    return sold_elsewhere(booking, board(house), clock.now())


def _asked(ways: Ways) -> Basket | None:
    """The rooms that are asked for, where they are still free."""
    rooms = request.values.get("rooms", "")
    return next((basket for _, basket in ways if _key(basket) == rooms), None)


def _key(basket: Basket) -> str:
    return ".".join(room_type_of(own.room_type_id).slug for own in basket.stays)


def _page(booking: PlacedBooking, house: House, token: str, moved: Moved | None = None) -> Response:
    if not _may_move(booking, house):
        return page("guest/bookings/settled.html", 409, settled=_stays(booking, token))
    ways, url = _ways(booking, house), f"/bookings/{token}/houses/{house.slug}"
    basket = _asked(ways) or next((own for _, own in ways), None)
    move = _priced(booking, basket) if basket else None
    view = HouseMovePage(
        url=url,
        booking_url=f"/bookings/{token}",
        reference=booking.reference,
        house=house_view(house, booking.basket.arrival),
        from_name=house_of(booking.basket.location_id).name,
        dates_text=span(booking.basket.arrival, booking.basket.departure),
        rooms=tuple(
            RoomsLink(
                rooms_of(own),
                f"{url}?rooms={_key(own)}",
                money(total, house.currency),
                own is basket,
            )
            for total, own in ways
        ),
        left_out=_left_out(booking, move) if move else "",
        hidden=(("rooms", _key(basket)),) if basket else (),
        comparison=comparison(booking, move) if move else None,
    )
    return page(TEMPLATE, 409 if moved else 200, move=view, moved=moved)


def _priced(booking: PlacedBooking, basket: Basket) -> HouseMove | None:
    try:
        return price_house_move(booking.id, basket)
    except (CannotBeSold, WrongState):
        return None


def _left_out(booking: PlacedBooking, move: HouseMove) -> str:
    """What the other house does not have, or not so many of."""
    there = [(line.label, line.part, line.count) for line in move.lines if line.kind == "extra"]
    gone = dict.fromkeys(
        line.label
        for line in booking.quote.lines
        if line.kind == "extra" and (line.label, line.part, line.count) not in there
    )
    return listed(list(gone)) if gone else ""
