"""The line of a booking is in order of time, in the middle of a stay and after it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import Booking
from app.booking.operations.tables import move_table
from app.store import db, transaction
from app.web.links import link_token
from tests import cast, markup
from tests.builders import FRIDAY
from tests.cards import paid
from tests.page import Page, Visitor
from tests.web.guest.manage import kept
from tests.web.guest.stays import booked

PLAIN = (
    "£12.00 put on your bill",
    "£12.00 taken off your bill again",
    "We took £20.00 off",
    "We gave £20.00 back",
    "Supper of Fri 5 March moved",
    "Put into another name",
)
"""What the house did, as its guest reads it."""


def line(page: Page) -> list[str]:
    return [markup.words(one) for one in page.one("ol", class_="timeline")]


def test_after_the_stay_only_what_happened(visitor: Visitor, set_clock: Callable[[str], None]) -> None:
    booking_id, url = booked()
    set_clock("2027-03-05T16:00+00:00")
    booking.check_in(booking_id)
    set_clock("2027-03-07T10:00+00:00")
    booking.check_out(booking_id)
    titles = line(visitor.get(url))
    assert ["You came" in titles[-2], "You left" in titles[-1]] == [True, True], titles
    assert not any("Leave by" in one for one in titles)


def test_what_was_foreseen_stands_among_what_happened(visitor: Visitor, set_clock: Callable[[str], None]) -> None:
    """Told after the last moment to cancel for nothing had passed."""
    _, url = booked()
    set_clock("2027-03-04T10:00+00:00")
    visitor.submit(visitor.get(f"{url}/arrival").form().fill(arrival_time="16:30"))
    titles = line(visitor.get(url))
    passed = next(at for at, one in enumerate(titles) if "cancel for nothing" in one)
    told = next(at for at, one in enumerate(titles) if "4.30pm" in one)
    assert passed < told < titles.index(next(one for one in titles if "Today" in one)), titles


def test_what_the_house_did_is_said_in_plain_words_and_folded_during_the_stay(
    visitor: Visitor, set_clock: Callable[[str], None]
) -> None:
    house = cast.found()
    booking_id, _ = booked(suppers=((FRIDAY, "20:00"),))
    paid(booking_id, 30000)
    line_id = booking.add_charge(booking_id, "bar", "Two pints", 1200, None)
    booking.correct_charge(booking_id, line_id, "Next door", None)
    booking.give_goodwill(booking_id, 2000, "Cold bath", None, limit_minor=None)
    begins = house.sittings
    move_table(booking_id, 0, FRIDAY, begins["18:30"], seen_sitting_id=begins["20:00"], by=1)
    owner = transaction(lambda: db.session.execute(select(Booking.guest_id)).scalar_one())
    booking.readdress_booking(
        booking_id, name="Bea Moss", email="bea@example.com", phone=None, seen_guest_id=owner, by=None
    )
    url = f"/bookings/{link_token('booking', booking_id, kept(booking_id).version)}"
    titles = line(visitor.get(url))
    for words in PLAIN:
        assert sum(words in one for one in titles) == 1, (words, titles)
    set_clock("2027-03-05T18:00+00:00")
    page = visitor.get(url, reads=14)
    assert page.one("details", id="line").get("open") is None
    assert line(page)[: len(PLAIN)] == titles[: len(PLAIN)]
    assert len(visitor.get(url).statements.reads) <= 10
