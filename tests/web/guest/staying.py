"""Stays of Anna's, for tests of her account."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.booking import operations as booking
from app.identity.models import Guest
from app.identity.operations import note_preference, say_preference
from app.kernel.stay import Stay
from tests import cast
from tests.baskets import basket
from tests.page import Page, Visitor
from tests.web.guest.desk import ANNA, fresh
from tests.web.guest.signing_in import sign_in


def book(night: int = 5, room: str = "snug", name: str = ANNA["name"], left: bool = False) -> int:
    """Two nights in March; with `left` they are over."""
    arrival = date(2027, 3, night)
    stay = Stay.of(arrival, 2)
    supper = ((arrival, "20:00"),)
    started = booking.start_checkout(basket(cast.found(), room, stay=stay, suppers=supper))
    booking.keep_details(started.checkout_id, {"name": name, "email": ANNA["email"], "phone": ANNA["phone"]})
    placed = booking.place_booking(started.checkout_id).booking_id
    if left:
        booking.check_in(placed)
        booking.check_out(placed)
    return placed


def anna() -> int:
    return int(fresh().execute(select(Guest.id).where(Guest.name == ANNA["name"])).scalar_one())


def full_account(visitor: Visitor) -> Page:
    """Two stays that are over, one to come, and two things that were said and noted."""
    for night in (2, 9):
        book(night, left=True)
    book(20)
    say_preference(anna(), "table", "By the window")
    note_preference(anna(), "bed", "One extra pillow", cast.found().id)
    return sign_in(visitor)
