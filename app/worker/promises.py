"""What notices promise to guests: held for those who were found since, and let go of when it is not needed."""

from __future__ import annotations

from sqlalchemy import select

from app.care.choices.promising import let_go_of_promises, promise_alternatives
from app.care.notices.models import Notice
from app.care.notices.rules import ANNOUNCED
from app.kernel import clock
from app.store import db

MOST = 10
"""Guests in one transaction: the claims of each are some rows a night."""


def keep_promises() -> int:
    """Nothing is held for guests who need it no more, and what announced notices offer is held for everybody whom they
    touch by now; answers how many guests that were."""
    done = sum(iter(lambda: let_go_of_promises(MOST), 0))
    notice = Notice.__table__
    running = select(notice.c.id).where(notice.c.state == ANNOUNCED, notice.c.choose_until_at > clock.now())
    ids = list(db.session.scalars(running.order_by(notice.c.id)))
    return done + sum(promise_alternatives(notice_id) for notice_id in ids)
