"""From the day of arrival the booking page is the stay's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import update

from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.booking.models import BookedStay, Booking
from app.care import open_tasks
from app.inventory.models import Allotment
from app.kernel.stay import Stay
from app.store import transaction, write
from tests import cast, markup
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.page import Page, Visitor
from tests.web.guest.desk import fresh
from tests.web.guest.manage import book, book_two
from tests.web.guest.stays import booked, furnish

SetClock = Callable[[str], None]
AT_SIX = "2027-03-05T18:00+00:00"
READS = 10
"""Reading statements that the page may send."""
COLD = READS + 4
"""The same where something was sold or set since, so that the house's board is read anew."""


def phase(page: Page) -> str:
    return page.one(class_="your-stay").attrib["data-phase"]


def test_before_the_day_it_is_the_booking(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = booked()
    set_clock("2027-03-04T23:59+00:00")
    assert not visitor.get(url, reads=COLD).all(class_="your-stay")
    set_clock("2027-03-05T00:00+00:00")
    assert phase(visitor.get(url, reads=COLD)) == "here"


def test_the_day_of_departure_is_for_leaving_and_then_it_is_over(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = booked()
    booking.check_in(booking_id)
    for now, expected in (
        ("2027-03-06T23:59+00:00", "here"),
        ("2027-03-07T00:00+00:00", "leaving"),
        ("2027-03-07T23:59+00:00", "leaving"),
        ("2027-03-08T00:00+00:00", "left"),
    ):
        set_clock(now)
        assert phase(visitor.get(url, reads=COLD)) == expected, now
    page = visitor.get(url, reads=COLD)
    assert "until next time" in page.h1
    assert "What happened" in page.text
    assert page.link("(PDF)").endswith("/invoice.pdf")


def test_who_was_checked_out_has_left(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = booked()
    booking.check_in(booking_id)
    set_clock("2027-03-06T09:00+00:00")
    booking.check_out(booking_id)
    page = visitor.get(url, reads=COLD)
    assert phase(page) == "left"
    assert not page.all("form", action=f"{url}/requests")


@pytest.mark.parametrize(
    ("first", "before", "after"),
    [
        (date(2027, 3, 28), "2027-03-27T23:59+00:00", "2027-03-28T00:00+00:00"),
        (date(2027, 3, 29), "2027-03-28T22:59+00:00", "2027-03-28T23:00+00:00"),
    ],
)
def test_the_house_s_own_midnight_counts_when_the_clocks_go_forward(
    visitor: Visitor, set_clock: SetClock, first: date, before: str, after: str
) -> None:
    _, url = booked(stay=Stay.of(first, 2))
    set_clock(before)
    assert not visitor.get(url, reads=COLD).all(class_="your-stay")
    set_clock(after)
    assert phase(visitor.get(url, reads=COLD)) == "here"


def test_the_house_s_own_midnight_counts_when_the_clocks_go_back(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = booked()
    first, last = date(2027, 10, 31), date(2027, 11, 1)

    def later() -> None:
        """No night is open so far ahead; the stay is moved there as it stands."""
        for table in (Booking, BookedStay):
            write(update(table).values(arrival_on=first, departure_on=last))

    transaction(later)
    for now, expected in (("2027-10-30T22:59+00:00", None), ("2027-10-30T23:00+00:00", "here")):
        set_clock(now)
        page = visitor.get(url, reads=COLD)
        assert (phase(page) if page.all(class_="your-stay") else None) == expected
    set_clock("2027-10-31T00:30+00:00")
    visitor.post(f"{url}/requests", {"what": "Something else", "words": "Tea", "wanted": "2027-10-31T07:30"})
    fresh()
    (task,) = open_tasks()
    assert task.due_at.isoformat() == "2027-10-31T07:30:00+00:00", "half past seven on a clock that has gone back"
    for now, expected in (("2027-10-31T23:59+00:00", "here"), ("2027-11-01T00:00+00:00", "leaving")):
        set_clock(now)
        assert phase(visitor.get(url, reads=COLD)) == expected


def test_a_cancelled_stay_has_no_page_of_its_own(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = booked()
    booking.cancel_booking(booking_id)
    set_clock(AT_SIX)
    assert not visitor.get(url, reads=COLD).all(class_="your-stay")
    assert visitor.client.post(f"{url}/not-right").status_code == 409


def test_what_the_house_says_to_those_who_stay(visitor: Visitor, set_clock: SetClock) -> None:
    furnish()
    _, url = booked(suppers=((FRIDAY, "20:00"),))
    set_clock(AT_SIX)
    page = visitor.get(url, reads=COLD)
    for words in (
        "bow-bridge-floods",
        "Reception",
        "7.30 to 10",
        "8.00For two",
        "Leeks",
        "New this month: wild garlic",
    ):
        assert words in page.text, words
    assert "Squash" not in page.text
    assert "£300.00 is due at the house" in page.text
    assert len(visitor.get(url).statements.reads) <= READS


def test_without_words_or_garden_it_is_still_a_page(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = booked()
    set_clock(AT_SIX)
    page = visitor.get(url, reads=COLD)
    assert "No table yet" in page.text
    assert "6.30, 8.00" in page.text
    assert "Wi-Fi" not in page.text


def test_tables_that_have_begun_are_not_offered(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = booked()
    set_clock("2027-03-05T18:30+00:00")
    assert "tonight: 8.00." in visitor.get(url, reads=COLD).text
    set_clock("2027-03-05T20:30+00:00")
    assert "Tonight’s table" not in visitor.get(url, reads=COLD).text


def test_a_house_whose_tables_are_taken_says_so(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = booked()
    seats = [cast.found().resources[slug] for slug in ("18:30", "20:00")]
    transaction(
        lambda: write(
            update(Allotment).where(Allotment.night == FRIDAY, Allotment.resource_id.in_(seats)).values(sellable=1)
        )
    )
    set_clock(AT_SIX)
    assert "none left tonight" in visitor.get(url, reads=COLD).text


def test_a_night_longer_only_when_it_is_free(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = booked("shepherds-hut")
    set_clock(AT_SIX)
    page = visitor.get(url, reads=COLD)
    assert "Sunday 7 March is free: £150" in page.text
    longer = visitor.get(page.link("Stay a night longer"), reads=40)
    assert "£450" in longer.text, "what the page of the change asks is what was said: three nights of £150"
    assert "Cancelling was free until noon, Wed 3 March." in longer.text
    assert "Free to cancel" not in longer.text
    booked("shepherds-hut", stay=Stay.of(date(2027, 3, 7), 1))
    assert "A night longer" not in visitor.get(url, reads=COLD).text


def test_what_was_just_changed_stands_above_the_stay_with_one_tap_for_how_easy_it_was(
    visitor: Visitor, set_clock: SetClock
) -> None:
    _, url = book_two()
    set_clock(AT_SIX)
    page = visitor.get(url, reads=COLD)
    assert {page.link("Choose your hour"), page.link("Supper and extras")} == {f"{url}/extras"}
    assert "All your rooms until the day after Sunday 7 March" in page.text
    longer = visitor.get(page.link("See whether all are free"), reads=40)

    done = visitor.submit(longer.form(id="confirm"))

    assert phase(done) == "here"
    assert "Changed: dates" in " ".join(markup.words(one) for one in done.all("div", role="status"))
    assert done.form(class_="ces").post
    assert "Changed: dates" not in markup.words(visitor.get(url, reads=COLD).one(class_="page-head"))
    assert not visitor.get(url, reads=COLD).all("form", class_="ces"), "asked once, on the page that follows"


def test_whoever_gave_up_nights_of_a_saver_and_came_sees_how_they_fare(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = book("shepherds-hut", "saver", stay=Stay.of(FRIDAY, 3))
    shorter = basket(cast.found(), "shepherds-hut", "saver", stay=Stay.of(FRIDAY, 2))
    offer = price_amendment(booking_id, shorter)
    booking.amend_booking(booking_id, shorter, seen_minor=offer.total_minor, seen_revision=0)
    set_clock(AT_SIX)
    page = visitor.get(url, reads=COLD + 1)
    assert [row.attrib["data-state"] for row in page.one(id="resale").iter("tr") if "data-state" in row.attrib] == [
        "open"
    ]
