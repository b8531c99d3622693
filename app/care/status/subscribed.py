"""A subscription as its own page needs to see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.care.status.models import StatusSubscription
from app.care.status.operations import CONFIRM_WITHIN
from app.store import db

_own = StatusSubscription.__table__


@dataclass(frozen=True, slots=True)
class Subscription:
    id: int
    location_id: int
    facilities: list[int]
    asked_at: datetime
    confirmed_at: datetime | None
    ended_at: datetime | None

    @property
    def live(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None

    def may_confirm(self, now: datetime) -> bool:
        return self.confirmed_at is None and self.ended_at is None and now <= self.asked_at + CONFIRM_WITHIN


def subscription_of(own_id: int) -> Subscription | None:
    """None where there is none, or it was forgotten."""
    shown = [_own.c[name] for name in Subscription.__dataclass_fields__]
    row = db.session.execute(select(*shown).where(_own.c.id == own_id)).one_or_none()
    return None if row is None else Subscription(*row)
