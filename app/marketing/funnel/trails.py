"""Visits as their steps and signals, in words; nothing tells whose they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.catalogue.queries import catalogue
from app.experience.funnel.names import STEP_NAMES
from app.insight.funnel import Mark, Signal, Stopped, Trail
from app.kernel.words import counted, short_day
from app.marketing.asked import SOURCES
from app.marketing.signals import signal_words
from app.marketing.words import minutes

ONE = {"phone": "Phone", "tablet": "Tablet", "desk": "Computer"}


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A step or a signal, and how long after the visit began."""

    after: str
    words: str
    is_signal: bool


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One visit: its day, what is known about it, what happened."""

    day: str
    about: str
    marks: Sequence[MarkRow]


def trail_rows(found: Stopped) -> list[TrailRow]:
    """In the order of the report; steps that a later one implied are left out."""
    return [_row(trail) for trail in found.trails]


def _row(trail: Trail) -> TrailRow:
    house = catalogue().by_id.get(trail.location_id) if trail.location_id else None
    about = [
        ONE.get(trail.device, trail.device),
        SOURCES.get(trail.source, trail.source).lower(),
        "returning" if trail.returning else "new",
        house.name if house else "no house",
        f"party of {trail.heads}" if trail.heads else "",
        counted(trail.nights, "night") if trail.nights else "",
        f"{counted(trail.lead_days, 'day')} ahead" if trail.lead_days is not None else "",
    ]
    marks = [_mark(mark) for mark in trail.marks if not mark.implied]
    return TrailRow(f"{short_day(trail.day_on)} {trail.day_on.year}", ", ".join(filter(None, about)), marks)


def _mark(mark: Mark) -> MarkRow:
    step = STEP_NAMES.get(mark.name)
    return MarkRow(minutes(mark.after_s), step or signal_words(Signal("", mark.name, mark.code)), step is None)
