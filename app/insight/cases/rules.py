"""How cases and enquiries are summed up. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import TypeVar

from app.care.cases.rules import CONTACT_WITHIN
from app.care.enquiries.rules import ANSWER_WITHIN, Desk, time_open
from app.experience.estimates import Share, wilson

Row = TypeVar("Row")
PUT_RIGHT = 4
"""From here on, of five, a guest who is asked again says that it is put right."""


@dataclass(frozen=True, slots=True)
class OneCase:
    """What the report needs of a case. `answer` is what its guest said when asked again, of five; None before that.
    `given_minor` was taken off the bill for it."""

    location_id: int
    source: str
    theme: str
    opened_at: datetime
    due_at: datetime
    contacted_at: datetime | None
    resolved_at: datetime | None
    answer: int | None
    given_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class OneEnquiry:
    """What the report needs of an enquiry."""

    location_id: int
    desk: Desk
    channel: str
    theme: str
    complaint: bool
    opened_at: datetime
    first_answer_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tended:
    """Some cases summed up. `in_time` is of those whose guest was reached or should have been by now, `recovered` of
    those whose guest answered when asked again. Hours are medians, None where there is nothing to take one of;
    `given` are minor units by currency, for `remedied` cases."""

    n: int
    in_time: Share
    recovered: Share
    hours_to_contact: float | None
    hours_to_resolve: float | None
    remedied: int
    given: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    """Some enquiries summed up. `in_time`: within four of the desk's hours, of those that were answered or should have
    been by now. Hours are medians over the `answered`: by the desk's hours and by the clock."""

    n: int
    complaints: int
    answered: int
    in_time: Share
    desk_hours: float | None
    hours: float | None


def tended(cases: Sequence[OneCase], now: datetime) -> Tended:
    """The cases summed up as of then. A case that was opened again counts from when it last was."""
    decided = [one for one in cases if one.contacted_at is not None or one.due_at <= now]
    kept = sum(one.contacted_at is not None and one.contacted_at <= one.due_at for one in decided)
    said = [one.answer for one in cases if one.answer is not None]
    given: Counter[str] = Counter()
    for one in cases:
        if one.given_minor:
            given[one.currency] += one.given_minor
    return Tended(
        len(cases),
        wilson(kept, len(decided)),
        wilson(sum(answer >= PUT_RIGHT for answer in said), len(said)),
        _middle(one.contacted_at - one.due_at + CONTACT_WITHIN for one in cases if one.contacted_at),
        _middle(one.resolved_at - one.opened_at for one in cases if one.resolved_at),
        sum(one.given_minor > 0 for one in cases),
        dict(given),
    )


def answered(enquiries: Sequence[OneEnquiry], now: datetime) -> Answered:
    """The enquiries summed up as of then. One that was closed without an answer has no response time, and counts in
    neither."""
    waits = [
        (one, one.first_answer_at, time_open(one.opened_at, one.first_answer_at or now, one.desk))
        for one in enquiries
        if one.first_answer_at is not None or one.closed_at is None
    ]
    done = [(one, at, waited) for one, at, waited in waits if at is not None]
    late = sum(waited > ANSWER_WITHIN for _, _, waited in waits)
    in_time = sum(waited <= ANSWER_WITHIN for _, _, waited in done)
    return Answered(
        len(enquiries),
        sum(one.complaint for one in enquiries),
        len(done),
        wilson(in_time, in_time + late),
        _middle(waited for _, _, waited in done),
        _middle(at - one.opened_at for one, at, _ in done),
    )


def grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    """The rows of each key, the most first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _middle(waits: Iterable[timedelta]) -> float | None:
    hours = [max(wait.total_seconds(), 0.0) / 3600 for wait in waits]
    return median(hours) if hours else None
