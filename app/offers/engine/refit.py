"""The nightly refit: every posterior anew from the log. The only part of the engine that needs numpy; no page may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from math import exp
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from app.offers.engine.model import BASE, Model, Vector
from app.offers.engine.popularity import ANYWHERE, Popularity
from app.offers.engine.posterior import Posterior
from app.offers.engine.settings import SETTINGS, Settings

CHUNK = 20_000
"""Decisions that are in memory at once."""

ROUNDS = 5
"""Steps to the variance of the features; it has settled by then."""

OWN_ROUNDS = 8
"""Steps to the variance of each weight; it has settled by then."""

NEARLY_0 = 1e-9
"""No part of a variance is less: it is divided by."""

MOST_TOLD = 100.0
"""Evidence beyond which nothing is surer."""

DAY = timedelta(days=1)

Floats = npt.NDArray[np.float64]
K = TypeVar("K")


class Outcome(NamedTuple):
    """A decision of which is known what became: the offer shown, 1 when it was taken and kept, and since when."""

    offer: str
    vector: Vector
    reward: float
    at: datetime
    situation: str = ANYWHERE


def refit(outcomes: Iterable[Outcome], at: datetime, names: Sequence[str], settings: Settings = SETTINGS) -> Model:
    """The model that these outcomes teach, as of an instant; an outcome counts half for each half-life that it is old.

    Streams: of a million outcomes only a chunk is in memory. Nothing of an outcome that is not given remains, which is
    how somebody who is erased leaves the model.
    """
    moments = Moments(names, at, settings)
    waiting = iter(outcomes)
    while chunk := list(islice(waiting, CHUNK)):
        moments.add(chunk)
    return moments.model()


class Moments:
    """Sums over outcomes, by offer, from which the model follows. They fade with time and grow with outcomes."""

    def __init__(self, names: Sequence[str], at: datetime, settings: Settings = SETTINGS) -> None:
        self._names, self._at, self._settings = tuple(names), at, settings
        self._places = {name: place for place, name in enumerate(self._names)}
        self._products: dict[str, Floats] = {}
        self._rewards: dict[str, Floats] = {}
        self._sums: dict[tuple[str, str], Floats] = {}
        self._counts: dict[tuple[str, str], tuple[float, float]] = {}
        self._n = 0

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """Takes the outcomes in, each with the weight that its age gives it. One to come counts like one of now."""
        if not outcomes:
            return
        x, rewards, weights = self._matrix(outcomes), _column(o.reward for o in outcomes), self._weights(outcomes)
        self._n += len(outcomes)
        weighted = x * weights[:, None]
        for offer, rows in _grouped(outcome.offer for outcome in outcomes).items():
            own = weighted[rows]
            self._add_to(offer, x[rows].T @ own, own.T @ rewards[rows])
        # There are many situations, most of them with few rows: they are summed in one go, side by side.
        groups = _grouped((outcome.situation, outcome.offer) for outcome in outcomes)
        order = [row for rows in groups.values() for row in rows]
        begins = np.cumsum([0, *map(len, groups.values())])[:-1]
        shown, kept = (np.add.reduceat(column[order], begins) for column in (weights, weights * rewards))
        for key, sums, n, took in zip(groups, np.add.reduceat(weighted[order], begins), shown, kept, strict=True):
            self._sums[key] = self._sums.get(key, 0.0) + sums
            known = self._counts.get(key, (0.0, 0.0))
            self._counts[key] = (known[0] + float(n), known[1] + float(took))

    def fade(self, at: datetime) -> None:
        """It is later: everything so far weighs less."""
        factor = _half(max(0.0, (at - self._at) / DAY), self._settings)
        self._at = max(at, self._at)
        if factor == 1:
            return
        for sums in (self._products, self._rewards, self._sums):
            for array in sums.values():
                array *= factor
        self._counts = {key: (shown * factor, kept * factor) for key, (shown, kept) in self._counts.items()}

    def model(self) -> Model:
        """The model of everything taken in."""
        settings = self._settings
        popularity = Popularity(settings.expected, settings.strength, dict(self._counts))
        blank = Model(self._names, (), popularity, fitted_at=self._at, n=self._n, settings=settings)
        offers = sorted(self._products)
        if not offers:
            blank.variances = tuple(self._prior_variances())
            return blank
        noise = _column(blank.noise(offer) for offer in offers)
        products = np.stack([self._products[offer] for offer in offers]) / noise[:, None, None]
        rewards = np.stack([self._beyond(offer, popularity) for offer in offers]) / noise[:, None]
        variances, means, covariances = self._learn(products, rewards)
        blank.variances = tuple(variances.tolist())
        for place, offer in enumerate(offers):
            shown = sum(count for (_, name), (count, _) in self._counts.items() if name == offer)
            blank.posteriors[offer] = Posterior(
                means[place].tolist(), covariances[place].tolist(), float(noise[place]), shown
            )
        return blank

    def _learn(self, products: Floats, rewards: Floats) -> tuple[Floats, Floats, Floats]:
        """The priors' variances, and each offer's mean and covariance under them.

        How far a feature may move a reward is itself learnt, one variance for all features of all offers, from how many
        of their weights the outcomes determine (MacKay 1992): where features say nothing the prior becomes narrow, and
        popularity remains. The base keeps its own.

        That estimate is never 0, and what many features add up to by chance misleads. So it counts as much as it is
        likely that features tell anything at all, of which the rewards speak: how likely they are under it, beside
        under no features.
        """
        settings, variances = self._settings, self._prior_variances()
        of_features = self._of_features()
        thought = settings.weight_trust * settings.weight_sd**2
        means, covariances = _believed(products, rewards, variances)
        for _ in range(ROUNDS):
            determined = (1 - np.diagonal(covariances, axis1=1, axis2=2) / variances)[:, of_features].sum()
            found = (means[:, of_features] ** 2).sum()
            variances[of_features] = (thought + found) / (settings.weight_trust + determined)
            means, covariances = _believed(products, rewards, variances)
        blind = np.where(of_features, 0.0, variances)
        told = _evidence(products, rewards, variances) - _evidence(products, rewards, blind)
        variances[of_features] *= max(NEARLY_0, _after(settings.telling, told))
        own = self._own_variances(products, rewards, variances)
        return variances, *_believed(products, rewards, own)

    def _own_variances(self, products: Floats, rewards: Floats, shared: Floats) -> Floats:
        """The prior's variance of each weight of each offer, by the same fixed point with the shared one as its thought
        (relevance determination, MacKay 1994): where one feature says much of one offer and the rest of them nothing,
        the shared variance would be too narrow for the one and too wide for the rest. It begins wide, since what begins
        narrow stays so."""
        of_features, trust = self._of_features(), self._settings.own_trust
        own = np.tile(self._prior_variances(), (len(products), 1))
        for _ in range(OWN_ROUNDS):
            means, covariances = _believed(products, rewards, own)
            determined = 1 - np.diagonal(covariances, axis1=1, axis2=2) / own
            own = np.where(of_features, (trust * shared + means**2) / (trust + determined), own)
        return own

    def _of_features(self) -> npt.NDArray[np.bool_]:
        """Which weights are those of features; the base has its own prior."""
        return np.array([name != BASE for name in self._names])

    def _prior_variances(self) -> Floats:
        settings = self._settings
        return _column((settings.base_sd if name == BASE else settings.weight_sd) ** 2 for name in self._names)

    def _beyond(self, offer: str, popularity: Popularity) -> Floats:
        """The products of features and rewards, less what popularity explains of them."""
        beyond = self._rewards[offer].copy()
        for (situation, name), sums in self._sums.items():
            if name == offer:
                beyond -= popularity.rate(offer, situation) * sums
        return beyond

    def _add_to(self, offer: str, products: Floats, rewards: Floats) -> None:
        if offer in self._products:
            self._products[offer] += products
            self._rewards[offer] += rewards
        else:
            self._products[offer], self._rewards[offer] = products, rewards

    def _matrix(self, outcomes: Sequence[Outcome]) -> Floats:
        known = self._places
        x = np.zeros((len(outcomes), len(known)))
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        for row, outcome in enumerate(outcomes):
            for name, value in outcome.vector.items():
                if name in known:
                    rows.append(row)
                    columns.append(known[name])
                    values.append(value)
        x[rows, columns] = values
        return x

    def _weights(self, outcomes: Sequence[Outcome]) -> Floats:
        seconds = _column((self._at - outcome.at).total_seconds() for outcome in outcomes)
        weights: Floats = 0.5 ** (np.maximum(seconds, 0.0) / DAY.total_seconds() / self._settings.half_life_days)
        return weights


def _believed(products: Floats, rewards: Floats, variances: Floats) -> tuple[Floats, Floats]:
    """Mean and covariance of each offer's weights, from the moments and the priors' variances: one row for all offers,
    or one each."""
    inverse = np.linalg.inv(products + np.eye(variances.shape[-1]) / variances[..., None, :])
    covariances: Floats = (inverse + inverse.transpose(0, 2, 1)) / 2
    means: Floats = np.einsum("oij,oj->oi", covariances, rewards)
    return means, covariances


def _evidence(products: Floats, rewards: Floats, variances: Floats) -> float:
    """The logarithm of how likely the rewards are under these priors, all offers together, but for what is the same
    under any prior (MacKay 1992)."""
    spread = np.sqrt(variances)
    scaled, seen = np.eye(len(spread)) + spread[:, None] * products * spread, rewards * spread
    explained = (seen * np.linalg.solve(scaled, seen[..., None])[..., 0]).sum()
    return float(explained - np.linalg.slogdet(scaled)[1].sum()) / 2


def _after(before: float, told: float) -> float:
    """How likely something is that was thought to be as likely as `before`, once the evidence for it, as a logarithm of
    odds, is known."""
    odds = before / (1 - before) * exp(min(told, MOST_TOLD))
    return odds / (1 + odds)


def _half(days: float, settings: Settings) -> float:
    return float(0.5 ** (days / settings.half_life_days))


def _column(values: Iterable[float]) -> Floats:
    return np.array(list(values), dtype=np.float64)


def _grouped(keys: Iterable[K]) -> dict[K, list[int]]:
    """The rows of each key."""
    groups: dict[K, list[int]] = {}
    for row, key in enumerate(keys):
        groups.setdefault(key, []).append(row)
    return groups
