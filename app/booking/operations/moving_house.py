"""A booking moves to another house, as it is: one swap, the same reference and the same link.

In the journal: `amended` as any change, with `changed` beginning with `house`, `from_location`, and `allowance_minor`
where the house pays what it costs more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.booking.amendment import HouseMove, price_house_move
from app.booking.errors import PriceChanged, WrongState
from app.booking.operations.changing import locked_booking, requote, revise, tell
from app.booking.operations.records import rewrite_stay, write_leaving
from app.booking.operations.swapped_money import swap_money
from app.booking.operations.uses import follow_lines
from app.booking.quoting import counted_resources
from app.booking.rooms.queries import moved_nights
from app.booking.rules import Basket, wants_of
from app.booking.waitlist.serving import serving_line
from app.inventory import operations as inventory
from app.journal import record
from app.kernel import clock
from app.payments import Asked
from app.store import transaction
from app.store.version import raise_versions, stock_of


@dataclass(frozen=True, slots=True)
class MovedHouse:
    """What a move came to, in minor units. `refunds` are asked for and given by the provider afterwards."""

    revision: int
    quote_id: int
    total_minor: int
    allowance_minor: int
    due_minor: int
    due_now_minor: int
    refund_minor: int
    kept_minor: int
    refunds: tuple[Asked, ...] = ()


def move_to_house(
    booking_id: int,
    basket: Basket,
    *,
    seen_minor: int | None,
    seen_revision: int,
    at_our_cost: bool = False,
    promised: Sequence[tuple[str, int]] = (),
    actor: str = "guest",
    by: int | None = None,
    at: datetime | None = None,
) -> MovedHouse:
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

    def work() -> MovedHouse:
        now = at or clock.now()
        row = locked_booking(booking_id, seen_revision)
        if row.block_id is not None:
            raise WrongState("of a group")
        move = price_house_move(booking_id, basket, at_our_cost=at_our_cost, at=now)
        if seen_minor is not None and move.total_minor != seen_minor:
            raise PriceChanged(seen_minor, move.total_minor)
        return _move(row, move, promised, (actor, by), now)

    return transaction(work)


def _move(
    row: Any, move: HouseMove, promised: Sequence[tuple[str, int]], who: tuple[str, int | None], at: datetime
) -> MovedHouse:
    wants = wants_of(move.basket, counted_resources(), move.parts)
    with serving_line([("booking", row.id), *promised], wants):
        inventory.claim("booking", row.id, wants, expires_at=None, sweep_at=at, promised=promised)
    slept_in = moved_nights(row.id) if move.given_up else {}
    for part, chosen in zip(move.parts, move.basket.stays, strict=True):
        rewrite_stay(row.id, part, chosen)
    write_leaving(row.id, move.lines, move.lines_before)
    quote_id = requote(
        row,
        move.lines,
        dues=move.dues,
        policy=move.policy,
        free_until_at=move.free_until_at,
        at=at,
        location_id=move.house.id,
    )
    span = {"arrival_on": move.basket.arrival, "departure_on": move.basket.departure}
    revision = revise(row, quote_id=quote_id, location_id=move.house.id, **span)
    money = swap_money(row, move, revision, slept_in, at)
    done = MovedHouse(
        revision,
        quote_id,
        move.total_minor,
        move.allowance_minor,
        money.due_minor,
        money.due_now_minor,
        money.refund_minor,
        move.kept_minor,
        money.refunds,
    )
    _announce(row, move, done, who, at)
    raise_versions([stock_of(row.location_id), stock_of(move.house.id)])
    follow_lines(row.id, move.lines, at)
    return done


def _announce(row: Any, move: HouseMove, done: MovedHouse, who: tuple[str, int | None], at: datetime) -> None:
    allowed = {"allowance_minor": done.allowance_minor} if done.allowance_minor else {}
    money: dict[str, Any] = {"due_minor": done.due_minor, "refund_minor": done.refund_minor}
    money |= {"kept_minor": done.kept_minor, **allowed}
    record(
        "amended",
        "booking",
        row.id,
        actor=who[0],
        actor_id=who[1],
        location_id=move.house.id,
        at=at,
        revision=done.revision,
        before=move.quote_id,
        quote=done.quote_id,
        changed=list(move.changed),
        from_location=row.location_id,
        before_minor=move.before_minor,
        total_minor=move.total_minor,
        **money,
    )
    facts = {"quote_id": done.quote_id, "before_quote_id": move.quote_id, "online": who[0] == "guest", **money}
    tell(row, "changed", facts, str(done.revision))
