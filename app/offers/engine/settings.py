"""How the engine is set: one setting for the site, every house and every simulation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """`floor` is the part of all decisions that is uniform over the eligible. `half_life_days` counts from the outcome.

    `exploration` is how many of its standard deviations a draw spreads. `base_sd` is how far an offer may lie from its
    popularity before its features speak. `weight_sd` is how far a feature is thought to move a reward before anything
    is known, and `weight_trust` for how many offers' worth of evidence that thought counts. `expected` and `strength`
    are of the popularity; a reward's variance is never taken to be below `least_noise`.
    """

    floor: float = 0.05
    half_life_days: float = 90.0
    exploration: float = 0.5
    base_sd: float = 0.1
    weight_sd: float = 0.05
    weight_trust: float = 2.0
    rounds: int = 5
    expected: float = 0.1
    strength: float = 20.0
    least_noise: float = 0.02


SETTINGS = Settings()
