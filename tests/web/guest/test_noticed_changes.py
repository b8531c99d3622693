"""A booking that is changed to what a notice touches: its guest reads it before, and has accepted it by changing."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.care.notices.models import NoticeTouch
from app.care.notices.operations import follow_journal
from app.care.notices.rules import SUPPER
from app.kernel.stay import Stay
from app.outbox.models import Message
from app.store import db
from app.worker.notices import look_after_notices
from tests import cast, markup
from tests.builders import FRIDAY
from tests.cards import paid
from tests.page import Page, Visitor
from tests.touching import noticed
from tests.web.guest.desk import fresh
from tests.web.guest.manage import READS, book, kept, state_of

pytestmark = pytest.mark.houses(2)
WARNING = "No hot water on Friday"
AWAY = Stay(FRIDAY + timedelta(days=7), FRIDAY + timedelta(days=9))
THERE: dict[str, Any] = {"arrival": FRIDAY.isoformat(), "departure": (FRIDAY + timedelta(days=2)).isoformat()}


def table() -> dict[str, Any]:
    return {f"supper-{FRIDAY.isoformat()}": cast.found().sittings["20:00"]}


def no_supper() -> int:
    """The kitchen is shut on Friday night; only those with a table are touched."""
    follow_journal()
    begins = datetime.combine(FRIDAY, time(18), UTC)
    return noticed(whom=[SUPPER], begins_at=begins, ends_at=begins + timedelta(hours=4), matched_revision=1)


def warned(page: Page) -> bool:
    return any(WARNING in markup.words(one) for one in page.all("div", data_coming=""))


def accepted(notice_id: int, booking_id: int) -> bool:
    """After a worker has looked at everything there is."""
    fresh()
    look_after_notices()
    mine = (NoticeTouch.notice_id == notice_id, NoticeTouch.subject_id == booking_id, NoticeTouch.gone_at.is_(None))
    return db.session.execute(select(NoticeTouch.accepted_at).where(*mine)).scalar_one() is not None


def messages() -> int:
    return db.session.query(Message).filter(Message.subject == "notice_touch").count()


def test_whoever_adds_a_table_reads_first_that_supper_is_touched(visitor: Visitor) -> None:
    booking_id, url = book()
    notice_id = no_supper()
    assert not warned(visitor.get(f"{url}/extras", reads=READS)), "a booking without a table is not touched"
    page = visitor.get(f"{url}/extras", reads=READS, query_string=table())
    assert warned(page)
    visitor.submit(page.form(id="confirm"))
    assert accepted(notice_id, booking_id)
    assert messages() == 0, "they have read it"
    again = visitor.get(f"{url}/notices/{notice_id}", reads=45)
    assert again.all("label", class_="option") == [], "they chose by adding it"


def test_what_was_announced_meanwhile_is_read_before_anything_changes(visitor: Visitor) -> None:
    booking_id, url = book()
    form = visitor.get(f"{url}/extras", reads=READS, query_string=table()).form(id="confirm")
    notice_id = no_supper()
    refused = visitor.submit(form, 409)
    assert "read it below, then press again" in refused.text
    assert warned(refused)
    assert state_of(booking_id) == ("confirmed", 0)
    visitor.submit(refused.form(id="confirm"))
    assert kept(booking_id).live[0].chosen.suppers
    assert accepted(notice_id, booking_id)


def test_who_moves_to_nights_that_are_touched_has_nothing_to_choose(visitor: Visitor) -> None:
    """Else a Saver would be free to cancel by a change of dates."""
    booking_id, url = book(stay=AWAY)
    paid(booking_id, 30000)
    follow_journal()
    notice_id = noticed(matched_revision=1)
    page = visitor.get(f"{url}/amendment", reads=READS, query_string=THERE)
    assert warned(page)
    visitor.submit(page.form(id="confirm"))
    assert kept(booking_id).basket.arrival == FRIDAY
    assert accepted(notice_id, booking_id)
    assert messages() == 0


def test_who_moves_to_a_house_where_something_is_announced_reads_it(visitor: Visitor) -> None:
    booking_id, url = book()
    follow_journal()
    notice_id = noticed(slug="withy-moor", matched_revision=1)
    page = visitor.get(f"{url}/houses/withy-moor", reads=60)
    assert warned(page)
    visitor.submit(page.form(id="confirm"))
    assert accepted(notice_id, booking_id)


def test_who_is_touched_already_reads_it_once(visitor: Visitor) -> None:
    booking_id, url = book()
    noticed(booking_id, matched_revision=1)
    page = visitor.get(f"{url}/extras", reads=READS, query_string=table())
    assert not warned(page), "they were told, and what they may choose stays"
    visitor.submit(page.form(id="confirm"))
    assert state_of(booking_id)[1] == 1
