"""Whether a candidate policy may go live, judged by what the log says it would have earned. For jobs: numpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.offers.engine import Model as Policy
from app.offers.engine import propensities
from app.offers.proof.rules import ADDS, CANNOT_TELL, COSTS, NO_DATA, REFUSED, Evaluation, Model, evaluate

WORDS = {
    ADDS: "Earns more than what was shown",
    CANNOT_TELL: "Earns no less than what was shown, as far as can be told",
    COSTS: "Earns less than what was shown",
    REFUSED: "Too unlike what was shown for the log to say what it earns",
    NO_DATA: "Nothing was drawn by a policy yet that it could be held against",
}


@dataclass(frozen=True, slots=True)
class Logged:
    """A decision that was drawn by a policy, and what came of it: `reward` is 1 for taken and kept, else 0."""

    eligible: Sequence[int]
    promotion_id: int
    propensity: float
    features: Mapping[str, float]
    situation: str
    reward: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a candidate may be adopted, and why in words of at most 200 letters."""

    adopt: bool
    words: str
    evaluation: Evaluation


def judge(candidate: Policy, log: Sequence[Logged]) -> Judgement:
    """A candidate is held against what was shown: its doubly robust reward on the log less what was earned.

    It may be adopted unless that interval lies below 0, or the log is too unlike it for anything to be said. Without
    any decision that a policy drew it may: it can only start from what is popular. What it would show that the log
    never showed counts as what it shows else. The log must be of decisions that the candidate did not learn from.
    """
    known = {one.promotion_id for one in log}
    targets: list[dict[str, float]] = []
    for one in log:
        offers = [str(offer) for offer in one.eligible]
        expected = candidate.predict(offers, one.features, one.situation)
        shares = propensities([expected[offer] for offer in offers], candidate.settings.floor)
        pairs = zip(one.eligible, shares, strict=True)
        targets.append(_whole({str(offer): share for offer, share in pairs if offer in known}))
    found = _evaluated(log, targets, candidate.names)
    return Judgement(found.verdict in (ADDS, CANNOT_TELL, NO_DATA), _words(found), found)


def _whole(target: dict[str, float]) -> dict[str, float]:
    """The same with a sum of 1."""
    whole = sum(target.values())
    return {offer: share / whole for offer, share in target.items()} if whole else target


def _evaluated(log: Sequence[Logged], targets: Sequence[Mapping[str, float]], names: Sequence[str]) -> Evaluation:
    if not log:
        return evaluate([], [], Model([], [], 0.0))
    from app.offers.proof.regression import cross_fitted

    shown, rewards = [str(one.promotion_id) for one in log], [float(one.reward) for one in log]
    contexts = [[float(one.features.get(name, 0.0)) for name in names] or [0.0] for one in log]
    weights = [target.get(offer, 0.0) / one.propensity for target, offer, one in zip(targets, shown, log, strict=True)]
    return evaluate(weights, rewards, cross_fitted(contexts, shown, rewards, targets))


def _words(found: Evaluation) -> str:
    words, more = WORDS[found.verdict], found.difference
    if found.verdict in (NO_DATA, REFUSED) or more.value is None or more.low is None or more.high is None:
        return f"{words}."
    return f"{words}: {more.value:+.4f} a decision ({more.low:+.4f} to {more.high:+.4f}), {found.n:,} decisions."
