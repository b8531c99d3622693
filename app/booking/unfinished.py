"""Bookings that were left unfinished, and whether whoever left one asked to be reminded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.booking.models import Checkout
from app.booking.rules import Basket, basket_from_json
from app.store import db

REMIND = "remind"
"""Under this name a checkout's details keep what was asked for."""

_checkout = Checkout.__table__


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody ticked that they be reminded: in which words, when, and whether signed in under the address that they
    typed. Without that nobody knows that it is theirs."""

    words: str
    said_at: datetime
    signed_in: bool = False

    @property
    def as_json(self) -> dict[str, Any]:
        return {"words": self.words, "said_at": self.said_at.isoformat(), "signed_in": self.signed_in}

    @classmethod
    def in_details(cls, details: Mapping[str, Any]) -> Asked | None:
        """What the details of a checkout keep of it; None where nothing was ticked."""
        kept = details.get(REMIND)
        if not kept:
            return None
        return cls(kept["words"], datetime.fromisoformat(kept["said_at"]), bool(kept.get("signed_in")))


@dataclass(frozen=True, slots=True)
class Left:
    """A checkout that nobody came back to, with what was typed into it."""

    location_id: int
    basket: Basket
    email: str
    name: str
    phone: str | None
    language: str
    asked: Asked | None


def left_unfinished(since: datetime, until: datetime) -> dict[str, Left]:
    """By mail, in small letters, the newest checkout of the site whose hold ended between these instants. One
    statement."""
    rows = db.session.execute(
        select(_checkout.c.location_id, _checkout.c.choice, _checkout.c.details, _checkout.c.language)
        .where(
            _checkout.c.state.in_(("open", "lapsed")),
            _checkout.c.source == "web",
            _checkout.c.held_until_at.between(since, until),
        )
        .order_by(_checkout.c.id)
    )
    return {email.lower(): _left(row, email) for row in rows if (email := str(row.details.get("email") or "").strip())}


def _left(row: Any, email: str) -> Left:
    typed = row.details
    return Left(
        row.location_id,
        basket_from_json(row.choice),
        email,
        typed.get("name") or "",
        typed.get("phone"),
        row.language,
        Asked.in_details(typed),
    )
