"""What was promised to a guest and not kept is a case, once; what was kept is none. On both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from app.booking import operations as booking
from app.booking.models import BookedStay
from app.booking.rooms.operations import promise_room
from app.care import ask_for, finish_task
from app.care.cases.models import Case
from app.care.cases.rules import FAILED_CHOICE, LATE_ANSWER, LATE_TASK, PROMISED_ROOM, UNTOLD
from app.care.choices.errors import TooLate
from app.care.enquiries import answer, write_to_house
from app.care.models import Task
from app.care.notices.models import NoticeTouch
from app.care.notices.operations import mark_reached
from app.care.promises.operations import look_for_broken_promises, note_failed_choice
from app.catalogue.models import Room
from app.inventory import SoldOut
from app.inventory.models import RoomNight
from app.payments.models import Refund
from app.store import db, transaction, write
from tests import cast
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cards import captured, placed
from tests.touching import noticed, touch_of

pytestmark = pytest.mark.houses(1)
SetClock = Callable[[str], None]
BEFORE, AT_SIX, AT_HALF_PAST_SIX, AT_EIGHT = (
    "2027-03-04T09:00+00:00",
    "2027-03-05T18:00+00:00",
    "2027-03-05T18:30+00:00",
    "2027-03-05T20:00+00:00",
)

BEFORE_AT = datetime(2027, 3, 4, 9, tzinfo=UTC)
SOLD_OUT = SoldOut(1, FRIDAY)


@dataclass(frozen=True)
class Guest:
    """Somebody who has come in behind another door than they were promised, whom no mail of a notice reached, who asked
    for towels, to whom money was to go back, and whose question nobody answered."""

    booking_id: int
    stay_id: int
    rooms: list[int]
    touch: tuple[int, int]
    towels: int
    refund: int
    thread: int


@pytest.fixture
def guest(app: Flask, set_clock: SetClock) -> Guest:
    set_clock(BEFORE)
    one = placed(basket(cast.found(), "garden")).booking_id
    stay_id = int(db.session.execute(select(BookedStay.id).where(BookedStay.booking_id == one)).scalar_one())
    mine = select(Room.id).where(Room.room_type_id == cast.found().room_types["garden"]).order_by(Room.id)
    rooms = list(db.session.scalars(mine))
    promise_room(stay_id, rooms[0])
    thread = write_to_house(one, "food", "No nuts, please")
    refund = _refused(one)
    notice_id = noticed(one)
    touch_id = touch_of(notice_id, one)
    set_clock(AT_SIX)
    transaction(lambda: write(update(NoticeTouch).values(told_revision=1)))
    transaction(lambda: write(update(RoomNight).where(RoomNight.stay_id == stay_id).values(room_id=rooms[1])))
    booking.check_in(one)
    return Guest(one, stay_id, rooms, (notice_id, touch_id), ask_for(one, "Towels"), refund, thread)


def _refused(booking_id: int) -> int:
    """The task of a refund that the card company refuses, as the worker makes it."""
    payment_id = captured("booking", booking_id, 1000)
    row = {"payment_id": payment_id, "idempotency_key": "k", "amount_minor": 1000, "reason": "change"}
    row |= {"state": "failed", "asked_at": BEFORE_AT}
    refund_id = transaction(lambda: write(insert(Refund.__table__).returning(Refund.id), row).scalar_one())
    task = {"kind": "refund_failed", "subject": "refund", "subject_id": refund_id, "title": "The card company refuses"}
    task |= {"location_id": cast.found().id, "state": "open", "made_at": BEFORE_AT, "due_at": BEFORE_AT}
    return int(transaction(lambda: write(insert(Task.__table__).returning(Task.id), task).scalar_one()))


def cases() -> list[tuple[str, int, str]]:
    db.session.rollback()
    rows = db.session.execute(select(Case.subject, Case.subject_id, Case.title).order_by(Case.subject, Case.subject_id))
    return [tuple(row) for row in rows]


def test_each_promise_that_was_not_kept_is_a_case_once(guest: Guest, set_clock: SetClock) -> None:
    set_clock(AT_EIGHT)
    assert look_for_broken_promises() == 5
    assert look_for_broken_promises() == 0
    assert cases() == [
        (LATE_ANSWER, guest.thread, "Asked, and nobody answered: supper and breakfast"),
        (LATE_TASK, guest.refund, "Money that was to go back has not gone back"),
        (LATE_TASK, guest.towels, "Asked for, and not done in time: Towels"),
        (UNTOLD, guest.touch[1], "Nobody could tell them: No hot water on Friday"),
        (PROMISED_ROOM, guest.stay_id, "Promised a room, and given another"),
    ]


def test_what_is_kept_or_not_yet_due_is_none(guest: Guest, set_clock: SetClock) -> None:
    transaction(
        lambda: write(update(RoomNight).where(RoomNight.stay_id == guest.stay_id).values(room_id=guest.rooms[0]))
    )
    finish_task(guest.refund, actor="staff")
    answer(guest.thread, "The kitchen has read it.", seen_revision=0, by=1)
    set_clock(AT_HALF_PAST_SIX)
    mark_reached(*guest.touch, by=1)
    assert look_for_broken_promises() == 0, "the towels have half an hour yet"
    finish_task(guest.towels, actor="staff")
    set_clock(AT_EIGHT)
    assert look_for_broken_promises() == 0
    assert cases() == []


def test_steps_are_no_room_without_steps_and_a_promise_taken_back_is_none(guest: Guest, set_clock: SetClock) -> None:
    needs = update(BookedStay).where(BookedStay.id == guest.stay_id).values(needs="step-free")
    transaction(lambda: write(needs))
    transaction(lambda: write(update(Room).where(Room.id == guest.rooms[1]).values(step_free=False)))
    assert look_for_broken_promises() >= 1
    assert (PROMISED_ROOM, guest.stay_id, "Needs a room without steps, and has one with them") in cases()


def test_a_choice_that_could_not_be_done_is_a_case_and_a_late_one_is_none(guest: Guest) -> None:
    other = placed(basket(cast.found(), "snug")).booking_id
    touch_id = touch_of(noticed(other), other)
    assert not note_failed_choice(touch_id, "house", TooLate(None))
    assert not note_failed_choice(guest.touch[1], "house", SOLD_OUT), "they are in the house"
    assert note_failed_choice(touch_id, "house", SOLD_OUT)
    assert cases() == [(FAILED_CHOICE, touch_id, "Could not have the other house that was promised")]
