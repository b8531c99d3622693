"""Forgetting guests once nothing is promised to them any more, and what is kept for a while only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from app.booking.errors import StillExpected
from app.booking.models import Booking, Checkout
from app.booking.waitlist.models import WaitlistEntry
from app.booking.waitlist.operations import leave
from app.booking.waitlist.rules import LIVE
from app.identity.models import Guest
from app.identity.operations import erase_guests
from app.kernel.stay import Stay
from app.store import db, transaction, write

_booking, _guest, _checkout = Booking.__table__, Guest.__table__, Checkout.__table__
_entry = WaitlistEntry.__table__
MOST = 100


@dataclass(frozen=True, slots=True)
class Expected:
    """A booking for which somebody is still expected, or in the house. `version` is its link's."""

    id: int
    version: int
    reference: str
    state: str
    location_id: int
    guest_id: int
    name: str
    stay: Stay


def forget_guests(guest_ids: list[int]) -> int:
    """As `erase_guests`, and no link opens their bookings any more: not their own, and not those of the checkouts and
    places in the line that they came from. They leave every waitlist: what was held for them goes to the next.

    Raises `StillExpected` while one of them has a stay to come or is in the house.
    """

    def work() -> int:
        if expected := expected_of(guest_ids):
            raise StillExpected(expected[0].reference, expected[0].name)
        return forget_again(guest_ids)

    return transaction(work)


def forget_again(guest_ids: list[int]) -> int:
    """As `forget_guests`, whoever is expected: after a restore, of guests who had been forgotten before."""

    def work() -> int:
        for entry_id in _waiting(guest_ids):
            leave(entry_id)
        return _erase(guest_ids)

    return transaction(work)


def expected_of(guest_ids: list[int]) -> list[Expected]:
    """The bookings of these guests that stand in the way of forgetting them, the next to arrive first."""
    columns = [_booking.c[name] for name in ("id", "version", "reference", "state", "location_id", "guest_id")]
    rows = db.session.execute(
        select(*columns, _guest.c.name, _booking.c.arrival_on, _booking.c.departure_on)
        .join(_guest, _guest.c.id == _booking.c.guest_id)
        .where(_booking.c.guest_id.in_(guest_ids), _booking.c.state.in_(("confirmed", "in_house")))
        .order_by(_booking.c.arrival_on, _booking.c.id)
    )
    return [
        Expected(row.id, row.version, row.reference, row.state, row.location_id, row.guest_id, row.name, _stay(row))
        for row in rows
    ]


def _stay(row: Any) -> Stay:
    return Stay(row.arrival_on, row.departure_on)


def _waiting(guest_ids: list[int]) -> list[int]:
    mails = select(_guest.c.email_lower).where(_guest.c.id.in_(guest_ids))
    live = select(_entry.c.id).where(_entry.c.email_lower.in_(mails), _entry.c.state.in_(LIVE)).order_by(_entry.c.id)
    return list(db.session.scalars(live))


def _erase(guest_ids: list[int]) -> int:
    erased = erase_guests(guest_ids)
    if erased:
        close_links(guest_ids)
    return erased


def close_links(guest_ids: list[int]) -> None:
    """No link that went out before opens a booking of these guests, nor what it came from. Within a transaction."""
    mine = _booking.c.guest_id.in_(guest_ids)
    write(update(_booking).where(mine).values(version=_booking.c.version + 1))
    checkouts = select(_booking.c.checkout_id).where(mine)
    write(update(_checkout).where(_checkout.c.id.in_(checkouts)).values(version=_checkout.c.version + 1))
    write(update(_entry).where(_entry.c.checkout_id.in_(checkouts)).values(version=_entry.c.version + 1))


def forget_details(made_before: datetime) -> int:
    """What was typed into checkouts that were begun before then and lapsed is gone; answers how many."""
    old = (
        update(_checkout)
        .where(_checkout.c.state == "lapsed", _checkout.c.created_at < made_before, _checkout.c.details != {})
        .values(details={})
    )
    return transaction(lambda: int(write(old).rowcount))


def forget_old_guests(departed_before: date, known_before: datetime) -> int:
    """Up to 100 guests whose last stay ended before that day are erased; answers how many.

    Of a guest who never stayed, the day on which they became known counts.
    """

    def work() -> int:
        later = select(_booking.c.id).where(
            _booking.c.guest_id == _guest.c.id, _booking.c.departure_on >= departed_before
        )
        old = db.session.scalars(
            select(_guest.c.id)
            .where(_guest.c.erased_at.is_(None), _guest.c.created_at < known_before, ~later.exists())
            .limit(MOST)
        ).all()
        return _erase(list(old))

    return transaction(work)
