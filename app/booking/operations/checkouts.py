"""Holding a choice while the guest makes up their mind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from app.booking.errors import AlreadyBooked, CannotBeSold, HoldLapsed
from app.booking.models import Checkout
from app.booking.operations.holding import hold, requote
from app.booking.operations.holds import OWNER, began_at, lengthen, locked, total_of
from app.booking.operations.uses import hold_uses, require_running, taken_by
from app.booking.quoting import as_sold, price_basket
from app.booking.rules import (
    HOLD,
    HOLD_WHILE_TALKING,
    LONGEST_HOLD,
    Basket,
    basket_as_json,
    basket_from_json,
    nights_of,
)
from app.booking.waitlist.serving import serving_line
from app.inventory import operations as inventory
from app.journal import record
from app.kernel import clock
from app.pricing.queries import quote_lines
from app.promotions import operations as promotions
from app.store import transaction, write
from app.store.version import raise_versions, stock_of

_checkout = Checkout.__table__


@dataclass(frozen=True, slots=True)
class Started:
    """A checkout that holds its basket until `held_until_at`."""

    checkout_id: int
    version: int
    quote_id: int
    total_minor: int
    held_until_at: datetime


def start_checkout(
    basket: Basket,
    *,
    source: str = "web",
    referral: str | None = None,
    language: str = "en",
    asked_by: str | None = None,
) -> Started:
    """The basket's rooms, covers and counted extras are held for 15 minutes under a kept quote; all or nothing.

    A plan with supper gets a sitting for every night. Raises `CannotBeSold` with its reasons or `SoldOut` with its
    night; then nothing is held. Of concurrent starts for the last room exactly one succeeds.
    """
    own: dict[str, Any] = {"source": source, "referral": referral, "language": language, "asked_by": asked_by}
    return transaction(lambda: _start(basket, None, **own))


def start_for(basket: Basket, source: str, *, by: int) -> Started:
    """As `start_checkout`, by a member of staff for somebody else: held for an hour."""

    def work() -> Started:
        started = _start(basket, None, held_for=HOLD_WHILE_TALKING, source=source, staff_id=by)
        record(
            "held", "checkout", started.checkout_id, actor="staff", actor_id=by, location_id=basket.location_id,
            source=source, quote=started.quote_id,
        )  # fmt: skip
        return started

    return transaction(work)


def start_with(
    basket: Basket, hand_over: Callable[[int, datetime], None], *, language: str, asked_by: str | None, **own: Any
) -> Started:
    """As `start_checkout` for rooms that are held already: `hand_over` gives their claims to the new checkout until an
    instant. Rules that came after that hold do not forbid them."""
    return transaction(lambda: _start(basket, hand_over, language=language, asked_by=asked_by, **own))


def _start(
    basket: Basket,
    hand_over: Callable[[int, datetime], None] | None,
    held_for: timedelta = HOLD,
    **own: Any,
) -> Started:
    now = clock.now()
    until = now + held_for
    full = as_sold(basket)
    offered = price_basket(full, now, checked=hand_over is None)
    quote_id = offered.keep(now)
    values = {
        "state": "open",
        "version": 1,
        "location_id": full.location_id,
        "quote_id": quote_id,
        "choice": basket_as_json(full),
        "details": {},
        "attempts": 0,
        "held_until_at": until,
        "source": "web",
        "language": "en",
        "created_at": now,
        **own,
    }
    checkout_id = int(write(insert(_checkout).returning(_checkout.c.id), values).scalar_one())
    if hand_over is not None:
        hand_over(checkout_id, until)
    hold(checkout_id, basket, full, now, until, same_rooms=hand_over is not None)
    if full.promotions:
        hold_uses(checkout_id, offered, now, until)
    return Started(checkout_id, 1, quote_id, offered.total_minor, until)


def extend_checkout(checkout_id: int) -> datetime:
    """The hold lasts 15 minutes longer, but not beyond an hour after the hold began; the new instant.

    Raises `HoldLapsed` when it had run out, `AlreadyBooked` when the checkout is a booking.
    """

    def work() -> datetime:
        row = locked(checkout_id)
        now = clock.now()
        until: datetime = max(row.held_until_at, min(row.held_until_at + HOLD, began_at(row) + LONGEST_HOLD))
        lengthen(row, until, now)
        return until

    return transaction(work)


def revise_checkout(checkout_id: int, basket: Basket, *, by: int | None = None) -> int:
    """The checkout holds exactly this basket, under a new quote; the new total. `by` is the member of staff who did it.

    Old and new claims are swapped in one transaction: when something is sold out (`SoldOut`, `CannotBeSold`) the old
    hold stays as it was. Rules and rates that came after the hold are for other nights, not the held ones; another
    house is another checkout. A promotion that it holds stays on its terms while it runs. Raises `HoldLapsed` and
    `AlreadyBooked` as `extend_checkout`, and `OfferGone` for a promotion that does not hold, or not any more.
    """

    def work() -> int:
        row = locked(checkout_id)
        now = clock.now()
        if row.held_until_at <= now:
            raise HoldLapsed
        taken = taken_by(row.choice, OWNER, checkout_id)
        require_running(basket.promotions, but=list(taken) if row.state == "paying" else ())
        full = as_sold(basket, taken)
        held = basket_from_json(row.choice)
        if full == held:
            return total_of(row.quote_id)
        if full.location_id != held.location_id:
            raise CannotBeSold(("closed",))
        same_rooms = nights_of(full) == nights_of(held)
        quoted = quote_lines(row.quote_id)
        offered = price_basket(full, now, checked=not same_rooms, taken=taken, held=held, quoted=quoted)
        requote(row, full, offered, now, by)
        hold(checkout_id, basket, full, now, row.held_until_at, taken, same_rooms=same_rooms)
        if full.promotions or held.promotions:
            hold_uses(checkout_id, offered, now, row.held_until_at)
        return offered.total_minor

    return transaction(work)


def keep_details(checkout_id: int, details: Mapping[str, Any]) -> None:
    """What the guest typed so far is there when the page is opened again; nothing when it is a booking already."""

    def work() -> None:
        write(
            update(_checkout)
            .where(_checkout.c.id == checkout_id, _checkout.c.state != "booked")
            .values(details=dict(details))
        )

    transaction(work)


def abandon_checkout(checkout_id: int) -> None:
    """The checkout holds nothing any more; a booked one is left alone."""

    def work() -> None:
        row = locked(checkout_id)
        with serving_line([(OWNER, checkout_id)]):
            inventory.release(OWNER, checkout_id)
        write(update(_checkout).where(_checkout.c.id == checkout_id).values(state="lapsed", held_until_at=clock.now()))
        raise_versions([stock_of(row.location_id)])
        if row.choice.get("promotions"):
            promotions.give_back(OWNER, [checkout_id], clock.now())

    try:
        transaction(work)
    except AlreadyBooked:
        return
