"""Bookings for tests of the pages on which a guest changes or cancels one, and what the tables say afterwards."""

from __future__ import annotations

from sqlalchemy import select

from app.booking.models import Booking
from app.booking.queries import PlacedBooking, booking_of
from app.booking.rules import Basket
from app.web.links import link_token
from tests import cast, markup
from tests.baskets import basket, several
from tests.cards import placed
from tests.page import Page, Visitor
from tests.web.guest.desk import fresh

READS = 30
"""Reading statements that the page of a change may send."""


def book(room_type: str = "garden", plan: str = "flexible", **chosen: object) -> tuple[int, str]:
    """(id, address) of Anna's booking of one room, paid where the plan wants that."""
    return book_basket(basket(cast.found(), room_type, plan, **chosen))  # type: ignore[arg-type]


def book_two(first: str = "garden", second: str = "snug", plan: str = "flexible", **chosen: object) -> tuple[int, str]:
    """Two rooms as one booking."""
    house = cast.found()
    rooms = [basket(house, room_type, plan, **chosen) for room_type in (first, second)]  # type: ignore[arg-type]
    return book_basket(several(house, *rooms))


def book_basket(chosen: Basket) -> tuple[int, str]:
    done = placed(chosen)
    return done.booking_id, f"/bookings/{link_token('booking', done.booking_id, done.version)}"


def kept(booking_id: int) -> PlacedBooking:
    """The booking as the tables have it now."""
    fresh()
    found = booking_of(booking_id)
    assert found is not None
    return found


def state_of(booking_id: int) -> tuple[str, int]:
    row = fresh().execute(select(Booking.state, Booking.revision).where(Booking.id == booking_id)).one()
    return row.state, row.revision


def new_total(page: Page) -> int:
    return int(next(page.one("form", id="confirm").iterfind("input[@name='seen']")).attrib["value"])


def act(page: Page) -> str:
    """The words on the button that makes the change."""
    return markup.words(next(page.one("form", id="confirm").iter("button")))


def look(visitor: Visitor, url: str, **asked: object) -> Page:
    return visitor.get(f"{url}/amendment", reads=READS, query_string=asked)
