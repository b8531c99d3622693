"""Who is told of a notice, of what, and that nobody hears of the same twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from app.booking.models import BookedStay, Booking
from app.care import record_bounce
from app.care.models import Task
from app.care.notices.coming import coming
from app.care.notices.matching import matching
from app.care.notices.models import NoticeTouch
from app.care.notices.operations import (
    accept_notices,
    end_notice,
    follow_journal,
    mark_seen,
    tell_chunk,
    update_notice,
    withdraw_notice,
    write_touches,
)
from app.care.notices.operations.stepping import News
from app.care.notices.queries import calls_of
from app.journal import record
from app.kernel import clock
from app.outbox import record_sent
from app.outbox.models import Message
from app.store import db, transaction, write
from tests import cast, touched
from tests.builders import House
from tests.statements import counted

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]
FRIDAY, SATURDAY, SUNDAY = date(2027, 3, 5), date(2027, 3, 6), date(2027, 3, 7)
WEEKEND = {"arrival_on": FRIDAY, "departure_on": SUNDAY}
NIGHT_BEFORE = {"arrival_on": date(2027, 3, 4), "departure_on": FRIDAY}


@pytest.fixture
def house() -> House:
    """With one booking over the weekend, and one that has left by then."""
    house = cast.found()
    touched.booked(house, 1, [WEEKEND])
    touched.booked(house, 2, [NIGHT_BEFORE])
    return house


def delivered() -> None:
    """Every message that waits has gone."""
    for message_id in db.session.scalars(select(Message.id).where(Message.state == "waiting")).all():
        record_sent(message_id)


def news(notice_id: int, said: str = "It takes longer.", **more: datetime) -> None:
    row = touched.notice_row(notice_id)
    times = {"begins_at": row.begins_at, "ends_at": row.ends_at} | more
    update_notice(notice_id, News(**times, weight=row.weight, said=said), seen_revision=row.revision, by=None)


def ended(notice_id: int, deed: Any = end_notice) -> None:
    deed(notice_id, "", seen_revision=touched.notice_row(notice_id).revision, by=None)


def kinds(address: str = "guest1@example.org") -> list[str]:
    """What went to somebody, or waits to."""
    return [kind for kind, to, _, state in touched.messages() if to == address and state != "withdrawn"]


def test_who_is_touched_is_told_once_and_hears_of_each_change_once(house: House) -> None:
    notice_id = touched.announced(touched.wish(house))
    assert tell_chunk(notice_id) == 0, "nobody before they stand written down"
    assert touched.told_out(notice_id) == 1
    delivered()
    assert touched.told_out(notice_id) == 0
    news(notice_id)
    touched.told_out(notice_id)
    delivered()
    ended(notice_id)
    touched.told_out(notice_id)
    touched.told_out(notice_id)
    assert kinds() == ["notice", "notice_update", "notice_over"]
    assert kinds("guest2@example.org") == []


def test_a_message_that_was_overtaken_before_it_went_does_not_go(house: House) -> None:
    notice_id = touched.announced(touched.wish(house))
    touched.told_out(notice_id)
    news(notice_id)
    touched.told_out(notice_id)
    assert [(kind, revision, state) for kind, _, revision, state in touched.messages()] == [
        ("notice", 2, "withdrawn"),
        ("notice", 3, "waiting"),
    ]


def test_who_never_heard_of_it_does_not_hear_that_it_is_off(house: House) -> None:
    notice_id = touched.announced(touched.wish(house))
    touched.told_out(notice_id)
    ended(notice_id, withdraw_notice)
    touched.told_out(notice_id)
    assert kinds() == []


def test_withdrawn_in_the_middle_nobody_more_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.care.notices.operations.telling.CHUNK", 2)
    for number in range(3, 8):
        touched.booked(house, number, [WEEKEND])
    notice_id = touched.announced(touched.wish(house))
    write_touches(notice_id)
    tell_chunk(notice_id)
    delivered()
    ended(notice_id, withdraw_notice)
    touched.told_out(notice_id)
    told = [(to, kind) for kind, to, _, state in touched.messages() if state != "withdrawn"]
    assert sorted(kind for _, kind in told) == ["notice"] * 2 + ["notice_over"] * 2
    assert len({to for to, _ in told}) == 2


def test_a_delay_touches_more_and_they_hear_the_whole_of_it(house: House) -> None:
    notice_id = touched.announced(touched.wish(house))
    touched.told_out(notice_id)
    delivered()
    row = touched.notice_row(notice_id)
    touched.booked(house, 3, [{"arrival_on": SUNDAY, "departure_on": date(2027, 3, 9)}])
    news(notice_id, ends_at=row.ends_at + timedelta(days=2))
    assert touched.notice_row(notice_id).delayed
    touched.told_out(notice_id)
    assert kinds() == ["notice", "notice_update"]
    assert kinds("guest3@example.org") == ["notice"]


def test_who_is_touched_no_more_hears_that_once(house: House) -> None:
    notice_id = touched.announced(touched.wish(house))
    touched.told_out(notice_id)
    delivered()
    for days in (7, 8):
        later = touched.WORK_BEGINS + timedelta(days=days)
        news(notice_id, begins_at=later, ends_at=later + timedelta(hours=2))
        touched.told_out(notice_id)
        delivered()
    ended(notice_id)
    touched.told_out(notice_id)
    assert kinds() == ["notice", "notice_update"]
    facts = db.session.scalars(select(Message.facts).where(Message.kind == "notice_update")).all()
    assert [one["gone"] for one in facts] == [True]


def test_who_leaves_by_their_own_change_hears_no_more(house: House) -> None:
    notice_id = touched.announced(touched.wish(house))
    follow_journal()
    touched.told_out(notice_id)
    delivered()
    booking_id = db.session.scalars(select(Booking.id).order_by(Booking.id)).first() or 0

    def cancel(state: str) -> None:
        def work() -> None:
            write(update(Booking.__table__).where(Booking.id == booking_id).values(state=state))
            record("cancelled", "booking", booking_id, location_id=house.id)

        transaction(work)
        follow_journal()

    cancel("cancelled")
    assert touched.touches(notice_id)["booking", booking_id].gone_at is not None
    news(notice_id)
    touched.told_out(notice_id)
    assert kinds() == ["notice"]
    cancel("confirmed")
    touched.told_out(notice_id)
    assert kinds() == ["notice", "notice_update"], "who comes back hears what was said meanwhile"


def test_a_new_booking_that_accepted_is_told_only_what_is_new(house: House) -> None:
    notice_id = touched.announced(touched.wish(house))
    touched.told_out(notice_id)
    booking_id = touched.booked(house, 4, [WEEKEND])
    assert accept_notices(booking_id, [notice_id]) == 1
    assert accept_notices(booking_id, [notice_id]) == 1
    touched.told_out(notice_id)
    assert kinds("guest4@example.org") == []
    news(notice_id)
    touched.told_out(notice_id)
    assert kinds("guest4@example.org") == ["notice_update"]
    assert accept_notices(touched.booked(house, 5, [NIGHT_BEFORE]), [notice_id]) == 0


def test_who_waits_is_told_too(house: House) -> None:
    touched.waits(house, 1, FRIDAY, SUNDAY)
    touched.waits(house, 2, date(2027, 3, 20), date(2027, 3, 21))
    touched.told_out(touched.announced(touched.wish(house)))
    assert kinds("bea1@example.org") == ["notice"]
    assert kinds("bea2@example.org") == []


def test_a_mail_that_came_back_is_a_call_and_no_task(house: House) -> None:
    notice_id = touched.announced(touched.wish(house))
    touched.told_out(notice_id)
    delivered()
    assert calls_of([house.id], clock.now()) == []
    mail_id = db.session.scalars(select(Message.message_id)).one()
    record_bounce(mail_id, "no such mailbox")
    found = calls_of([house.id], clock.now())
    assert [(one.because, one.reference) for one in found] == [("bounced", "00000001")]
    assert db.session.scalars(select(Task.id)).all() == []


def test_who_has_not_read_the_news_is_rung_also_while_it_should_be_over(house: House, set_clock: Any) -> None:
    touched.waits(house, 1, FRIDAY, SUNDAY)
    notice_id = touched.announced(touched.wish(house))
    touched.told_out(notice_id)
    delivered()
    own = next(row.id for row in touched.touches(notice_id).values() if row.subject == "booking")
    set_clock("2027-03-05T09:00+00:00")
    assert [one.because for one in calls_of([house.id], clock.now())] == ["unread"]
    assert mark_seen(own)
    assert not mark_seen(own)
    assert calls_of([house.id], clock.now()) == []
    news(notice_id)
    touched.told_out(notice_id)
    set_clock("2027-03-06T12:30+00:00")
    assert [one.touch_id for one in calls_of([house.id], clock.now())] == [own]
    assert coming(house.id, SATURDAY, SUNDAY), (
        "past its end it is told to whoever books, until somebody says it is over"
    )
    for mail in db.session.scalars(select(Message).where(Message.address == "bea1@example.org")).all():
        record_bounce(str(mail.message_id), "no such mailbox")
    assert {(one.because, one.reference) for one in calls_of([house.id], clock.now())} == {
        ("unread", "00000001"), ("bounced", "")
    }  # fmt: skip


def test_more_are_found_in_the_same_number_of_statements(house: House) -> None:
    wish = touched.wish(house, whom=("here", "supper"))
    matching(wish)
    with counted() as few:
        matching(wish)
    for number in range(10, 30):
        touched.booked(house, number, [WEEKEND])
    with counted() as many:
        assert len(matching(wish)) == 21
    without = [[one for one in found.reads if "FROM version" not in one] for found in (few, many)]
    assert len(without[0]) == len(without[1]) == 5


def test_touches_of_another_stay_are_not_those_of_a_room_left_out(house: House) -> None:
    """A cancelled room of a booking does not keep it touched."""
    notice_id = touched.announced(touched.wish(house))
    write_touches(notice_id)
    transaction(lambda: write(update(BookedStay.__table__).values(cancelled_at=clock.now())))
    write_touches(notice_id)
    assert [row.gone_at is not None for row in touched.touches(notice_id).values()] == [True]
    transaction(lambda: write(delete(NoticeTouch.__table__)))
    assert touched.told_out(notice_id) == 0
