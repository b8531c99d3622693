"""Writing a history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache, partial
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from app.booking.imports.houses import Place, make_places
from app.booking.imports.plan import BOOKED, Event, events_of, one_spelling, peaks_of
from app.booking.imports.reading import History
from app.booking.imports.rules import Row
from app.booking.models import Booking
from app.booking.operations import Imported, cancel_booking, check_in, check_out, mark_no_show, place_imported
from app.catalogue.queries import catalogue
from app.inventory import SoldOut
from app.journal import record
from app.journal.models import Entry
from app.kernel.errors import Invalid
from app.kernel.wall import wall_instant
from app.store import db, transaction
from app.store.version import raise_versions, stock_of

CHUNK = 4000
"""Events in one transaction: one fsync, and no lock that other writers would wait for too long."""

ACTOR = "import"
REFUSED = "import_refused"
WHERE_FULL = (
    "What found no room stays refused. --capacity makes rooms of types that are new; a type that was here before keeps"
    " the rooms it has. Bring several files of a house as one, or give the first a --capacity that is enough for all."
)
"""What to do about refusals."""


class Refusal(NamedTuple):
    """A booking that found no room, and the first night that had none."""

    line: int
    night: date


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the `rows` of a file: imported + already + refused + rejected."""

    rows: int
    imported: int
    already: int
    rejected: int
    refusals: list[Refusal]

    def counts(self) -> dict[str, int]:
        """The figures by name."""
        return {
            "rows": self.rows,
            "imported": self.imported,
            "already": self.already,
            "refused": len(self.refusals),
            "rejected": self.rejected,
        }


@dataclass(slots=True)
class Known:
    """What the database has of a file: (booking id, state) by line, and by line the night that refused it."""

    bookings: dict[int, tuple[int, str]] = field(default_factory=dict)
    refused: dict[int, date] = field(default_factory=dict)


def import_bookings(
    history: History,
    *,
    capacity: Callable[[int], int] | None = None,
    currency: str = "EUR",
    timezone: str = "Europe/Lisbon",
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Report:
    """Every booking of the file is there once, in the state the file gives it, or refused for want of a room.

    Known by the file's digest and its line: run again, also after it was broken off, it adds what is lacking and
    nothing else, and what was refused stays refused. `capacity` answers the rooms of a room type from the most that it
    ever had taken (that peak itself by default). A guest's limits do not bind it; nothing is mailed. It is whole per
    transaction of `CHUNK` events, and others go on booking in between. Raises `Invalid`, with nothing written, where a
    house of that name keeps another currency or time zone.
    """
    check_place(currency, timezone)
    rows = one_spelling(history.rows)
    events = events_of(rows)
    sizes = {key: capacity(peak) if capacity else peak for key, peak in peaks_of(events).items()}
    places = transaction(lambda: make_places(rows, sizes, currency=currency, timezone=timezone))
    catalogue()  # kept from here on: inside the chunks, which raise versions, each departure would read it anew
    known = stored(history.digest)
    already = len(known.bookings)
    for start in range(0, len(events), CHUNK):
        chunk = events[start : start + CHUNK]
        replay = Replay(history.digest, places, currency, timezone, known)
        new = transaction(partial(replay.of, chunk))
        known.bookings |= new.bookings
        known.refused |= new.refused
        progress(start + len(chunk), len(events))
    return Report(
        rows=len(history.rows) + len(history.rejected),
        imported=len(known.bookings) - already,
        already=already,
        rejected=len(history.rejected),
        refusals=[Refusal(line, night) for line, night in sorted(known.refused.items())],
    )


def check_place(currency: str, timezone: str) -> None:
    """Raises `Invalid` unless the currency has three capital letters and the time zone exists."""
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()):
        raise Invalid("A currency is three letters, like EUR.")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Invalid("A time zone is written like Europe/Lisbon.") from None


def stored(digest: str) -> Known:
    """What earlier runs left of the file with this digest."""
    known = Known()
    bookings = select(Booking.outside_reference, Booking.id, Booking.state).where(
        Booking.source == "import", Booking.outside_reference.like(f"{digest}:%")
    )
    for outside_reference, booking_id, state in db.session.execute(bookings):
        known.bookings[int(str(outside_reference).rpartition(":")[2])] = (booking_id, state)
    refusals = select(Entry.subject_id, Entry.facts).where(Entry.subject == "import", Entry.action == REFUSED)
    for line, facts in db.session.execute(refusals):
        if facts["digest"] == digest:
            known.refused[line] = date.fromisoformat(facts["night"])
    return known


class Replay:
    """One chunk of events, in a transaction that may run twice: what is new is handed back, not added to `known`."""

    def __init__(
        self, digest: str, places: Mapping[tuple[str, str], Place], currency: str, timezone: str, known: Known
    ) -> None:
        self.digest, self.places, self.currency, self.timezone = digest, places, currency, timezone
        self.known = known
        self.new = Known()

    def of(self, events: Sequence[Event]) -> Known:
        """Every event has happened; what it did to which lines."""
        self.new = Known()
        touched: set[int] = set()
        for event in events:
            if event.kind == BOOKED and not event.at_once:
                self._book(event.row)
            else:
                self._change(event)
            touched.add(self.places[event.row.location, event.row.room_type].location_id)
        raise_versions(stock_of(location_id) for location_id in touched)
        return self.new

    def _book(self, row: Row) -> None:
        if row.line in self.known.bookings or row.line in self.known.refused:
            return
        place = self.places[row.location, row.room_type]
        at = noon(row.booked_on, self.timezone)
        given = Imported(
            place.location_id, place.room_type_id, place.resource_id, place.rate_plan_id, row.stay, row.party,
            row.rate_minor, self.currency, f"{self.digest}:{row.line}", row.channel, at,
        )  # fmt: skip
        try:
            self.new.bookings[row.line] = (place_imported(given), "confirmed")
        except SoldOut as sold_out:
            night = sold_out.night
            self.new.refused[row.line] = night
            record(
                REFUSED, "import", row.line, actor=ACTOR, location_id=place.location_id, at=at, digest=self.digest,
                night=night.isoformat(),
            )  # fmt: skip

    def _change(self, event: Event) -> None:
        """Cancelled, left or not come; a booking that is no longer as it was booked has been through this before."""
        row = event.row
        booking_id, state = self.new.bookings.get(row.line) or self.known.bookings.get(row.line) or (0, "refused")
        if state != "confirmed":
            return
        if row.state == "cancelled":
            cancel_booking(booking_id, at=noon(event.day, self.timezone), actor=ACTOR)
        elif row.state == "no_show":
            mark_no_show(booking_id, at=noon(event.day, self.timezone), actor=ACTOR)
        else:
            check_in(booking_id, at=noon(row.stay.arrival, self.timezone), actor=ACTOR)
            check_out(booking_id, at=noon(event.day, self.timezone), actor=ACTOR)
        self.new.bookings[row.line] = (booking_id, row.state)


@lru_cache(maxsize=4096)
def noon(day: date, timezone: str) -> datetime:
    """When a day's events happened: the file knows no hours."""
    return wall_instant(day, 12, 0, timezone)
