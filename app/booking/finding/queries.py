"""The bookings that fit what somebody typed, a page at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, union

from app.booking.documents.models import FolioDocument
from app.booking.documents.queries import PREFIXES
from app.booking.finding.rules import Sought
from app.booking.models import BookedStay, Booking, FolioLine
from app.catalogue.queries import House, catalogue
from app.identity.keys import folded, phone_key
from app.identity.models import Guest
from app.inventory.models import RoomNight
from app.kernel.party import ages_of
from app.pricing.models import Quote
from app.store import db

PAGE = 30
SOURCES = ("web", "phone", "walk_in", "agent", "import", "block")
_booking, _guest, _quote = Booking.__table__, Guest.__table__, Quote.__table__
_paper = FolioDocument.__table__
_stay, _night = BookedStay.__table__, RoomNight.__table__


@dataclass(frozen=True, slots=True)
class FoundBooking:
    """A row of a list of bookings. `balance_minor` above 0 is owed, below it is the guest's.

    `room_types` are those of its live stays, or of all of a cancelled one, `heads` who sleep there.
    `spent_minor` are the charges of its folio, what was had at the house and goodwill with them; its total where it has
    none, as one that was brought from elsewhere.
    """

    id: int
    reference: str
    location_id: int
    state: str
    arrival_on: date
    departure_on: date
    booked_at: datetime
    source: str
    channel: str | None
    outside_reference: str | None
    guest_id: int | None
    guest_name: str
    total_minor: int
    currency: str
    balance_minor: int = 0
    room_types: tuple[int, ...] = ()
    heads: int = 0
    spent_minor: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the bookings that fit, `total` of all of them."""

    bookings: tuple[FoundBooking, ...]
    total: int


def find_bookings(
    asked: Sought,
    location_ids: Sequence[int],
    today: date,
    *,
    state: str = "",
    source: str = "",
    offset: int = 0,
    most: int = PAGE,
) -> Page:
    """Bookings of these houses that fit, those to come or in the house first by their day, then the past, newest first.

    Four statements. Nothing asked is everything, what was booked last first.
    """
    conditions = [_booking.c.location_id.in_(location_ids), *_fits(asked, location_ids)]
    if state:
        conditions.append(_booking.c.state == state)
    if source:
        conditions.append(_booking.c.source == source)
    total = db.session.execute(select(func.count()).select_from(_booking).where(*conditions)).scalar_one()
    ahead = _booking.c.departure_on >= today
    order = (
        [_booking.c.booked_at.desc()]
        if asked.nothing
        else [case((ahead, 0), else_=1), case((ahead, _booking.c.arrival_on)), _booking.c.arrival_on.desc()]
    )
    query = _heads().where(*conditions).order_by(*order, _booking.c.id.desc()).limit(most).offset(offset)
    return Page(_found(query), total)


def bookings_of(guest_ids: Collection[int]) -> tuple[FoundBooking, ...]:
    """Every booking of these guests in any house, the latest arrival first; three statements."""
    mine = _booking.c.guest_id.in_(guest_ids)
    return _found(_heads().where(mine).order_by(_booking.c.arrival_on.desc(), _booking.c.id.desc()))


def _heads() -> Select[Any]:
    names = list(FoundBooking.__dataclass_fields__)[:11]
    return (
        select(
            *(_booking.c[name] for name in names),
            func.coalesce(_guest.c.name, "").label("guest_name"),
            _quote.c.total_minor,
            _booking.c.currency,
        )
        .join(_quote, _quote.c.id == _booking.c.quote_id)
        .outerjoin(_guest, _guest.c.id == _booking.c.guest_id)
    )


def _found(query: Select[Any]) -> tuple[FoundBooking, ...]:
    rows = db.session.execute(query).all()
    ids = [row.id for row in rows]
    if not ids:
        return ()
    line = FolioLine.__table__
    charges = func.sum(case((line.c.kind == "charge", line.c.amount_minor)))
    sums = select(line.c.booking_id, func.sum(line.c.amount_minor), charges).where(line.c.booking_id.in_(ids))
    folios = {row[0]: (row[1], row[2]) for row in db.session.execute(sums.group_by(line.c.booking_id))}
    stays: dict[int, list[Any]] = {}
    for stay in db.session.execute(select(*_stay.c).where(_stay.c.booking_id.in_(ids)).order_by(_stay.c.part)):
        stays.setdefault(stay.booking_id, []).append(stay)
    found = []
    for row in rows:
        room_types, heads = _rooms(row.state, stays.get(row.id, []))
        balance, charged = folios.get(row.id, (0, None))
        spent = row.total_minor if charged is None else int(charged)
        found.append(
            FoundBooking(
                **row._mapping, balance_minor=int(balance), room_types=room_types, heads=heads, spent_minor=spent
            )
        )
    return tuple(found)


