"""One swap of a placed booking for what it was offered to be, in its house or in another.

In the journal: `amended`, with `before` and `quote` (the ids of both quotes), `changed` (what, as `AmendmentOffer` says
it), `before_minor`, `total_minor`, `due_minor`, `refund_minor`, `kept_minor` and `revision`; `allowance_minor` where
the house takes something off, `from_location` where it was another house's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.booking.amendment import AmendmentOffer
from app.booking.operations.changing import requote, revise, tell
from app.booking.operations.records import rewrite_stay, write_leaving, write_stay
from app.booking.operations.swapped_money import swap_money
from app.booking.operations.uses import follow_lines, take_added
from app.booking.people.following import follow_people
from app.booking.people.operations import forget_absent
from app.booking.people.rules import Key
from app.booking.quoting import counted_resources
from app.booking.rooms.queries import moved_nights
from app.booking.rooms.rules import slept_in
from app.booking.rooms.saleable import require_doors
from app.booking.rules import ChosenStay, wants_of
from app.booking.waitlist.serving import serving_line
from app.inventory import operations as inventory
from app.journal import record
from app.payments import Asked
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
    allowance_minor: int = 0
    refunds: tuple[Asked, ...] = ()


def swap(
    row: Any,
    offer: AmendmentOffer,
    promised: Sequence[Owner],
    who: tuple[str, int | None],
    at: datetime,
    leaving: Collection[Key] = (),
) -> Amended:
    """The booking is what was offered: claims, stays, quote, folio and promotions, and its guest is told.

    Only what is different is claimed and freed; what is known of its people goes where they go. The owners `promised`
    held it for this booking, and hold nothing afterwards. Part of a transaction that holds the booking's `row`. Raises
    `SoldOut`, and `NoOneRoom` where no door could be given for all of the nights, unless they were `promised`.
    """
    house_id = offer.basket.location_id
    counted = counted_resources()
    wants = slept_in(wants_of(offer.basket, counted, offer.parts), _moved_nights(row.id, offer), counted)
    types: set[int] = set() if promised else _types_anew(offer)
    inventory.lock_doors(types)
    with serving_line([("booking", row.id), *promised], wants):
        inventory.claim("booking", row.id, wants, expires_at=None, sweep_at=at, promised=promised)
    elsewhere = moved_nights(row.id) if offer.given_up else {}
    _write_stays(row.id, offer)
    require_doors(types, ("booking", row.id), at, since=offer.basket.arrival)
    quote_id = requote(
        row,
        offer.lines,
        dues=offer.dues,
        policy=offer.policy,
        free_until_at=offer.free_until_at,
        at=at,
        location_id=house_id,
    )
    span = {"arrival_on": offer.basket.arrival, "departure_on": offer.basket.departure}
    revision = revise(row, quote_id=quote_id, location_id=house_id, **span)
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
        offer.allowance_minor,
        money.refunds,
    )
    if row.guest_id is not None:
        _follow_people(row.id, offer, leaving)
    _announce(row, offer, done, who, at)
    raise_versions([stock_of(row.location_id), stock_of(house_id)])
    if offer.added:
        take_added(row.id, row.guest_id, offer.added, offer.lines, offer.basket, at)
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


def _types_anew(offer: AmendmentOffer) -> set[int]:
    """The room types of which the booking has other nights than before, or needs another door."""
    return {
        change.after.room_type_id
        for change in offer.changes
        if change.before is None or _door_of(change.before) != _door_of(change.after)
    }


def _door_of(chosen: ChosenStay) -> tuple[object, ...]:
    return (chosen.room_type_id, chosen.stay, chosen.party.needs)


def _write_stays(booking_id: int, offer: AmendmentOffer) -> None:
    for change in offer.changes:
        if change.before is None:
            write_stay(booking_id, change.part, change.after)
        elif change.before != change.after:
            rewrite_stay(booking_id, change.part, change.after)
    write_leaving(booking_id, offer.lines, offer.lines_before)


def _follow_people(booking_id: int, offer: AmendmentOffer, leaving: Collection[Key]) -> None:
    before = [(change.part, change.before.party) for change in offer.changes if change.before is not None]
    follow_people(booking_id, before, [(change.part, change.after.party) for change in offer.changes], leaving)
    forget_absent(booking_id)


def _announce(row: Any, offer: AmendmentOffer, done: Amended, who: tuple[str, int | None], at: datetime) -> None:
    money: dict[str, Any] = {
        "due_minor": done.due_minor,
        "refund_minor": done.refund_minor,
        "kept_minor": done.kept_minor,
    }
    if done.allowance_minor:
        money["allowance_minor"] = done.allowance_minor
    house_id = offer.basket.location_id
    moved: dict[str, Any] = {"from_location": row.location_id} if house_id != row.location_id else {}
    record(
        "amended",
        "booking",
        row.id,
        actor=who[0],
        actor_id=who[1],
        location_id=house_id,
        at=at,
        revision=done.revision,
        before=offer.quote_id,
        quote=done.quote_id,
        changed=list(offer.changed),
        before_minor=offer.before_minor,
        total_minor=offer.total_minor,
        **money,
        **moved,
    )
    facts = {"quote_id": done.quote_id, "before_quote_id": offer.quote_id, "online": who[0] == "guest", **money}
    tell(row, "changed", facts, str(done.revision))
