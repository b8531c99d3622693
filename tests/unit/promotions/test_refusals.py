"""Why a promotion does not hold: every reason by itself, and all of them in one order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.kernel.party import Party
from app.kernel.stay import Stay
from app.promotions.rules import REASONS, Asked, AskedStay, Promotion, refusals, stacking

FRIDAY = date(2027, 3, 5)
STAY = AskedStay(Stay.of(FRIDAY, 2), Party(2), room_type_id=7, left=3)
ASKED = Asked(1, "GBP", (STAY,), date(2027, 3, 1))
WHOLE = Promotion(1, "less", "For less", "percent", percent_bp=1000)


def test_a_promotion_without_limits_always_holds() -> None:
    assert refusals(WHOLE, ASKED) == ()


@pytest.mark.parametrize(
    ("reason", "limits", "asked"),
    [
        ("not_running", {"state": "paused"}, {}),
        ("not_running", {"state": "stopped"}, {}),
        ("too_early", {"book_from_on": date(2027, 3, 2)}, {}),
        ("too_late", {"book_until_on": date(2027, 2, 28)}, {}),
        ("house", {"houses": (2, 3)}, {}),
        ("house", {"currency": "EUR"}, {}),
        ("nights", {"nights_from_on": date(2027, 3, 7)}, {}),
        ("nights", {"nights_until_on": date(2027, 3, 4)}, {}),
        ("weekday", {"weekdays": "0123"}, {}),
        ("length", {"least_nights": 3}, {}),
        ("length", {"most_nights": 1}, {}),
        ("party", {"most_heads": 1}, {}),
        ("room", {"kind": "better_room", "room_type_id": 8}, {}),
        ("few_left", {"least_left": 4}, {}),
        ("used_up", {"uses_most": 5, "used": 5}, {}),
        ("each_used", {"each_most": 1}, {"guest_uses": 1}),
        ("budget", {"budget_minor": 1000, "spent_minor": 1000}, {}),
        ("budget", {"budget_minor": 1000, "spent_minor": 600}, {"saves_minor": 401}),
    ],
)
def test_each_reason(reason: str, limits: dict[str, Any], asked: dict[str, Any]) -> None:
    assert refusals(replace(WHOLE, **limits), replace(ASKED, **asked)) == (reason,)


@pytest.mark.parametrize(
    "limits",
    [
        {"book_from_on": date(2027, 3, 1), "book_until_on": date(2027, 3, 1)},
        {"nights_from_on": date(2027, 3, 6), "nights_until_on": date(2027, 3, 6)},
        {"weekdays": "5"},
        {"least_nights": 2, "most_nights": 2, "most_heads": 2, "least_left": 3},
        {"uses_most": 5, "used": 4, "budget_minor": 1000, "spent_minor": 999},
        {"houses": (3, 1)},
    ],
)
def test_the_edge_still_holds(limits: dict[str, Any]) -> None:
    assert refusals(replace(WHOLE, **limits), ASKED) == ()


def test_all_reasons_are_told_in_one_order() -> None:
    none = replace(
        WHOLE,
        state="stopped",
        book_until_on=date(2027, 2, 1),
        houses=(9,),
        weekdays="0",
        most_heads=1,
        uses_most=1,
        used=1,
    )
    found = refusals(none, ASKED)
    assert found == ("not_running", "too_late", "house", "weekday", "party", "used_up")
    assert sorted(found, key=REASONS.index) == list(found)


def test_terms_of_a_booking_ask_only_what_it_is_for() -> None:
    over = replace(WHOLE, state="stopped", uses_most=1, used=1, book_until_on=date(2027, 1, 1), least_nights=2)
    assert refusals(over, ASKED, limits=False) == ()
    short = replace(ASKED, stays=(replace(STAY, stay=Stay.of(FRIDAY, 1)),))
    assert refusals(over, short, limits=False) == ("length",)


def test_two_are_had_together_only_where_both_allow_it() -> None:
    one, two = replace(WHOLE, stacks=True), replace(WHOLE, id=2, stacks=True)
    assert stacking([])
    assert stacking([WHOLE])
    assert stacking([one, two])
    assert not stacking([one, replace(two, stacks=False)])
    assert not stacking([one, one])
