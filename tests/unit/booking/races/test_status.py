"""Sixteen say how a facility is, confirm a subscription, and write to it at the same instant: each is done once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update

from app.care.facilities import StateChanged, report
from app.care.facilities.models import FacilityState
from app.care.notices.models import Notice
from app.care.notices.operations import begin_outages
from app.care.notices.rules import OUTAGE
from app.care.status.models import StatusSubscription
from app.care.status.operations import CHANGED, ask_to_hear, confirm_hearing, tell_of_changes
from app.kernel import clock
from app.outbox.models import Message
from app.store import db, transaction, write
from tests import stock, touched
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.facilities import facility
from tests.unit.booking.races.bunks import Sixteen

pytestmark = [pytest.mark.houses(1), pytest.mark.race]


def say(meet: Meet, pool: int, house: int, words: str) -> bool:
    """What somebody says who saw that it works; False where they are told that somebody was quicker."""
    meet()
    try:
        report(pool, "closed", words, location_id=house, seen=0)
    except StateChanged:
        return False
    return True


def unguarded(meet: Meet, pool: int) -> None:
    """Looks which revision is the last and writes the next, with neither transaction nor key."""
    with stock.in_the_open() as execute:
        last = execute(f"SELECT COALESCE(MAX(revision), 0) FROM control WHERE facility_id = {pool}")
        meet()
        execute(f"INSERT INTO control VALUES ({pool}, {last + 1})")


def confirm(meet: Meet, own: int) -> bool:
    meet()
    return confirm_hearing(own)


def tell(meet: Meet) -> int:
    meet()
    return tell_of_changes()


def begin(meet: Meet) -> tuple[int, int]:
    meet()
    return begin_outages(), tell_of_changes()


def count(table: type, *which: object) -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(table).where(*which)) or 0)  # type: ignore[arg-type]


def test_of_sixteen_who_report_at_once_one_is_believed_and_the_others_are_told(sixteen: Sixteen) -> None:
    pool, house = facility(), found().id
    answers = sixteen(say, [(pool, house, f"Number {number}") for number in range(CLIENTS)])
    assert sum(answers) == 1
    db.session.rollback()
    (kept,) = db.session.scalars(select(FacilityState))
    assert (kept.revision, kept.words) == (1, f"Number {answers.index(True)}")


def test_without_our_guards_all_say_the_same_revision(sixteen: Sixteen) -> None:
    transaction(lambda: db.session.execute(text("CREATE TABLE control (facility_id INTEGER, revision INTEGER)")))
    sixteen(unguarded, [(1,)] * CLIENTS)
    assert stock.rows("SELECT revision, COUNT(*) FROM control GROUP BY revision") == [(1, CLIENTS)]


def test_two_questions_confirmed_at_once_make_one_subscription_that_hears_once(sixteen: Sixteen) -> None:
    """Eight press each of two links of one address; then sixteen workers tell of one change."""
    pool, house = facility(), found().id
    asked = [ask_to_hear("anna@example.com", house, [pool]), ask_to_hear("ANNA@example.com", house, [])]
    answers = sixteen(confirm, [(asked[number % 2],) for number in range(CLIENTS)])
    assert (sum(answers[::2]), sum(answers[1::2])) == (1, 1)
    live = (StatusSubscription.confirmed_at.is_not(None), StatusSubscription.ended_at.is_(None))
    assert (count(StatusSubscription, *live), count(StatusSubscription)) == (1, 2)
    report(pool, "closed", location_id=house)
    assert sum(sixteen(tell, [()] * CLIENTS)) == 1
    assert count(Message, Message.kind == CHANGED) == 1


def test_an_outage_that_sixteen_workers_see_begin_begins_once(sixteen: Sixteen) -> None:
    """It was announced ahead; whoever asked to hear of the house has one mail of it."""
    pool, house = facility(), found()
    confirm_hearing(ask_to_hear("anna@example.com", house.id, []))
    begins = clock.now() + timedelta(hours=1)
    times = {"begins_at": begins, "ends_at": begins + timedelta(hours=3)}
    touched.announced(touched.wish(house, kind=OUTAGE, facility_id=pool, **times))
    assert count(FacilityState) == 0
    transaction(lambda: write(update(Notice).values(begins_at=clock.now())))
    answers = sixteen(begin, [()] * CLIENTS)
    assert (sum(begun for begun, _ in answers), sum(told for _, told in answers) + tell_of_changes()) == (1, 1)
    assert (count(FacilityState), count(Message, Message.kind == CHANGED)) == (1, 1)
