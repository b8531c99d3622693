"""A night's suppers as the kitchen reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.booking.days.tables import Diner, Table, tables_on, wishes_of
from app.catalogue.queries import House
from app.identity.staff.names import names_of
from app.inventory.levels import Level, levels
from app.inventory.queries import resources
from app.inventory.room_states import room_states
from app.kernel.party import Party
from app.kernel.words import at_hour, counted, listed
from app.web.filters import sitting

TONES = {"anaphylaxis": "bad", "severe": "warn", "mild": "info"}
SHAPES = {"anaphylaxis": "▲", "severe": "◆", "mild": "●"}


@dataclass(frozen=True, slots=True)
class DinerView:
    """One person: what they cannot eat, how badly, in the guest's words, and who has read it when."""

    person: str
    what: str
    severity: str
    tone: str
    shape: str
    words: str
    read: str


@dataclass(frozen=True, slots=True)
class TableView:
    """A table or, without an hour, a room that eats elsewhere. `seen_at` is up to when everything of it is shown."""

    reference: str
    part: int
    name: str
    room: str
    covers: int
    party: str
    diners: tuple[DinerView, ...]
    unread: bool
    seen_at: str
    notes: str
    sitting_id: int | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """An hour with its tables; `held` covers are taken by somebody who is still booking. `closed`: nobody sits down."""

    id: int
    begins: str
    covers: int
    most: int
    held: int
    full: bool
    closed: bool
    tables: tuple[TableView, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page: the sittings, those without a table who cannot eat everything, and the sums."""

    on: date
    sittings: tuple[Sitting, ...]
    elsewhere: tuple[TableView, ...]
    covers: int
    most: int
    diners: int
    unread: int
    tally: str


def sheet_of(house: House, on: date) -> Sheet:
    """The suppers of a night; seven statements."""
    tables = tables_on([house.id], on)
    rooms = {room_id: room.name for room_id, room in room_states(house.id).items()}
    readers = names_of(diner.read_by for table in tables for diner in table.diners)
    wishes = wishes_of(table.guest_id for table in tables)
    of_sitting = resources().of_sitting
    own = [of_sitting[one.id] for one in house.sittings if one.id in of_sitting]
    full = levels(own, on, on + timedelta(days=1))
    views = {table.stay_id: _table(table, rooms, readers, wishes, house.timezone) for table in tables}
    sittings = tuple(
        _sitting(
            one.id,
            sitting(one.begins),
            one.covers,
            full.get((of_sitting.get(one.id, 0), on)),
            [views[table.stay_id] for table in tables if table.sitting_id == one.id],
        )
        for one in house.sittings
    )
    seated = [table for table in tables if table.sitting_id is not None]
    return Sheet(
        on,
        sittings,
        tuple(views[table.stay_id] for table in tables if table.sitting_id is None and table.diners),
        sum(one.covers for one in sittings),
        sum(one.most for one in sittings),
        sum(len(table.diners) for table in seated),
        sum(table.unread for table in tables),
        _tally(seated),
    )


def _sitting(id_: int, begins: str, covers: int, level: Level | None, tables: Sequence[TableView]) -> Sitting:
    booked = sum(table.covers for table in tables)
    most = level.sellable if level else covers
    held = max(0, level.taken - booked) if level else 0
    full = level is not None and level.full
    return Sitting(id_, begins, booked, most, held, full, most == 0, tuple(tables))


def _table(
    table: Table,
    rooms: Mapping[int, str],
    readers: Mapping[int | None, str],
    wishes: Mapping[int, Sequence[str]],
    zone: str,
) -> TableView:
    said = [diner.consented_at for diner in table.diners]
    return TableView(
        reference=table.reference,
        part=table.part,
        name=table.guest_name or "No name",
        room=rooms.get(table.room_id or 0, "no room yet"),
        covers=table.covers,
        party=_party(table.party),
        diners=tuple(_diner(diner, readers, zone) for diner in table.diners),
        unread=table.unread,
        seen_at=max(said).isoformat() if said else "",
        notes=". ".join([*wishes.get(table.guest_id or 0, ()), *filter(None, [table.notes])]),
        sitting_id=table.sitting_id,
    )


def _party(party: Party) -> str:
    parts = [counted(party.adults, "adult")]
    if party.children:
        ages = listed([str(age) for age in party.children])
        parts.append(f"{counted(len(party.children), 'child', 'children')} of {ages}")
    parts += [counted(party.cots, "infant")] if party.cots else []
    words = listed(parts)
    return f"{words[:1].upper()}{words[1:]}"


def _diner(diner: Diner, readers: Mapping[int | None, str], zone: str) -> DinerView:
    said = diner.cannot_eat
    return DinerView(
        said.person or f"Guest {diner.number}",
        listed(said.allergens),
        said.severity,
        TONES.get(said.severity, "info"),
        SHAPES.get(said.severity, ""),
        said.words,
        f"Read {_at(diner.read_at, zone)}, {readers[diner.read_by]}" if diner.read_at else "",
    )


def _at(instant: datetime, zone: str) -> str:
    return at_hour(instant.replace(second=0, microsecond=0), zone)


def _tally(tables: Iterable[Table]) -> str:
    """Nuts 2, milk 1, and one in words: how many of those who sit down cannot eat what."""
    counts: dict[str, int] = {}
    in_words = 0
    for table in tables:
        for diner in table.diners:
            for allergen in diner.cannot_eat.allergens:
                counts[allergen] = counts.get(allergen, 0) + 1
            in_words += not diner.cannot_eat.allergens
    parts = [f"{name} {count}" for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]
    parts += [f"in words {in_words}"] if in_words else []
    words = ", ".join(parts)
    return f"{words[:1].upper()}{words[1:]}" if words else ""
