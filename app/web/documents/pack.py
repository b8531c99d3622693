"""The evening pack: what a house needs on paper for the night on which the line is cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from app.booking.days.stays import DayStay, stays_on
from app.booking.days.tables import Diner, Table, tables_on
from app.catalogue.closed import room_type_of
from app.catalogue.queries import House, catalogue
from app.inventory.room_states import room_states
from app.kernel import clock
from app.kernel.words import at_hour, counted, dated, hour, listed, long_day, money, short_day
from app.web.documents.paper import Paper

DAYS = 3
NAME = "packs"
"""The folder of the packs in that of all kept data; a folder a house."""


@dataclass(frozen=True, slots=True)
class _Doors:
    """What the doors are called."""

    names: dict[int, str]

    def of(self, room_id: int | None, room_type_id: int) -> str:
        found = self.names.get(room_id or 0)
        return found or f"{room_type_of(room_type_id).name}, no room yet"


def pack_of(house: House, at: datetime) -> bytes:
    """The PDF file: who is in the house, who arrives and which tables there are on three days, as of an instant."""
    today = clock.today(house.timezone)
    doors = _Doors({room_id: room.name for room_id, room in room_states(house.id).items()})
    days = [today + timedelta(days=n) for n in range(DAYS)]
    made = f"{dated(today)}, {at_hour(at.replace(second=0, microsecond=0), house.timezone)}"
    paper = Paper(
        f"Evening pack, {house.name}, {dated(today)}",
        ["Names and allergies of guests: this paper goes into the stove when the line is back."],
        at,
    )
    trader = catalogue().trader
    paper.head(trader.group_name if trader else house.name, house.name, [house.telephone])
    paper.title_line("Evening pack", f"In house, arrivals and tables for three days, as of {made}.")
    stays = {day: stays_on([house.id], day) for day in days}
    _in_house(paper, [stay for stay in stays[today] if stay.here], house, doors)
    for day in days:
        _arrivals(paper, day, [stay for stay in stays[day] if stay.arriving and not stay.gone], house, doors)
    for day in days:
        _tables(paper, day, tables_on([house.id], day), house, doors)
    return bytes(paper.output())


def _in_house(paper: Paper, stays: Sequence[DayStay], house: House, doors: _Doors) -> None:
    rows = sorted(
        (
            doors.of(stay.room_id, stay.room_type_id),
            stay.guest_name or "No name",
            str(stay.party.people),
            short_day(stay.departure_on),
            _owed(stay, house),
        )
        for stay in stays
    )
    paper.heading(f"In house now: {len(rows)}")
    paper.words_table(("Room", "Guest", "People", "Leaves", "To pay"), rows, (26, 34, 10, 17, 13))


def _arrivals(paper: Paper, day: date, stays: Sequence[DayStay], house: House, doors: _Doors) -> None:
    paper.heading(f"Arriving {long_day(day)}: {len(stays)}")
    rows = [
        (
            "here" if stay.here else hour(stay.arrival_time) if stay.arrival_time else "not said",
            stay.guest_name or "No name",
            doors.of(stay.room_tonight, stay.room_type_id),
            f"{stay.party.people}, {stay.nights} n",
            _owed(stay, house),
            ". ".join(_know(stay)),
        )
        for stay in stays
    ]
    paper.words_table(("Due", "Guest", "Room", "People", "To pay", "Know this"), rows, (11, 22, 22, 12, 12, 21))


def _know(stay: DayStay) -> Iterator[str]:
    """What their room needs, and their notes."""
    yield from ("Needs a bath" if need == "bath" else f"Needs {need}" for need in sorted(stay.party.needs))
    if stay.cots:
        yield counted(stay.cots, "cot").capitalize()
    if dogs := stay.party.dogs + stay.assistance_dogs:
        yield counted(dogs, "dog").capitalize()
    if stay.notes:
        yield stay.notes


def _tables(paper: Paper, day: date, tables: Sequence[Table], house: House, doors: _Doors) -> None:
    begins = {one.id: one.begins for one in house.sittings}
    seated = [table for table in tables if table.sitting_id in begins]
    seated.sort(key=lambda table: (begins.get(table.sitting_id or 0, time()), table.surname))
    covers = sum(table.covers for table in seated)
    paper.heading(f"Tables {long_day(day)}: {covers} covers")
    rows = [
        (
            hour(begins[table.sitting_id]) if table.sitting_id else "",
            table.guest_name or "No name",
            str(table.covers),
            doors.names.get(table.room_id or 0, ""),
            "; ".join(map(_diner, table.diners)),
        )
        for table in [*seated, *(table for table in tables if table.sitting_id is None and table.diners)]
    ]
    paper.words_table(("Hour", "Guest", "Covers", "Room", "Cannot eat"), rows, (11, 24, 9, 18, 38))


def _diner(diner: Diner) -> str:
    said = diner.cannot_eat
    parts = [said.severity.upper() if said.severity == "anaphylaxis" else said.severity, listed(said.allergens)]
    return f"{said.person or f'guest {diner.number}'}: {', '.join(filter(None, [*parts, said.words]))}"


def _owed(stay: DayStay, house: House) -> str:
    return money(stay.due_minor, house.currency, pence=True) if stay.due_minor > 0 and stay.part == 0 else ""


def packs_of(folder: Path, house: House) -> list[Path]:
    """The kept packs of a house, the newest first."""
    return sorted((folder / NAME / house.slug).glob("*.pdf"), reverse=True)
