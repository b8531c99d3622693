"""A caller hears what will not be as usual before a booking is made, and is not told of it again by mail."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.care.notices.models import NoticeTouch
from app.outbox.models import Message
from app.store import db
from app.worker.notices import look_after_notices
from tests.staffing import desk
from tests.touching import noticed
from tests.web.staff.phone.calls import end, held

pytestmark = pytest.mark.houses(2)


def test_it_is_read_out_ticked_and_goes_with_the_booking(app: Flask) -> None:
    noticed()
    reception = desk(app, "reception")
    page = held(reception)
    assert "No hot water on Friday, Fri 5 March" in page.text
    assert "Radiators stay on" in page.text
    refused = end(reception, page, "owe", 409, terms_read="y")
    assert "Read it out and tick this before you book" in refused.text
    assert db.session.scalars(select(NoticeTouch.id)).all() == []
    key = str(refused.one("input", id="read").attrib["value"])
    assert "Spell the reference back" in end(reception, refused, "owe", terms_read="y", read=key).text
    look_after_notices()
    db.session.rollback()
    (touch,) = db.session.execute(select(NoticeTouch.accepted_at, NoticeTouch.told_revision)).all()
    assert touch.accepted_at is not None
    assert db.session.scalars(select(Message.id).where(Message.subject == "notice_touch")).all() == []
