"""Summing up a day's visits. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from app.experience.funnel.names import STEPS
from app.experience.funnel.rules.bands import LEADS, PARTIES, band_of
from app.experience.funnel.rules.links import Link, links_of
from app.experience.funnel.rules.signals import ON_LEAVING, Signal, signal_of

DIMENSIONS = ("location", "device", "source", "returning", "heads", "lead")
"""What visits are told apart by."""

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of a visit."""

    at: datetime
    name: str
    code: str | None = None
    duration_ms: int | None = None
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit: when it reached `STEPS`, its value of each of `DIMENSIONS`, and its events in order."""

    reached: Sequence[datetime | None]
    values: Sequence[object]
    events: Sequence[Happened]


@dataclass(slots=True)
class Sum:
    """What some visits came to. Seconds are whole; a signal has how many booked and how many left that showed it."""

    reached: list[int] = field(default_factory=lambda: [0] * len(STEPS))
    waits: list[Counter[int]] = field(default_factory=lambda: [Counter() for _ in STEPS])
    to_book: Counter[int] = field(default_factory=Counter)
    booked: Counter[Signal] = field(default_factory=Counter)
    left: Counter[Signal] = field(default_factory=Counter)
    last_fields: Counter[str] = field(default_factory=Counter)
    links: Counter[Link] = field(default_factory=Counter)

    def add(self, other: Sum) -> None:
        self.reached = [a + b for a, b in zip(self.reached, other.reached, strict=True)]
        for own, more in zip(self.waits, other.waits, strict=True):
            own.update(more)
        for name in ("to_book", "booked", "left", "last_fields", "links"):
            getattr(self, name).update(getattr(other, name))

    def document(self) -> dict[str, Any]:
        """All but the counts, as JSON can hold it."""
        signals = sorted({*self.booked, *self.left}, key=str)
        return {
            "waits": [_pairs(own) for own in self.waits],
            "to_book": _pairs(self.to_book),
            "signals": [[one.step, one.name, one.code, self.booked[one], self.left[one]] for one in signals],
            "last_fields": sorted(map(list, self.last_fields.items())),
            "links": sorted([*link, count] for link, count in self.links.items()),
        }

    def add_day(self, reached: Sequence[int], document: Mapping[str, Any]) -> None:
        """Adds what a document says, or some of its parts: what is not there adds nothing."""
        self.reached = [a + b for a, b in zip(self.reached, reached, strict=True)]
        for own, more in zip(self.waits, document.get("waits", ()), strict=False):
            _add(own, more)
        _add(self.to_book, document.get("to_book", ()))
        for *words, booked, left in document.get("signals", ()):
            signal = Signal(*words)
            self.booked[signal] += booked
            self.left[signal] += left
        _add(self.last_fields, document.get("last_fields", ()))
        _add(self.links, (((column, source, target), n) for column, source, target, n in document.get("links", ())))


def _add(own: Counter[Key], more: Iterable[tuple[Key, int]]) -> None:
    """As `Counter.update` does of a mapping, in a third of the time: half a year has a quarter of a million pairs."""
    known = own.get
    for key, count in more:
        own[key] = known(key, 0) + count


def _pairs(counts: Mapping[int, int]) -> list[list[int]]:
    return [[value, count] for value, count in sorted(counts.items())]


def summed(visits: Iterable[Seen]) -> dict[str, Sum]:
    """The visits by slice; all of them under the empty word, which is there even when nobody came."""
    found: dict[str, Counter[Mark]] = {"": Counter()}
    for seen in visits:
        marks = set(marks_of(seen))
        for name in slices(seen.values):
            found.setdefault(name, Counter()).update(marks)
    return {name: _summed(counts) for name, counts in found.items()}


def cells(visits: Iterable[Seen]) -> dict[tuple[str, ...], list[int]]:
    """How many visits reached each of `STEPS`, by their values of all of `DIMENSIONS`."""
    found: dict[tuple[str, ...], list[int]] = {}
    for seen in visits:
        values = tuple(value_of(*pair) for pair in zip(DIMENSIONS, seen.values, strict=True))
        own = found.setdefault(values, [0] * len(STEPS))
        for place, at in enumerate(seen.reached):
            own[place] += at is not None
    return found


Mark = tuple[str, Any, Any]
"""Something that a visit adds one to: which part of a `Sum`, where in it, and of what."""


def marks_of(seen: Seen) -> Iterator[Mark]:
    """What one visit adds; a signal that it showed twice comes twice, and counts once."""
    for place, at in enumerate(seen.reached):
        if at is not None:
            yield ("reached", place, None)
            before = seen.reached[place - 1] if place else None
            if before is not None:
                yield ("waits", place, seconds(before, at))
    first, booked = seen.reached[0], seen.reached[-1]
    if first is not None and booked is not None:
        yield ("to_book", None, seconds(first, booked))
    for event in seen.events:
        signal = signal_of(event.name, event.code, event.duration_ms, event.at, seen.reached)
        if signal and signal.name == ON_LEAVING:
            yield ("last_fields", None, signal.code)
        elif signal:
            yield ("left" if booked is None else "booked", None, signal)
    walk = [event.name for event in seen.events if event.name in STEPS and not event.implied]
    yield from (("links", None, link) for link in links_of(walk))


def _summed(counts: Mapping[Mark, int]) -> Sum:
    found = Sum()
    for (part, place, of), count in counts.items():
        if part == "reached":
            found.reached[place] = count
        elif part == "waits":
            found.waits[place][of] = count
        else:
            getattr(found, part)[of] = count
    return found


def seconds(since: datetime, until: datetime) -> int:
    """Whole seconds, the nearest."""
    return round((until - since).total_seconds())


def slices(values: Sequence[object]) -> Iterator[str]:
    """All visits, and those of each value that is known."""
    yield ""
    for dimension, value in zip(DIMENSIONS, values, strict=True):
        yield slice_named(dimension, value_of(dimension, value))


def slice_named(dimension: str, word: str) -> str:
    return f"{dimension}={word}"


def value_of(dimension: str, value: object) -> str:
    """The value as a word: an id, a key of `PARTIES` or `LEADS`, `new` or `returning`; empty for none."""
    if dimension in ("heads", "lead"):
        bands = PARTIES if dimension == "heads" else LEADS
        return band_of(value if isinstance(value, int) else None, bands)
    if dimension == "returning":
        return "returning" if value else "new"
    return "" if value is None else str(value)
