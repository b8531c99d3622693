"""Holds that ran out and that nobody came back for."""

from __future__ import annotations

from sqlalchemy import select, update

from app.booking.models import Checkout
from app.booking.operations.holds import OWNER
from app.booking.waitlist.models import WaitlistEntry, WaitlistRoom
from app.booking.waitlist.rules import OWNER as WAITING
from app.booking.waitlist.serving import lapse, serving_line
from app.catalogue.models import RoomType
from app.inventory import operations as inventory
from app.kernel import clock
from app.promotions import operations as promotions
from app.store import db, transaction, write
from app.store.version import raise_versions, stock_of

_checkout = Checkout.__table__
_entry, _room = WaitlistEntry.__table__, WaitlistRoom.__table__


def sweep_expired(most: int = 200) -> int:
    """Up to `most` owners of expired claims hold nothing: checkouts are `lapsed` and entries of the waitlist had their
    hour. Whoever waits is served with what they held, and uses of promotions are free again; answers how many owners
    it were.

    What somebody is working on is left to them and to the next sweep.
    """

    def work() -> int:
        now = clock.now()
        owners = inventory.expired_owners(now, most)
        idle = {
            OWNER: _idle([owner_id for owner, owner_id in owners if owner == OWNER]),
            WAITING: _idle_entries([owner_id for owner, owner_id in owners if owner == WAITING]),
        }
        ours = [(owner, owner_id) for owner, owner_id in owners if owner_id in idle.get(owner, (owner_id,))]
        with serving_line(ours):
            swept = inventory.sweep(ours, now)
            lapse([owner_id for owner, owner_id in swept if owner == WAITING], now)
        lapsed = [owner_id for owner, owner_id in swept if owner == OWNER]
        write(update(_checkout).where(_checkout.c.id.in_(lapsed)).values(state="lapsed"))
        raise_versions(stock_of(idle[owner][owner_id]) for owner, owner_id in swept if owner in idle)
        promotions.give_back_expired(now, most)
        return len(swept)

    return transaction(work)


def _idle(checkout_ids: list[int]) -> dict[int, int]:
    """The houses of those checkouts that nobody else has locked, which are ours until the transaction ends.

    Checkouts are locked before counters everywhere, so that a sweep and a guest never wait for each other.
    """
    rows = db.session.execute(
        select(_checkout.c.id, _checkout.c.location_id)
        .where(_checkout.c.id.in_(checkout_ids), _checkout.c.state != "booked")
        .order_by(_checkout.c.id)
        .with_for_update(skip_locked=True)
    )
    return dict(rows.all())


def _idle_entries(entry_ids: list[int]) -> dict[int, int]:
    """As `_idle`, for entries of the waitlist that a place is held for."""
    if not entry_ids:
        return {}
    rows = db.session.execute(
        select(_entry.c.id, RoomType.location_id)
        .join(_room, _room.c.entry_id == _entry.c.id)
        .join(RoomType, RoomType.id == _room.c.room_type_id)
        .where(_entry.c.id.in_(entry_ids), _room.c.position == 0)
        .order_by(_entry.c.id)
        .with_for_update(of=_entry, skip_locked=True)
    )
    return dict(rows.all())
