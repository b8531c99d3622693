"""Three worlds to try the engine in. It is never told in which it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import log1p, sqrt
from typing import NamedTuple

import numpy as np

from app.kernel.errors import Invalid
from app.offers.engine.model import BASE, Vector
from app.offers.engine.simulation.stays import OFFERS, Stay

KNOWN, STAYS, NOISE = "known", "stays", "noise"
WORLDS = (KNOWN, STAYS, NOISE)

FIRST_DAY = datetime(2027, 1, 1, tzinfo=UTC)
A_DAY = 100
"""Decisions a day where a world has no days of its own."""

LEARNT_FROM = 0.6
"""The part of the stays, from the first, that tells the scale of the features and nothing else."""

PURPOSES, BANDS, COINS, KNOWN_OFFERS = 4, 3, 3, 6


class Moment(NamedTuple):
    """A decision to be made: its features, when, and what each offer would bring, which the engine is not shown."""

    vector: Vector
    at: datetime
    rewards: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Moments in order of time. `best` is what the offer that is truly best would bring at each; None if unknown."""

    name: str
    offers: tuple[str, ...]
    features: tuple[str, ...]
    moments: Sequence[Moment]
    best: Sequence[int] | None = None


def known_world(decisions: int, seed: int) -> World:
    """Guests with a purpose, a lead time and three coins, whose six offers have logits of known weights."""
    chance = np.random.default_rng(seed)
    size = PURPOSES + BANDS + COINS
    names = (
        BASE,
        *(f"purpose:{n}" for n in range(PURPOSES)),
        *(f"lead:{n}" for n in range(BANDS)),
        *(f"coin_{n}" for n in range(COINS)),
    )
    weights = chance.normal(0, 1 / sqrt(3), (KNOWN_OFFERS, size))
    bases = chance.normal(-2.6, 0.35, KNOWN_OFFERS)
    x = np.zeros((decisions, size))
    every = np.arange(decisions)
    x[every, chance.integers(PURPOSES, size=decisions)] = 1
    x[every, PURPOSES + chance.integers(BANDS, size=decisions)] = 1
    x[:, PURPOSES + BANDS :] = chance.integers(2, size=(decisions, COINS))
    likely = 1 / (1 + np.exp(-(bases + x @ weights.T)))
    rewards = (chance.random((decisions, KNOWN_OFFERS)) < likely).astype(int)
    best = rewards[every, likely.argmax(axis=1)]
    moments = [
        Moment(
            {BASE: 1.0, **{names[place + 1]: 1.0 for place in np.flatnonzero(row)}},
            FIRST_DAY + timedelta(days=number // A_DAY),
            tuple(took.tolist()),
        )
        for number, (row, took) in enumerate(zip(x, rewards, strict=True))
    ]
    return World(KNOWN, tuple(f"offer {n + 1}" for n in range(KNOWN_OFFERS)), names, moments, best.tolist())


def stays_world(stays: Sequence[Stay], decisions: int) -> World:
    """The first decisions of the last 40 % of the stays. Raises `Invalid` when there are not so many."""
    learnt_from = int(len(stays) * LEARNT_FROM)
    before, after = stays[:learnt_from], stays[learnt_from:]
    if decisions > len(after):
        raise Invalid(f"The last 40 % of the stays are {len(after)}: --decisions is at most that.")
    scale = _Scale(before)
    moments = [Moment(scale.features(stay), _noon(stay.arrival_on), stay.took) for stay in after[:decisions]]
    return World(STAYS, OFFERS, scale.names, moments)


def noise_world(world: World, seed: int) -> World:
    """The world of stays, each with the features of another."""
    order = np.random.default_rng(seed).permutation(len(world.moments))
    moments = [
        Moment(world.moments[other].vector, own.at, own.rewards)
        for own, other in zip(world.moments, order, strict=True)
    ]
    return World(NOISE, world.offers, world.features, moments)


NUMBERS = ("lead", "nights", "weekend", "adults", "children", "repeated")
LEVELS = (
    "lead:day", "lead:week", "lead:month", "lead:season", "nights:one", "nights:four", "nights:week", "party:alone",
    "party:many", "party:children",
)  # fmt: skip


class _Scale:
    """Makes features of a stay, each number centred and in spreads of the stays it is made from.

    What a hotel's guests take may follow other rules than the next hotel's: each hotel but the first has features of
    its own beside those of all.
    """

    def __init__(self, stays: Sequence[Stay]) -> None:
        columns = {name: [numbers[name] for numbers in map(_numbers, stays)] for name in NUMBERS}
        self._means = {name: sum(column) / max(1, len(column)) for name, column in columns.items()}
        self._spreads = {
            name: sqrt(sum((value - self._means[name]) ** 2 for value in column) / max(1, len(column))) or 1.0
            for name, column in columns.items()
        }
        hotels = sorted({stay.hotel for stay in stays})
        segments = sorted({f"segment:{stay.segment}" for stay in stays})
        own = [f"{hotel} {name}" for hotel in hotels[1:] for name in (*LEVELS, *segments)]
        months = [f"month:{month}" for month in range(1, 13)]
        self.names = (BASE, *(f"hotel:{hotel}" for hotel in hotels), *segments, *months, *NUMBERS, *LEVELS, *own)

    def features(self, stay: Stay) -> dict[str, float]:
        numbers = _numbers(stay)
        true = [f"segment:{stay.segment}", *(name for name, holds in zip(LEVELS, _levels(stay), strict=True) if holds)]
        return {
            BASE: 1.0,
            f"hotel:{stay.hotel}": 1.0,
            f"month:{stay.arrival_on.month}": 1.0,
            **dict.fromkeys(true, 1.0),
            **{f"{stay.hotel} {name}": 1.0 for name in true},
            **{name: (numbers[name] - self._means[name]) / self._spreads[name] for name in NUMBERS},
        }


def _numbers(stay: Stay) -> Mapping[str, float]:
    return {
        "lead": log1p(stay.lead_days),
        "nights": log1p(stay.nights),
        "weekend": float(stay.weekend_nights > 0),
        "adults": float(min(stay.adults, 4)),
        "children": float(min(stay.children, 3)),
        "repeated": float(stay.repeated),
    }


def _levels(stay: Stay) -> tuple[bool, ...]:
    """Whether each of `LEVELS` is reached."""
    lead, nights = stay.lead_days, stay.nights
    return (
        *(lead <= days for days in (1, 7, 30, 90)),
        *(nights == 1, nights >= 4, nights >= 7),
        *(stay.adults == 1, stay.adults >= 3, stay.children > 0),
    )


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
