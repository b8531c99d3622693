"""What a checkout holds: claims on rooms, covers and counted extras, and the quote over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.booking.gifts import raise_for_gift
from app.booking.models import Checkout
from app.booking.operations.holds import OWNER
from app.booking.quoting import Offered, as_sold, counted_resources
from app.booking.rooms.saleable import require_doors
from app.booking.rules import Basket, ChosenStay, basket_as_json, wants_of
from app.booking.waitlist.serving import serving_line
from app.inventory import SoldOut
from app.inventory import operations as inventory
from app.journal import record
from app.promotions.rules import Promotion
from app.store import write
from app.store.version import raise_versions, stock_of

_checkout = Checkout.__table__


def hold(
    checkout_id: int,
    basket: Basket,
    full: Basket,
    now: datetime,
    until: datetime,
    taken: Mapping[int, Promotion] | None = None,
    *,
    same_rooms: bool = False,
) -> Basket:
    """The checkout holds `full`, which is how the house sells `basket` with the promotions `taken`; what it holds now.

    Where the sitting that we gave it has run out meanwhile, it gets another that has covers. Raises `OfferGone` where
    what is sold out is the gift of a promotion, and `SoldOut`; `NoOneRoom` where each night has a room left and no door
    could be given for all of them, unless it holds the `same_rooms` already.
    """
    held = full
    types: set[int] = set() if same_rooms else {chosen.room_type_id for chosen in full.stays}
    inventory.lock_doors(types)
    while True:
        wants = wants_of(held, counted_resources())
        try:
            with serving_line([(OWNER, checkout_id)], wants):
                inventory.claim(OWNER, checkout_id, wants, expires_at=until, sweep_at=now)
            break
        except SoldOut as sold_out:
            again = as_sold(basket, taken)
            if again == held or sold_out.resource_id not in counted_resources().sittings.values():
                raise_for_gift(basket, full, sold_out)
                raise
            held = again
    require_doors(types, (OWNER, checkout_id), now, since=full.arrival)
    if held != full:
        write(update(_checkout).where(_checkout.c.id == checkout_id).values(choice=basket_as_json(held)))
    raise_versions([stock_of(full.location_id)])
    return held


def requote(row: Any, basket: Basket, offered: Offered, now: datetime, by: int | None, **changes: Any) -> None:
    """The locked checkout has this basket under a new kept quote, and is open; in the journal `requoted`."""
    quote_id = offered.keep(now)
    values = {"quote_id": quote_id, "choice": basket_as_json(basket), "state": "open", **changes}
    write(update(_checkout).where(_checkout.c.id == row.id).values(**values))
    record(
        "requoted", "checkout", row.id, actor="staff" if by else "guest", actor_id=by, location_id=row.location_id,
        quote=quote_id, before=row.quote_id, at=now,
    )  # fmt: skip


def without(basket: Basket, sold_out: SoldOut) -> Basket:
    """The basket without the sitting or the extra that has run out, in any of its rooms; a room's stays in it."""
    counted = counted_resources()

    def left(chosen: ChosenStay) -> ChosenStay:
        gone = (sold_out.night, sold_out.resource_id)
        return replace(
            chosen,
            suppers=tuple(own for own in chosen.suppers if (own[0], counted.sittings[own[1]]) != gone),
            extras=tuple(own for own in chosen.extras if counted.extras.get(own[0]) != sold_out.resource_id),
        )

    return replace(basket, stays=tuple(map(left, basket.stays)))
