"""Who eats when, and what they cannot eat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from app.booking.days.stays import surname_of
from app.booking.models import BookedStay, BookedSupper, Booking
from app.booking.people.models import Allergy
from app.booking.people.queries import heads_of, said
from app.booking.people.rules import CannotEat
from app.booking.rules import LIVE
from app.identity.models import Guest, Preference
from app.inventory.models import RoomNight
from app.kernel.party import Party, party_of
from app.store import db


@dataclass(frozen=True, slots=True)
class Diner:
    """One person who cannot eat everything; `read_at` is when the kitchen read it as it stands, `read_by` who did."""

    number: int
    cannot_eat: CannotEat
    consented_at: datetime
    read_at: datetime | None
    read_by: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """A stay on one of its nights: at a sitting with `covers`, or at none (`sitting_id` is None)."""

    booking_id: int
    reference: str
    location_id: int
    state: str
    guest_id: int | None
    guest_name: str
    notes: str
    stay_id: int
    part: int
    revision: int
    night: date
    room_id: int | None
    party: Party
    sitting_id: int | None
    covers: int
    diners: tuple[Diner, ...] = field(default=())

    @property
    def surname(self) -> str:
        return surname_of(self.guest_name)

    @property
    def unread(self) -> bool:
        """Whether the kitchen has something of it still to read."""
        return any(diner.read_at is None for diner in self.diners)


_stay, _booking, _supper, _given = (
    BookedStay.__table__,
    Booking.__table__,
    BookedSupper.__table__,
    RoomNight.__table__,
)
AT_TABLE = ("table", "supper")
"""The kinds of preferences that a kitchen has a use for."""

_LIVING = (_booking.c.state.in_(LIVE), _stay.c.cancelled_at.is_(None))


def tables_on(location_ids: Sequence[int], night: date) -> list[Table]:
    """Every stay that has that night in these houses, at its sitting or at none, by surname; two statements."""
    here = (
        *_LIVING,
        _booking.c.location_id.in_(list(location_ids)),
        _booking.c.arrival_on <= night,
        _booking.c.departure_on > night,
        _stay.c.arrival_on <= night,
        _stay.c.departure_on > night,
    )
    diners = _diners(here)
    rows = db.session.execute(
        select(
            _booking.c.id, _booking.c.reference, _booking.c.location_id, _booking.c.state,
            _booking.c.guest_id,
            func.coalesce(Guest.name, ""), func.coalesce(_booking.c.notes, ""), _stay.c.id, _stay.c.part,
            _booking.c.revision, _given.c.room_id, _stay.c.adults, _stay.c.children, _stay.c.cots, _stay.c.dogs,
            _stay.c.needs, _supper.c.sitting_id, _supper.c.covers,
        )
        .join(_stay, _stay.c.booking_id == _booking.c.id)
        .outerjoin(Guest, Guest.id == _booking.c.guest_id)
        .outerjoin(_supper, and_(_supper.c.stay_id == _stay.c.id, _supper.c.night == night))
        .outerjoin(_given, and_(_given.c.stay_id == _stay.c.id, _given.c.night == night))
        .where(*here)
    )  # fmt: skip
    tables = [Table(*_values(night, row, diners)) for row in rows]
    return sorted(tables, key=lambda table: (table.surname, table.booking_id, table.part))


def wishes_of(guest_ids: Iterable[int | None]) -> dict[int, list[str]]:
    """What these guests like at the table, by guest, also where it is known under another row of the same mail; one
    statement."""
    same = aliased(Guest)
    found: dict[int, list[str]] = defaultdict(list)
    rows = db.session.execute(
        select(Guest.id, Preference.value)
        .join(same, or_(same.id == Guest.id, same.email_lower == Guest.email_lower))
        .join(Preference, Preference.guest_id == same.id)
        .where(
            Guest.id.in_({guest_id for guest_id in guest_ids if guest_id is not None}),
            same.erased_at.is_(None),
            Preference.kind.in_(AT_TABLE),
            Preference.value.is_not(None),
        )
        .order_by(Preference.id)
    )
    for guest_id, value in rows:
        found[guest_id].append(value or "")
    return found


def _values(night: date, row: Any, diners: Mapping[int, list[Diner]]) -> tuple[Any, ...]:
    party = party_of(*row[11:16])
    return (*row[:10], night, row.room_id, party, row.sitting_id, row.covers or 0, tuple(diners.get(row[7], ())))


def _diners(here: Sequence[Any]) -> defaultdict[int, list[Diner]]:
    """By stay, those who cannot eat everything, without people whom a change of the booking left out."""
    found: defaultdict[int, list[Diner]] = defaultdict(list)
    rows = db.session.execute(
        select(_stay.c.adults, _stay.c.children, _stay.c.cots, *Allergy.__table__.c)
        .join(_stay, _stay.c.id == Allergy.stay_id)
        .join(_booking, _booking.c.id == _stay.c.booking_id)
        .where(*here)
        .order_by(Allergy.number, Allergy.id)
    )
    for row in rows:
        if row.number <= heads_of(row):
            diner = Diner(row.number, said(row), row.consented_at, row.read_at, row.read_by)
            found[row.stay_id].append(diner)
    return found
