"""Taking a review down for a published reason, reports that ask for it, and deciding an appeal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.booking.models import Booking
from app.experience.reviews.errors import Gone, NoAppeal, NoReview
from app.experience.reviews.models import Review, ReviewRemoval, ReviewReport
from app.experience.reviews.operations.records import SUBJECT, is_removed, locked, removal_of, seal
from app.experience.reviews.rules import REASONS, REMOVED, RESTORED
from app.identity.models import Guest
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Invalid
from app.outbox import announce_once
from app.store import db, transaction, write

TOLD, DECIDED = "review_removed", "review_decided"
"""The kinds of mail that tell the author."""
_review, _removal, _report = Review.__table__, ReviewRemoval.__table__, ReviewReport.__table__


def remove_review(review_id: int, reason: str, words: str, *, by: int) -> None:
    """The review is shown no more; its reason stands in its place and in the chain, and the author is told by mail what
    it was and how to appeal. Open reports are closed by it.

    Raises `NoReview`, `Gone` for one that is removed, restored on appeal or forgotten, and `Invalid` for a reason that
    is not published or without words. Of two at once one removes it.
    """
    if reason not in REASONS or not words:
        raise Invalid("Choose one of the published reasons and say what in the review it is.")

    def work() -> None:
        now, row = clock.now(), locked(review_id)
        if removal_of(review_id) is not None:
            raise Gone
        values = {"review_id": review_id, "reason": reason, "words": words, "staff_id": by, "removed_at": now}
        write(insert(_removal), values | {"restored": False})
        _close_reports(review_id, now, by, removed=True)
        _tell(TOLD, row)
        _record("review_removed", row, now, by, reason=reason)
        seal(REMOVED, _removal, review_id, now)

    transaction(work)


def decide_appeal(review_id: int, words: str, *, restore: bool, by: int) -> None:
    """The appeal is decided, once, and its author told; with `restore` everybody reads the review again.

    Raises `NoReview`, `Gone` where the guest was forgotten, and `NoAppeal` where nobody waits for a decision or `by`
    removed it.
    """

    def work() -> None:
        now, row, removal = clock.now(), locked(review_id), removal_of(review_id)
        if not is_removed(removal) or removal.appealed_at is None or removal.decided_at:
            raise NoAppeal
        if removal.staff_id == by:
            raise NoAppeal("Somebody else has to decide: you removed it.")
        values = {"decision_words": words, "decided_by": by, "decided_at": now, "restored": restore}
        write(update(_removal).where(_removal.c.review_id == review_id).values(**values))
        _tell(DECIDED, row)
        _record("review_restored" if restore else "review_appeal_refused", row, now, by)
        if restore:
            seal(RESTORED, _removal, review_id, now)

    transaction(work)


def report_review(review_id: int, reason: str, words: str) -> None:
    """Staff of the house have a look at it; who reported it is not kept. Raises `NoReview` for one that nobody is
    shown, and `Invalid`. One that is waiting already with the same words is kept once."""
    if reason not in REASONS:
        raise Invalid("Choose one of the published reasons.")

    def work() -> None:
        now = clock.now()
        row = db.session.execute(select(_review).where(_review.c.id == review_id)).one_or_none()
        if row is None or not row.words or row.shows_at > now or is_removed(removal_of(review_id)):
            raise NoReview
        waiting = (_report.c.review_id == review_id, _report.c.closed_at.is_(None))
        same = (*waiting, _report.c.reason == reason, _report.c.words == words)
        if db.session.execute(select(_report.c.id).where(*same).limit(1)).first():
            return
        values = {"review_id": review_id, "reason": reason, "words": words, "reported_at": now}
        write(insert(_report), values)
        record("review_reported", SUBJECT, review_id, location_id=row.location_id, at=now, reason=reason)

    transaction(work)


def keep_reported(review_id: int, *, by: int) -> None:
    """The reports are looked at and the review stays; again it is the same. Raises `NoReview` and `Gone`."""

    def work() -> None:
        now, row = clock.now(), locked(review_id)
        if _close_reports(review_id, now, by, removed=False):
            _record("review_kept", row, now, by)

    transaction(work)


def _close_reports(review_id: int, now: datetime, by: int, *, removed: bool) -> int:
    waiting = (_report.c.review_id == review_id, _report.c.closed_at.is_(None))
    values = {"closed_at": now, "closed_by": by, "removed": removed}
    return int(write(update(_report).where(*waiting).values(**values)).rowcount)


def _record(action: str, row: Any, now: datetime, by: int, **facts: Any) -> None:
    place = row.location_id
    record(action, SUBJECT, row.id, actor="staff", actor_id=by, location_id=place, at=now, **facts)


def _tell(kind: str, row: Any) -> None:
    whose = db.session.execute(
        select(Booking.reference, Booking.language, Guest.email)
        .outerjoin(Guest, Guest.id == Booking.guest_id)
        .where(Booking.id == row.booking_id)
    ).one()
    if whose.email:
        facts = {"reference": whose.reference}
        announce_once(kind, "booking", row.booking_id, whose.email, facts, language=whose.language)
