"""All that was learnt: popularity, how much each feature matters, and the posterior of every offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.offers.engine.choice import Choice, Prediction, rank
from app.offers.engine.popularity import ANYWHERE, Popularity
from app.offers.engine.posterior import Posterior, Probe, Sparse
from app.offers.engine.settings import SETTINGS, Settings

BASE = "one"
"""The feature that is always 1."""

Vector = Mapping[str, float]
"""Features by name; those that are 0 are left out."""


@dataclass(slots=True)
class Model:
    """A policy. `names` are the features it knows and `variances` their priors; others in a vector say nothing to it.

    A posterior is about what an offer's reward is beyond its popularity, so that without evidence the most popular
    offer leads. An offer without a posterior has the prior.
    """

    names: tuple[str, ...]
    variances: tuple[float, ...]
    popularity: Popularity
    posteriors: dict[str, Posterior] = field(default_factory=dict)
    fitted_at: datetime | None = None
    n: int = 0
    settings: Settings = SETTINGS
    _places: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._places = {name: place for place, name in enumerate(self.names)}

    def sparse(self, vector: Vector) -> Sparse:
        """The vector by the places of the model's own features."""
        places = self._places
        return sorted((places[name], float(value)) for name, value in vector.items() if value and name in places)

    def predict(self, offers: Iterable[str], vector: Vector, situation: str = ANYWHERE) -> dict[str, Prediction]:
        """What each offer is expected to bring there, and how far a draw of it spreads."""
        x = self.sparse(vector)
        spread = self.settings.exploration
        unknown = sum([self.variances[place] * value * value for place, value in x]) ** 0.5
        probe = Probe(x, len(self.names))
        found: dict[str, Prediction] = {}
        for offer in offers:
            posterior = self.posteriors.get(offer)
            mean, sd = posterior.predict_of(probe) if posterior else (0.0, unknown)
            found[offer] = (self.popularity.rate(offer, situation) + mean, spread * sd)
        return found

    def rank(
        self, offers: Iterable[str], vector: Vector, places: int, seed: str, situation: str = ANYWHERE
    ) -> tuple[Choice, ...]:
        """The choices for the places of a page."""
        return rank(self.predict(offers, vector, situation), places, seed, self.settings.floor)

    def observe(
        self, offer: str, vector: Vector, reward: float, weight: float = 1.0, situation: str = ANYWHERE
    ) -> None:
        """The posterior of the offer after this reward. Popularity and priors stay what the last refit made them."""
        posterior = self.posteriors.get(offer)
        if posterior is None:
            posterior = self.posteriors[offer] = Posterior.prior(self.variances, self.noise(offer))
        posterior.observe(self.sparse(vector), reward - self.popularity.rate(offer, situation), weight)
        self.n += 1

    def noise(self, offer: str) -> float:
        """The variance of a reward that is 0 or 1, as far as the offer's popularity tells."""
        rate = self.popularity.rate(offer)
        return max(self.settings.least_noise, rate * (1 - rate))


def untaught(names: Sequence[str], settings: Settings = SETTINGS) -> Model:
    """The model before anything was observed."""
    return Model(
        tuple(names),
        tuple((settings.base_sd if name == BASE else settings.weight_sd) ** 2 for name in names),
        Popularity(settings.expected, settings.strength),
        settings=settings,
    )
