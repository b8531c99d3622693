"""Writing a notice, until it is announced."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import insert

from app.care.notices.errors import NotNow
from app.care.notices.models import Notice
from app.care.notices.operations.records import change, check, locked, note
from app.care.notices.rules import DRAFT, Wish
from app.kernel import clock
from app.store import transaction, write

_notice = Notice.__table__


def make_notice(wish: Wish, *, by: int | None) -> int:
    """The id of a new draft. Raises `BadNotice` with its faults by field."""
    check(wish)

    def work() -> int:
        own = {"revision": 1, "state": DRAFT, "matched_revision": 0, "said": "", "delayed": False}
        row = _values(wish) | own | {"made_at": clock.now(), "staff_id": by}
        notice_id = int(write(insert(_notice).returning(_notice.c.id), row).scalar_one())
        note("notice_made", notice_id, wish.location_id, by, kind=wish.kind)
        return notice_id

    return transaction(work)


def edit_notice(notice_id: int, wish: Wish, *, seen_revision: int, by: int | None) -> None:
    """The draft says this. Raises `BadNotice`, `UnknownNotice`, `NoticeChanged`, and `NotNow` once it was announced."""
    check(wish)

    def work() -> None:
        row = locked(notice_id, seen_revision)
        if row.state != DRAFT:
            raise NotNow(row.state)
        values = _values(wish)
        changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
        change(row, "notice_changed", values, by=by, changed=changed)

    transaction(work)


def _values(wish: Wish) -> dict[str, Any]:
    words = {"title": wish.title.strip(), "meaning": wish.meaning.strip()}
    lists = {"whom": list(wish.whom), "room_types": list(wish.room_types), "rooms": list(wish.rooms)}
    return asdict(wish) | words | lists
