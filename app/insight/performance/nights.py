"""What the nights of some houses came to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from app.booking.models import BookedStay, BookedSupper, Booking, FolioLine
from app.booking.rules import LIVE
from app.catalogue.closed import house_of
from app.catalogue.models import Location
from app.insight.performance.rules import LONG_CLOSURE_NIGHTS, Performance, Period
from app.inventory.models import Allotment, Closure, Resource
from app.kernel.wall import wall_instant
from app.pricing.models import QuoteLine
from app.store import db

_booking, _stay, _supper = Booking.__table__, BookedStay.__table__, BookedSupper.__table__
_folio, _house = FolioLine.__table__, Location.__table__
_line, _allotment, _closure, _resource = (
    QuoteLine.__table__,
    Allotment.__table__,
    Closure.__table__,
    Resource.__table__,
)
Night = tuple[int, date]
"""A house and a night."""


def nights_sold(location_ids: Sequence[int], period: Period) -> dict[Night, Performance]:
    """Each night of the period at each of the houses, as it stands now; seven statements however many there are.

    Rooms are those of the night itself: what was on sale or taken, and what closures kept from sale.
    """
    rooms, long_closed = _rooms(location_ids, period)
    money = _money(location_ids, period)
    taken = _counted(location_ids, period)
    beside = _sundries(location_ids, period)
    covers = _covers(location_ids, period)
    found = {}
    for location_id in location_ids:
        for number in range(period.nights):
            key = (location_id, period.first + timedelta(days=number))
            room, supper, revenue = map(sum, zip(money.get(key, (0, 0, 0)), beside.get(key, (0, 0, 0)), strict=True))
            sold, complimentary = taken.get(key, (0, 0))
            doors = (rooms.get(key, 0), long_closed.get(key, 0))
            found[key] = Performance(*doors, sold, complimentary, room, supper, revenue, covers.get(key, 0))
    return found


def _rooms(location_ids: Sequence[int], period: Period) -> tuple[dict[Night, int], dict[Night, int]]:
    """All rooms of each night, and how many of them a long closure took."""
    on_sale = db.session.execute(
        select(_resource.c.location_id, _allotment.c.night, func.sum(_allotment.c.sellable - _allotment.c.short))
        .join(_resource, _resource.c.id == _allotment.c.resource_id)
        .where(
            _resource.c.location_id.in_(location_ids),
            _resource.c.room_type_id.is_not(None),
            _allotment.c.night.between(period.first, period.last),
        )
        .group_by(_resource.c.location_id, _allotment.c.night)
    )
    rooms = {(location_id, night): int(count) for location_id, night, count in on_sale}
    long_closed: dict[Night, int] = defaultdict(int)
    closures = db.session.execute(
        select(_resource.c.location_id, _closure.c.from_on, _closure.c.until_on, _closure.c.count)
        .join(_resource, _resource.c.id == _closure.c.resource_id)
        .where(
            _resource.c.location_id.in_(location_ids),
            _resource.c.room_type_id.is_not(None),
            _closure.c.from_on < period.until,
            _closure.c.until_on > period.first,
        )
    )
    for location_id, from_on, until_on, count in closures:
        for night in _within(from_on, until_on, period):
            if (location_id, night) in rooms:
                rooms[location_id, night] += count
                long_closed[location_id, night] += count if (until_on - from_on).days >= LONG_CLOSURE_NIGHTS else 0
    return rooms, long_closed


def _counted(location_ids: Sequence[int], period: Period) -> dict[Night, tuple[int, int]]:
    """Rooms taken each night, and those of them that earned nothing."""
    taken: dict[Night, int] = defaultdict(int)
    for row in db.session.execute(_live(location_ids, period, _booking.c.location_id, *_dates())):
        for night in _within(row.arrival_on, row.departure_on, period):
            taken[row.location_id, night] += 1
    room = _live(location_ids, period, _booking.c.location_id, _line.c.night, _stay.c.id)
    earned = (
        _with_lines(room)
        .where(_of("room"), _line.c.night.between(period.first, period.last))
        .group_by(_booking.c.location_id, _line.c.night, _stay.c.id)
        .having(func.sum(_line.c.gross_minor) <= 0)
    ).subquery()
    free = db.session.execute(
        select(earned.c.location_id, earned.c.night, func.count()).group_by(earned.c.location_id, earned.c.night)
    )
    complimentary = {(location_id, night): count for location_id, night, count in free}
    return {key: (count, complimentary.get(key, 0)) for key, count in taken.items()}


def _of(kind: str) -> ColumnElement[bool]:
    """Lines of that kind, and what an offer takes off them; off the room where the line does not say."""
    reduces = func.coalesce(_line.c.source["of"].as_string(), "room") == kind
    return or_(_line.c.kind == kind, and_(_line.c.kind == "reduction", reduces))


def _money(location_ids: Sequence[int], period: Period) -> dict[Night, tuple[int, int, int]]:
    """Room, supper and all revenue without VAT and levies, of bookings in the house's currency; what belongs to no
    night on the stay's first."""
    net = _line.c.gross_minor - _line.c.vat_minor
    night = func.coalesce(_line.c.night, _stay.c.arrival_on)
    of_room = case((_of("room") & _line.c.night.is_not(None), net), else_=0)
    rows = db.session.execute(
        _with_lines(
            _live(
                location_ids,
                period,
                _booking.c.location_id,
                night.label("night"),
                func.sum(of_room),
                func.sum(case((_of("supper"), net), else_=0)),
                func.sum(net),
            )
        )
        .join(_house, _house.c.id == _booking.c.location_id)
        .where(
            _booking.c.currency == _house.c.currency,
            _line.c.kind != "levy",
            night.between(period.first, period.last),
        )
        .group_by(_booking.c.location_id, night)
    )
    return {(row[0], _day(row[1])): (int(row[2]), int(row[3]), int(row[4])) for row in rows}


