"""When the guest arrives, and that it will be later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import Booking
from app.care import open_tasks
from app.journal.models import Entry
from app.kernel.stay import Stay
from app.store import db
from tests.builders import FRIDAY
from tests.page import Visitor
from tests.web.guest.desk import fresh
from tests.web.guest.stays import booked

SetClock = Callable[[str], None]
BAD = ["\x00", "25:00", "16:17", "2027-03-05T21:30", "x" * 10_000, "\u202eetirw", "🥚"]


def arrival_time() -> object:
    fresh()
    return db.session.scalar(select(Booking.arrival_time))


def test_the_house_knows_the_hour(visitor: Visitor) -> None:
    _, url = booked()
    page = visitor.submit(visitor.get(f"{url}/arrival", reads=10).form().fill(arrival_time="16:30"))
    assert "Noted. About 4.30pm" in page.text
    assert str(arrival_time()) == "16:30:00"
    assert "About 4.30pm" in page.words("option", value="16:30")
    entry = fresh().scalars(select(Entry).where(Entry.action == "arrival_time")).one()
    assert entry.facts == {"about": "16:30"}
    visitor.submit(page.form().fill(arrival_time=""))
    assert arrival_time() is None


def test_running_late_is_for_the_day_and_makes_a_task(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = booked()
    assert "Running late" not in visitor.get(f"{url}/arrival").text
    set_clock("2027-03-05T18:10+00:00")
    page = visitor.get(f"{url}/arrival")
    late = page.form(action=f"{url}/arrival") if len(page.all("form", action=f"{url}/arrival")) == 1 else None
    assert late is None, "two forms: later, and as said before"
    page = visitor.post(f"{url}/arrival", {"act": "late", "expected": "2027-03-06T00:30"})
    assert "The house knows. About 12.30am. Your room waits; drive" in page.text, "no table is held tonight"
    fresh()
    (task,) = open_tasks()
    assert (task.kind, task.subject_id, task.title) == ("late", booking_id, "Arriving late, about 12.30am")
    assert str(arrival_time()) == "00:30:00"
    visitor.post(f"{url}/arrival", {"act": "late", "expected": "2027-03-06T00:30"})
    fresh()
    assert len(open_tasks()) == 1


def test_a_table_is_said_to_wait_where_one_is_held_tonight(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = booked(suppers=((FRIDAY, "20:00"),))
    set_clock("2027-03-05T18:10+00:00")
    page = visitor.post(f"{url}/arrival", {"act": "late", "expected": "2027-03-05T19:00"})
    assert "Your room and your table wait; drive" in page.text


@pytest.mark.parametrize("expected", ["", "2027-03-05T18:00", "2027-03-06T03:30", "2027-03-07T10:00", "soon"])
def test_an_hour_that_cannot_be(visitor: Visitor, set_clock: SetClock, expected: str) -> None:
    _, url = booked()
    set_clock("2027-03-05T18:10+00:00")
    page = visitor.post(f"{url}/arrival", {"act": "late", "expected": expected}, status=422)
    assert "Choose an hour from the list" in page.text
    assert open_tasks() == []


@pytest.mark.parametrize("value", BAD)
def test_bad_words_are_refused_at_the_field(visitor: Visitor, value: str) -> None:
    _, url = booked()
    answer = visitor.client.post(f"{url}/arrival", data={"arrival_time": value})
    assert answer.status_code == (303 if value == "\x00" else 422)


def test_who_is_here_or_does_not_come_is_not_waited_for(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = booked()
    set_clock("2027-03-05T18:10+00:00")
    booking.check_in(booking_id)
    page = visitor.get(f"{url}/arrival")
    assert not [one for one in page.all("form") if one.get("action") == f"{url}/arrival"]
    refused = visitor.post(f"{url}/arrival", {"arrival_time": "16:30"}, status=409)
    assert "cannot be done with a booking that is in house" in refused.text
    assert arrival_time() is None


def test_an_arrival_that_is_over_is_not_told_any_more(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = booked()
    set_clock("2027-03-06T09:00+00:00")
    assert "nothing left to say" in visitor.get(f"{url}/arrival").text
    for sent in ({"arrival_time": "16:30"}, {"act": "late", "expected": "2027-03-06T12:00"}):
        assert visitor.client.post(f"{url}/arrival", data=sent).status_code in (409, 422)
    assert arrival_time() is None
    assert open_tasks() == []


def test_the_house_s_midnight_ends_the_day_when_the_clocks_go_forward(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = booked(stay=Stay.of(date(2027, 3, 28), 1))
    set_clock("2027-03-28T22:40+00:00")
    visitor.post(f"{url}/arrival", {"act": "late", "expected": "2027-03-29T01:30"})
    fresh()
    (task,) = open_tasks()
    assert task.title == "Arriving late, about 1.30am"
    set_clock("2027-03-28T23:10+00:00")
    assert "nothing left to say" in visitor.get(f"{url}/arrival").text
