"""Who stays away, where a change makes the party smaller and something is known of its people."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from app.booking.people.queries import allergies_of, register_of
from app.booking.people.rules import BOOKER, Fewer, Key, Person, fewer, followed, people_of
from app.booking.queries import PlacedBooking
from app.booking.rules import ChosenStay
from app.kernel.words import counted, listed
from app.web.forms import clean_line
from app.web.register_fields import person_title
from app.web.search import Problem

LEAVING = "leaving"
_PERSON = re.compile(r"(\d{1,3})-(\d{1,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Whom a change leaves in doubt: everybody `before` and `after`, and who was `named` as staying away."""

    before: tuple[Person, ...] = ()
    after: tuple[Person, ...] = ()
    groups: tuple[Fewer, ...] = ()
    named: frozenset[Key] = frozenset()
    problems: tuple[Problem, ...] = ()


CLEAR = Leaving()


@dataclass(frozen=True, slots=True)
class PersonTick:
    value: str
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class LeavingField:
    """One question with the people it is about; `left_open` is who it is taken to be without an answer, "" with one."""

    legend: str
    people: tuple[PersonTick, ...]
    left_open: str


def read_leaving(booking: PlacedBooking, stays: Sequence[ChosenStay], arguments: MultiDict[str, str]) -> Leaving:
    """Who was named of those who may be, where the booking's rooms become these; nobody where all is clear."""
    before = people_of((own.part, own.chosen.party) for own in booking.live)
    after = people_of((own.part, new.party) for own, new in zip(booking.live, stays, strict=False))
    groups = fewer(before, after)
    known = {one.key for group in groups for one in group.people}
    found = [_PERSON.fullmatch(clean_line(text)) for text in arguments.getlist(LEAVING)[:100]]
    named = frozenset((int(one[1]), int(one[2])) for one in found if one) & known
    problems = tuple(
        Problem(LEAVING, f"Tick {counted(group.count, 'name')} at most: {_which(group)} not coming?")
        for group in groups
        if len(named & {one.key for one in group.people}) > group.count
    )
    return Leaving(before, after, groups, named, problems)


def leaving_fields(booking: PlacedBooking, leaving: Leaving) -> tuple[LeavingField, ...]:
    """The questions, of people of whom the register or the kitchen knows something; two statements at most."""
    if not leaving.groups:
        return ()
    entries, eaten = register_of(booking.id), allergies_of(booking.id)
    names = {BOOKER: booking.guest_name} | {key: own.cannot_eat.person for key, own in eaten.items()}
    names |= {key: own.name for key, own in entries.items() if own.name}
    known = entries.keys() | eaten.keys()
    staying = followed(leaving.before, leaving.after, known, leaving.named).keys()
    return tuple(
        _field(group, names, leaving.named, staying)
        for group in leaving.groups
        if any(one.key in known for one in group.people)
    )


def _field(group: Fewer, names: Mapping[Key, str], named: Collection[Key], staying: Collection[Key]) -> LeavingField:
    called = {one.key: names.get(one.key) or person_title(one) for one in group.people}
    going = [] if called.keys() & set(named) else [name for key, name in called.items() if key not in staying]
    return LeavingField(
        f"{_which(group).capitalize()} not coming?",
        tuple(PersonTick(f"{key[0]}-{key[1]}", name, key in named) for key, name in called.items()),
        listed(going),
    )


def _which(group: Fewer) -> str:
    kind = "adult" if group.people[0].age is None else "child"
    if group.count == 1:
        return f"which {kind} is"
    return f"which {counted(group.count, kind, 'children' if kind == 'child' else 'adults')} are"
