"""What is planned at a house, in words: what it means, and how each thing is before, meanwhile and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.care.facilities.rules import FINE
from app.care.notices.rules import KINDS
from app.care.status import FacilityNow, StatusNotice
from app.care.status.rules import state_by_weight
from app.kernel.words import at_hour
from app.web.status_words import STATE_WORDS, between, day, sentence, when

ALL_ELSE = "All else"


@dataclass(frozen=True, slots=True)
class Course:
    """One line of the table: its name, and (state, word) before, meanwhile and after."""

    name: str
    states: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A notice that is still to come, or one about the whole house that runs. `heads` and `courses` are the table of
    one that is to come and touches one facility; else empty."""

    key: str
    title: str
    times: str
    meaning: str
    said: str
    runs: bool
    heads: tuple[str, ...]
    courses: tuple[Course, ...]


def planned_of(one: StatusNotice, facilities: Sequence[FacilityNow], zone: str, now: datetime) -> Planned:
    """The notice as the page of its house says it."""
    title = one.title if one.runs(now) else f"{KINDS[one.kind].split()[0]}: {one.title[:1].lower()}{one.title[1:]}"
    touched = [own for own in facilities if own.facility.id == one.facility_id and one.comes(now)]
    times = between(one.begins_at, one.ends_at, zone)
    if one.late(now):
        times = f"should have been over by {when(one.ends_at, zone, now)}; we are checking"
    return Planned(
        key=f"n{one.id}",
        title=title,
        times=times,
        meaning=sentence(one.meaning),
        said=sentence(one.said),
        runs=one.runs(now),
        heads=_heads(one, touched[0].state, zone) if touched else (),
        courses=tuple(_course(own, one) for own in touched) + _others(facilities, one) if touched else (),
    )


def _heads(one: StatusNotice, state: str, zone: str) -> tuple[str, ...]:
    """What works now is meant to until then; of what does not, nobody says that it lasts so long."""
    begins, ends = at_hour(one.begins_at, zone), at_hour(one.ends_at, zone)
    first, last = day(one.begins_at, zone), day(one.ends_at, zone)
    if first == last:
        before = f"Until {begins}" if state == FINE else "Now"
        return before, f"{begins[:1].upper()}{begins[1:]} to {ends}", f"After {ends}"
    return f"Until {first}, {begins}" if state == FINE else "Now", "Meanwhile", f"After {last}, {ends}"


def _course(own: FacilityNow, one: StatusNotice) -> Course:
    return Course(own.facility.name, tuple(map(_said, (own.state, state_by_weight(one.weight), FINE))))


def _others(facilities: Sequence[FacilityNow], one: StatusNotice) -> tuple[Course, ...]:
    """The rest in one line, where there is any, all of it works, and nothing else is planned for it."""
    rest = [own for own in facilities if own.facility.id != one.facility_id]
    works = all(own.state == FINE and own.coming is None for own in rest)
    return (Course(ALL_ELSE, (_said(FINE),) * 3),) if rest and works else ()


def _said(state: str) -> tuple[str, str]:
    return state, STATE_WORDS[state]
