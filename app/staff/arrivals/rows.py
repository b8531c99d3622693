"""A room of a booking as a row of the lists of the front desk."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from app.booking.reception.queries import COMING, HERE, LEFT, NOBODY_CAME, DeskStay
from app.catalogue.closed import room_type_of
from app.catalogue.queries import House
from app.inventory.room_states import Standing
from app.kernel.words import DAYS, MONTHS, at_hour, hour, money
from app.staff.rooms.board import STATES
from app.web.filters import sitting

SORTS = ("time", "name", "room")
ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
LATE = "late-departure"
"""The extra of those who keep their room for some hours of the last day."""

NEEDS = {"step-free": "Needs step-free", "bath": "Needs a bath"}
LAST_TIME = time(23, 59, 59)
NOBODY: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `due` is an hour, or where they are; `done` the hour at which they came or left; `owed` is empty on all
    but the first room of a booking."""

    reference: str
    part: int
    url: str
    guest: str
    due: str
    where: str
    room: str
    shape: str
    ready: str
    party: int
    nights: int
    night: str
    arrives: str
    leaves: str
    supper: str
    owed_minor: int
    owed: str
    know: str
    done: str
    thin: bool
    keeps_room: bool


def rows_of(
    stays: Sequence[DeskStay],
    house: House,
    standing: Mapping[int, Standing],
    on: date,
    *,
    leaving: bool = False,
    inside: Mapping[int, str] = NOBODY,
) -> list[Row]:
    """The stays as rows, in their order; what a booking owes stands on its first row.

    A room is not ready for who comes while somebody is `inside`, by its id.
    """
    first: set[int] = set()
    rows = []
    for stay in stays:
        rows.append(_row(stay, house, standing, on, owes=stay.booking_id not in first, leaving=leaving))
        if stay.where == COMING and (others := inside.get(stay.room_id or 0)):
            rows[-1] = replace(rows[-1], shape="", ready=f"{others} has not left")
        first.add(stay.booking_id)
    return rows


def found(stays: Sequence[DeskStay], asked: str) -> list[DeskStay]:
    """Those whose guest's name or reference has these words in it; all of them where nothing is asked."""
    wanted = asked.casefold().split()
    return [stay for stay in stays if all(word in f"{stay.guest_name} {stay.reference}".casefold() for word in wanted)]


def arranged(rows: Sequence[Row], sort: str) -> list[Row]:
    """By name or by room; else as they were."""
    if sort == "name":
        return sorted(rows, key=lambda row: surname(row.guest))
    return sorted(rows, key=lambda row: door_order(row.room)) if sort == "room" else list(rows)


def door_order(room: str) -> tuple[int, str]:
    """What a list of doors is sorted by: 2 comes before 11, and those without a number come last."""
    number = re.match(r"\d+", room)
    return (int(number[0]) if number else sys.maxsize, room)


def by_due(stays: Sequence[DeskStay]) -> list[DeskStay]:
    """Those who are here first, then by the hour at which they are due; those who said none last."""
    return sorted(stays, key=lambda stay: (stay.where == COMING, stay.due_at or LAST_TIME, surname(stay.guest_name)))


def by_leaving(stays: Sequence[DeskStay]) -> list[DeskStay]:
    """Those who have left last."""
    return sorted(stays, key=lambda stay: (stay.where == LEFT, stay.stay.departure, surname(stay.guest_name)))


def surname(name: str) -> tuple[str, str]:
    """What a list of names is sorted by."""
    words = name.casefold().split()
    return (words[-1] if words else "", name.casefold())


def brief_day(day: date) -> str:
    """Mon 8 Mar."""
    return f"{DAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"


def room_words(stay: DeskStay, standing: Mapping[int, Standing]) -> str:
    """The door, or the room type where none is given yet."""
    given = standing.get(stay.room_id) if stay.room_id else None
    return given.name if given else f"{room_type_of(stay.room_type_id).name}, no room yet"


def _row(stay: DeskStay, house: House, standing: Mapping[int, Standing], on: date, *, owes: bool, leaving: bool) -> Row:
    given = standing.get(stay.room_id) if stay.room_id else None
    hours = {one.id: one.begins for one in house.sittings}
    nights = stay.stay.nights
    came_or_left = stay.checked_out_at if leaving else stay.checked_in_at
    begins = hours.get(stay.sitting_id) if stay.sitting_id else None
    owed = stay.owed_minor if owes else 0
    return Row(
        reference=stay.reference,
        part=stay.part,
        url=f"/staff/{house.slug}/bookings/{stay.reference}",
        guest=stay.guest_name or "No name",
        due=_due(stay),
        where=stay.where,
        room=room_words(stay, standing),
        shape=STATES[given.state][0] if given else "",
        ready=STATES[given.state][1].lower() if given else "no room yet",
        party=stay.party.people,
        nights=nights,
        night=f"{min(max((on - stay.stay.arrival).days + 1, 1), nights)} of {nights}",
        arrives=brief_day(stay.stay.arrival),
        leaves=brief_day(stay.stay.departure),
        supper=sitting(begins) if begins else "none",
        owed_minor=owed,
        owed=money(owed, stay.currency, pence=True) if owed else "",
        know=". ".join(_know(stay, house)),
        done=at_hour(came_or_left, house.timezone) if came_or_left else "",
        keeps_room=stay.leaves_by is not None
        or any(extra.slug == LATE for extra in house.extras if extra.id in dict(stay.extras)),
        thin=stay.where in ((LEFT,) if leaving else (HERE, LEFT, NOBODY_CAME)),
    )


def _due(stay: DeskStay) -> str:
    if stay.where == COMING:
        return sitting(stay.due_at) if stay.due_at else "not said"
    return {HERE: "Here", LEFT: "Left", NOBODY_CAME: "No-show"}[stay.where]


def _know(stay: DeskStay, house: House) -> Iterator[str]:
    """What one should know before they stand at the desk, the rarest first."""
    if stay.stays_before:
        number = stay.stays_before
        yield f"{ORDINALS[number] if number < len(ORDINALS) else f'{number + 1}th'} stay"
    if stay.allergies:
        yield f"Allergies ({stay.allergies})"
    if stay.rooms > 1:
        yield f"One of {stay.rooms} rooms"
    if stay.leaves_by:
        yield f"May keep the room until {hour(stay.leaves_by)} on the last day"
    cots = sum(dict(stay.extras).get(extra.id, 0) for extra in house.extras if extra.is_cot)
    yield from _with_them(stay, max(cots, stay.party.cots))
    names = {extra.id: extra.name for extra in house.extras if not extra.is_cot}
    for extra_id, count in stay.extras:
        if extra_id in names:
            yield f"{names[extra_id]} × {count}" if count > 1 else names[extra_id]
    yield from (words for _, words in stay.preferences)
    if stay.notes:
        yield stay.notes.rstrip(".")


def _with_them(stay: DeskStay, cots: int) -> Iterator[str]:
    """Needs, dogs and cots."""
    for need in sorted(stay.party.needs):
        yield NEEDS[need]
    dogs = stay.party.dogs - stay.assistance_dogs
    if dogs > 0:
        yield "Dog" if dogs == 1 else f"{dogs} dogs"
    if stay.assistance_dogs:
        yield "Assistance dog"
    if cots:
        yield "Cot in the room" if cots == 1 else f"{cots} cots in the room"
