"""Announcing a notice, and saying what became of it. Whoever was told hears of each of these once, from the worker.

The facility of an outage follows each of these steps (`outages`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.care.notices.errors import BadNotice, NotNow, TooLate
from app.care.notices.operations.outages import facility_follows, same_outage
from app.care.notices.operations.records import change, check, locked, wish_of
from app.care.notices.operations.writing import make_notice
from app.care.notices.rules import ANNOUNCED, DISTURBANCE, DRAFT, MEANING, OVER, WITHDRAWN, Wish
from app.catalogue.models import Location
from app.kernel import clock
from app.store import db, transaction


@dataclass(frozen=True, slots=True)
class News:
    """What is new about an announced notice: its times, how bad it is, words for those who were told, and until when
    guests may choose where that is new."""

    begins_at: datetime
    ends_at: datetime
    weight: str
    said: str
    choose_until_at: datetime | None = None


def announce_notice(notice_id: int, *, seen_revision: int, by: int | None) -> None:
    """Everybody whom it touches will be told. Of two who send it at once the second is told that it has changed.

    Raises `UnknownNotice`, `NoticeChanged`, `NotNow` unless it is a draft, and `TooLate` when it or the time to choose
    has passed; what disturbed guests yesterday may still be told.
    """

    def work() -> None:
        row, now = locked(notice_id, seen_revision), clock.now()
        if row.state != DRAFT:
            raise NotNow(row.state)
        if row.ends_at <= now and row.kind != DISTURBANCE:
            raise TooLate("This has ended already. Put its end later, or leave it.")
        if wish_of(row).offers_choice and row.choose_until_at <= now:
            raise TooLate("The time to choose has passed. Put it later, or offer nothing to choose.")
        change(row, "notice_announced", {"state": ANNOUNCED, "announced_at": now}, by=by)
        facility_follows(notice_id, by=by)

    transaction(work)


def tell_at_once(wish: Wish, *, by: int | None) -> int:
    """The notice is written and announced, or neither; answers its id. Where guests are told of the same outage
    already it is that one's, and nothing is written: pressed twice, or by two at once, it is told once.

    Raises `BadNotice` and what `announce_notice` raises.
    """

    def work() -> int:
        db.session.execute(select(Location.id).where(Location.id == wish.location_id).with_for_update(key_share=True))
        told = same_outage(wish)
        if told is not None:
            return told
        notice_id = make_notice(wish, by=by)
        announce_notice(notice_id, seen_revision=1, by=by)
        return notice_id

    return transaction(work)


def update_notice(notice_id: int, news: News, *, seen_revision: int, by: int | None) -> None:
    """It lasts from and to those times, and whoever was told hears the words; who is touched is looked for again.

    Where no other time to choose is given it stays, but never later than the notice allows.

    Raises `BadNotice`, `UnknownNotice`, `NoticeChanged`, and `NotNow` unless it is announced.
    """

    def work() -> None:
        row = locked(notice_id, seen_revision)
        if row.state != ANNOUNCED:
            raise NotNow(row.state)
        said = _said(news.said)
        wish = replace(wish_of(row), begins_at=news.begins_at, ends_at=news.ends_at, weight=news.weight)
        until = news.choose_until_at or (min(row.choose_until_at, wish.last_choice) if row.choose_until_at else None)
        check(replace(wish, choose_until_at=until))
        delayed = news.ends_at > row.ends_at
        values = asdict(news) | {"said": said, "delayed": delayed, "told_out_at": None, "choose_until_at": until}
        change(row, "notice_updated", values, by=by, delayed=delayed)
        facility_follows(notice_id, by=by)

    transaction(work)


def end_notice(notice_id: int, said: str, *, seen_revision: int, by: int | None) -> None:
    """It is over, and whoever was told hears so once. Raises as `update_notice`; the words may be empty."""
    _close(notice_id, ANNOUNCED, "notice_over", {"state": OVER}, said, seen_revision, by)


def withdraw_notice(notice_id: int, said: str, *, seen_revision: int, by: int | None) -> None:
    """It does not take place: nobody more is told, and who was told hears that. A draft is gone for good.

    Raises `UnknownNotice`, `NoticeChanged`, and `NotNow` once it is over or withdrawn.
    """
    _close(notice_id, None, "notice_withdrawn", {"state": WITHDRAWN}, said, seen_revision, by)


def _close(
    notice_id: int, need: str | None, action: str, values: dict[str, Any], said: str, seen_revision: int, by: int | None
) -> None:
    def work() -> None:
        row = locked(notice_id, seen_revision)
        if row.state not in ((need,) if need else (DRAFT, ANNOUNCED)):
            raise NotNow(row.state)
        if len(said.strip()) > MEANING:
            raise BadNotice({"said": f"Say it in up to {MEANING:,} characters."})
        at = {f"{values['state']}_at": clock.now(), "told_out_at": None}
        change(row, action, values | at | {"said": said.strip(), "delayed": False}, by=by, before=row.state)
        facility_follows(notice_id, by=by)

    transaction(work)


def _said(words: str) -> str:
    if not 0 < len(words.strip()) <= MEANING:
        raise BadNotice({"said": f"Say what is new in up to {MEANING:,} characters."})
    return words.strip()
