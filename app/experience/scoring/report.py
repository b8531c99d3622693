"""The figures of answers, by the names under which `score` prints them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.experience.estimates import CES, CSAT, Nps, WeightedNps, mean_of, nps_change, nps_of, weighted_nps, wilson
from app.experience.scoring.answers import Answers

NONE = {"n": 0}


def scores(answers: Answers) -> dict[str, Any]:
    """NPS in points, shares from 0 to 1; a measure without a valid answer is `{"n": 0}`, others are absent."""
    found: dict[str, Any] = {"nps": _nps(nps_of(answers.nps), answers)}
    if answers.csat is not None:
        found["csat"] = csat_figures(answers.csat)
    if answers.ces is not None:
        found["ces"] = ces_figures(answers.ces)
    return found


def change(earlier: Answers, later: Answers) -> dict[str, Any]:
    """The later answers minus the earlier, by the adjusted counts; None for each figure where a side has none."""
    told = nps_change(nps_of(earlier.nps), nps_of(later.nps))
    return {name: getattr(told, name) for name in ("difference", "z", "p", "low", "high", "verdict")}


def csat_figures(counts: Mapping[int, int]) -> dict[str, Any]:
    """The share of those who gave 4 or 5."""
    if not sum(counts.values()):
        return dict(NONE)
    share = wilson(sum(count for answer, count in counts.items() if answer >= CSAT.good), sum(counts.values()))
    return {"n": share.n, "share": share.share, "low": share.low, "high": share.high, "mean": mean_of(counts).mean}


def ces_figures(counts: Mapping[int, int]) -> dict[str, Any]:
    """The mean, and the share of those who gave 5, 6 or 7."""
    found = mean_of(counts)
    if not found.n:
        return dict(NONE)
    agree = wilson(sum(count for answer, count in counts.items() if answer >= CES.good), found.n)
    return {
        "n": found.n,
        "mean": found.mean,
        "low": found.low,
        "high": found.high,
        "agree": agree.share,
        "agree_low": agree.low,
        "agree_high": agree.high,
    }


def nps_figures(found: Nps) -> dict[str, Any]:
    if not found.n:
        return dict(NONE)
    names = ("n", "promoters", "passives", "detractors", "score", "adjusted", "low", "high")
    return {name: getattr(found, name) for name in names}


def with_weighted(figures: dict[str, Any], weighted: WeightedNps) -> dict[str, Any]:
    """The figures with the weighted ones beside them, where there are any."""
    if not figures["n"]:
        return figures
    names = ("score", "n_eff", "low", "high")
    return {**figures, "weighted": {name: getattr(weighted, name) for name in names}}


def _nps(found: Nps, answers: Answers) -> dict[str, Any]:
    figures = nps_figures(found)
    if answers.weights is None:
        return figures
    pairs = zip(answers.scored, answers.weights, strict=True)
    return with_weighted(figures, weighted_nps((score, weight) for (_, score), weight in pairs))