def _sundries(location_ids: Sequence[int], period: Period) -> dict[Night, tuple[int, int, int]]:
    """What staff charged beside the quotes, less what they took back of it, on the house's day on which they did."""
    zones = {location_id: house_of(location_id).timezone for location_id in location_ids}
    since = min(wall_instant(period.first, 0, 0, zone) for zone in zones.values())
    until = max(wall_instant(period.until, 0, 0, zone) for zone in zones.values())
    rows = db.session.execute(
        select(
            _booking.c.location_id,
            _folio.c.sundry,
            _folio.c.written_at,
            (_folio.c.amount_minor - _folio.c.vat_minor).label("net"),
        )
        .join(_booking, _booking.c.id == _folio.c.booking_id)
        .join(_house, _house.c.id == _booking.c.location_id)
        .where(
            _booking.c.location_id.in_(location_ids),
            _folio.c.sundry.is_not(None),
            _folio.c.currency == _house.c.currency,
            _folio.c.written_at >= since,
            _folio.c.written_at < until,
        )
    )
    found: dict[Night, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for row in rows:
        key = (row.location_id, row.written_at.astimezone(ZoneInfo(zones[row.location_id])).date())
        _, supper, revenue = found[key]
        found[key] = (0, supper + (row.net if row.sundry == "supper" else 0), revenue + row.net)
    return found


def _covers(location_ids: Sequence[int], period: Period) -> dict[Night, int]:
    rows = db.session.execute(
        _live(location_ids, period, _booking.c.location_id, _supper.c.night, func.sum(_supper.c.covers))
        .join(_supper, _supper.c.stay_id == _stay.c.id)
        .where(_supper.c.night.between(period.first, period.last))
        .group_by(_booking.c.location_id, _supper.c.night)
    )
    return {(location_id, night): int(covers) for location_id, night, covers in rows}


def _live(location_ids: Sequence[int], period: Period, *columns: Any) -> Any:
    """Stays of the houses that have a night in the period and were not given up."""
    return (
        select(*columns)
        .select_from(_booking)
        .join(_stay, _stay.c.booking_id == _booking.c.id)
        .where(
            _booking.c.location_id.in_(location_ids),
            _booking.c.state.in_(LIVE),
            _booking.c.arrival_on < period.until,
            _booking.c.departure_on > period.first,
            _stay.c.cancelled_at.is_(None),
        )
    )


def _with_lines(stays: Any) -> Any:
    return stays.join(_line, (_line.c.quote_id == _booking.c.quote_id) & (_line.c.part == _stay.c.part))


def _dates() -> tuple[Any, Any]:
    return _stay.c.arrival_on, _stay.c.departure_on


def _within(from_on: date, until_on: date, period: Period) -> Iterable[date]:
    day, end = max(from_on, period.first), min(until_on, period.until)
    while day < end:
        yield day
        day += timedelta(days=1)


def _day(value: date | str) -> date:
    """SQLite answers an expression over dates as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
