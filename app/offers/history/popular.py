"""Counting what most people book."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, extract, func, select

from app.booking.models import BookedExtra, BookedStay, BookedSupper, Booking
from app.kernel import clock
from app.offers.history.models import GuestHistory, PopularityCount
from app.offers.history.queries import POPULARITY
from app.offers.history.rules.popularity import Month, Popularity, Population, to_document
from app.store import db, transaction, upsert, write
from app.store.version import raise_versions

COUNTED = timedelta(days=365)
"""Bookings made as long ago count."""

_booking, _stay = Booking.__table__, BookedStay.__table__
_supper, _extra = BookedSupper.__table__, BookedExtra.__table__
_history, _popularity = GuestHistory.__table__, PopularityCount.__table__


def count_popularity() -> int:
    """Houses, rooms and what is taken by month are counted from the bookings that were made in the last twelve months
    and stand; the means from all histories. Pages follow from their next request on. 1 when it came out otherwise than
    before, else 0."""
    document = to_document(_counted())
    before = db.session.execute(select(_popularity.c.document)).scalar_one_or_none()
    plain = {name: _texted(own) for name, own in document.items()}

    def work() -> int:
        write(upsert(PopularityCount, {"id": 1, "counted_at": clock.now(), "document": plain}, ["id"]))
        raise_versions([POPULARITY])
        return 1

    return transaction(work) if before != plain else 0


def _counted() -> Popularity:
    recent = (_booking.c.booked_at >= clock.now() - COUNTED, _booking.c.state.not_in(("cancelled", "no_show")))
    kept = (*recent, _stay.c.cancelled_at.is_(None))
    houses = select(_booking.c.location_id, func.count()).where(*recent).group_by(_booking.c.location_id)
    rooms = (
        select(_stay.c.room_type_id, func.count())
        .join(_booking, _booking.c.id == _stay.c.booking_id)
        .where(*kept)
        .group_by(_stay.c.room_type_id)
    )
    return Popularity(_pairs(houses), _pairs(rooms), _months(recent), _population())


def _months(recent: tuple[ColumnElement[bool], ...]) -> dict[int, Month]:
    month = extract("month", _booking.c.arrival_on)
    bookings = _pairs(select(month, func.count()).where(*recent).group_by(month))
    once = func.count(_booking.c.id.distinct())
    of_stays = _booking.join(_stay, _stay.c.booking_id == _booking.c.id)
    suppers = _pairs(
        select(month, once)
        .select_from(of_stays.join(_supper, _supper.c.stay_id == _stay.c.id))
        .where(*recent)
        .group_by(month)
    )
    extras: dict[int, dict[int, int]] = {}
    for of, extra_id, count in db.session.execute(
        select(month, _extra.c.extra_id, once)
        .select_from(of_stays.join(_extra, _extra.c.stay_id == _stay.c.id))
        .where(*recent)
        .group_by(month, _extra.c.extra_id)
    ):
        extras.setdefault(int(of), {})[extra_id] = count
    return {of: Month(count, suppers.get(of, 0), extras.get(of, {})) for of, count in bookings.items()}


def _population() -> Population:
    h = _history.c
    row = db.session.execute(
        select(
            func.sum(h.stays), func.sum(h.nights), func.sum(h.weekend_nights), func.sum(h.supper_stays),
            func.sum(h.cancellations), func.avg(h.lead_days),
        ).where(h.stays > 0)
    ).one()  # fmt: skip
    stays, nights, weekends, suppers, cancelled = (int(value or 0) for value in row[:5])
    plain = Population()
    if not stays or not nights:
        return plain
    return Population(
        stays=stays,
        nights=_rounded(nights / stays),
        lead_days=_rounded(row[5], plain.lead_days),
        weekend_share=_rounded(weekends / nights),
        supper_share=_rounded(suppers / stays),
        cancelled_share=_rounded(cancelled / (stays + cancelled)),
        night_edges=_quartiles(),
    )


def _quartiles() -> tuple[int, ...]:
    """What a night came to for the guest a quarter, half and three quarters of the way up."""
    known = (_history.c.night_minor.is_not(None),)
    n = db.session.execute(select(func.count()).select_from(_history).where(*known)).scalar_one()
    ordered = select(_history.c.night_minor).where(*known).order_by(_history.c.night_minor, _history.c.guest_id)
    return tuple(
        int(db.session.execute(ordered.offset(n * part // 4).limit(1)).scalar_one()) for part in (1, 2, 3) if n >= 4
    )


def _pairs(statement: Any) -> dict[int, int]:
    return {int(key): int(count) for key, count in db.session.execute(statement)}


def _rounded(value: Any, default: float = 0.0) -> float:
    return default if value is None else round(float(value), 4)


def _texted(own: Any) -> Any:
    """As it comes back from JSON: keys are texts, and rows are lists."""
    if isinstance(own, dict):
        return {str(key): _texted(value) for key, value in own.items()}
    return [_texted(value) for value in own] if isinstance(own, tuple | list) else own
