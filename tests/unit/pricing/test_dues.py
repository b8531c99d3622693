"""What is paid when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.pricing.rules import Dues, dues_of, policy_of
from tests.unit.pricing.test_nights import FRIDAY, SAVER

EARLY = date(2027, 1, 4)
DEPOSIT = replace(SAVER, due_now_bp=3000, may_pay_at_house=True, balance_days=14)


@pytest.mark.parametrize(
    ("due_now_bp", "may_owe", "at_house", "due"),
    [(10000, False, False, 9999), (10000, False, True, 9999), (10000, True, True, 0), (2500, True, False, 2500)],
)
def test_what_is_due_now_follows_the_plan(due_now_bp: int, may_owe: bool, at_house: bool, due: int) -> None:
    plan = replace(SAVER, due_now_bp=due_now_bp, may_pay_at_house=may_owe)
    assert dues_of(9999, plan, FRIDAY, EARLY, at_house=at_house) == Dues(due)


def test_a_deposit_is_paid_now_and_the_rest_on_its_day() -> None:
    assert dues_of(10000, DEPOSIT, FRIDAY, EARLY) == Dues(3000, date(2027, 2, 19))
    assert dues_of(10000, DEPOSIT, FRIDAY, date(2027, 2, 18)) == Dues(3000, date(2027, 2, 19))


def test_whoever_books_on_that_day_or_later_pays_all_at_once() -> None:
    assert dues_of(10000, DEPOSIT, FRIDAY, date(2027, 2, 19)) == Dues(10000)
    assert dues_of(10000, DEPOSIT, FRIDAY, FRIDAY) == Dues(10000)


def test_who_owes_at_the_house_is_asked_for_nothing_before() -> None:
    assert dues_of(10000, DEPOSIT, FRIDAY, EARLY, at_house=True) == Dues(0)


def test_a_plan_that_is_paid_whole_has_no_balance() -> None:
    assert dues_of(10000, replace(DEPOSIT, due_now_bp=10000), FRIDAY, EARLY) == Dues(10000)


@pytest.mark.parametrize(
    ("today", "at_house", "begins"),
    [
        (EARLY, False, "30% now, the rest by link on Fri 19 February. Free to cancel"),
        (date(2027, 2, 19), False, "Paid now. Free to cancel"),
        (EARLY, True, "Free to cancel"),
    ],
)
def test_the_terms_say_how_it_is_paid(today: date, at_house: bool, begins: str) -> None:
    plan = replace(DEPOSIT, cancelling="free_until", may_pay_at_house=at_house)
    at = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
    policy = policy_of(plan, FRIDAY, "Europe/London", "GBP", at, at_house=at_house)
    assert policy.brief.startswith(begins)
    assert policy.full.startswith(begins)


def test_a_rate_that_may_be_owed_says_so_beside_its_price_and_not_in_what_was_agreed() -> None:
    plan = replace(DEPOSIT, cancelling="free_until", may_pay_at_house=True)
    at = datetime(2027, 2, 1, 9, tzinfo=UTC)
    policy = policy_of(plan, FRIDAY, "Europe/London", "GBP", at)
    assert policy.brief.startswith("30% now, the rest by link on Fri 19 February, or all at the house. Free to cancel")
    assert policy.full.startswith("30% now, the rest by link on Fri 19 February. Free to cancel")
    late = policy_of(plan, FRIDAY, "Europe/London", "GBP", datetime(2027, 3, 4, 9, tzinfo=UTC))
    assert late.brief == "Paid now, or all at the house. Too close to arrival to cancel free"
