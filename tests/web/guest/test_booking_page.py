"""The page of a booking to come: what is booked, how the money stands, what happened and what comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import update

from app.booking import operations as booking
from app.kernel import clock
from app.kernel.stay import Stay
from app.outbox.models import Message
from app.store import transaction, write
from tests import cast, markup
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cards import paid, placed
from tests.page import Page, Visitor
from tests.web.guest.manage import act, book, book_two, kept, look
from tests.web.guest.signing_in import sign_in
from tests.web.guest.test_bookings import close_everything

SetClock = Callable[[str], None]
READS = 10
"""Reading statements that the page may send; one more tells who is signed in."""


def line(page: Page) -> list[str]:
    """The titles of the timeline, without their hours."""
    return [markup.words(b).split(", ")[0] for b in page.one("ol", class_="timeline").iter("b")]


def test_everything_that_happened_and_what_comes_in_order(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = book("garden", suppers=((FRIDAY, "20:00"),))
    set_clock("2027-03-01T10:00+00:00")
    paid(booking_id, 30000)
    set_clock("2027-03-01T11:00+00:00")
    visitor.submit(look(visitor, url, departure="2027-03-06").form(id="confirm"))
    set_clock("2027-03-01T12:00+00:00")
    booking.say_arrival_time(booking_id, None)
    transaction(lambda: write(update(Message).values(state="sent", sent_at=clock.now())))
    set_clock("2027-03-02T12:00+00:00")

    page = visitor.get(url, reads=READS)

    assert line(page) == [
        "Booked",
        "£300.00 paid",
        "Changed: dates",
        "You told us when you come",
        "We wrote to you",
        "We wrote to you",
        "Today",
        "Noon: last moment to cancel for nothing",
        "Your room is ready",
        "Supper at 8pm",
        "Leave by 11am",
    ]
    states = [item.get("class", "") for item in page.one("ol", class_="timeline").iter("li")]
    assert states == ["done"] * 6 + ["now"] + [""] * 4


def test_refunds_and_payments_are_told_from_the_folio(visitor: Visitor) -> None:
    booking_id, url = book("shepherds-hut", "saver")
    booking.cancel_booking(booking_id)
    ben = {"name": "Ben", "email": "ben@example.com"}
    placed(basket(cast.found(), "shepherds-hut", stay=Stay.of(FRIDAY, 2)), ben)
    page = visitor.get(url, reads=READS)
    assert line(page) == ["Booked", "Cancelled", "Fri 5 March and Sat 6 March resold"]
    assert "£250.00 goes back" in page.text


def test_somebody_signed_in_costs_one_statement_more_and_that_is_ten(visitor: Visitor) -> None:
    booking_id, url = book("shepherds-hut", "saver")
    booking.cancel_booking(booking_id)
    placed(basket(cast.found(), "shepherds-hut", stay=Stay.of(FRIDAY, 1)), {"name": "Ben", "email": "b@example.com"})
    sign_in(visitor)
    assert "on its way" in visitor.get(url, reads=READS + 1).text


def test_mails_that_did_not_go_out_are_not_told_of(visitor: Visitor) -> None:
    _, url = book()
    transaction(lambda: write(update(Message).values(state="failed", sent_at=clock.now())))
    assert "We wrote to you" not in visitor.get(url, reads=READS).text


def test_paid_due_and_what_cancelling_would_bring(visitor: Visitor) -> None:
    booking_id, url = book()
    page = visitor.get(url, reads=READS)
    assert "£300.00 is due at the house" in page.text
    assert page.link("Pay £300 now").endswith("/payment")
    assert "Nothing was paid, so nothing is kept, nothing comes back" in page.text
    paid(booking_id, 10000)
    page = visitor.get(url, reads=READS)
    assert "£100.00 is paid; £200.00 is due at the house" in page.text
    said = [markup.words(one) for one in page.all("p", class_="refund__sum")]
    shown = visitor.get(f"{url}/cancellation", reads=20).one("data", class_="refund-sum").attrib["value"]
    assert (said, shown) == (["£200.00", "£100.00"], "10000"), "the page and the page behind its button say one sum"


@pytest.mark.parametrize("plan", ["flexible", "saver", "supper"])
def test_two_rooms_keep_to_the_budget_in_every_state(visitor: Visitor, set_clock: SetClock, plan: str) -> None:
    booking_id, url = book_two(plan=plan)
    visitor.get(url, reads=READS)
    booking.cancel_booking(booking_id, parts=[0])
    page = visitor.get(url, reads=READS)
    assert "Room 1Garden, cancelled" in page.text
    assert ("On sale" in page.text) is (plan == "saver")
    booking.cancel_booking(booking_id)
    visitor.get(url, reads=READS)
    assert kept(booking_id).state == "cancelled"


def test_after_the_day_of_arrival_nothing_changes_here(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = book()
    booking.mark_no_show(booking_id)
    set_clock("2027-03-06T12:00+00:00")
    page = visitor.get(url, reads=READS)
    assert page.h1 == "Combe Harrow, not come"
    hrefs = [a.attrib.get("href", "") for a in page.all("a")]
    assert not [href for href in hrefs if href.endswith(("/amendment", "/cancellation", "/extras", "/party"))]


def test_the_calendar_file_is_the_same_event_with_a_rising_sequence(
    visitor: Visitor, set_clock: Callable[[str], None]
) -> None:
    """Each has the instant of its change: calendars take the newer of two."""
    booking_id, url = book()

    def event() -> tuple[str, int, str, str]:
        file = Calendar.from_ical(visitor.client.get(f"{url}/calendar.ics").data)
        (one,) = file.walk("VEVENT")
        stamps.append(one["dtstamp"].dt.isoformat()[11:16])
        return str(one["uid"]), int(one["sequence"]), str(one["status"]), one["dtstart"].dt.date().isoformat()

    stamps: list[str] = []
    first = event()
    set_clock("2027-03-01T10:00+00:00")
    visitor.submit(look(visitor, url, arrival="2027-03-04").form(id="confirm"))
    second = event()
    set_clock("2027-03-01T11:00+00:00")
    booking.cancel_booking(booking_id)
    third = event()
    assert stamps == ["09:00", "10:00", "11:00"]
    assert first[0] == second[0] == third[0]
    assert first[1] < second[1] < third[1]
    assert (second[3], third[2]) == ("2027-03-04", "CANCELLED")


def test_a_closed_house_has_nothing_to_sell_but_cancels(visitor: Visitor) -> None:
    booking_id, url = book()
    close_everything()
    for page in ("amendment?departure=2027-03-08", "amendment", "extras", "cancellation"):
        visitor.get(f"{url}/{page}", reads=80)
    form = visitor.get(f"{url}/cancellation", reads=80).form(id="cancel")
    assert visitor.submit(form).h1 == "Combe Harrow, cancelled"
    assert kept(booking_id).state == "cancelled"


def test_a_night_that_is_all_that_is_added_is_named(visitor: Visitor) -> None:
    _, url = book("snug", stay=Stay.of(FRIDAY + timedelta(days=7), 1))
    assert act(look(visitor, url, departure="2027-03-14")) == "Add Saturday for £150"
