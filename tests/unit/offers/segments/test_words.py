"""Conditions in plain English, and what is no condition."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from app.kernel.errors import Invalid
from app.offers.history.rules.facts import FACTS, OFF, History
from app.offers.segments.rules import Conditions, Known, belongs, phrases, whole
from app.offers.segments.rules.belonging import asked_of
from tests.builders import TODAY

HOUSES = {1: "Withy Moor", 2: "Oast End"}


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({}, "All guests"),
        (
            {"least_stays": 1, "most_heads": 2, "left_within_days": 365},
            "Guests with at least one stay and a party of one or two, who left within a year",
        ),
        ({"most_stays": 0}, "Guests with no stay yet"),
        ({"least_stays": 2, "most_stays": 2}, "Guests with two stays"),
        ({"lapsed": True}, "Guests who have been away for twice their usual time and have nothing booked"),
        (
            {"houses": [2, 1], "seasons": ["autumn", "spring"]},
            "Guests who usually stay at Withy Moor or Oast End and usually come in spring or autumn",
        ),
        ({"left_before_days": 91, "left_within_days": 730}, "Guests who left three months to two years ago"),
        ({"least_spend_minor": 50_000}, "Guests with at least £500 spent"),
        ({"nights": "midweek", "supper": "without"}, "Guests who mostly stay midweek and seldom have supper"),
        ({"agreed": True}, "Guests who agreed to offers by mail"),
        ({"code": " har vest "}, "Guests who booked with the code HARVEST before"),
        ({"dogs": "with"}, "Guests who have brought a dog"),
        ({"least_heads": 3}, "Guests with a party of three or more"),
        ({"least_heads": 2, "most_heads": 4}, "Guests with a party of two to four"),
    ],
)  # fmt: skip
def test_the_whole_in_words(document: dict[str, Any], words: str) -> None:
    conditions = Conditions.of(document)
    assert whole(conditions, HOUSES) == words
    assert Conditions.of(conditions.document) == conditions
    assert bool(phrases(conditions, HOUSES)) == (not conditions.empty)


@pytest.mark.parametrize(
    "document",
    [
        {"nationality": "GB"},
        {"least_stays": -1},
        {"least_stays": True},
        {"least_stays": "2"},
        {"least_stays": 3, "most_stays": 2},
        {"left_before_days": 400, "left_within_days": 365},
        {"children": "many"},
        {"houses": ["1"]},
        {"seasons": ["monsoon"]},
        {"code": "x" * 41},
        {"lapsed": "yes"},
    ],
)
def test_what_is_no_condition_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        Conditions.of(document)


def test_only_facts_of_a_history_are_asked() -> None:
    """MEASURES, section 3: never nationality, age, gender, health, religion, name or device."""
    every = Conditions(
        *(0 if field.name.startswith(("least", "most", "left", "comes")) else None for field in fields(Conditions))
    )
    asked = {fact for test in asked_of(every, TODAY) for fact in test.facts}
    assert asked
    assert asked <= set(FACTS)


def test_history_that_is_off_meets_nothing_that_asks_for_it() -> None:
    known = Known(TODAY, agreed=True)
    assert not belongs(OFF, Conditions(most_stays=0), known)
    assert belongs(History(), Conditions(most_stays=0), known)
    assert belongs(OFF, Conditions(agreed=True), known)
