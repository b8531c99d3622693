"""Who comes, is in the house and leaves, as the lists of the front desk need it: a handful of statements each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select, union_all

from app.booking.models import BookedExtra, BookedStay, BookedSupper, Booking, FolioLine
from app.booking.people.models import Allergy
from app.booking.rules import LIVE
from app.identity.models import Guest, Preference
from app.inventory.packing.queries import rooms_of
from app.kernel.party import Party, party_of
from app.kernel.stay import ONE_NIGHT, Stay
from app.payments.models import Refund
from app.store import db

_booking, _stay, _guest = Booking.__table__, BookedStay.__table__, Guest.__table__
_folio, _refund = FolioLine.__table__, Refund.__table__
_preference = Preference.__table__

COMING, HERE, LEFT, NOBODY_CAME = "coming", "here", "left", "no_show"
_LIVE = _stay.c.cancelled_at.is_(None)


@dataclass(frozen=True, slots=True)
class DeskStay:
    """One room of a booking on a day. `owed_minor` is the whole booking's, of which `rooms` are live.

    `where` is `coming`, `here`, `left` or `no_show`. `room_id` is the door of the day's night (on the day of departure
    the last one's), `sitting_id` its supper. `stays_before` are those that the same mail has behind it.
    """

    booking_id: int
    reference: str
    state: str
    guest_name: str
    stay_id: int
    part: int
    rooms: int
    room_type_id: int
    room_id: int | None
    stay: Stay
    party: Party
    assistance_dogs: int
    where: str
    due_at: time | None
    notes: str
    currency: str
    owed_minor: int
    sitting_id: int | None
    extras: tuple[tuple[int, int], ...]
    allergies: int
    stays_before: int
    preferences: tuple[tuple[str, str], ...]
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    leaves_by: time | None = None


def arrivals_on(location_id: int, on: date) -> list[DeskStay]:
    """Every room whose guests arrive that day, also those who came and those who never did; nobody who cancelled."""
    expected = _LIVE | _stay.c.no_show_at.is_not(None)
    return _desk_stays(location_id, on, _stay.c.arrival_on == on, _booking.c.state != "cancelled", live=expected)


def in_house_on(location_id: int, on: date) -> list[DeskStay]:
    """Every room whose guests are in the house now; `on` is today there."""
    here = _stay.c.checked_in_at.is_not(None) & _stay.c.checked_out_at.is_(None)
    return _desk_stays(location_id, on, here, _booking.c.state == "in_house")


def departures_on(location_id: int, on: date) -> list[DeskStay]:
    """Every room whose guests leave that day, also those who have left already; and, overdue, those still here."""
    overdue = (_stay.c.departure_on < on) & _stay.c.checked_in_at.is_not(None) & _stay.c.checked_out_at.is_(None)
    states = ("confirmed", "in_house", "departed")
    return _desk_stays(location_id, on, or_(_stay.c.departure_on == on, overdue), _booking.c.state.in_(states))


def owing_on(location_id: int, on: date) -> list[DeskStay]:
    """Every room whose guests come, stay or leave that day, of the bookings that owe something."""
    around = (_stay.c.arrival_on <= on) & (_stay.c.departure_on >= on)
    return [stay for stay in _desk_stays(location_id, on, around, _booking.c.state.in_(LIVE)) if stay.owed_minor]


def not_come(location_id: int, before: date) -> list[DeskStay]:
    """Every room whose guests were to arrive before that day and are not here: to be confirmed by somebody."""
    late = (_stay.c.arrival_on < before) & _stay.c.checked_in_at.is_(None)
    return _desk_stays(location_id, before - ONE_NIGHT, late, _booking.c.state.in_(("confirmed", "in_house")))


def desk_stays_of(location_id: int, booking_id: int, on: date) -> list[DeskStay]:
    """The live rooms of one booking of that house, as the lists of that day say them."""
    return _desk_stays(location_id, on, _booking.c.id == booking_id)


def _desk_stays(
    location_id: int, on: date, *which: ColumnElement[bool], live: ColumnElement[bool] = _LIVE
) -> list[DeskStay]:
    rows = db.session.execute(
        select(
            *_stay.c,
            _booking.c.reference, _booking.c.state, _booking.c.guest_id, _booking.c.arrival_time, _booking.c.notes,
            _booking.c.currency, _guest.c.name, _guest.c.email_lower,
        )
        .join(_booking, _booking.c.id == _stay.c.booking_id)
        .outerjoin(_guest, _guest.c.id == _booking.c.guest_id)
        .where(_booking.c.location_id == location_id, live, *which)
        .order_by(_stay.c.booking_id, _stay.c.part)
    ).all()  # fmt: skip
    if not rows:
        return []
    known = _Known(rows, on)
    return [_shaped(row, known) for row in rows]


class _Known:
    """What else the lists say of these rows, in five statements."""

    def __init__(self, rows: Sequence[Any], on: date) -> None:
        stays, bookings = [row.id for row in rows], sorted({row.booking_id for row in rows})
        mails = sorted({row.email_lower for row in rows if row.email_lower})
        self.on = on
        self.owed, self.rooms = _balances(bookings)
        self.doors = rooms_of(stays)
        self.suppers, self.extras, self.allergies = _belongings(stays, on)
        self.before = _stays_behind(mails)
        self.liked = _preferences(mails)


def _shaped(row: Any, known: _Known) -> DeskStay:
    stay = Stay(row.arrival_on, row.departure_on)
    night = min(max(known.on, stay.arrival), stay.last_night)
    return DeskStay(
        booking_id=row.booking_id,
        reference=row.reference,
        state=row.state,
        guest_name=row.name or "",
        stay_id=row.id,
        part=row.part,
        rooms=known.rooms.get(row.booking_id, 1),
        room_type_id=row.room_type_id,
        room_id=known.doors.get(row.id, {}).get(night),
        stay=stay,
        party=party_of(row.adults, row.children, row.cots, row.dogs, row.needs),
        assistance_dogs=row.assistance_dogs,
        where=_where(row),
        due_at=row.arrival_time,
        notes=row.notes or "",
        currency=row.currency,
        owed_minor=max(0, known.owed.get(row.booking_id, 0)),
        sitting_id=known.suppers.get(row.id),
        extras=tuple(known.extras.get(row.id, ())),
        allergies=known.allergies.get(row.id, 0),
        stays_before=known.before.get(row.email_lower, 0),
        preferences=tuple(known.liked.get(row.email_lower, ())),
        checked_in_at=row.checked_in_at,
        checked_out_at=row.checked_out_at,
        leaves_by=row.leaves_by,
    )


def _where(row: Any) -> str:
    if row.state == "no_show" or row.no_show_at is not None:
        return NOBODY_CAME
    if row.checked_out_at is not None or row.state == "departed":
        return LEFT
    return HERE if row.checked_in_at is not None else COMING


def _balances(booking_ids: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """What each booking owes, refunds on their way counted as given, and how many live rooms it has."""
    folio = select(_folio.c.booking_id, func.sum(_folio.c.amount_minor).label("minor"), literal(0).label("rooms"))
    asked = (
        select(_folio.c.booking_id, func.sum(_refund.c.amount_minor), literal(0))
        .join(_refund, _refund.c.payment_id == _folio.c.payment_id)
        .where(_folio.c.booking_id.in_(booking_ids), _folio.c.kind == "payment", _refund.c.state == "asked")
        .group_by(_folio.c.booking_id)
    )
    rooms = (
        select(_stay.c.booking_id, literal(0), func.count())
        .where(_stay.c.booking_id.in_(booking_ids), _stay.c.cancelled_at.is_(None))
        .group_by(_stay.c.booking_id)
    )
    mine = folio.where(_folio.c.booking_id.in_(booking_ids)).group_by(_folio.c.booking_id)
    owed: dict[int, int] = defaultdict(int)
    live: dict[int, int] = defaultdict(int)
    for booking_id, minor, count in db.session.execute(union_all(mine, asked, rooms)):
        owed[booking_id] += int(minor)
        live[booking_id] += int(count)
    return owed, live


def _belongings(
    stay_ids: Sequence[int], on: date
) -> tuple[dict[int, int], Mapping[int, list[tuple[int, int]]], dict[int, int]]:
    """The sitting of that night, the extras with their counts, and how many people cannot eat something, by stay."""
    supper, extra, allergy = BookedSupper.__table__, BookedExtra.__table__, Allergy.__table__
    kind = literal("supper").label("kind")
    suppers = select(kind, supper.c.stay_id, supper.c.sitting_id.label("thing"), supper.c.covers.label("count")).where(
        supper.c.stay_id.in_(stay_ids), supper.c.night == on
    )
    extras = select(literal("extra"), extra.c.stay_id, extra.c.extra_id, extra.c.count).where(
        extra.c.stay_id.in_(stay_ids)
    )
    allergies = (
        select(literal("allergy"), allergy.c.stay_id, literal(0), func.count())
        .where(allergy.c.stay_id.in_(stay_ids))
        .group_by(allergy.c.stay_id)
    )
    sitting_of: dict[int, int] = {}
    extras_of: dict[int, list[tuple[int, int]]] = defaultdict(list)
    people_of: dict[int, int] = {}
    for found, stay_id, thing, count in db.session.execute(union_all(suppers, extras, allergies)):
        if found == "supper":
            sitting_of[stay_id] = thing
        elif found == "extra":
            extras_of[stay_id].append((thing, count))
        else:
            people_of[stay_id] = count
    return sitting_of, extras_of, people_of


def _stays_behind(mails: Sequence[str]) -> dict[str, int]:
    """How many bookings each mail has that are over and were slept."""
    rows = db.session.execute(
        select(_guest.c.email_lower, func.count())
        .join(_booking, _booking.c.guest_id == _guest.c.id)
        .where(_guest.c.email_lower.in_(mails), _guest.c.erased_at.is_(None), _booking.c.state == "departed")
        .group_by(_guest.c.email_lower)
    )
    return {mail: int(count) for mail, count in rows}


def _preferences(mails: Sequence[str]) -> Mapping[str, list[tuple[str, str]]]:
    """What each mail's guest likes, as (kind, words), in the order in which it became known."""
    rows = db.session.execute(
        select(_guest.c.email_lower, _preference.c.kind, _preference.c.value)
        .join(_preference, _preference.c.guest_id == _guest.c.id)
        .where(_guest.c.email_lower.in_(mails), _guest.c.erased_at.is_(None), _preference.c.value.is_not(None))
        .order_by(_preference.c.id)
    )
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for mail, kind, value in rows:
        found[mail].append((kind, value))
    return found
