"""Whether somebody meets conditions. The same tests become the statement that counts the reach, so both agree."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.offers.history.rules.facts import History
from app.offers.segments.rules.conditions import WEEKEND, WITH, Conditions

HALF_BP = 5000
LEAST, MOST, ONE_OF = ">=", "<=", "in"


@dataclass(frozen=True, slots=True)
class Asks:
    """The sum of some facts of a history against a value. A fact that is not known meets no test."""

    facts: tuple[str, ...]
    sign: str
    value: Any


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the history: the day, whether they agreed to offers by mail, the codes they booked with."""

    today: date
    agreed: bool = False
    codes: Collection[str] = field(default_factory=frozenset)


def belongs(history: History, conditions: Conditions, known: Known) -> bool:
    """Whether a guest meets every condition. Somebody whose history is off meets none that asks for history."""
    if conditions.agreed and not known.agreed:
        return False
    if conditions.code and conditions.code not in known.codes:
        return False
    if history.off:
        return not conditions.about_history
    return all(_meets(history, test) for test in asked_of(conditions, known.today))


def asked_of(asked: Conditions, today: date) -> list[Asks]:
    """What the facts of a history have to be."""
    heads = ("adults", "children")
    found = [
        _at_least(("stays",), asked.least_stays),
        _at_most(("stays",), asked.most_stays),
        _at_most(("cadence_days",), asked.comes_within_days),
        *((_at_most(("lapses_on",), today), _at_most(("coming",), 0)) if asked.lapsed else ()),
        _at_least(("spend_minor",), asked.least_spend_minor),
        _at_most(("spend_minor",), asked.most_spend_minor),
        _at_least(heads, asked.least_heads),
        _at_most(heads, asked.most_heads),
        _at_least(("lead_days",), asked.least_lead_days),
        _at_most(("lead_days",), asked.most_lead_days),
        _at_least(("cancellations",), asked.least_cancellations),
        _at_least(("last_departure_on",), _back(today, asked.left_within_days)),
        _at_most(("last_departure_on",), _back(today, asked.left_before_days)),
        Asks(("location_id",), ONE_OF, asked.houses) if asked.houses else None,
        Asks(("season",), ONE_OF, asked.seasons) if asked.seasons else None,
        _from("children", 1, asked.children, WITH),
        _from("dog_stays", 1, asked.dogs, WITH),
        _from("coming", 1, asked.coming, WITH),
        _from("supper_share_bp", HALF_BP, asked.supper, WITH),
        _from("weekend_share_bp", HALF_BP, asked.nights, WEEKEND),
    ]
    return [test for test in found if test is not None]


SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    LEAST: lambda one, other: bool(one >= other),
    MOST: lambda one, other: bool(one <= other),
    ONE_OF: lambda one, other: one in other,
}


def _meets(history: History, test: Asks) -> bool:
    found = [getattr(history, fact) for fact in test.facts]
    if any(value is None for value in found):
        return False
    return SIGNS[test.sign](found[0] if len(found) == 1 else sum(found), test.value)


def _at_least(facts: tuple[str, ...], value: Any) -> Asks | None:
    return None if value is None else Asks(facts, LEAST, value)


def _at_most(facts: tuple[str, ...], value: Any) -> Asks | None:
    return None if value is None else Asks(facts, MOST, value)


def _back(today: date, days: int | None) -> date | None:
    return None if days is None else today - timedelta(days=days)


def _from(fact: str, least: int, wish: str | None, high: str) -> Asks | None:
    """The fact is `least` or more where the wish is `high`, and less where it is the other word."""
    if wish is None:
        return None
    return Asks((fact,), LEAST, least) if wish == high else Asks((fact,), MOST, least - 1)
