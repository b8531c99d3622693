"""Rooms held for callers, as the phone desk sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select

from app.booking.models import Checkout
from app.booking.rules import Basket, Details, basket_from_json
from app.identity.staff.models import Staff
from app.kernel import clock
from app.pricing.models import Quote
from app.store import db

SHOWN_AFTER = timedelta(hours=48)
"""How long a hold that a caller let pass stays on the list."""


@dataclass(frozen=True, slots=True)
class PhoneHold:
    """A room that is or was held for a caller. `link_sent_at` is None before they have the way to pay; `live` while it
    is held."""

    id: int
    location_id: int
    state: str
    basket: Basket
    name: str
    email: str | None
    phone: str | None
    total_minor: int
    currency: str
    held_until_at: datetime
    link_sent_at: datetime | None
    staff_name: str
    live: bool


_checkout, _quote, _staff = Checkout.__table__, Quote.__table__, Staff.__table__


def phone_holds(location_ids: Sequence[int]) -> list[PhoneHold]:
    """What is held for callers of these houses, what ends first first; then what callers with a link let pass in the
    last two days. One statement."""
    now = clock.now()
    live = and_(_checkout.c.state.in_(("open", "paying")), _checkout.c.held_until_at > now)
    passed = and_(_checkout.c.link_sent_at.is_not(None), _checkout.c.held_until_at > now - SHOWN_AFTER)
    query = _holds(location_ids).where(or_(live, passed)).order_by(_checkout.c.held_until_at, _checkout.c.id)
    found = [_shaped(row, now) for row in db.session.execute(query)]
    return [hold for hold in found if hold.live] + [hold for hold in reversed(found) if not hold.live]


def phone_hold(location_id: int, checkout_id: int) -> PhoneHold | None:
    """A hold for a caller of that house, also one that is booked; None when there is none."""
    query = (
        select(*_columns())
        .select_from(_joined())
        .where(_checkout.c.id == checkout_id, _checkout.c.location_id == location_id, _checkout.c.source == "phone")
    )
    row = db.session.execute(query).one_or_none()
    return _shaped(row, clock.now()) if row else None


def _joined() -> Any:
    return _checkout.join(_quote, _quote.c.id == _checkout.c.quote_id).outerjoin(
        _staff, _staff.c.id == _checkout.c.staff_id
    )


def _columns() -> list[Any]:
    return [*_checkout.c, _quote.c.total_minor, _quote.c.currency, _staff.c.name.label("staff_name")]


def _holds(location_ids: Sequence[int]) -> Select[Any]:
    return (
        select(*_columns())
        .select_from(_joined())
        .where(
            _checkout.c.source == "phone",
            _checkout.c.location_id.in_(location_ids),
            _checkout.c.state != "booked",
            _checkout.c.held_until_at > clock.now() - SHOWN_AFTER,
        )
    )


def _shaped(row: Any, now: datetime) -> PhoneHold:
    details = Details.from_json(row.details)
    return PhoneHold(
        id=row.id,
        location_id=row.location_id,
        state=row.state,
        basket=basket_from_json(row.choice),
        name=details.name,
        email=details.email,
        phone=details.phone,
        total_minor=row.total_minor,
        currency=row.currency,
        held_until_at=row.held_until_at,
        link_sent_at=row.link_sent_at,
        staff_name=row.staff_name or "",
        live=row.state in ("open", "paying") and row.held_until_at > now,
    )
