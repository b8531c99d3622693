"""The quotes of a day with what was asked for, so that a stranger can ask for the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.booking.models import BookedExtra, BookedStay, Booking, Checkout
from app.booking.rooms.queries import moved_nights
from app.booking.rules import ChosenStay, basket_from_json
from app.journal.models import Entry
from app.kernel.party import party_of
from app.kernel.stay import Stay
from app.pricing.models import Quote, QuoteLine
from app.pricing.rules import Line
from app.store import db

_quote, _line, _checkout = Quote.__table__, QuoteLine.__table__, Checkout.__table__
_booking, _stay, _extra, _entry = Booking.__table__, BookedStay.__table__, BookedExtra.__table__, Entry.__table__
AT_ONCE = 500
"""Ids in one IN list."""


@dataclass(frozen=True, slots=True)
class AskedStay:
    """A room of a quote; `moved` are nights that its guests pay for in another room type."""

    part: int
    chosen: ChosenStay
    moved: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A quote as it was told. `instants` are those at which its lines may have been priced: that of the quote, and of
    a booking that was changed also those of its quotes before, whose nights keep their price."""

    quote_id: int
    location_id: int
    made_at: datetime
    stays: tuple[AskedStay, ...]
    lines: tuple[Line, ...]
    instants: tuple[datetime, ...]

    @property
    def mixed(self) -> bool:
        return len(self.instants) > 1

    @property
    def offered(self) -> bool:
        return any(line.kind == "reduction" for line in self.lines)


def quotes_told(since: datetime, until: datetime) -> list[int]:
    """The quotes of this time that stand behind a checkout or a booking, without what another system or a group had
    agreed on; two statements."""
    then = (_quote.c.made_at >= since, _quote.c.made_at < until)
    held = select(_quote.c.id).join(_checkout, _checkout.c.quote_id == _quote.c.id).where(*then)
    booked = (
        select(_quote.c.id)
        .join(_booking, _booking.c.quote_id == _quote.c.id)
        .where(*then, _booking.c.block_id.is_(None), _booking.c.source != "import")
    )
    return sorted({*db.session.scalars(held), *db.session.scalars(booked)})


def asked(quote_ids: Sequence[int]) -> Iterator[Asked]:
    """What was asked for by these quotes; six statements for five hundred, and two more for each booking that was
    changed."""
    for start in range(0, len(quote_ids), AT_ONCE):
        ids = list(quote_ids[start : start + AT_ONCE])
        lines = _lines(ids)
        held = _of_checkouts(ids)
        booked = _of_bookings([quote_id for quote_id in ids if quote_id not in held])
        quotes = db.session.execute(
            select(_quote.c.id, _quote.c.location_id, _quote.c.made_at)
            .where(_quote.c.id.in_(ids))
            .order_by(_quote.c.id)
        )
        for quote_id, location_id, made_at in quotes.all():
            stays, earlier = held.get(quote_id) or booked[quote_id]
            parts = {line.part for line in lines[quote_id]}
            own = tuple(one for one in stays if one.part in parts)
            instants = tuple(sorted({made_at, *earlier}, reverse=True))
            yield Asked(quote_id, location_id, made_at, own, tuple(lines[quote_id]), instants)


Found = tuple[tuple[AskedStay, ...], tuple[datetime, ...]]


def _lines(quote_ids: Sequence[int]) -> dict[int, list[Line]]:
    columns = [_line.c[column.name] for column in fields(Line)]
    found: dict[int, list[Line]] = defaultdict(list)
    for quote_id, *line in db.session.execute(
        select(_line.c.quote_id, *columns)
        .where(_line.c.quote_id.in_(quote_ids))
        .order_by(_line.c.quote_id, _line.c.position)
    ):
        found[quote_id].append(Line(*line))
    return found


def _of_checkouts(quote_ids: Sequence[int]) -> dict[int, Found]:
    rows = db.session.execute(
        select(_checkout.c.quote_id, _checkout.c.choice).where(_checkout.c.quote_id.in_(quote_ids))
    )
    return {
        quote_id: (
            tuple(AskedStay(part, chosen) for part, chosen in enumerate(basket_from_json(choice).stays)),
            (),
        )
        for quote_id, choice in rows
    }


def _of_bookings(quote_ids: Sequence[int]) -> dict[int, Found]:
    bookings = db.session.execute(
        select(_booking.c.id, _booking.c.quote_id, _booking.c.revision, _booking.c.booked_at, _booking.c.checkout_id)
        .where(_booking.c.quote_id.in_(quote_ids))
    ).all()  # fmt: skip
    ids = [row.id for row in bookings]
    stays: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(select(_stay).where(_stay.c.booking_id.in_(ids)).order_by(_stay.c.part)):
        stays[row.booking_id].append(row)
    extras: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for stay_id, extra_id, count in db.session.execute(
        select(_extra.c.stay_id, _extra.c.extra_id, _extra.c.count)
        .join(_stay, _stay.c.id == _extra.c.stay_id)
        .where(_stay.c.booking_id.in_(ids))
    ):
        extras[stay_id].append((extra_id, count))
    found: dict[int, Found] = {}
    for row in bookings:
        moved = moved_nights(row.id) if row.revision else {}
        found[row.quote_id] = (
            tuple(_stay_of(stay, extras[stay.id], moved) for stay in stays[row.id]),
            _earlier(row) if row.revision else (),
        )
    return found


def _stay_of(row: Any, extras: Sequence[tuple[int, int]], moved: Mapping[tuple[int, date], int]) -> AskedStay:
    chosen = ChosenStay(
        row.room_type_id,
        row.rate_plan_id,
        Stay(row.arrival_on, row.departure_on),
        party_of(row.adults, row.children, row.cots, row.dogs),
        extras=tuple(extras),
        assistance_dogs=row.assistance_dogs,
    )
    own = {night: room_type_id for (part, night), room_type_id in moved.items() if part == row.part}
    return AskedStay(row.part, chosen, own)


def _earlier(row: Any) -> tuple[datetime, ...]:
    """When a booking that was changed had been priced before."""
    first = select(_quote.c.made_at).join(_checkout, _checkout.c.quote_id == _quote.c.id)
    held = db.session.scalars(first.where(_checkout.c.id == row.checkout_id)).all() if row.checkout_id else []
    changed = db.session.scalars(
        select(_entry.c.at).where(
            _entry.c.subject == "booking", _entry.c.subject_id == row.id, _entry.c.action == "amended"
        )
    )
    return (row.booked_at, *held, *changed)
