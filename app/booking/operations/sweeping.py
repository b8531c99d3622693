"""Holds that ran out and that nobody came back for."""

from __future__ import annotations

from sqlalchemy import select, update

from app.booking.models import Checkout
from app.booking.operations.holds import OWNER
from app.inventory import operations as inventory
from app.kernel import clock
from app.store import db, transaction, write
from app.store.version import raise_versions, stock_of

_checkout = Checkout.__table__


def sweep_expired(most: int = 200) -> int:
    """Up to `most` owners of expired claims hold nothing, and their checkouts are `lapsed`; answers how many.

    A checkout that somebody is working on is left to them and to the next sweep.
    """

    def work() -> int:
        now = clock.now()
        owners = inventory.expired_owners(now, most)
        idle = _idle([owner_id for owner, owner_id in owners if owner == OWNER])
        swept = inventory.sweep([pair for pair in owners if pair[0] != OWNER or pair[1] in idle], now)
        lapsed = [owner_id for owner, owner_id in swept if owner == OWNER]
        write(update(_checkout).where(_checkout.c.id.in_(lapsed)).values(state="lapsed"))
        raise_versions(stock_of(idle[checkout_id]) for checkout_id in lapsed)
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
