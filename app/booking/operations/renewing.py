"""Taking a hold again that had run out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.booking.errors import CannotBeSold
from app.booking.operations.holding import hold, requote, without
from app.booking.operations.holds import OWNER, locked, total_of
from app.booking.operations.uses import hold_uses
from app.booking.quoting import Offered, as_sold, counted_resources, price_basket
from app.booking.rooms.saleable import require_doors
from app.booking.rules import HOLD, Basket, basket_from_json, wants_of
from app.booking.waitlist.serving import serving_line
from app.inventory import SoldOut
from app.inventory import operations as inventory
from app.kernel import clock
from app.promotions.errors import OfferGone
from app.store import transaction


@dataclass(frozen=True, slots=True)
class Renewed:
    """A hold taken again: its total before and now, and what of it `gone` names was sold out meanwhile.

    An extra that has gone, or a supper that the guest had added, is held no longer; where the plan includes supper,
    that night has another hour.
    """

    was_minor: int
    total_minor: int
    gone: tuple[SoldOut, ...] = ()


def renew_checkout(checkout_id: int, *, by: int | None = None, basket: Basket | None = None) -> Renewed:
    """A lapsed hold is taken again for 15 minutes at today's price, without the sittings and extras that have gone.
    Whoever waited for it went first, so it is as good as a new hold.

    What the guest typed stays, and a hold that has not ended stays as it is. `basket` is what is held instead, as
    without a promotion that is gone. Raises `SoldOut` where a room has gone, `CannotBeSold` or `OfferGone`, and then
    nothing is held, and `AlreadyBooked`.
    """

    def work() -> Renewed:
        row = locked(checkout_id)
        now = clock.now()
        was = total_of(row.quote_id)
        if row.held_until_at > now:
            return Renewed(was, was)
        offered, held, gone = _hold_what_is_left(checkout_id, basket or basket_from_json(row.choice), now)
        requote(row, held, offered, now, by, held_until_at=now + HOLD, renewed_at=now)
        if held.promotions or row.choice.get("promotions"):
            hold_uses(checkout_id, offered, now, now + HOLD)
        return Renewed(was, offered.total_minor, gone)

    return transaction(work)


def _hold_what_is_left(checkout_id: int, basket: Basket, now: datetime) -> tuple[Offered, Basket, tuple[SoldOut, ...]]:
    """The basket is held without what has gone of it: its price, what is held, and what has gone."""
    gone: list[SoldOut] = []
    while True:
        full = as_sold(basket)
        offered = price_basket(full, now)
        try:
            return offered, hold(checkout_id, basket, full, now, now + HOLD), tuple(gone)
        except SoldOut as sold_out:
            less = without(basket, sold_out)
            if less == basket:
                raise
            basket = less
            gone.append(sold_out)


def hold_as_paid(checkout_id: int, basket: Basket, now: datetime) -> Basket:
    """A lapsed checkout holds again all that its quote is for, whatever rules came since; what it holds now.

    Supper may move to another hour where the plan includes it. Raises `SoldOut` where anything else has gone.
    """
    types = {chosen.room_type_id for chosen in basket.stays}
    inventory.lock_doors(types)
    while True:
        wants = wants_of(basket, counted_resources())
        try:
            with serving_line([(OWNER, checkout_id)], wants):
                inventory.claim(OWNER, checkout_id, wants, expires_at=now + HOLD, sweep_at=now)
            require_doors(types, (OWNER, checkout_id), now, since=basket.arrival)
            return basket
        except SoldOut as sold_out:
            basket = _moved(basket, sold_out)


def _moved(basket: Basket, sold_out: SoldOut) -> Basket:
    """The basket with another hour for the sitting that has run out. Raises it again where nothing else would do."""
    less = without(basket, sold_out)
    if less == basket:
        raise sold_out
    try:
        moved = as_sold(less)
    except (CannotBeSold, OfferGone):
        raise sold_out from None
    if moved == basket or _given(moved) != _given(basket):
        raise sold_out
    return moved


def _given(basket: Basket) -> list[tuple[object, ...]]:
    """What each room gets, whatever the hour of its suppers."""
    return [(dict(chosen.suppers).keys(), sorted(chosen.extras)) for chosen in basket.stays]
