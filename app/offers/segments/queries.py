"""Segments, whom offers are for, and how many guests that is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, Table, and_, case, func, select, true

from app.booking.models import Booking
from app.identity.models import Guest
from app.identity.staff.models import Staff
from app.offers.campaigns.models import Campaign
from app.offers.history.models import GuestHistory
from app.offers.segments.matching import met_by
from app.offers.segments.models import OfferAudience, Segment
from app.offers.segments.rules import Conditions
from app.offers.segments.rules.conditions import WITH, spelled
from app.store import db
from app.store.version import Cached

AUDIENCES = "whom"
"""The version's scope: its number rises when a segment changed, or whom an offer is for. It sorts after the others."""

_segment, _audience, _staff = Segment.__table__, OfferAudience.__table__, Staff.__table__
_guest, _history, _booking = Guest.__table__, GuestHistory.__table__, Booking.__table__
_campaign = Campaign.__table__


@dataclass(frozen=True, slots=True)
class Named:
    """A segment. `offers` and `campaigns` are how many of them name it, `made_by` is the name of who wrote it down."""

    id: int
    name: str
    conditions: Conditions
    made_by: str
    made_at: datetime
    staff_id: int | None
    revision: int
    offers: int
    campaigns: int


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an offer is for; `segment_id` and `name` where it is a segment, else conditions of its own."""

    conditions: Conditions
    segment_id: int | None = None
    name: str = ""

    @property
    def seen(self) -> str:
        """What a form carries, to tell whether it still is so."""
        own = None if self.segment_id is not None or self.conditions.empty else self.conditions.document
        return spelled(self.segment_id, own)


EVERYBODY = Audience(Conditions())


def segments() -> list[Named]:
    """All of them by name. One statement."""
    return [_named(row) for row in db.session.execute(_asked().order_by(_segment.c.name_lower))]


def segment_with(segment_id: int) -> Named | None:
    """One of them."""
    row = db.session.execute(_asked().where(_segment.c.id == segment_id)).one_or_none()
    return _named(row) if row else None


def audiences(promotion_ids: Collection[int]) -> dict[int, Audience]:
    """Whom each of these offers is for; those that are for everybody are left out. No statement while none has
    changed."""
    if not promotion_ids:
        return {}
    kept = _AUDIENCES.get()
    return {promotion_id: kept[promotion_id] for promotion_id in promotion_ids if promotion_id in kept}


def for_dogs(promotion_id: int) -> bool:
    """Whether an offer is for guests who bring a dog. No statement while no audience has changed."""
    own = audiences([promotion_id]).get(promotion_id)
    return own is not None and own.conditions.dogs == WITH


def _load() -> Mapping[int, Audience]:
    query = select(
        _audience.c.promotion_id, _audience.c.conditions, _segment.c.id, _segment.c.name, _segment.c.conditions
    ).outerjoin(_segment, _segment.c.id == _audience.c.segment_id)
    return {
        promotion_id: Audience(Conditions.of(own if segment_id is None else shared), segment_id, name or "")
        for promotion_id, own, segment_id, name, shared in db.session.execute(query)
    }


_AUDIENCES = Cached(_load, AUDIENCES)


def audience_of(promotion_id: int) -> Audience:
    """Whom one offer is for."""
    return audiences([promotion_id]).get(promotion_id, EVERYBODY)


def reach(conditions: Conditions, today: date) -> int:
    """How many guests meet them on that day. One statement."""
    return reaches([conditions], today)[0]


def reaches(wanted: Sequence[Conditions], today: date) -> list[int]:
    """How many guests meet each of these, one by one. One statement, which looks at every guest once."""
    different = list(dict.fromkeys(wanted))
    if not different:
        return []
    counts = [func.count(case((and_(true(), *met_by(conditions, today)), 1))) for conditions in different]
    row = db.session.execute(_guests(*counts)).one()
    found = dict(zip(different, row, strict=True))
    return [int(found[conditions]) for conditions in wanted]


def guests_in(
    conditions: Conditions,
    today: date,
    *,
    after_id: int = 0,
    most: int | None = None,
    only: Collection[int] | None = None,
) -> list[int]:
    """The ids of the guests who meet them, ascending, beyond `after_id`; of `only` these when they are given."""
    query = _met(conditions, today, _guest.c.id).where(_guest.c.id > after_id).order_by(_guest.c.id)
    if only is not None:
        query = query.where(_guest.c.id.in_(sorted(only)))
    return list(db.session.scalars(query.limit(most)))


def sample(conditions: Conditions, today: date, location_ids: Collection[int], most: int = 12) -> list[Sampled]:
    """Some of the guests who meet them and booked at these houses, by their newest booking there, newest first."""
    newest = (
        select(func.max(_booking.c.id))
        .where(_booking.c.location_id.in_(location_ids), _booking.c.guest_id.in_(_met(conditions, today, _guest.c.id)))
        .group_by(_booking.c.guest_id)
        .order_by(func.max(_booking.c.id).desc())
        .limit(most)
    )
    columns = (_booking.c.reference, _booking.c.location_id, _booking.c.arrival_on, _booking.c.departure_on)
    query = select(*columns, _history.c.stays).outerjoin(_history, _history.c.guest_id == _booking.c.guest_id)
    rows = db.session.execute(query.where(_booking.c.id.in_(newest)).order_by(_booking.c.id.desc()))
    return [Sampled(row[0], row[1], row[2], row[3], row[4] or 0) for row in rows]


@dataclass(frozen=True, slots=True)
class Sampled:
    """A guest by the reference of a booking; no name."""

    reference: str
    location_id: int
    arrival_on: date
    departure_on: date
    stays: int


def _met(conditions: Conditions, today: date, *wanted: Any) -> Select[Any]:
    return _guests(*wanted).where(*met_by(conditions, today))


def _guests(*wanted: Any) -> Select[Any]:
    return (
        select(*wanted)
        .select_from(_guest.outerjoin(_history, _history.c.guest_id == _guest.c.id))
        .where(_guest.c.erased_at.is_(None), _guest.c.merged_into_id.is_(None))
    )


def _asked() -> Select[Any]:
    made_by = func.coalesce(_staff.c.name, "").label("made_by")
    naming = (_naming(_audience).label("offers"), _naming(_campaign).label("campaigns"))
    return select(_segment, made_by, *naming).outerjoin(_staff, _staff.c.id == _segment.c.staff_id)


def _naming(table: Table) -> ScalarSelect[int]:
    """How many rows of a table name the segment."""
    return select(func.count()).where(table.c.segment_id == _segment.c.id).correlate(_segment).scalar_subquery()


def _named(row: Any) -> Named:
    conditions = Conditions.of(row.conditions)
    return Named(
        row.id, row.name, conditions, row.made_by, row.made_at, row.staff_id, row.revision, row.offers, row.campaigns
    )
