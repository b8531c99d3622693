"""The policy that ranks: the newest that was adopted, read once until another is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.offers.decisions.models import OfferModel
from app.offers.engine import Model, NoModel, from_document
from app.store import db
from app.store.version import Cached

POLICY = "policy"
"""The number of this scope rises when a policy was adopted."""

_model = OfferModel.__table__


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
        return Policy(row.version, row.at, from_document(row.document))
    except NoModel as error:
        return Policy(row.version, row.at, None, f"Version {row.version} cannot be read: {error}.")


_KEPT = Cached(read_policy, POLICY)
