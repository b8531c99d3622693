"""The demo's notices of the past have contacts to compare, the same on each day that it is seeded."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.care.enquiries.models import Enquiry
from app.care.notices.models import Notice, NoticeTouch
from app.insight.deflection import deflection_of
from app.store import db

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


def test_who_asked_about_the_scaffold_before_and_after(seeded: Flask) -> None:
    notice = db.session.execute(select(Notice.id, Notice.location_id).where(Notice.title.like("A scaffold%"))).one()
    found = deflection_of(notice.id, notice.location_id)
    assert found is not None
    assert min(found.told, found.others) > 0
    assert found.told_before
    assert found.low is not None
    mine = NoticeTouch.notice_id == notice.id
    later = db.session.scalar(select(func.count()).where(mine, NoticeTouch.accepted_at.is_not(None)))
    assert later, "some booked knowing of it"
    asked = select(func.count()).select_from(Enquiry).join(Notice, Notice.id == Enquiry.notice_id)
    assert db.session.scalar(asked.where(Enquiry.opened_at < Notice.announced_at)) == 0, (
        "nobody could ask about it before"
    )
