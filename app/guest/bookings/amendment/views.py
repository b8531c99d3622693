"""`/bookings/<token>/amendment`: every state of a change is an address, and the change itself is one POST."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.booking.errors import CannotBeSold, PriceChanged, Stale, WrongState
from app.booking.operations import amend_booking
from app.booking.operations.swapping import Amended
from app.booking.people.rules import Key
from app.booking.queries import PlacedBooking
from app.booking.rooms.errors import NoOneRoom
from app.booking.rules import Basket
from app.care.choices.accepting import change_knowing
from app.care.choices.errors import NotRead
from app.catalogue.closed import house_of
from app.guest.bookings.settled import Moved, Settled
from app.guest.bookings.shared import blueprint, found
from app.inventory import SoldOut
from app.kernel import clock
from app.kernel.words import money
from app.web.access import by_token
from app.web.amendment import Asked, amendment_page, is_done, may_amend, pressed_before, priced, read_amendment
from app.web.forms import typed_sum
from app.web.links import Link
from app.web.respond import page, see_other

TEMPLATE = "guest/bookings/amendment.html"


@blueprint.get("/bookings/<token:token>/amendment")
@by_token("booking")
def amendment(link: Link) -> Response:
    """The change that the address spells, with both prices; nothing is held."""
    booking = found(link)
    if not may_amend(booking):
        return page("guest/bookings/settled.html", settled=nothing_to_change(booking, link.token))
    return _page(_read(booking, request.args), link.token)


@blueprint.post("/bookings/<token:token>/amendment")
@by_token("booking")
def amend(link: Link) -> Response:
    """The change as it was shown, or 409 with what is different; then the booking is as it was."""
    booking = found(link)
    if not may_amend(booking):
        return page("guest/bookings/settled.html", 409, settled=nothing_to_change(booking, link.token))
    asked = _read(booking, request.form)
    if asked.wrong:
        return _page(asked, link.token)
    try:
        done = amended(booking, asked.basket, asked.leaving.named)
    except (PriceChanged, Stale, SoldOut, CannotBeSold, WrongState) as refused:
        return _again(link, booking, refused)
    return see_other(after(link.token, done))


def amended(booking: PlacedBooking, basket: Basket, leaving: Collection[Key] = ()) -> Amended:
    """The booking is changed as the form has seen it. Raises `Stale` where the form says nothing of what it saw, and
    `NotRead` where it has not shown what is announced for it."""
    seen, revision = typed_sum(request.form.get("seen", "")), typed_sum(request.form.get("seen_revision", ""))
    if seen is None or revision is None:
        raise Stale
    change = partial(amend_booking, booking.id, basket, seen_minor=seen, seen_revision=revision, leaving=leaving)
    return change_knowing(booking, basket, request.form.get("read", ""), change)


def after(token: str, done: Amended) -> str:
    """Where a change leads: to paying where something is due now, else to the booking that says so."""
    if done.due_now_minor:
        return f"/bookings/{token}/payment"
    return f"/bookings/{token}{'?done=1' if done.changed else ''}"


def moved_words(booking: PlacedBooking, refused: Exception) -> Moved:
    """Why nothing was changed."""
    if isinstance(refused, PriceChanged):
        currency = booking.quote.currency
        old, new = (money(minor, currency, pence=True) for minor in (refused.old_minor, refused.new_minor))
        return Moved(refused.code, "Nothing was changed. Look at the new price, then press again.", old, new)
    if isinstance(refused, NotRead):
        return Moved(refused.code, str(refused))
    if isinstance(refused, Stale):
        return Moved(refused.code, "This booking has changed since you opened the page. Nothing was done; look again.")
    if isinstance(refused, NoOneRoom):
        return Moved("full", "No one room is free for all of these nights. Nothing was changed: you have what you had.")
    return Moved("full", "Somebody was quicker. Nothing was changed: you still have what you had.")


def nothing_to_change(booking: PlacedBooking, token: str) -> Settled:
    """The page of a booking that cannot be changed here."""
    if booking.state == "cancelled":
        return Settled.of(booking, token, "This booking is cancelled", "There is nothing to change in it any more.")
    return Settled.of(booking, token, "That stay is over", "There is nothing to change in it any more.")


def _read(booking: PlacedBooking, arguments: MultiDict[str, str]) -> Asked:
    return read_amendment(booking, arguments, clock.today(house_of(booking.basket.location_id).timezone))


def _again(link: Link, before: PlacedBooking, refused: Exception) -> Response:
    """The page once more, made from what is there now; the booking where a first press has done it already."""
    booking = found(link)
    asked = _read(booking, request.form)
    if not may_amend(booking) or (pressed_before(refused) and is_done(asked)):
        return see_other(f"/bookings/{link.token}?done=1")
    return _page(asked, link.token, moved_words(before, refused), refused if isinstance(refused, NoOneRoom) else None)


def _page(asked: Asked, token: str, moved: Moved | None = None, no_door: NoOneRoom | None = None) -> Response:
    """A price sees no doors: where there is no door for the change, it is not offered again."""
    offer, refused = (None, no_door) if no_door else priced(asked)
    status = 422 if asked.wrong else 409 if moved else 200
    view = amendment_page(asked, f"/bookings/{token}", offer, refused)
    return page(TEMPLATE, status, amendment=view, moved=moved, has_errors=bool(asked.wrong))