def _rooms(state: str, stays: Sequence[Any]) -> tuple[tuple[int, ...], int]:
    shown = [stay for stay in stays if stay.cancelled_at is None or state == "cancelled"]
    heads = sum(stay.adults + len(ages_of(stay.children)) + stay.cots for stay in shown)
    return tuple(stay.room_type_id for stay in shown), heads


def _fits(asked: Sought, location_ids: Sequence[int]) -> Iterator[ColumnElement[bool]]:
    if asked.days:
        yield or_(_booking.c.arrival_on.in_(asked.days), _booking.c.departure_on.in_(asked.days))
    if asked.text:
        yield _booking.c.id.in_(union(*_ways(asked, location_ids)))


def _ways(asked: Sought, location_ids: Sequence[int]) -> Iterator[Select[Any]]:
    """The ids of bookings by each way in which the text can be meant, each by an index or a short table."""
    text = asked.text
    ids = select(_booking.c.id)
    spelt = {text, text.upper(), text.lower()}
    yield ids.where(_booking.c.source.in_(SOURCES), _booking.c.outside_reference.in_(spelt))
    guests = list(_guests(asked))
    if guests:
        yield ids.where(_booking.c.guest_id.in_(select(_guest.c.id).where(or_(*guests))))
    if asked.reference:
        yield ids.where(_begins(_booking.c.reference, asked.reference))
    if asked.amount_minor is not None:
        yield ids.where(_booking.c.quote_id.in_(select(_quote.c.id).where(_quote.c.total_minor == asked.amount_minor)))
    kind = next((kind for kind, prefix in PREFIXES.items() if asked.document and prefix == asked.document.prefix), None)
    if asked.document and kind:
        own = [house.id for house in _houses(location_ids) if asked.document.house in ("", house.slug)]
        same = (_paper.c.kind == kind, _paper.c.number == asked.document.number, _paper.c.location_id.in_(own))
        yield select(_paper.c.booking_id).where(*same)
    rooms, room_types = _doors(text, location_ids)
    if room_types:
        yield select(_stay.c.booking_id).where(_stay.c.room_type_id.in_(room_types))
    if rooms:
        nights = select(_night.c.stay_id).where(_night.c.room_id.in_(rooms))
        yield select(_stay.c.booking_id).where(_stay.c.id.in_(nights))


def _guests(asked: Sought) -> Iterator[ColumnElement[bool]]:
    words = folded(asked.text)
    if words and "@" not in asked.text:
        yield and_(*(_guest.c.name_key.contains(f" {word}") for word in words))
    if " " not in asked.text and len(asked.text) >= 3:
        yield _guest.c.email_lower.startswith(asked.text.lower(), autoescape=True)
    digits = phone_key(asked.phone)
    if digits:
        yield _begins(_guest.c.phone_key, digits)


def _begins(column: ColumnElement[Any], start: str) -> ColumnElement[bool]:
    """Begins with these letters and digits, by the column's index: from there up to the first that does not."""
    stem = start.rstrip("Z")
    if not stem:
        return column >= start
    after = "A" if stem[-1] == "9" else chr(ord(stem[-1]) + 1)
    return and_(column >= start, column < f"{stem[:-1]}{after}")


def _doors(text: str, location_ids: Sequence[int]) -> tuple[list[int], list[int]]:
    """Rooms and room types whose name has every word, from memory."""
    words = folded(text)
    rooms: list[int] = []
    room_types: list[int] = []
    for house in _houses(location_ids):
        for room_type in house.room_types:
            if _named(room_type.name, words):
                room_types.append(room_type.id)
            rooms += [room_id for room_id, name in room_type.rooms if _named(name, words)]
    return rooms, room_types


def _houses(location_ids: Sequence[int]) -> list[House]:
    return [house for house in catalogue().houses if house.id in location_ids]


def _named(name: str, words: Sequence[str]) -> bool:
    own = folded(name)
    return bool(words) and all(any(one.startswith(word) for one in own) for word in words)


def guests_at(location_ids: Collection[int]) -> Select[Any]:
    """The ids of all who have or had a booking in these houses, as a statement."""
    return select(_booking.c.guest_id).where(_booking.c.location_id.in_(location_ids), _booking.c.guest_id.is_not(None))
