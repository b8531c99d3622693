"""How the engine is set: one setting for the site, every house and every simulation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """`floor` is the part of all decisions that is uniform over the eligible. `half_life_days` counts from the outcome.

    `exploration` is how many of its standard deviations a draw spreads. `base_sd` is how far an offer may lie from its
    popularity before its features speak. `weight_sd` is how far a feature is thought to move a reward before anything
    is known, and `weight_trust` as how many known weights that thought counts. `telling` is how likely it is thought to
    be, before anything is known, that features tell anything at all. `own_trust` is as how many known weights that
    counts for each weight beside what the outcomes say of it. `expected` is the share that is thought
    to take an offer before any was shown, `strength` how many showings a wider picture counts for. A reward's variance
    is never taken to be below `least_noise`.
    """

    floor: float = 0.05
    half_life_days: float = 90.0
    exploration: float = 0.5
    base_sd: float = 0.1
    weight_sd: float = 0.05
    weight_trust: float = 0.2
    telling: float = 0.8
    own_trust: float = 1.0
    expected: float = 0.2
    strength: float = 60.0
    least_noise: float = 0.02


SETTINGS = Settings()
