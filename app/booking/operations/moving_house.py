"""A booking moves to another house, as it is: one swap, the same reference and the same link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.booking.amendment import price_house_move
from app.booking.errors import PriceChanged, WrongState
from app.booking.operations.changing import locked_booking
from app.booking.operations.swapping import Amended, Owner, swap
from app.booking.rules import Basket
from app.kernel import clock
from app.store import transaction


def move_to_house(
    booking_id: int,
    basket: Basket,
    *,
    seen_minor: int | None,
    seen_revision: int,
    at_our_cost: bool = False,
    promised: Sequence[Owner] = (),
    actor: str = "guest",
    by: int | None = None,
    at: datetime | None = None,
) -> Amended:
    """The booking is this basket of another house: claims, stays, quote and folio are swapped in one transaction.

    Reference, link, guest, allergies and payments stay; doors given are given back. A lower total is refunded to where
    it was paid. `at_our_cost` the guest pays no more than before: what it costs more stands on the folio as goodwill,
    at any time before arrival. The owners `promised` held it for this booking, and hold nothing afterwards. The guest
    is told by mail. `by` is the member of staff who does it.

    Without `at_our_cost` it is a change as any other: where giving up its nights is not free any more, what is overpaid
    is kept, on a resale plan until they are resold. Raises `WrongState` for one of a group; what `price_house_move`
    raises; `PriceChanged` when the new total is not `seen_minor` (None: whatever it is); `Stale` on another revision
    than `seen_revision`; `SoldOut` with the first night that lacks something. Then the old booking is untouched.
    """

    def work() -> Amended:
        now = at or clock.now()
        row = locked_booking(booking_id, seen_revision)
        if row.block_id is not None:
            raise WrongState("of a group")
        move = price_house_move(booking_id, basket, at_our_cost=at_our_cost, at=now)
        if seen_minor is not None and move.total_minor != seen_minor:
            raise PriceChanged(seen_minor, move.total_minor)
        return swap(row, move, promised, (actor, by), now)

    return transaction(work)
