"""Changing a placed booking: its rooms, nights, party, rates, suppers and extras, at once or not at all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from app.booking.amendment import AmendmentOffer, price_amendment
from app.booking.errors import PriceChanged
from app.booking.operations.changing import locked_booking
from app.booking.operations.swapping import Amended, Owner, swap
from app.booking.people.rules import Key
from app.booking.rules import Basket
from app.kernel import clock
from app.store import transaction


def amend_booking(
    booking_id: int,
    basket: Basket,
    *,
    seen_minor: int | None,
    seen_revision: int,
    at_our_cost: bool = False,
    promised: Sequence[Owner] = (),
    leaving: Collection[Key] = (),
    actor: str = "guest",
    by: int | None = None,
    at: datetime | None = None,
) -> Amended:
    """The booking is this basket: claims, stays, suppers, extras, quote and folio are swapped in one transaction.

    The basket is as for `price_amendment`. Only what is different is claimed and freed, so that a kept night is never
    lost. What is known of its people goes where they go, and is gone of those `leaving`. A higher total is owed, a
    lower one refunded to where it was paid, less what is kept for nights given up too late; the guest is told by mail.
    Promotions go on on the terms on which they were given, or their uses are given back. The same basket again changes
    nothing. `by` is the member of staff who does it. `at_our_cost` as for `price_amendment`, with what it costs more on
    the folio as goodwill; the owners `promised` held it for this booking, and hold nothing afterwards.

    Raises what `price_amendment` raises, `PriceChanged` when the new total is not `seen_minor` (None: whatever it is,
    since the house pays what it costs more), and `Stale` on another
    revision than `seen_revision`: of two changes at once the second is told so. Then the old booking is untouched.
    """

    def work() -> Amended:
        now = at or clock.now()
        row = locked_booking(booking_id, seen_revision)
        offer = price_amendment(booking_id, basket, at=now, counting=False, at_our_cost=at_our_cost)
        if seen_minor is not None and offer.total_minor != seen_minor:
            raise PriceChanged(seen_minor, offer.total_minor)
        return swap(row, offer, promised, (actor, by), now, leaving) if offer.changed else _unchanged(row, offer)

    return transaction(work)


def _unchanged(row: Any, offer: AmendmentOffer) -> Amended:
    return Amended(row.revision, row.quote_id, (), offer.total_minor, offer.due_minor, offer.due_now_minor, 0, 0)
