"""Many answers to one survey at once are all kept, one after the other; of two stays at once one is asked about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from app.booking.models import Booking
from app.experience.surveys import Given, ask_after_stay, record_answer
from app.experience.surveys.models import Answer, Survey
from app.experience.surveys.queries import asked_lately
from app.experience.surveys.rules import BOOKED, CLOSED_AFTER, STAY, Scores
from app.kernel import clock
from app.store import db, transaction, write
from tests import stock
from tests.baskets import basket
from tests.cards import placed
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen

pytestmark = [pytest.mark.houses(1), pytest.mark.race]


def answer(meet: Meet, booking_id: int, ces: int) -> int:
    meet()
    return record_answer(BOOKED, booking_id, 0, Given(Scores(ces=ces), f"Number {ces}", contact_agreed=True)).times


def answer_unguarded(meet: Meet, survey_id: int) -> None:
    """How often it was answered is read before the others write."""
    times = db.session.scalars(select(Answer.times).where(Answer.survey_id == survey_id)).one()
    db.session.rollback()
    meet()
    more = update(Answer).where(Answer.survey_id == survey_id).values(times=times + 1)
    transaction(lambda: write(more))


def ask(meet: Meet, booking_id: int) -> bool:
    meet()
    return ask_after_stay(booking_id)


def ask_unguarded(meet: Meet, booking_id: int, guest_id: int, location_id: int, asks: bool) -> bool:
    """Whether the guest was asked lately is looked up before the others ask."""
    now = clock.now()
    lately = asked_lately([guest_id], now)
    db.session.rollback()
    meet()
    today = now.date()
    row = {
        "booking_id": booking_id, "guest_id": guest_id, "location_id": location_id, "moment": STAY, "occasion": 0,
        "source": "web", "arrival_on": today, "departure_on": today, "sent_at": now, "closes_at": now + CLOSED_AFTER,
    }  # fmt: skip
    if asks and not lately:
        transaction(lambda: write(insert(Survey.__table__), row))
    return not lately


def left(room_type: str) -> tuple[int, int, int]:
    """(booking, guest, house) of a stay of Anna's that is over."""
    booking_id = placed(basket(found(), room_type)).booking_id
    transaction(lambda: write(update(Booking).where(Booking.id == booking_id).values(state="departed")))
    row = db.session.execute(select(Booking.guest_id, Booking.location_id).where(Booking.id == booking_id)).one()
    return booking_id, row.guest_id, row.location_id


def test_sixteen_answers_at_once_are_all_counted_and_make_one_case(sixteen: Sixteen) -> None:
    booking_id = placed(basket(found())).booking_id
    answers = sixteen(answer, [(booking_id, 1 + number % 3) for number in range(CLIENTS)])
    assert sorted(answers) == list(range(1, CLIENTS + 1))
    kept = "SELECT a.times, a.words, c.words FROM answer a JOIN care_case c ON c.subject_id = a.survey_id"
    ((times, words, told),) = stock.rows(kept)
    assert (times, words) == (CLIENTS, told), "the case says what was said last"
    (survey_id,) = stock.rows("SELECT survey_id FROM answer")[0]
    sixteen(answer_unguarded, [(survey_id,)] * CLIENTS)
    assert stock.rows("SELECT times FROM answer") != [(2 * CLIENTS,)], "without its guard answers are lost"


def test_a_guest_is_asked_about_one_of_two_stays(sixteen: Sixteen) -> None:
    first, second = left("snug"), left("garden")
    answers = sixteen(ask, [((first, second)[number % 2][0],) for number in range(CLIENTS)])
    assert sum(answers) == 1
    assert stock.rows("SELECT COUNT(*) FROM survey") == [(1,)]
    assert stock.rows("SELECT COUNT(*) FROM message WHERE kind = 'survey'") == [(1,)]
    later = update(Survey).values(sent_at=clock.now() - timedelta(days=200))
    transaction(lambda: write(later))
    others = [left(room_type) for room_type in ("snug", "garden")]
    sixteen(ask_unguarded, [(*one, True) for one in others] + [(*first, False)] * (CLIENTS - 2))
    assert stock.rows("SELECT COUNT(*) FROM survey") != [(2,)], "without its guard both are asked about"
