"""Holding, booking out of and giving back a block of rooms.

In the journal, about `block`: `block_held`, `block_picked_up`, `block_shrunk`, `block_released`. A block's row is
locked before its claims and counters, everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.availability.board import capacity_of
from app.booking.blocks.errors import BlockOver, NotInBlock
from app.booking.blocks.models import BlockRooms, GroupBlock
from app.booking.errors import CannotBeSold, Stale
from app.booking.operations.checkouts import keep_details, start_with
from app.booking.operations.placing import place_booking
from app.booking.operations.records import Placed
from app.booking.rooms.saleable import require_doors
from app.booking.rules import Basket, ChosenStay, Deal, Details
from app.booking.waitlist.serving import serving_line
from app.catalogue.closed import house_of, room_type_of
from app.inventory import SoldOut, for_night, for_stay
from app.inventory import operations as inventory
from app.inventory.queries import held_counts, resources
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Invalid, Refused
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.agreed import agree_rates
from app.store import db, transaction, write
from app.store.version import raise_versions, stock_of

OWNER = "block"
_block, _rooms = GroupBlock.__table__, BlockRooms.__table__


@dataclass(frozen=True, slots=True)
class NewBlock:
    """What was agreed: rooms by room type, and an amount a night for each of them, or for none of them."""

    location_id: int
    name: str
    stay: Stay
    cut_off_on: date
    rate_plan_id: int
    rooms: Mapping[int, int]
    amounts: Mapping[int, int] = field(default_factory=dict)
    contact_name: str = ""
    contact_email: str | None = None
    contact_phone: str | None = None


def hold_block(given: NewBlock, *, by: int) -> int:
    """The id of a block that holds its rooms on every night until its cut-off day is over; all or nothing.

    Where amounts are given the block has a rate plan of its own, with the terms and meals of `rate_plan_id`. Raises
    `Invalid` for what cannot be, `SoldOut` with the first night that lacks a room, and `NoOneRoom`.
    """
    if not given.rooms or min(given.rooms.values()) < 1:
        raise Invalid("A block has a room at least.")
    if given.amounts and set(given.amounts) != set(given.rooms):
        raise Invalid("Give a price for each of the room types, or for none.")
    if given.cut_off_on > given.stay.arrival:
        raise Invalid("The cut-off day is no later than the day of arrival.")

    def work() -> int:
        now = clock.now()
        values = {
            "version": 1,
            "location_id": given.location_id,
            "rate_plan_id": given.rate_plan_id,
            "name": given.name,
            "contact_name": given.contact_name,
            "contact_email": given.contact_email,
            "contact_phone": given.contact_phone,
            "arrival_on": given.stay.arrival,
            "departure_on": given.stay.departure,
            "cut_off_on": given.cut_off_on,
            "made_at": now,
        }
        block_id = int(write(insert(_block).returning(_block.c.id), values).scalar_one())
        own = [
            {"block_id": block_id, "room_type_id": own, "count": count, "amount_minor": given.amounts.get(own)}
            for own, count in given.rooms.items()
        ]
        write(insert(_rooms), own)
        if given.amounts:
            plan = agree_rates(given.rate_plan_id, f"block-{block_id}", given.name, given.stay, given.amounts)
            write(update(_block).where(_block.c.id == block_id).values(rate_plan_id=plan))
        of = resources().of_room_type
        wants = sorted(for_stay(of[room_type], given.stay, count) for room_type, count in given.rooms.items())
        inventory.lock_doors(given.rooms)
        with serving_line([(OWNER, block_id)], wants):
            inventory.claim(OWNER, block_id, wants, expires_at=None, sweep_at=now)
        require_doors(given.rooms, (OWNER, block_id), now, since=given.stay.arrival)
        raise_versions([stock_of(given.location_id)])
        _noted("block_held", block_id, given.location_id, by, rooms=sum(given.rooms.values()), nights=given.stay.nights)
        return block_id

    return transaction(work)


def pick_up(
    block_id: int,
    room_type_id: int,
    stay: Stay,
    party: Party,
    details: Details,
    *,
    by: int,
    seen_minor: int | None = None,
) -> Placed:
    """One room of the block is a guest's booking, owed at the house: the claims change hands, and no counter moves.

    Of two who want its last room exactly one has it. Raises `BlockOver` once its cut-off day is over or it was
    released, `NotInBlock` when a night has no such room left, `CannotBeSold` when the party does not fit or there is no
    rate, `PriceChanged`.
    """

    def work() -> Placed:
        row = _locked(block_id)
        if row.cut_off_on < clock.today(house_of(row.location_id).timezone):
            raise BlockOver
        _require_fit(room_type_id, party)
        resource_id = resources().of_room_type[room_type_id]
        want = for_stay(resource_id, stay)

        def over(checkout_id: int, until: datetime) -> None:
            try:
                inventory.pass_on(OWNER, block_id, "checkout", checkout_id, [want], expires_at=until)
            except SoldOut as gone:
                raise NotInBlock(gone.night) from None

        chosen = ChosenStay(room_type_id, row.rate_plan_id, stay, party)
        basket = Basket(row.location_id, (chosen,), at_house=True)
        started = start_with(basket, over, language="en", asked_by=None, source="block", staff_id=by)
        keep_details(started.checkout_id, details.as_json())
        deal = Deal(by, terms_read=True, channel=row.name, block_id=block_id)
        placed = place_booking(started.checkout_id, seen_minor, deal=deal)
        _noted("block_picked_up", block_id, row.location_id, by, booking=placed.booking_id)
        return placed

    return transaction(work)


def shrink_block(block_id: int, left: Mapping[int, int], *, seen_version: int, by: int) -> None:
    """No more than `left` rooms of each room type are kept on any night, the others of its types none; what was booked
    stays booked. Raises `BlockOver`, and `Stale` when somebody changed it since version `seen_version`."""

    def work() -> None:
        row = _locked(block_id)
        if row.version != seen_version:
            raise Stale("block")
        most = {resources().of_room_type[own]: count for own, count in left.items()}
        held = held_counts(OWNER, block_id)
        kept = {key: min(count, most.get(key[0], 0)) for key, count in held.items()}
        wants = sorted(for_night(resource, night, count) for (resource, night), count in kept.items() if count)
        with serving_line([(OWNER, block_id)], wants):
            inventory.claim(OWNER, block_id, wants, expires_at=None)
        write(update(_block).where(_block.c.id == block_id).values(version=row.version + 1))
        raise_versions([stock_of(row.location_id)])
        _noted("block_shrunk", block_id, row.location_id, by, before=sum(held.values()), after=sum(kept.values()))

    transaction(work)


def release_block(block_id: int, *, by: int | None = None) -> bool:
    """What the block had left is on sale again; False when it was already. `by` is None where its day came."""

    def work() -> bool:
        try:
            row = _locked(block_id)
        except BlockOver:
            return False
        with serving_line([(OWNER, block_id)]):
            freed = inventory.release(OWNER, block_id)
        write(update(_block).where(_block.c.id == block_id).values(released_at=clock.now(), version=row.version + 1))
        raise_versions([stock_of(row.location_id)])
        _noted("block_released", block_id, row.location_id, by, room_nights=freed)
        return True

    return transaction(work)


def release_due(today_of: Mapping[int, date]) -> int:
    """Every block whose cut-off day is over at its house is released; `today_of` says the day by house. How many."""
    rows = db.session.execute(
        select(_block.c.id, _block.c.location_id, _block.c.cut_off_on)
        .where(_block.c.released_at.is_(None), _block.c.cut_off_on < max(today_of.values(), default=date.min))
        .order_by(_block.c.id)
    ).all()
    due = [row.id for row in rows if row.location_id in today_of and row.cut_off_on < today_of[row.location_id]]
    return sum(release_block(block_id) for block_id in due)


def _require_fit(room_type_id: int, party: Party) -> None:
    """Restrictions do not hold for what a group has; walls do."""
    room = capacity_of(room_type_of(room_type_id))
    reasons = [
        reason
        for reason, fits in (("party_too_large", room.holds(party)), ("needs", room.meets(party.needs)))
        if not fits
    ]
    if reasons:
        raise CannotBeSold(tuple(reasons))


def _locked(block_id: int) -> Any:
    row = db.session.execute(select(_block).where(_block.c.id == block_id).with_for_update()).one_or_none()
    if row is None:
        raise Refused("There is no such block.", "unknown")
    if row.released_at is not None:
        raise BlockOver
    return row


def _noted(action: str, block_id: int, location_id: int, by: int | None, **facts: Any) -> None:
    actor = "staff" if by is not None else "worker"
    record(action, "block", block_id, actor=actor, actor_id=by, location_id=location_id, **facts)
