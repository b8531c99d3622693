"""A model as a document that a database keeps, and back. What is damaged is found here, never on a page."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from math import isfinite
from typing import Any

from app.kernel.errors import QuinceError
from app.offers.engine.model import Model
from app.offers.engine.popularity import Popularity
from app.offers.engine.posterior import Posterior
from app.offers.engine.settings import Settings

FORM = 1
"""Raised when a document of before can no longer be read."""

NEW = ("telling", "own_trust")
"""Settings that documents of before have not."""


class NoModel(QuinceError):
    """There is no model, or it is damaged; `str()` says what is wrong. Callers show what is popular, with an alarm."""


def to_document(model: Model) -> dict[str, Any]:
    """The model in JSON's own types; `from_document` gives the same model, to the last digit."""
    return {
        "form": FORM,
        "fitted_at": model.fitted_at.isoformat() if model.fitted_at else None,
        "n": model.n,
        "settings": asdict(model.settings),
        "names": list(model.names),
        "variances": list(model.variances),
        "popularity": [[*key, *counted] for key, counted in sorted(model.popularity.counts.items())],
        "offers": {
            offer: {
                "mean": list(known.mean),
                "covariance": known.triangle(),
                "noise": known.noise,
                "n": known.n,
            }
            for offer, known in sorted(model.posteriors.items())
        },
    }


def from_document(document: object) -> Model:
    """The model of a document. Raises `NoModel` for none, for one of another form, and for one that is damaged."""
    if document is None:
        raise NoModel("there is no model")
    if not isinstance(document, dict) or document.get("form") != FORM:
        raise NoModel("what is kept is no model of this form")
    try:
        return _read(document)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise NoModel(f"the model is damaged: {error!r}") from None


def _read(document: dict[str, Any]) -> Model:
    names = tuple(document["names"])
    if len(set(names)) != len(names) or not all(isinstance(name, str) for name in names):
        raise ValueError("names")
    kept = {name: getattr(Settings(), name) for name in NEW} | document["settings"]
    settings = Settings(**{one.name: kept[one.name] for one in fields(Settings)})
    if not (
        0 <= _number(settings.floor) <= 1
        and _number(settings.exploration) >= 0
        and _above(settings.half_life_days)
        and 0 < _number(settings.telling) < 1
        and _above(settings.own_trust)
    ):
        raise ValueError("settings")
    counts = {(str(s), str(o)): (_least(shown), _least(kept)) for s, o, shown, kept in document["popularity"]}
    fitted = document["fitted_at"]
    return Model(
        names,
        tuple(_numbers(document["variances"], len(names), least=0.0)),
        Popularity(_above(settings.expected), _above(settings.strength), counts),
        {str(offer): _posterior(known, len(names)) for offer, known in document["offers"].items()},
        datetime.fromisoformat(fitted) if fitted is not None else None,
        int(document["n"]),
        settings,
    )


def _posterior(known: dict[str, Any], size: int) -> Posterior:
    triangle = _numbers(known["covariance"], size * (size + 1) // 2)
    covariance = Posterior.square(triangle, size)
    if any(covariance[place][place] <= 0 for place in range(size)):
        raise ValueError("a variance that is not above 0")
    return Posterior(_numbers(known["mean"], size), covariance, _above(known["noise"]), _least(known["n"]))


def _numbers(values: list[Any], size: int, least: float | None = None) -> list[float]:
    if len(values) != size:
        raise ValueError(f"{len(values)} numbers instead of {size}")
    return [_number(value) if least is None else _least(value, least) for value in values]


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError("no number")
    return float(value)


def _least(value: object, least: float = 0.0) -> float:
    if (number := _number(value)) < least:
        raise ValueError(f"below {least:g}")
    return number


def _above(value: object) -> float:
    if (number := _number(value)) <= 0:
        raise ValueError("not above 0")
    return number
