"""The order in which things happened, and how many rooms that took. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from app.booking.imports.rules import Row
from app.catalogue.spelling import slug_of
from app.kernel.errors import Invalid
from app.kernel.stay import ONE_NIGHT

MOST_ROOMS = 10_000

CANCELLED, DEPARTED, BOOKED = range(3)


class Event(NamedTuple):
    """Sorts as it happened: by day, then cancellations, departures and no-shows, and bookings in the file's order.

    A row cancelled on the day of its booking is booked and cancelled at once: `at_once` comes right after its booking.
    """

    day: date
    kind: int
    line: int
    at_once: bool
    row: Row


def events_of(rows: Iterable[Row]) -> list[Event]:
    """Every event of the rows, in the order in which it happened.

    Departures are on arrival + nights, a no-show lets go on arrival + 1, whatever day its status was written.
    """
    return sorted(event for row in rows for event in _events(row))


def _events(row: Row) -> Iterator[Event]:
    yield Event(row.booked_on, BOOKED, row.line, False, row)
    if row.cancelled_on is not None and row.cancelled_on <= row.booked_on:
        yield Event(row.booked_on, BOOKED, row.line, True, row)
    elif row.cancelled_on is not None:
        yield Event(row.cancelled_on, CANCELLED, row.line, False, row)
    elif row.state == "departed":
        yield Event(row.stay.departure, DEPARTED, row.line, False, row)
    elif row.state == "no_show":
        yield Event(row.stay.arrival + ONE_NIGHT, DEPARTED, row.line, False, row)


def one_spelling(rows: Iterable[Row]) -> list[Row]:
    """The rows, with each house and each of its room types spelled as it is first: "casa azul" is "Casa Azul"."""
    houses: dict[str, str] = {}
    kinds: dict[tuple[str, str], str] = {}
    named: dict[tuple[str, str], tuple[str, str]] = {}
    joined = []
    for row in rows:
        key = (row.location, row.room_type)
        if key not in named:
            house = houses.setdefault(slug_of(row.location), row.location)
            named[key] = (house, kinds.setdefault((house, slug_of(row.room_type)), row.room_type))
        house, kind = named[key]
        joined.append(row if key == (house, kind) else replace(row, location=house, room_type=kind))
    return joined


def peaks_of(events: Iterable[Event]) -> dict[tuple[str, str], int]:
    """The most rooms of each (location, room type) that were ever taken for one night at one time."""
    taken: dict[tuple[str, str], dict[date, int]] = defaultdict(lambda: defaultdict(int))
    peaks: dict[tuple[str, str], int] = defaultdict(int)
    for event in events:
        row = event.row
        key = (row.location, row.room_type)
        nights = taken[key]
        if event.kind == BOOKED and not event.at_once:
            for night in row.stay:
                nights[night] += 1
                peaks[key] = max(peaks[key], nights[night])
        elif row.state in ("cancelled", "no_show"):
            for night in row.stay:
                if row.state == "cancelled" or night > row.stay.arrival:
                    nights[night] -= 1
    return dict(peaks)


def read_capacity(told: str) -> Callable[[int], int]:
    """How many rooms a room type gets that had at most `peak` taken: `40` for each, or `80%` of its peak, rounded down.

    Raises `Invalid` for anything else; every room type has at least one room.
    """
    number, share = told.strip().removesuffix("%"), told.strip().endswith("%")
    if not (number.isascii() and number.isdigit() and 1 <= int(number) <= MOST_ROOMS):
        raise Invalid("--capacity is a number of rooms like 40, or a share of the peak like 80%.")
    return (lambda peak: max(peak * int(number) // 100, 1)) if share else (lambda peak: int(number))
