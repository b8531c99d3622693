"""A run of the engine through a world, as the site does it: decisions, rank-one updates, a refit each night."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.offers.engine.refit import Moments, Outcome
from app.offers.engine.settings import SETTINGS, Settings
from app.offers.engine.simulation.worlds import World

TELL_EVERY = 500


@dataclass(frozen=True, slots=True)
class Run:
    """Mean rewards a decision: the engine's, that of the best single offer in hindsight, and of the best possible."""

    seed: int
    value: float
    best_single: float
    best_possible: float | None

    @property
    def gain(self) -> float | None:
        """How much more than the best single offer; None where that brought nothing."""
        return self.value / self.best_single - 1 if self.best_single else None


def simulate(world: World, seed: int, settings: Settings = SETTINGS, tell: Callable[[int], None] | None = None) -> Run:
    """What the engine makes of a world. It sees the reward of what it chose alone; the seed fixes its draws."""
    moments = Moments(world.features, world.moments[0].at, settings)
    model, today, earned = moments.model(), list[Outcome](), 0
    number_of = {offer: place for place, offer in enumerate(world.offers)}
    for number, moment in enumerate(world.moments):
        if today and moment.at != today[-1].at:
            moments.add(today)
            moments.fade(moment.at)
            model, today = moments.model(), []
        chosen = model.rank(world.offers, moment.vector, 1, f"{seed}:{number}")[0].chosen
        reward = moment.rewards[number_of[chosen]]
        earned += reward
        model.observe(chosen, moment.vector, reward)
        today.append(Outcome(chosen, moment.vector, reward, moment.at))
        if tell and number % TELL_EVERY == 0:
            tell(number)
    decisions = len(world.moments)
    singles = [sum(column) / decisions for column in zip(*(m.rewards for m in world.moments), strict=True)]
    best = None if world.best is None else sum(world.best) / decisions
    return Run(seed, earned / decisions, max(singles), best)
