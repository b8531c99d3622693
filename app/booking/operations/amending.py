"""Changing a placed booking: its rooms, nights, party, rates, suppers and extras, at once or not at all.

In the journal: `amended`, with `before` and `quote` (the ids of both quotes), `changed` (what, as `AmendmentOffer` says
it), `before_minor`, `total_minor`, `due_minor`, `refund_minor`, `kept_minor` and `revision`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.booking.amendment import AmendmentOffer, price_amendment
from app.booking.errors import PriceChanged
from app.booking.operations.changing import locked_booking, requote, revise, tell
from app.booking.operations.records import rewrite_stay, write_leaving, write_stay
from app.booking.operations.swapped_money import swap_money
from app.booking.operations.uses import follow_lines, take_added
from app.booking.people.operations import forget_absent
from app.booking.quoting import counted_resources
from app.booking.rooms.queries import moved_nights
from app.booking.rooms.rules import slept_in
from app.booking.rules import Basket, wants_of
from app.booking.waitlist.serving import serving_line
from app.inventory import operations as inventory
from app.journal import record
from app.kernel import clock
from app.payments import Asked
from app.store import transaction
from app.store.version import raise_versions, stock_of

Owner = tuple[str, int]
"""Of claims: what kind, and which one."""


@dataclass(frozen=True, slots=True)
class Amended:
    """What a change came to. `refunds` are asked for and given by the provider afterwards; `changed` () did nothing."""

    revision: int
    quote_id: int
    changed: tuple[str, ...]
    total_minor: int
    due_minor: int
    due_now_minor: int
    refund_minor: int
    kept_minor: int
    refunds: tuple[Asked, ...] = ()


def amend_booking(
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
    """The booking is this basket: claims, stays, suppers, extras, quote and folio are swapped in one transaction.

    The basket is as for `price_amendment`. Only what is different is claimed and freed, so that a kept night is never
    lost. Allergies and whatever else is known about a stay stay with it. A higher total is owed, a lower one refunded
    to where it was paid, less what is kept for nights given up too late; the guest is told by mail. Promotions go on
    on the terms on which they were given, or their uses are given back. The same basket again changes nothing. `by` is
    the member of staff who does it. `at_our_cost` as for `price_amendment`, with what it costs more on the folio as
    goodwill; the owners `promised` held it for this booking, and hold nothing afterwards.

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
        return _amend(row, offer, promised, (actor, by), now) if offer.changed else _unchanged(row, offer)

    return transaction(work)


def _amend(
    row: Any, offer: AmendmentOffer, promised: Sequence[Owner], who: tuple[str, int | None], at: datetime
) -> Amended:
    basket, parts = offer.basket, offer.parts
    counted = counted_resources()
    wants = slept_in(wants_of(basket, counted, parts), _moved_nights(row.id, offer), counted)
    with serving_line([("booking", row.id), *promised], wants):
        inventory.claim("booking", row.id, wants, expires_at=None, sweep_at=at, promised=promised)
    elsewhere = moved_nights(row.id) if offer.given_up else {}
    _write_stays(row.id, offer)
    quote_id = requote(row, offer.lines, dues=offer.dues, policy=offer.policy, free_until_at=offer.free_until_at, at=at)
    revision = revise(row, quote_id=quote_id, arrival_on=basket.arrival, departure_on=basket.departure)
    money = swap_money(row, offer, revision, elsewhere, at)
    done = Amended(
        revision,
        quote_id,
        offer.changed,
        offer.total_minor,
        money.due_minor,
        money.due_now_minor,
        money.refund_minor,
        offer.kept_minor,
        money.refunds,
    )
    if row.guest_id is not None:
        forget_absent(row.id)
    _announce(row, offer, done, who, at)
    raise_versions([stock_of(row.location_id)])
    if offer.added:
        take_added(row.id, row.guest_id, offer.added, offer.lines, basket, at)
    follow_lines(row.id, offer.lines, at)
    return done


def _moved_nights(booking_id: int, offer: AmendmentOffer) -> dict[tuple[int, date], int]:
    """Nights in another room type, of stays that keep the one they bought: they stay where they are."""
    kept = {
        change.part
        for change in offer.changes
        if change.before is not None and change.before.room_type_id == change.after.room_type_id
    }
    return {key: room_type_id for key, room_type_id in moved_nights(booking_id).items() if key[0] in kept}


def _write_stays(booking_id: int, offer: AmendmentOffer) -> None:
    for change in offer.changes:
        if change.before is None:
            write_stay(booking_id, change.part, change.after)
        elif change.before != change.after:
            rewrite_stay(booking_id, change.part, change.after)
    write_leaving(booking_id, offer.lines, offer.lines_before)


def _announce(row: Any, offer: AmendmentOffer, done: Amended, who: tuple[str, int | None], at: datetime) -> None:
    allowed: dict[str, Any] = {"allowance_minor": offer.allowance_minor} if offer.allowance_minor else {}
    record(
        "amended",
        "booking",
        row.id,
        actor=who[0],
        actor_id=who[1],
        location_id=row.location_id,
        at=at,
        revision=done.revision,
        before=offer.quote_id,
        quote=done.quote_id,
        changed=list(offer.changed),
        before_minor=offer.before_minor,
        total_minor=offer.total_minor,
        due_minor=done.due_minor,
        refund_minor=done.refund_minor,
        kept_minor=done.kept_minor,
        **allowed,
    )
    facts = {
        "quote_id": done.quote_id,
        "before_quote_id": offer.quote_id,
        "due_minor": done.due_minor,
        "refund_minor": done.refund_minor,
        "kept_minor": done.kept_minor,
        "online": who[0] == "guest",
        **allowed,
    }
    tell(row, "changed", facts, str(done.revision))


def _unchanged(row: Any, offer: AmendmentOffer) -> Amended:
    return Amended(row.revision, row.quote_id, (), offer.total_minor, offer.due_minor, offer.due_now_minor, 0, 0)
