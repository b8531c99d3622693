"""Rooms held for somebody on the telephone: they are mailed the way to pay, or owe it at the house."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.booking.errors import AlreadyBooked, LongestHold, NoMail
from app.booking.models import Checkout
from app.booking.operations.checkouts import Started, abandon_checkout, start_for
from app.booking.operations.holds import began_at, lengthen, locked
from app.booking.rules import Basket, Details, basket_from_json, caller_has_until
from app.catalogue.closed import house_of
from app.journal import record
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.outbox import announce_once
from app.store import transaction, write

SOURCE = "phone"
_checkout = Checkout.__table__


def hold_for_caller(basket: Basket, *, by: int) -> Started:
    """As `start_checkout` for somebody on the telephone, held for an hour; `by` is the member of staff."""
    return start_for(basket, SOURCE, by=by)


def send_pay_link(checkout_id: int, *, by: int) -> datetime:
    """The caller is mailed the way to look, agree and pay, and has a day for it; until when.

    Twice in the same minute sends one mail. Raises `NoMail` where no address was kept, `HoldLapsed` and
    `AlreadyBooked`; then nothing has changed.
    """

    def work() -> datetime:
        row = locked(checkout_id)
        address = Details.from_json(row.details).email
        if not address:
            raise NoMail
        until = _lengthened(row)
        write(update(_checkout).where(_checkout.c.id == checkout_id).values(link_sent_at=clock.now()))
        facts = {"held_until_at": until.isoformat(), "quote_id": row.quote_id}
        occasion = f"{clock.now():%Y%m%dT%H%M}"
        announce_once("phone_hold", "checkout", checkout_id, address, facts, occasion=occasion, language=row.language)
        _noted("pay_link_sent", row, by, until=until.isoformat())
        return until

    return transaction(work)


def extend_for_caller(checkout_id: int, *, by: int) -> datetime:
    """The caller has a day from now, as far as `caller_has_until` goes; until when. A hold is never shortened.

    Raises `LongestHold` where it is held for as long as it can be, `HoldLapsed` and `AlreadyBooked`.
    """

    def work() -> datetime:
        row = locked(checkout_id)
        until = _lengthened(row)
        if until <= row.held_until_at:
            raise LongestHold
        _noted("hold_extended", row, by, before=row.held_until_at.isoformat(), after=until.isoformat())
        return until

    return transaction(work)


def release_for_caller(checkout_id: int, *, by: int) -> bool:
    """The room is on sale again and the caller's hold is over; False, and nothing changed, when it was booked."""

    def work() -> bool:
        try:
            row = locked(checkout_id)
        except AlreadyBooked:
            return False
        abandon_checkout(checkout_id)
        write(update(_checkout).where(_checkout.c.id == checkout_id).values(link_sent_at=None))
        _noted("hold_released", row, by)
        return True

    return transaction(work)


def _lengthened(row: Any) -> datetime:
    now, basket = clock.now(), basket_from_json(row.choice)
    house = house_of(row.location_id)
    ready = wall_instant(basket.arrival, house.check_in_time.hour, house.check_in_time.minute, house.timezone)
    until: datetime = max(row.held_until_at, caller_has_until(now, began_at(row), ready))
    lengthen(row, until, now)
    return until


def _noted(action: str, row: Any, by: int, **facts: Any) -> None:
    record(action, "checkout", row.id, actor="staff", actor_id=by, location_id=row.location_id, **facts)
