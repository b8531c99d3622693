"""The line of a booking is in order of time, in the middle of a stay and after it."""

from __future__ import annotations

from collections.abc import Callable

from app.booking import operations as booking
from tests import markup
from tests.page import Page, Visitor
from tests.web.guest.stays import booked


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
