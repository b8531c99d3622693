"""What a house says of itself, from what was reported and announced. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.care.facilities.rules import CLOSED, FINE, LIMITED, worst

HEAVY = "heavy"


class Said(Protocol):
    """What was said of a facility, of `facilities.Reported` what matters here."""

    @property
    def facility_id(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def what_we_do(self) -> str: ...
    @property
    def since_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Episode:
    """A time in which a facility was not fine: how bad it got, what was said last, and what as it ended."""

    facility_id: int
    state: str
    words: str
    began_at: datetime
    ended_at: datetime | None
    ending: str = ""


def episodes(said: Iterable[Said], since: datetime) -> list[Episode]:
    """The times in which something was not fine since then, the newest first; `said` goes by facility and in order."""
    found: list[Episode] = []
    for _, own in _by_facility(said):
        found += [one for one in _of_one(own) if one.ended_at is None or one.ended_at > since]
    return sorted(found, key=lambda one: (one.began_at, one.facility_id), reverse=True)


def state_by_weight(weight: str) -> str:
    """How a facility is while a notice of that weight runs: closed where it spoils a stay, else limited."""
    return CLOSED if weight == HEAVY else LIMITED


def edges_passed(moments: Sequence[datetime], now: datetime) -> int:
    """How many of these instants have come: while it stays the same, time alone has changed nothing."""
    return sum(moment <= now for moment in moments)


def _by_facility(said: Iterable[Said]) -> list[tuple[int, list[Said]]]:
    grouped: dict[int, list[Said]] = {}
    for one in said:
        grouped.setdefault(one.facility_id, []).append(one)
    return list(grouped.items())


def _of_one(said: Sequence[Said]) -> list[Episode]:
    found: list[Episode] = []
    running: list[Said] = []
    for one in said:
        if one.state != FINE:
            running.append(one)
        elif running:
            found.append(_episode(running, one.since_at, one.words))
            running = []
    return [*found, _episode(running, None, "")] if running else found


def _episode(running: Sequence[Said], ended_at: datetime | None, ending: str) -> Episode:
    last = next((one.words for one in reversed(running) if one.words), "")
    began = min(one.since_at for one in running)
    return Episode(running[0].facility_id, worst(one.state for one in running), last, began, ended_at, ending)
