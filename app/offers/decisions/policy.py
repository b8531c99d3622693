"""The policy that ranks: the newest that was adopted, and what became known since it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.offers.decisions.models import OfferDecision, OfferModel
from app.offers.engine import Model, NoModel, from_document
from app.store import db
from app.store.version import Cached

POLICY = "policy"
"""The number of this scope rises when a policy was adopted, and when rewards became known."""

MOST_SINCE = 2_000
"""Rewards of the day that are observed one by one, 0.1 ms each; more of them wait for the night."""

_decision, _model = OfferDecision.__table__, OfferModel.__table__


@dataclass(frozen=True, slots=True)
class Policy:
    """What ranks, and as of when. `model` is None where there is none or it cannot be read; `wrong` says so."""

    version: int = 0
    at: datetime | None = None
    model: Model | None = None
    wrong: str = ""


def policy() -> Policy:
    """The policy that holds. Without one, or with a damaged one, offers stand by popularity: no page fails for it."""
    return _KEPT.get()


def read_policy() -> Policy:
    """As `policy`, from the database."""
    row: Any = db.session.execute(
        select(_model.c.version, _model.c.at, _model.c.document)
        .where(_model.c.adopted)
        .order_by(_model.c.version.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return Policy(wrong="Nothing has been learnt yet.")
    try:
        model = from_document(row.document)
    except NoModel as error:
        return Policy(row.version, row.at, None, f"Version {row.version} cannot be read: {error}.")
    _observe_since(model, row.at)
    return Policy(row.version, row.at, model)


def drawn_by_policy() -> bool:
    """Whether the log has anything that a policy drew. One statement, which reads it whole where nothing is."""
    drawn = select(_decision.c.id).where(_decision.c.policy_version > 0).limit(1)
    return db.session.execute(drawn).first() is not None


def _observe_since(model: Model, at: datetime) -> None:
    """The model knows also what became of offers after it was made. It is not kept: the next night learns it anew."""
    known = db.session.execute(
        select(_decision.c.promotion_id, _decision.c.features, _decision.c.situation, _decision.c.reward)
        .where(_decision.c.reward.is_not(None), _decision.c.outcome_at > at)
        .order_by(_decision.c.outcome_at, _decision.c.id)
        .limit(MOST_SINCE)
    )
    for row in known:
        if row.features:
            model.observe(str(row.promotion_id), row.features, float(row.reward), situation=row.situation)


_KEPT = Cached(read_policy, POLICY)
