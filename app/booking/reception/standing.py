"""A booking as it stands before the front desk: its rooms, its doors, what it owes, and what a form saw of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.booking.errors import NoSuchBooking
from app.booking.models import Booking
from app.booking.people.queries import register_of
from app.booking.people.rules import Entry, Person, people_of
from app.booking.queries import PlacedBooking, PlacedStay, booking_of
from app.booking.reception.queries import COMING, HERE, LEFT, NOBODY_CAME
from app.inventory.packing.queries import rooms_of
from app.store import db


@dataclass(frozen=True, slots=True)
class StandingStay:
    """One live room of the booking; `doors` are its rooms by night."""

    placed: PlacedStay
    where: str
    doors: dict[date, int]

    @property
    def part(self) -> int:
        return self.placed.part

    def door_on(self, day: date) -> int | None:
        """The room of that day's night; of the first or the last one where the day lies outside the stay."""
        stay = self.placed.chosen.stay
        return self.doors.get(min(max(day, stay.arrival), stay.last_night))


@dataclass(frozen=True, slots=True)
class StandingBooking:
    """`as_seen` changes with whatever a form of the front desk shows: the booking, its folio, who is where, doors."""

    placed: PlacedBooking
    stays: tuple[StandingStay, ...]
    register: dict[tuple[int, int], Entry]

    @property
    def due_minor(self) -> int:
        return self.placed.purse.due_minor

    @property
    def last_line(self) -> int:
        return max((line.id for line in self.placed.folio), default=0)

    @property
    def as_seen(self) -> str:
        stays = (f"{own.part}:{own.where}:{'+'.join(map(str, sorted(set(own.doors.values()))))}" for own in self.stays)
        return "/".join((str(self.placed.revision), self.placed.state, str(self.last_line), *stays))

    def at(self, *where: str) -> tuple[StandingStay, ...]:
        """The rooms whose guests are there: `coming`, `here`, `left`, `no_show`."""
        return tuple(own for own in self.stays if own.where in where)


def standing_of(booking_id: int) -> StandingBooking:
    """The booking as it stands now. Raises `NoSuchBooking`."""
    placed = booking_of(booking_id)
    if placed is None:
        raise NoSuchBooking
    doors = rooms_of([own.id for own in placed.live])
    stays = tuple(StandingStay(own, _where(placed.state, own), doors.get(own.id, {})) for own in placed.live)
    return StandingBooking(placed, stays, register_of(booking_id))


def booking_at(location_id: int, reference: str) -> int | None:
    """The id of the booking of that house with that reference, in whatever case it was typed."""
    mine = (Booking.location_id == location_id, Booking.reference == reference.upper())
    return db.session.execute(select(Booking.id).where(*mine)).scalar_one_or_none()


def sleeping_in(stays: Sequence[StandingStay]) -> tuple[Person, ...]:
    """Everybody who sleeps in these rooms, in order."""
    return people_of((own.part, own.placed.chosen.party) for own in stays)


def _where(state: str, own: PlacedStay) -> str:
    if state == "no_show":
        return NOBODY_CAME
    if own.checked_out_at is not None or state in ("departed", "cancelled"):
        return LEFT
    return HERE if own.checked_in_at is not None else COMING
