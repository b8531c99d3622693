"""Writing down segments, and whom an offer is for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from app.journal import record
from app.kernel import clock
from app.kernel.errors import Stale
from app.offers.segments.errors import NameTaken, Unknown
from app.offers.segments.models import OfferAudience, Segment
from app.offers.segments.queries import AUDIENCES
from app.offers.segments.rules import Conditions
from app.offers.segments.rules.conditions import spelled
from app.promotions.models import Promotion
from app.store import db, insert_unless_taken, savepoint, transaction, upsert, write
from app.store.version import raise_versions

_segment, _audience, _promotion = Segment.__table__, OfferAudience.__table__, Promotion.__table__


def make_segment(name: str, conditions: Conditions, *, by: int | None) -> int:
    """The id of a new segment. Raises `NameTaken`, in any case of letters."""

    def work() -> int:
        row = {
            "name": name,
            "name_lower": name.lower(),
            "conditions": conditions.document,
            "staff_id": by,
            "made_at": clock.now(),
            "revision": 1,
        }
        segment_id = write(insert_unless_taken(Segment, "name_lower"), row).scalar()
        if segment_id is None:
            raise NameTaken
        record("segment_made", "segment", segment_id, actor="staff", actor_id=by, conditions=conditions.document)
        return int(segment_id)

    return transaction(work)


def edit_segment(segment_id: int, name: str, conditions: Conditions, *, seen_revision: int, by: int | None) -> None:
    """The segment is this, for every offer and campaign that names it.

    Raises `Stale` when somebody changed it since that revision, `NameTaken` and `Unknown`.
    """

    def work() -> None:
        before = _standing(segment_id, seen_revision)
        values = {"name": name, "name_lower": name.lower(), "conditions": conditions.document}
        try:
            with savepoint():
                write(update(_segment).where(_segment.c.id == segment_id).values(**values, revision=seen_revision + 1))
        except IntegrityError:
            raise NameTaken from None
        record(
            "segment_changed", "segment", segment_id, actor="staff", actor_id=by, before=before.conditions,
            after=conditions.document,
        )  # fmt: skip
        raise_versions([AUDIENCES])

    transaction(work)


def set_audience(promotion_id: int, who: int | Conditions | None, *, seen: str | None = None, by: int | None) -> None:
    """The offer is for this segment, for whoever meets these conditions, or for everybody.

    Raises `Stale` when it is not for whom it was `seen` to be (`Audience.seen`); without that the last one holds.
    Joins the caller's transaction. Of two at once the second waits for the promotion's row and is stale.
    """

    def work() -> None:
        db.session.execute(select(_promotion.c.id).where(_promotion.c.id == promotion_id).with_for_update())
        before = db.session.execute(select(_audience).where(_audience.c.promotion_id == promotion_id)).one_or_none()
        was = (before.segment_id, before.conditions) if before else (None, None)
        if seen is not None and seen != spelled(*was):
            raise Stale
        segment_id, conditions = _told(who)
        if was == (segment_id, conditions):
            return
        if segment_id is None and conditions is None:
            write(delete(_audience).where(_audience.c.promotion_id == promotion_id))
        else:
            row = {"promotion_id": promotion_id, "segment_id": segment_id, "conditions": conditions}
            write(upsert(OfferAudience, row, ["promotion_id"]))
        record(
            "audience_set", "promotion", promotion_id, actor="staff", actor_id=by, before=list(was),
            after=[segment_id, conditions],
        )  # fmt: skip
        raise_versions([AUDIENCES])

    transaction(work)


def _told(who: int | Conditions | None) -> tuple[int | None, dict[str, Any] | None]:
    if isinstance(who, Conditions):
        return None, None if who.empty else who.document
    return who, None


def _standing(segment_id: int, seen_revision: int) -> Any:
    row = db.session.execute(select(_segment).where(_segment.c.id == segment_id).with_for_update()).one_or_none()
    if row is None:
        raise Unknown
    if row.revision != seen_revision:
        raise Stale
    return row
