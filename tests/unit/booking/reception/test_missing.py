"""Nobody came to one room of several: it is given up, what was paid for it is kept, and the others stay."""

from __future__ import annotations

import pytest
from flask import Flask

from app.booking import operations as booking
from app.booking.day_close.queries import unsettled
from app.booking.errors import WrongState
from app.booking.queries import PlacedBooking, booking_of
from app.booking.reception.queries import arrivals_on, not_come
from app.insight import verify
from app.journal.models import Entry
from app.kernel.stay import Stay
from app.store import db
from tests import cast
from tests.baskets import basket, several
from tests.builders import TODAY
from tests.cards import asked_back, balance, paid, placed, taken

pytestmark = pytest.mark.houses(1)

TONIGHT = Stay.of(TODAY, 2)
TOMORROW = TONIGHT.last_night


def two() -> int:
    """A garden room (part 0) and a snug (part 1) for two nights from today, 300 pounds each."""
    house = cast.found()
    rooms = [basket(house, room_type, stay=TONIGHT) for room_type in ("garden", "snug")]
    return placed(several(house, *rooms)).booking_id


def kept(booking_id: int) -> PlacedBooking:
    db.session.rollback()
    found = booking_of(booking_id)
    assert found is not None
    return found


def faults() -> list[str]:
    db.session.rollback()
    return [result.detail for result in verify.run() if not result.ok]


def test_one_room_is_given_up_and_the_other_stays(app: Flask) -> None:
    booked = two()
    booking.check_in(booked, parts=[0])
    booking.mark_stay_no_show(booked, 1, by=None)
    found = kept(booked)
    assert (found.state, [stay.part for stay in found.live]) == ("in_house", [0])
    assert [taken("snug", night) for night in TONIGHT] == [0, 0]
    assert [taken("garden", night) for night in TONIGHT] == [1, 1]
    assert balance(booked) == 30000, "the room that nobody came to is owed no more"
    entry = db.session.query(Entry).filter_by(action="stay_no_show").one()
    assert entry.facts == {"parts": [1], "kept_minor": 0}
    assert faults() == []


def test_what_was_paid_for_it_is_kept_and_no_more(app: Flask) -> None:
    booked = two()
    paid(booked, 60000)
    booking.check_in(booked, parts=[0])
    booking.mark_stay_no_show(booked, 1)
    purse = kept(booked).purse
    assert (purse.kept_minor, purse.charged_minor, purse.due_minor, purse.overpaid_minor) == (30000, 30000, 0, 0)
    assert asked_back() == []
    assert faults() == []


def test_where_the_others_have_left_the_booking_has(app: Flask) -> None:
    booked = two()
    booking.check_in(booked, parts=[0])
    booking.check_out(booked, parts=[0])
    assert kept(booked).state == "in_house", "somebody may still come to the other room"
    booking.mark_stay_no_show(booked, 1)
    assert kept(booked).state == "departed"
    assert faults() == []


def test_the_last_room_is_a_no_show_of_the_booking(app: Flask) -> None:
    booked = two()
    booking.mark_stay_no_show(booked, 0)
    assert kept(booked).state == "confirmed"
    booking.mark_stay_no_show(booked, 1)
    assert kept(booked).state == "no_show"
    assert taken("snug", TODAY) == 1, "the first night stays theirs"
    assert faults() == []


def test_whoever_is_here_came_and_twice_is_told(app: Flask) -> None:
    booked = two()
    booking.check_in(booked, parts=[0])
    with pytest.raises(WrongState):
        booking.mark_stay_no_show(booked, 0)
    booking.mark_stay_no_show(booked, 1)
    with pytest.raises(WrongState):
        booking.mark_stay_no_show(booked, 1)
    with pytest.raises(WrongState):
        booking.mark_stay_no_show(booked, 7)


def test_the_room_is_asked_about_and_keeps_the_day_open(app: Flask) -> None:
    booked, house = two(), cast.found()
    booking.check_in(booked, parts=[0])
    assert [one.part for one in not_come(house.id, TOMORROW)] == [1]
    assert [one.what for one in unsettled(house.id, TODAY)] == ["to_come"]
    booking.mark_stay_no_show(booked, 1)
    db.session.rollback()
    assert not_come(house.id, TOMORROW) == []
    assert unsettled(house.id, TODAY) == []
    assert [(one.part, one.where) for one in arrivals_on(house.id, TODAY)] == [(0, "here"), (1, "no_show")]
