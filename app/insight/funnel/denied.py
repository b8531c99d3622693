"""What was asked for and could not be had, by the reason that bound, with the least change that would have served."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.care.lost_calls import Wanted, denied_calls, reason_of
from app.catalogue.queries import catalogue
from app.insight.funnel.friction import around, event
from app.insight.funnel.ledger import instants
from app.insight.funnel.visits import chosen, visit
from app.insight.period import Filters
from app.kernel import clock
from app.store import db

CALLS = {
    "full": "full", "min_stay": "min_stay", "closed": "closed", "party": "party_too_large", "needs": "needs",
}  # fmt: skip
"""Reasons of lost calls that a search would have met too; all others stand for themselves."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked for and refused; slugs where a house, a room type or a rate plan was named.

    `rule` is the smallest change of one rule that would have served it (`min_stay:1`), empty where none would have.
    """

    location: str
    arrival_on: date | None
    nights: int
    room_type: str = ""
    rate_plan: str = ""
    rule: str = ""
    value_minor: int = 0
    currency: str = ""


Called = Sequence[Asked]
"""What the houses of one call said no to."""

Searched = dict[tuple[str, str, date | None, int], Asked]
"""What visits asked for, each stay once a visit."""


@dataclass(frozen=True, slots=True)
class Relief:
    """A change of a rule at one house: the searches and calls it would have served, and what their stays would
    have cost.

    `example` is the one asked for last whose arrival is still to come, else the last of all: the rule can be looked at
    by it.
    """

    rule: str
    location: str
    searches: int
    calls: int
    worth: Mapping[str, int]
    example: Asked

    @property
    def thin(self) -> bool:
        return self.searches + self.calls < 30


@dataclass(frozen=True, slots=True)
class Denied:
    """A reason with the searches and calls that it refused, where they were, and what would have served them.

    `worth` is of all changes together, by currency, a call at the dearest of its houses.
    """

    reason: str
    searches: int
    visits: int
    calls: int
    places: Sequence[tuple[str, int]]
    reliefs: Sequence[Relief]
    worth: Mapping[str, int]

    @property
    def thin(self) -> bool:
        return self.searches + self.calls < 30


@dataclass(frozen=True, slots=True)
class Unserved:
    """The reasons, the commonest first. The same stay asked for twice by one visit is one search.

    `calls` were lost for reasons that no search meets, by the key of `app.care.lost_calls.LOST_REASONS`, the commonest
    first. A visit that asked for several stays would have taken one of them: what changes are worth is at most that.
    """

    reasons: Sequence[Denied]
    calls: Mapping[str, int]

    @property
    def searches(self) -> int:
        return sum(one.searches for one in self.reasons)

    @property
    def called(self) -> int:
        """Calls that got no for a reason of these."""
        return sum(one.calls for one in self.reasons)

    @property
    def worth(self) -> Mapping[str, int]:
        """Of all changes together, by currency."""
        return _worth(one.worth for one in self.reasons)


def denied(filters: Filters, zone: str) -> Unserved:
    """What the visits of the filters and the callers of these days and houses were refused; two statements.

    A call counts once, under what a board said when it was taken where that is the reason that was written down; each
    house of it has a change of its own. Calls know no device and no source: where the filters ask for one, they are
    left out. `zone` is the group's.
    """
    found, (called, alone), today = _searched(filters), _calls(filters, zone), clock.today(zone)
    told = [_reason(reason, found.get(reason, {}), called.get(reason, ()), today) for reason in {*found, *called}]
    return Unserved(sorted(told, key=lambda one: (-one.searches, -one.calls, one.reason)), dict(alone.most_common()))


def searches_denied(filters: Filters) -> int:
    """How many searches of the visits of the filters got no, as `denied` counts them; one statement."""
    return sum(map(len, _searched(filters).values()))


def asked_of(properties: Mapping[str, Any]) -> Asked:
    """What a `denied` event says; whatever of it cannot be read is left out."""
    try:
        arrival_on = date.fromisoformat(str(properties.get("arrival")))
    except ValueError:
        arrival_on = None
    return Asked(
        _word(properties, "location"),
        arrival_on,
        _number(properties, "nights"),
        _word(properties, "room_type"),
        _word(properties, "rate_plan"),
        _word(properties, "rule"),
        _number(properties, "value_minor"),
        _word(properties, "currency"),
    )


def example_of(own: Sequence[Asked], today: date) -> Asked:
    """Of those that one change would have served, in the order in which they were asked."""
    coming = [one for one in own if one.arrival_on is not None and one.arrival_on >= today and one.nights]
    return (coming or own)[-1]


def _searched(filters: Filters) -> dict[str, Searched]:
    """By the reason that bound."""
    rows = db.session.execute(
        select(event.c.visit, event.c.code, event.c.properties)
        .join(visit, visit.c.visit == event.c.visit)
        .where(around(filters), *chosen(filters), event.c.name == "denied")
        .order_by(event.c.at, event.c.id)
    )
    found: dict[str, Searched] = {}
    for who, code, properties in rows:
        asked = asked_of(properties or {})
        found.setdefault(code or "", {})[who, asked.location, asked.arrival_on, asked.nights] = asked
    return found


def _reason(reason: str, searched: Searched, called: Sequence[Called], today: date) -> Denied:
    places = Counter(one.location for one in searched.values())
    changes: dict[tuple[str, str], tuple[list[Asked], list[Asked]]] = {}
    for place, asked in enumerate(([one for houses in called for one in houses], searched.values())):
        for one in asked:
            if one.rule:
                changes.setdefault((one.rule, one.location), ([], []))[place].append(one)
    reliefs = [
        Relief(
            *change,
            len(searches),
            len(calls),
            _priced((*calls, *searches)),
            example_of((*calls, *searches), today),
        )
        for change, (calls, searches) in changes.items()
    ]
    reliefs.sort(
        key=lambda relief: (
            -max(relief.worth.values(), default=0),
            -relief.searches - relief.calls,
            relief.location,
        )
    )
    visits = len({key[0] for key in searched})
    dearest = (max(houses, key=lambda one: one.value_minor, default=None) for houses in map(_changeable, called))
    worth = _priced((*_changeable(searched.values()), *(one for one in dearest if one)))
    return Denied(reason, len(searched), visits, len(called), places.most_common(), reliefs, worth)


def _calls(filters: Filters, zone: str) -> tuple[dict[str, list[Called]], Counter[str]]:
    """What was asked for on the telephone, by the reason as a search has it; how many were lost for each other."""
    called: dict[str, list[Called]] = {}
    alone: Counter[str] = Counter()
    if filters.of_visits:
        return called, alone
    everywhere = tuple(house.id for house in catalogue().houses)
    for reason, said in denied_calls(Wanted(filters.location_ids or everywhere, *instants(filters, zone))):
        if reason not in CALLS:
            alone[reason] += 1
            continue
        as_written = [one for one in said if one and reason_of(_word(one, "reason")) == reason]
        own = _word(as_written[0], "reason") if as_written else CALLS[reason]
        told = [one for one in said if one] if all(said) else as_written
        called.setdefault(own, []).append([asked_of(one) for one in told])
    return called, alone


def _changeable(asked: Iterable[Asked]) -> list[Asked]:
    """Those that a change of a rule would have served."""
    return [one for one in asked if one.rule]


def _priced(asked: Iterable[Asked]) -> dict[str, int]:
    return _worth({one.currency: one.value_minor} for one in asked if one.currency)


def _worth(values: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Summed by currency, never across."""
    found: dict[str, int] = {}
    for one in values:
        for currency, minor in one.items():
            found[currency] = found.get(currency, 0) + minor
    return found


def _word(properties: Mapping[str, Any], name: str) -> str:
    value = properties.get(name)
    return value if isinstance(value, str) else ""


def _number(properties: Mapping[str, Any], name: str) -> int:
    value = properties.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
