"""Which bookings and entries of the waitlist a notice touches, as they stand now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, func, select

from app.booking.models import BookedStay, BookedSupper, Booking
from app.booking.rules import LIVE
from app.booking.waitlist.models import WaitlistEntry
from app.booking.waitlist.rules import LIVE as WAITING
from app.care.notices.rules import (
    BOOKING,
    SUPPER,
    WAITLIST,
    Reason,
    StayThen,
    Supper,
    Window,
    Wish,
    parts_on,
    reasons,
    reasons_to_wait,
)
from app.care.notices.sleeping import nights_in
from app.catalogue.closed import house_of
from app.catalogue.models import RoomType, Sitting
from app.catalogue.queries import House
from app.kernel.party import party_of
from app.kernel.stay import ONE_NIGHT
from app.pricing.models import QuoteLine
from app.store import db

_booking, _stay, _supper, _sitting = (
    Booking.__table__,
    BookedStay.__table__,
    BookedSupper.__table__,
    Sitting.__table__,
)
_entry, _line = WaitlistEntry.__table__, QuoteLine.__table__
Subject = tuple[str, int]
Inside = Mapping[int, frozenset[date]]
"""The nights that stays spend in the rooms that a notice is about, by stay."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A booking or an entry that a notice touches. `value_minor` is what its quote asks for what is touched on those
    nights: for its suppers alone where nothing else is, else for everything on them; nothing for who only waits."""

    subject: str
    subject_id: int
    guest_id: int | None
    nights: tuple[date, ...]
    why: tuple[Reason, ...]
    value_minor: int
    currency: str

    @property
    def key(self) -> Subject:
        return self.subject, self.subject_id


def matching(wish: Wish, only: Collection[Subject] | None = None) -> list[Touched]:
    """Everything that the notice touches now, bookings before the waitlist, by id; of these alone where given. One
    about certain rooms touches whoever sleeps there, whatever they bought.

    Five statements, however many there are, and three more where it is about certain rooms.
    """
    house = house_of(wish.location_id)
    zone = ZoneInfo(house.timezone)
    begins, ends = (at.astimezone(zone).replace(tzinfo=None) for at in (wish.begins_at, wish.ends_at))
    window = Window(begins, ends, house.check_in_time, house.check_out_time)
    ids = (
        {kind: [id_ for name, id_ in only if name == kind] for kind in (BOOKING, WAITLIST)} if only is not None else {}
    )
    return [*_bookings(wish, house, window, ids.get(BOOKING)), *_entries(wish, house, window, ids.get(WAITLIST))]


def _bookings(wish: Wish, house: House, window: Window, only: list[int] | None) -> list[Touched]:
    first, last = window.days
    here = [
        _booking.c.location_id == house.id,
        _booking.c.state.in_(LIVE),
        _booking.c.arrival_on <= last,
        _booking.c.departure_on >= first,
        _stay.c.cancelled_at.is_(None),
        _stay.c.arrival_on <= last,
        _stay.c.departure_on >= first,
    ]
    if only is not None:
        here.append(_booking.c.id.in_(only))
    known = db.session.execute(_stays(here)).all()
    ids = select(_stay.c.id).join(_booking, _booking.c.id == _stay.c.booking_id).where(*here)
    inside = nights_in(wish, known, ids, first, last) if wish.of_some_rooms and known else None
    suppers = _suppers(here, first, last) if SUPPER in wish.whom else {}
    found: dict[int, list[Any]] = defaultdict(list)
    for row in known:
        if inside is None or row.stay_id in inside:
            found[row.id].append(row)
    touched = []
    for rows in found.values():
        stays = [_stay_then(row, suppers.get(row.stay_id, ()), house) for row in rows]
        if inside is not None:
            pairs = zip(rows, stays, strict=True)
            stays = [part for row, stay in pairs for part in parts_on(stay, inside[row.stay_id])]
        why = reasons(window, wish.whom, stays)
        if why:
            touched.append((rows, why))
    values = _values(here, first, last) if touched else {}
    return [_touched(rows, why, values, house.currency, inside) for rows, why in touched]


def _stays(here: Sequence[ColumnElement[bool]]) -> Any:
    return (
        select(
            _booking.c.id, _booking.c.guest_id, _booking.c.quote_id, _stay.c.id.label("stay_id"), _stay.c.part,
            _stay.c.room_type_id,
            _stay.c.arrival_on, _stay.c.departure_on, _stay.c.adults, _stay.c.children, _stay.c.cots, _stay.c.dogs,
            _stay.c.needs, _stay.c.assistance_dogs, _stay.c.leaves_by, _stay.c.checked_out_at,
        )
        .join(_stay, _stay.c.booking_id == _booking.c.id)
        .where(*here)
        .order_by(_booking.c.id, _stay.c.part)
    )  # fmt: skip


def _stay_then(row: Any, suppers: Iterable[Supper], house: House) -> StayThen:
    party = party_of(row.adults, row.children, row.cots, row.dogs, row.needs)
    leaves = None
    if row.checked_out_at is not None:
        leaves = row.checked_out_at.astimezone(ZoneInfo(house.timezone)).replace(tzinfo=None)
    elif row.leaves_by is not None:
        leaves = datetime.combine(row.departure_on, row.leaves_by)
    return StayThen(row.arrival_on, row.departure_on, party, tuple(suppers), row.assistance_dogs, leaves)


def _suppers(here: Sequence[ColumnElement[bool]], first: date, last: date) -> dict[int, list[Supper]]:
    found: dict[int, list[Supper]] = defaultdict(list)
    rows = db.session.execute(
        select(_supper.c.stay_id, _supper.c.night, _sitting.c.begins, _supper.c.covers)
        .join(_sitting, _sitting.c.id == _supper.c.sitting_id)
        .join(_stay, _stay.c.id == _supper.c.stay_id)
        .join(_booking, _booking.c.id == _stay.c.booking_id)
        .where(*here)
    )
    for stay_id, night, begins, covers in rows:
        found[stay_id].append(Supper(night, begins, covers))
    return found


Values = dict[tuple[int, int, date], tuple[int, int]]
"""By quote, part and night: all that it asks, and what of it is for supper."""


def _values(here: Sequence[ColumnElement[bool]], first: date, last: date) -> Values:
    gross = func.sum(_line.c.gross_minor)
    of_supper = func.sum(case((_line.c.kind == "supper", _line.c.gross_minor), else_=0))
    rows = db.session.execute(
        select(_line.c.quote_id, _line.c.part, _line.c.night, gross, of_supper)
        .select_from(_booking)
        .join(_stay, _stay.c.booking_id == _booking.c.id)
        .join(_line, and_(_line.c.quote_id == _booking.c.quote_id, _line.c.part == _stay.c.part))
        .where(*here, _line.c.night.between(first - ONE_NIGHT, last))
        .group_by(_line.c.quote_id, _line.c.part, _line.c.night)
    )
    return {(quote, part, night): (int(asked), int(table)) for quote, part, night, asked, table in rows}


def _touched(
    rows: Sequence[Any], why: tuple[Reason, ...], values: Values, currency: str, inside: Inside | None
) -> Touched:
    whole = {night for reason in why if reason.key != SUPPER for night in reason.nights}
    nights = tuple(sorted({night for reason in why for night in reason.nights}))
    value = 0
    for row in rows:
        for night in nights if inside is None else inside[row.stay_id].intersection(nights):
            everything, table = values.get((row.quote_id, row.part, night), (0, 0))
            value += everything if night in whole else table
    return Touched(BOOKING, rows[0].id, rows[0].guest_id, nights, why, value, currency)


def _entries(wish: Wish, house: House, window: Window, only: list[int] | None) -> list[Touched]:
    first, last = window.days
    if wish.rooms and not wish.room_types:
        return []  # who waits has no door yet, and reads of it before they book
    types = set(wish.room_types) or set(db.session.scalars(select(RoomType.id).where(RoomType.location_id == house.id)))
    where = [_entry.c.state.in_(WAITING), _entry.c.earliest_on <= last, _entry.c.latest_on >= first]
    if only is not None:
        where.append(_entry.c.id.in_(only))
    touched = []
    for row in db.session.execute(select(*_entry.c).where(*where).order_by(_entry.c.id)):
        if not types & set(row.room_types):
            continue
        party = party_of(row.adults, row.children, row.cots, row.dogs, row.needs)
        why = reasons_to_wait(window, wish.whom, row.earliest_on, row.latest_on, party)
        if why:
            touched.append(Touched(WAITLIST, row.id, None, why[0].nights, why, 0, house.currency))
    return touched
