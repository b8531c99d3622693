"""The money of a booking once its stays and quote are another offer's: changing it and moving it to another house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.booking.amendment import AmendmentOffer
from app.booking.cancellation import purse_of
from app.booking.operations.changing import total_asked
from app.booking.operations.charges import room_vat_bp, swap_charges
from app.booking.operations.goodwill import take_off
from app.booking.operations.refunding import refund_overpaid
from app.booking.operations.reselling import keep_given_up, resell
from app.payments import Asked


@dataclass(frozen=True, slots=True)
class SwappedMoney:
    """What is owed and what goes back, in minor units. `refunds` are given by the provider afterwards."""

    due_minor: int
    due_now_minor: int
    refund_minor: int
    refunds: tuple[Asked, ...]


def swap_money(
    row: Any, offer: AmendmentOffer, revision: int, slept_in: Mapping[tuple[int, date], int], at: datetime
) -> SwappedMoney:
    """The folio charges what the offer costs, less what the house takes off; what is overpaid is asked back, but for
    what is kept for nights that were given up too late, which on a resale plan are on sale again.

    `slept_in` are the room types of nights that were slept in another than was bought, as they stood before the change.
    Within a transaction that holds the booking, whose `revision` makes the refunds' keys.
    """
    swap_charges(row.id, offer.lines_before, offer.lines, row.currency, at)
    if offer.allowance_minor:
        take_off(row, offer.allowance_minor, room_vat_bp(offer.lines), at)
    for lost in offer.given_up:  # before anything is refunded: what is kept is not overpaid
        keep_given_up(row, lost, offer.lines, slept_in, at)
    resell(row.id, offer.newly_sold, row.currency, at)
    refunds = refund_overpaid(row.id, f"booking:{row.id}-amended-{revision}", "amended")
    due_minor = purse_of(row.id).due_minor
    return SwappedMoney(due_minor, min(offer.due_now_minor, due_minor), total_asked(refunds), tuple(refunds))
