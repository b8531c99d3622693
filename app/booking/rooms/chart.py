"""What a tape chart shows of a house: seven statements, however many rooms and stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app.booking.models import BookedStay, Booking, FolioLine
from app.booking.people.models import Allergy
from app.booking.rooms.rules import Run, runs_of
from app.identity.models import Guest
from app.inventory.levels import Level, levels
from app.inventory.models import Claim, Closure, MovedNight, RoomNight
from app.inventory.room_states import Standing, room_states
from app.kernel.stay import ONE_NIGHT, Stay
from app.store import db

_stay, _booking, _guest = BookedStay.__table__, Booking.__table__, Guest.__table__
_moved, _given, _claim = MovedNight.__table__, RoomNight.__table__, Claim.__table__
_folio, _allergy = FolioLine.__table__, Allergy.__table__


@dataclass(frozen=True, slots=True)
class ChartStay:
    """A stay on the chart; `owes` is about the whole booking."""

    stay_id: int
    booking_id: int
    guest_name: str
    source: str
    state: str
    stay: Stay
    here: bool
    left: bool
    owes: bool
    allergy: bool
    room_type_id: int


@dataclass(frozen=True, slots=True)
class Closed:
    """A closure of a door, or of `count` rooms of a type where `room_id` is None."""

    closure_id: int
    room_id: int | None
    room_type_id: int
    count: int
    first: date
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class Held:
    """A room of a type that somebody holds for a while."""

    owner: str
    room_type_id: int
    first: date
    until: date
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Chart:
    """A house from `first` up to but not including `until`: `runs` are nights of stays behind one door, or behind none.

    `levels` are by (room type, night).
    """

    first: date
    until: date
    rooms: Mapping[int, Standing]
    stays: Mapping[int, ChartStay]
    runs: tuple[Run, ...]
    closed: tuple[Closed, ...]
    held: tuple[Held, ...]
    levels: Mapping[tuple[int, date], Level]


def chart_of(location_id: int, resource_ids: Mapping[int, int], first: date, until: date, now: datetime) -> Chart:
    """The chart of a house; `resource_ids` are by room type. Seven statements."""
    rooms = room_states(location_id)
    stays = _stays(location_id, first, until)
    doors: dict[int, dict[date, int]] = defaultdict(dict)
    for room_id, night, stay_id in db.session.execute(
        select(_given.c.room_id, _given.c.night, _given.c.stay_id).where(
            _given.c.room_id.in_(list(rooms)), _given.c.night >= first - ONE_NIGHT, _given.c.night < until
        )
    ):
        doors[stay_id][night] = room_id
    moved: dict[int, dict[date, int]] = defaultdict(dict)
    for stay_id, night, room_type_id in db.session.execute(
        select(_moved.c.stay_id, _moved.c.night, _moved.c.room_type_id).where(
            _moved.c.night >= first - ONE_NIGHT, _moved.c.night < until
        )
    ):
        moved[stay_id][night] = room_type_id
    runs = [
        run
        for one in stays.values()
        for run in runs_of(
            one.stay_id,
            one.stay,
            one.room_type_id,
            doors.get(one.stay_id, {}),
            moved.get(one.stay_id, {}),
            first - ONE_NIGHT,
            until,
        )
    ]
    kinds = {resource: kind for kind, resource in resource_ids.items()}
    found = levels(resource_ids.values(), first, until)
    return Chart(
        first,
        until,
        rooms,
        stays,
        tuple(runs),
        tuple(_closed(kinds, first, until)),
        tuple(_held(kinds, first, until, now)),
        {(kinds[resource], night): level for (resource, night), level in found.items()},
    )


def _stays(location_id: int, first: date, until: date) -> dict[int, ChartStay]:
    owed = (
        select(func.coalesce(func.sum(_folio.c.amount_minor), 0))
        .where(_folio.c.booking_id == _booking.c.id)
        .scalar_subquery()
    )
    allergic = select(_allergy.c.id).where(_allergy.c.stay_id == _stay.c.id).exists()
    rows = db.session.execute(
        select(
            _stay.c.id,
            _stay.c.booking_id,
            _stay.c.room_type_id,
            _stay.c.arrival_on,
            _stay.c.departure_on,
            _stay.c.checked_in_at,
            _stay.c.checked_out_at,
            _booking.c.source,
            _booking.c.state,
            _guest.c.name,
            owed.label("owed"),
            allergic.label("allergic"),
        )
        .join(_booking, _booking.c.id == _stay.c.booking_id)
        .outerjoin(_guest, _guest.c.id == _booking.c.guest_id)
        .where(
            _booking.c.location_id == location_id,
            _booking.c.arrival_on < until,
            _booking.c.departure_on >= first,
            _stay.c.arrival_on < until,
            _stay.c.departure_on >= first,
            _stay.c.cancelled_at.is_(None),
            _booking.c.state.not_in(("cancelled", "no_show")),
        )
        .order_by(_stay.c.arrival_on, _stay.c.id)
    )
    return {row.id: _shaped(row) for row in rows}


def _shaped(row: Any) -> ChartStay:
    return ChartStay(
        row.id,
        row.booking_id,
        row.name or "",
        row.source,
        row.state,
        Stay(row.arrival_on, row.departure_on),
        row.checked_in_at is not None and row.checked_out_at is None,
        row.checked_out_at is not None,
        row.owed > 0,
        bool(row.allergic),
        row.room_type_id,
    )


def _closed(kinds: Mapping[int, int], first: date, until: date) -> list[Closed]:
    rows = db.session.execute(
        select(
            Closure.id,
            Closure.room_id,
            Closure.resource_id,
            Closure.count,
            Closure.from_on,
            Closure.until_on,
            Closure.reason,
        )
        .where(Closure.resource_id.in_(sorted(kinds)), Closure.from_on < until, Closure.until_on >= first)
        .order_by(Closure.from_on, Closure.id)
    )
    return [
        Closed(room_id=room_id, room_type_id=kinds[kind], closure_id=id_, count=count, first=a, until=b, reason=why)
        for id_, room_id, kind, count, a, b, why in rows
    ]


def _held(kinds: Mapping[int, int], first: date, until: date, now: datetime) -> list[Held]:
    """What is held for a while: one for each neighbouring nights of an owner's part."""
    rows: Sequence[Any] = db.session.execute(
        select(
            _claim.c.owner, _claim.c.owner_id, _claim.c.part, _claim.c.resource_id, _claim.c.night, _claim.c.expires_at
        )
        .where(
            _claim.c.expires_at > now,
            _claim.c.resource_id.in_(sorted(kinds)),
            _claim.c.night >= first - timedelta(days=1),
            _claim.c.night < until,
        )
        .order_by(_claim.c.owner, _claim.c.owner_id, _claim.c.part, _claim.c.resource_id, _claim.c.night)
    ).all()
    held: list[tuple[tuple[Any, ...], Held]] = []
    for row in rows:
        key, after = (row.owner, row.owner_id, row.part, row.resource_id), row.night + ONE_NIGHT
        if held and held[-1][0] == key and held[-1][1].until == row.night:
            last = held[-1][1]
            held[-1] = (key, Held(row.owner, last.room_type_id, last.first, after, row.expires_at))
        else:
            held.append((key, Held(row.owner, kinds[row.resource_id], row.night, after, row.expires_at)))
    return [one for _, one in held]
