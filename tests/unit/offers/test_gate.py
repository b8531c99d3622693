"""What a candidate must show before it goes live, and what the first verdict changes."""

from __future__ import annotations

from random import Random

import pytest
from flask import Flask

from app.kernel import clock
from app.offers.engine import Model, Popularity, untaught
from app.offers.proof.gate import Logged, judge
from app.offers.proof.operations import take_verdict
from app.offers.proof.rules import arm_of
from app.offers.proof.shares import shares
from tests.unit.offers.decided import SALT, guests, hold_out, log, row

NAMES = ("one",)


def policy(rates: dict[str, float]) -> Model:
    """A model that is sure of how often each offer is taken."""
    popularity = Popularity(0.1, 1e-6, {("", offer): (1e6, 1e6 * rate) for offer, rate in rates.items()})
    model = untaught(NAMES)
    return Model(NAMES, tuple(1e-12 for _ in model.variances), popularity, settings=model.settings)


def logged(number: int, rates: dict[int, float]) -> list[Logged]:
    """Offers 1 and 2 drawn alike often, each taken as often as `rates` says."""
    random, found = Random(3), []
    for _ in range(number):
        offer = random.choice((1, 2))
        found.append(Logged((1, 2), offer, 0.5, {"one": 1.0}, "", float(random.random() < rates[offer])))
    return found


def test_a_better_candidate_passes_and_a_worse_one_does_not() -> None:
    shown = logged(2000, {1: 0.3, 2: 0.1})
    better = judge(policy({"1": 0.3, "2": 0.1}), shown)
    worse = judge(policy({"1": 0.1, "2": 0.3}), shown)
    assert (better.adopt, worse.adopt) == (True, False)
    assert better.words.startswith("Earns more than what was shown: +0.0")
    assert worse.words.startswith("Earns less than what was shown: -0.")
    assert (better.evaluation.dr.value or 0) == pytest.approx(0.975 * 0.3 + 0.025 * 0.1, abs=0.03)


def test_one_that_is_alike_passes_and_one_that_nobody_can_judge_does_not() -> None:
    same = judge(policy({"1": 0.2, "2": 0.2}), logged(500, {1: 0.2, 2: 0.2}))
    assert same.adopt
    assert "as far as can be told" in same.words
    unlike = [Logged((1, 2), 1, 0.999, {"one": 1.0}, "", 0.0) for _ in range(999)]
    unlike.append(Logged((1, 2), 2, 0.0001, {"one": 1.0}, "", 1.0))
    strange = judge(policy({"1": 0.1, "2": 0.9}), unlike)
    assert not strange.adopt
    assert strange.words.startswith("Too unlike what was shown")


def test_without_a_log_the_first_may_start() -> None:
    first = judge(policy({"1": 0.1}), [])
    assert (first.adopt, first.evaluation.n) == (True, 0)


def test_an_offer_that_the_log_never_showed_does_not_count_against_a_candidate() -> None:
    new = [Logged((1, 2, 3), one.promotion_id, one.propensity, one.features, "", one.reward)
           for one in logged(2000, {1: 0.3, 2: 0.1})]  # fmt: skip
    judged = judge(policy({"1": 0.3, "2": 0.1, "3": 0.3}), new)
    assert judged.adopt
    assert (judged.evaluation.dr.value or 0) > 0.25


@pytest.mark.houses(1)
def test_the_first_verdict_releases_most_of_the_hold_out_once(app: Flask) -> None:
    hold_out()
    assert not take_verdict(), "nothing is known"
    people = guests(600)
    log(row(one, 1, arm=arm_of(one, SALT), came=arm_of(one, SALT) == "offers" and one % 3 == 0) for one in people)
    assert take_verdict()
    assert shares().verdict_at == clock.now()
    assert (shares().early, shares().late) == (0.5, pytest.approx(5 / 6))
    assert not take_verdict()


@pytest.mark.houses(1)
def test_a_split_that_cannot_be_chance_brings_no_verdict(app: Flask) -> None:
    hold_out()
    people = guests(600)
    log(row(one, 1, arm="offers" if n % 4 else "holdout", came=n % 4 > 0) for n, one in enumerate(people))
    assert not take_verdict()
    assert shares().verdict_at is None
