"""Who asked to hear of a house hears of it once a change, after they confirmed it, and until they stop."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.care.facilities import report
from app.care.notices.operations import end_notice
from app.care.status.models import StatusSubscription
from app.care.status.operations import (
    CHANGED,
    ask_to_hear,
    confirm_hearing,
    forget_subscriptions,
    stop_hearing,
    tell_of_changes,
)
from app.care.status.plans import PLANNED, tell_of_plans
from app.kernel import clock
from app.outbox.models import Message
from app.store import db
from tests import cast
from tests.facilities import facility
from tests.touching import noticed

pytestmark = pytest.mark.houses(2)
MAIL = "Anna@Example.com"


@pytest.fixture
def pool(app: Flask) -> int:
    return facility()


def house() -> int:
    return cast.found().id


def say(facility_id: int, state: str) -> None:
    report(facility_id, state, location_id=house())


def told_of(kind: str) -> list[str]:
    found = select(Message.address).where(Message.kind == kind).order_by(Message.address)
    return [str(address) for address in db.session.scalars(found)]


def mails() -> int:
    return int(db.session.scalar(select(func.count()).select_from(Message).where(Message.kind == CHANGED)) or 0)


def test_nothing_comes_before_it_is_confirmed(pool: int) -> None:
    own = ask_to_hear(MAIL, house(), [])
    say(pool, "closed")
    assert tell_of_changes() == 0
    assert confirm_hearing(own)
    assert tell_of_changes() == 0, "what was said before is not news"
    say(pool, "fine")
    assert (tell_of_changes(), tell_of_changes(), mails()) == (1, 0, 1)


def test_each_change_is_told_once_to_each(pool: int) -> None:
    for number in range(3):
        confirm_hearing(ask_to_hear(f"{number}@example.com", house(), []))
    say(pool, "closed")
    say(pool, "fine")
    assert tell_of_changes() == 6
    assert tell_of_changes() == 0


def test_plans_are_told_once_a_revision_to_whoever_had_asked_before(
    pool: int, set_clock: Callable[[str], None]
) -> None:
    lift = facility("lift", "The lift")
    for address, chosen in (("one@example.com", []), ("two@example.com", [pool]), ("three@example.com", [lift])):
        confirm_hearing(ask_to_hear(address, house(), chosen))
    confirm_hearing(ask_to_hear(MAIL, cast.found("withy-moor").id, []))
    notice_id = noticed(facility_id=pool)
    set_clock("2027-03-01T09:01+00:00")
    confirm_hearing(ask_to_hear("late@example.com", house(), []))
    assert (tell_of_plans(), tell_of_plans(), told_of(PLANNED)) == (2, 0, ["one@example.com", "two@example.com"])
    end_notice(notice_id, "", seen_revision=1, by=None)
    assert (tell_of_plans(), tell_of_plans()) == (3, 0), "that it is over is told once, also to who asked meanwhile"


def test_that_a_plan_begins_is_told_once_and_not_to_who_just_heard_of_it(
    pool: int, set_clock: Callable[[str], None]
) -> None:
    begins = clock.now() + timedelta(hours=2)
    times = {"begins_at": begins, "ends_at": begins + timedelta(hours=3)}
    noticed(facility_id=pool, **times)
    set_clock((begins - timedelta(hours=1)).isoformat())
    confirm_hearing(ask_to_hear(MAIL, house(), [pool]))
    assert tell_of_plans() == 0, "it was announced before they asked"
    set_clock((begins + timedelta(minutes=1)).isoformat())
    confirm_hearing(ask_to_hear("late@example.com", house(), []))
    assert (tell_of_plans(), tell_of_plans(), told_of(PLANNED)) == (1, 0, [MAIL.lower()])
    noticed(facility_id=pool, **times)
    assert (tell_of_plans(), tell_of_plans()) == (2, 0), "told after it began, it is told once"
    set_clock((begins + timedelta(hours=4)).isoformat())
    confirm_hearing(ask_to_hear("later@example.com", house(), []))
    assert tell_of_plans() == 0


def test_only_what_was_chosen_is_told(pool: int) -> None:
    lift = facility("lift", "The lift")
    confirm_hearing(ask_to_hear(MAIL, house(), [pool]))
    say(lift, "closed")
    assert tell_of_changes() == 0
    say(pool, "closed")
    assert tell_of_changes() == 1


def test_another_house_is_not_told_of(pool: int) -> None:
    confirm_hearing(ask_to_hear(MAIL, cast.found("withy-moor").id, []))
    say(pool, "closed")
    assert tell_of_changes() == 0


def test_asking_anew_replaces_what_was_chosen(pool: int) -> None:
    lift = facility("lift", "The lift")
    confirm_hearing(ask_to_hear(MAIL, house(), [pool]))
    assert confirm_hearing(ask_to_hear(MAIL, house(), [lift]))
    say(pool, "closed")
    say(lift, "closed")
    assert tell_of_changes() == 1


def test_who_stopped_hears_no_more_and_cannot_be_confirmed_again(pool: int) -> None:
    own = ask_to_hear(MAIL, house(), [])
    confirm_hearing(own)
    assert stop_hearing(own)
    assert not stop_hearing(own)
    assert not confirm_hearing(own)
    say(pool, "closed")
    assert tell_of_changes() == 0


def test_a_question_lapses(pool: int, set_clock: Callable[[str], None]) -> None:
    own = ask_to_hear(MAIL, house(), [])
    set_clock("2027-03-05T09:00+00:00")
    assert not confirm_hearing(own)


def test_what_is_over_is_forgotten(pool: int, set_clock: Callable[[str], None]) -> None:
    ask_to_hear("never@example.com", house(), [])
    stopped = ask_to_hear("stopped@example.com", house(), [])
    confirm_hearing(stopped)
    stop_hearing(stopped)
    confirm_hearing(ask_to_hear(MAIL, house(), []))
    assert forget_subscriptions(clock.now() - timedelta(days=30)) == 0
    set_clock("2027-05-01T09:00+00:00")
    assert forget_subscriptions(clock.now() - timedelta(days=30)) == 2
    assert list(db.session.scalars(select(StatusSubscription.email_lower))) == ["anna@example.com"]
    set_clock("2028-03-05T09:00+00:00")
    assert forget_subscriptions(clock.now() - timedelta(days=30)) == 1
