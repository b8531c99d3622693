"""One belief, in whatever way it was reached: reward by reward, all at once, in any order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import pytest

from app.offers.engine import BASE, SETTINGS, Model, Popularity, Posterior, untaught
from app.offers.engine.refit import Moments, Outcome, _evidence, refit

AT = datetime(2027, 3, 5, 3, tzinfo=UTC)
NAMES = (BASE, "party:alone", "party:many", "stays", "supper")


def outcomes(number: int, seed: int = 1) -> list[Outcome]:
    chance = Random(seed)
    made = []
    for _ in range(number):
        vector = {BASE: 1.0, chance.choice(NAMES[1:3]): 1.0, "stays": chance.random(), "supper": chance.gauss(0, 1)}
        reward = float(chance.random() < (0.3 if vector["supper"] > 0 else 0.1))
        at = AT - timedelta(days=chance.uniform(0, 300))
        made.append(Outcome(chance.choice("abc"), vector, reward, at, chance.choice(["pair", "family"])))
    return made


def weight(outcome: Outcome) -> float:
    return float(0.5 ** ((AT - outcome.at) / timedelta(days=90)))


def assert_alike(one: Posterior, other: Posterior) -> None:
    assert one.mean == pytest.approx(other.mean, abs=1e-9)
    for row, its in zip(one.covariance, other.covariance, strict=True):
        assert row == pytest.approx(its, abs=1e-9)
    assert (one.noise, one.n) == pytest.approx((other.noise, other.n))


def test_rank_one_updates_come_to_what_all_at_once_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Moments, "_own_variances", lambda _self, _products, _rewards, shared: shared)
    rows = outcomes(400)
    fitted = refit(rows, AT, NAMES)
    one_by_one = Model(NAMES, fitted.variances, fitted.popularity)
    for row in rows:
        one_by_one.observe(row.offer, row.vector, row.reward, weight(row), row.situation)
    assert fitted.posteriors.keys() == one_by_one.posteriors.keys()
    for offer, posterior in fitted.posteriors.items():
        assert_alike(posterior, one_by_one.posteriors[offer])


def test_the_belief_is_that_of_ridge_regression() -> None:
    chance = np.random.default_rng(4)
    x, y = chance.normal(size=(60, 3)), chance.random(60)
    posterior = Posterior.prior([0.5, 0.2, 0.1], noise=0.3)
    for row, reward in zip(x.tolist(), y.tolist(), strict=True):
        posterior.observe(list(enumerate(row)), reward)
    precision = x.T @ x / 0.3 + np.diag([2.0, 5.0, 10.0])
    assert posterior.mean == pytest.approx(np.linalg.solve(precision, x.T @ y / 0.3).tolist(), abs=1e-12)
    mean, sd = posterior.predict([(0, 1.0), (2, -2.0)])
    at = np.array([1.0, 0.0, -2.0])
    assert mean == pytest.approx(at @ posterior.mean)
    assert sd == pytest.approx(float(np.sqrt(at @ np.linalg.inv(precision) @ at)))


def test_what_is_observed_in_another_order_is_believed_alike() -> None:
    rows, models = outcomes(60), (untaught(NAMES), untaught(NAMES))
    for model, order in zip(models, (rows, rows[::-1]), strict=True):
        for row in order:
            model.observe(row.offer, row.vector, row.reward, weight(row))
    for offer, posterior in models[0].posteriors.items():
        assert_alike(posterior, models[1].posteriors[offer])


def test_moments_that_fade_are_those_of_a_refit_at_that_time() -> None:
    rows = sorted(outcomes(200), key=lambda row: row.at)
    early = AT - timedelta(days=100)
    moments = Moments(NAMES, early)
    moments.add([row for row in rows if row.at <= early])
    moments.fade(AT)
    moments.add([row for row in rows if row.at > early])
    faded, anew = moments.model(), refit(rows, AT, NAMES)
    assert faded.variances == pytest.approx(anew.variances)
    for offer, posterior in anew.posteriors.items():
        assert_alike(posterior, faded.posteriors[offer])


def test_an_outcome_counts_half_after_ninety_days() -> None:
    old = Outcome("a", {BASE: 1.0}, 1.0, AT - timedelta(days=90))
    assert refit([old], AT, NAMES).posteriors["a"].n == pytest.approx(0.5)
    assert refit([old._replace(at=AT + timedelta(days=3))], AT, NAMES).posteriors["a"].n == 1


def test_without_evidence_the_most_popular_leads() -> None:
    rows = [Outcome("a", {}, 0.0, AT, "pair"), Outcome("b", {}, 1.0, AT, "pair")] * 50
    rows += [Outcome("a", {}, 1.0, AT, "family"), Outcome("b", {}, 0.0, AT, "family")] * 40
    model = refit(rows, AT, NAMES)
    for situation, first in (("pair", "b"), ("family", "a")):
        assert model.popularity.order("ab", situation)[0] == first
        means = {offer: mean for offer, (mean, _) in model.predict("abz", {}, situation).items()}
        assert max(means, key=means.__getitem__) == first
        assert means["a"] > means["z"] > means["b"] or means["b"] > means["z"] > means["a"]


def test_an_offer_never_shown_has_the_prior() -> None:
    model = refit(outcomes(300), AT, NAMES)
    mean, sd = model.predict(["new"], {BASE: 1.0, "supper": 1.0})["new"]
    assert mean == pytest.approx(model.popularity.rate("new"))
    assert sd == pytest.approx(SETTINGS.exploration * (model.variances[0] + model.variances[4]) ** 0.5)


def test_a_feature_that_the_model_does_not_know_says_nothing() -> None:
    model = refit(outcomes(100), AT, NAMES)
    assert model.predict("a", {BASE: 1.0, "horoscope": 9.0}) == model.predict("a", {BASE: 1.0})


def test_features_that_tell_nothing_get_a_narrow_prior() -> None:
    rows = outcomes(3000)
    others = rows[1000:] + rows[:1000]
    blind = [row._replace(vector=other.vector) for row, other in zip(rows, others, strict=True)]
    telling, silent = refit(rows, AT, NAMES), refit(blind, AT, NAMES)
    assert silent.variances[1] < telling.variances[1] / 12
    assert silent.variances[0] == telling.variances[0] == SETTINGS.base_sd**2


def test_what_one_feature_says_of_one_offer_is_learnt_where_the_rest_say_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance, silent = Random(3), [f"feature {number}" for number in range(20)]
    rows = []
    for _ in range(3_000):
        dog, offer = chance.random() < 0.2, chance.choice("abcdef")
        vector = {BASE: 1.0, "dogs": 0.4 * dog, **{name: chance.gauss(0, 0.3) for name in silent}}
        likely = 0.13 if dog and offer == "a" else 0.01
        rows.append(Outcome(offer, vector, float(chance.random() < likely), AT))

    def dogs_beside_none(offer: str) -> float:
        model = refit(rows, AT, [BASE, "dogs", *silent])
        return (
            model.predict([offer], {BASE: 1.0, "dogs": 0.4})[offer][0] - model.predict([offer], {BASE: 1.0})[offer][0]
        )

    assert dogs_beside_none("a") == pytest.approx(0.12, abs=0.06)
    assert abs(dogs_beside_none("b")) < 0.02
    monkeypatch.setattr(Moments, "_own_variances", lambda _self, _products, _rewards, shared: shared)
    assert dogs_beside_none("a") < 0.03


def test_the_evidence_for_a_prior_is_that_of_the_rewards_under_it() -> None:
    """Beside the density of the normal distribution that the prior, the features and the noise make of the rewards."""
    chance, noise = np.random.default_rng(5), 0.3
    x, y = chance.normal(size=(40, 3)), chance.random(40)
    priors = np.array([0.01, 0.2, 0.1]), np.array([0.01, 0.0, 0.0])
    one, other = (_evidence(x.T @ x[None] / noise, (y @ x)[None] / noise, prior) for prior in priors)
    densities = []
    for prior in priors:
        covariance = x @ np.diag(prior) @ x.T + noise * np.eye(40)
        densities.append(-(np.linalg.slogdet(covariance)[1] + y @ np.linalg.solve(covariance, y)) / 2)
    assert one - other == pytest.approx(densities[0] - densities[1])


def test_thin_popularity_is_drawn_to_the_wider_picture() -> None:
    popularity = Popularity(0.1, 20.0)
    assert popularity.rate("a", "pair") == pytest.approx(0.1)
    popularity.count([("pair", "a", 1.0, 1.0), ("pair", "b", 400.0, 40.0)])
    assert 0.1 < popularity.rate("a", "family") < popularity.rate("a", "pair") < 0.25
    assert popularity.rate("b") == pytest.approx(0.1, abs=0.002)
    assert popularity.order(["c", "b", "a"]) == ("a", "c", "b")


def test_nothing_was_ever_shown() -> None:
    model = refit([], AT, NAMES)
    assert model.n == 0
    assert model.rank(["a", "b"], {BASE: 1.0}, 2, "seed") == untaught(NAMES).rank(["a", "b"], {BASE: 1.0}, 2, "seed")
