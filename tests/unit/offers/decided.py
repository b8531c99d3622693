"""Decisions in the log, as rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, update

from app.identity.models import Guest
from app.offers.decisions.models import Holdout, OfferDecision
from app.offers.proof.rules import arm_of
from app.store import db, transaction, write
from tests.builders import House
from tests.unit.insight.answers import stay

START = datetime(2027, 1, 4, 9, tzinfo=UTC)
SALT = "a salt of a test"


def guests(number: int) -> list[int]:
    """So many new guests."""
    mails = [f"g{n}@example.com" for n in range(number)]
    rows = [{"name": mail, "email": mail, "email_lower": mail, "language": "en", "created_at": START} for mail in mails]
    transaction(lambda: write(insert(Guest.__table__), rows))
    return [row.id for row in db.session.query(Guest.id).order_by(Guest.id)][-number:]


def hold_out(share_bp: int = 5000, verdict_at: datetime | None = None) -> None:
    transaction(lambda: write(update(Holdout.__table__).values(salt=SALT, share_bp=share_bp, verdict_at=verdict_at)))


def row(guest_id: int, promotion_id: int, **columns: Any) -> dict[str, Any]:
    """A decision of which nothing is known yet."""
    blank: dict[str, Any] = dict.fromkeys(
        (
            "outcome",
            "outcome_at",
            "booking_id",
            "currency",
            "revenue_minor",
            "cost_minor",
            "reward",
            "came",
            "instead_id",
        )
    )
    told = {
        "at": START, "guest_id": guest_id, "place": "results", "page": "a", "position": 0, "policy_version": 1,
        "situation": "", "features": {"one": 1.0}, "eligible": [promotion_id], "propensities": [1.0],
        "promotion_id": promotion_id, "propensity": 1.0, "arm": "offers", "seed": "s",
    }  # fmt: skip
    return blank | told | columns


def log(rows: Iterable[dict[str, Any]]) -> None:
    own = list(rows)
    if own:
        transaction(lambda: write(insert(OfferDecision.__table__), own))


def random_log(
    house: House, seed: int, number: int, guest_ids: list[int], promotions: int = 4, verdict_at: datetime | None = None
) -> list[dict[str, Any]]:
    """A log over 60 days as the site would write it: sticky arms, the released after the verdict, open outcomes."""
    random, booking_id = Random(seed), stay(house, START.date())
    rows = []
    for _ in range(number):
        guest_id, at = random.choice(guest_ids), START + timedelta(minutes=random.randrange(60 * 24 * 60))
        over = verdict_at is not None and at >= verdict_at
        arm = arm_of(guest_id, SALT, 0.1 if over else 0.5, 0.5)
        drawn, popular = random.randint(1, promotions), random.randint(1, promotions)
        shown, other = (popular, drawn) if arm == "holdout" else (drawn, popular)
        came = random.choice([None, False, False, False, True])
        told: dict[str, Any] = {"at": at, "arm": arm, "instead_id": None if shown == other else other, "came": came}
        if random.random() < 0.3:
            told |= {
                "outcome": random.choice(["taken", "kept", "kept", "lost"]), "outcome_at": at, "booking_id": booking_id,
                "currency": random.choice(["GBP", "EUR"]), "revenue_minor": random.randrange(10_000, 90_000),
                "cost_minor": random.choice([None, 0, 2500]),
            }  # fmt: skip
        rows.append(row(guest_id, shown, **told))
    log(rows)
    return rows
