"""A guest says "not this one", or takes that back."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import insert, select, update

from app.kernel import clock
from app.offers.decisions.models import OfferRefusal
from app.offers.decisions.rules import REFUSED_FOR
from app.store import db, transaction, write

_refusal = OfferRefusal.__table__


def refuse_offer(guest_id: int, promotion_id: int) -> None:
    """The offer is not shown to the guest for 30 days. Pressed twice it is refused once."""

    def work() -> None:
        now = clock.now()
        standing = select(_refusal.c.id).where(
            _refusal.c.guest_id == guest_id,
            _refusal.c.promotion_id == promotion_id,
            _refusal.c.at > now - REFUSED_FOR,
            _refusal.c.undone_at.is_(None),
        )
        if db.session.execute(standing.limit(1)).first() is None:
            write(insert(_refusal), {"guest_id": guest_id, "promotion_id": promotion_id, "at": now})

    transaction(work)


def undo_refusal(guest_ids: Collection[int], promotion_id: int) -> bool:
    """The offer may be shown again; False when it was not refused."""

    def work() -> bool:
        mine = (
            _refusal.c.guest_id.in_(sorted(guest_ids)),
            _refusal.c.promotion_id == promotion_id,
            _refusal.c.undone_at.is_(None),
        )
        return bool(write(update(_refusal).where(*mine).values(undone_at=clock.now())).rowcount)

    return transaction(work)
