"""Files of events: one JSON object a line, `{"unit", "at", "name", "properties"}`."""

from __future__ import annotations

import codecs
import gc
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from sys import intern
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from app.experience.funnel.rules import (
    MICROSECOND,
    Attempt,
    Hindrance,
    Moment,
    Question,
    Step,
    ranked,
    reached,
    shown_by,
    tally,
)
from app.kernel.errors import Invalid

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TELL_EVERY = 20_000
BLANKS = b" \t\r\n"
"""What may stand around JSON."""
KEYS = ("unit", "at", "name", "properties")

Tell = Callable[[int, int], None]
Bad = tuple[int, str]
"""The number of a line that is no event, and why."""


class _NoEvent(Exception):
    """A line that is no event; says why."""


class Unit(list[Moment]):
    """What one unit did, in order of time once all is read; where a property was asked for, its first value there."""

    __slots__ = ("first_touch", "touched")

    def __init__(self) -> None:
        self.touched: int | None = None
        self.first_touch = ""


@dataclass(slots=True)
class Events:
    """What a file says: its units, and the lines that are no events."""

    units: defaultdict[str, Unit] = field(default_factory=lambda: defaultdict(Unit))
    bad: list[Bad] = field(default_factory=list)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Python does not look for cycles: a file has none, and to look through all that was read takes a tenth longer."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@_no_collecting()
def count_file(
    file: Path, question: Question, zone: str, by: str | None = None, tell: Tell | None = None
) -> tuple[tuple[Step, ...], dict[str, tuple[Step, ...]] | None, list[Bad]]:
    """The steps' counts of the file's units, the same by group where a property is named, and the bad lines."""
    events = read_events(file, zone, by, tell)
    groups: defaultdict[str, list[Attempt]] = defaultdict(list)
    for unit in events.units.values():
        groups[unit.first_touch].append(reached(unit, question))
    counted = tally(question.steps, chain.from_iterable(groups.values()))
    if by is None:
        return counted, None, events.bad
    return counted, {name: tally(question.steps, own) for name, own in sorted(groups.items())}, events.bad


@_no_collecting()
def rank_file(file: Path, goal: str, zone: str, tell: Tell | None = None) -> tuple[Sequence[Hindrance[str]], list[Bad]]:
    """Every name of the file but the goal as a signal, the one that cost most first; and the bad lines."""
    events = read_events(file, zone, tell=tell)
    shown, booked, left = shown_by(({name for _, name in unit} for unit in events.units.values()), goal)
    return ranked({name: (*counts, booked, left) for name, counts in shown.items()}), events.bad


def read_events(file: Path, zone: str, by: str | None = None, tell: Tell | None = None) -> Events:
    """Everything in the file. An instant without offset is in `zone`; empty lines say nothing.

    Raises `Invalid` when the file cannot be read.
    """
    events = Events()
    reader = _Reader(ZoneInfo(zone), by, events)
    try:
        with file.open("rb") as lines:
            length = file.stat().st_size
            if lines.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
                raise Invalid(f"{file} is UTF-16. Keep it as UTF-8.")
            for number, line in enumerate(lines, 1):
                try:
                    reader.take(line.removeprefix(codecs.BOM_UTF8) if number == 1 else line)
                except _NoEvent as reason:
                    events.bad.append((number, str(reason)))
                if tell and number % TELL_EVERY == 0:
                    tell(lines.tell(), length)
    except OSError as error:
        raise Invalid(f"{file} cannot be read: {error.strerror}.") from None
    for unit in events.units.values():
        unit.sort()
    return events


class _Reader:
    """Takes lines into `events`; what they have in common is made once."""

    def __init__(self, zone: ZoneInfo, by: str | None, events: Events) -> None:
        self._zone, self._by, self._units = zone, by, events.units

    def take(self, line: bytes) -> None:
        """The event of the line is in the stream of its unit. Raises `_NoEvent`; an empty line is nothing."""
        told = self._object(line)
        if told is None:
            return
        unit, at, name, properties = map(told.get, KEYS)
        if type(unit) is not str or not unit:
            raise _NoEvent("no unit")
        if type(name) is not str or not name:
            raise _NoEvent("no name")
        if properties is not None and type(properties) is not dict:
            raise _NoEvent("properties are no object")
        instant = self._instant(at)
        known = self._units[unit]
        known.append((instant, intern(name)))
        if self._by is not None and properties and (known.touched is None or instant < known.touched):
            _touch(known, instant, properties.get(self._by))

    def _object(self, line: bytes) -> dict[str, Any] | None:
        try:
            told = orjson.loads(line)
        except orjson.JSONDecodeError:
            if not line.strip(BLANKS):
                return None
            raise _NoEvent(_unreadable(line)) from None
        if type(told) is not dict:
            raise _NoEvent("not an object")
        return told

    def _instant(self, text: object) -> int:
        if type(text) is not str:
            raise _NoEvent("no instant")
        try:
            at = datetime.fromisoformat(text)
            if at.tzinfo is None:
                at = at.replace(tzinfo=self._zone)
            return (at - EPOCH) // MICROSECOND
        except (ValueError, OverflowError):
            raise _NoEvent("not an instant") from None


def _unreadable(line: bytes) -> str:
    try:
        line.decode()
    except UnicodeDecodeError:
        return "not UTF-8"
    return "not JSON"


def _touch(unit: Unit, at: int, value: object) -> None:
    """The value is the unit's first so far, unless nothing is said; 0 and false are values."""
    if value is not None and value != "":
        told = value if type(value) is str else json.dumps(value, sort_keys=True, ensure_ascii=False)
        unit.touched, unit.first_touch = at, str(told)
