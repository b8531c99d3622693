"""Uses: taken, made larger or smaller, handed on, given back. All in the caller's transaction.

A promotion's row is locked before the rows of its uses, and rows are locked in the order of their ids; claims come
before both. So nobody who books deadlocks with somebody who sweeps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, or_, select, update

from app.promotions.errors import OfferGone
from app.promotions.models import Promotion as Row
from app.promotions.models import PromotionUse
from app.promotions.queries import PROMOTIONS, read
from app.promotions.rules import Promotion, in_order
from app.store import db, write
from app.store.version import raise_versions

_row, _use = Row.__table__, PromotionUse.__table__


def lock(promotion_ids: Iterable[int]) -> None:
    """Nobody else takes or gives back a use of these until the transaction ends; one order everywhere."""
    ids = sorted(set(promotion_ids))
    db.session.execute(select(_row.c.id).where(_row.c.id.in_(ids)).order_by(_row.c.id).with_for_update()).all()


def take(
    promotion: Promotion,
    owner: str,
    owner_id: int,
    minor: int,
    *,
    at: datetime,
    expires_at: datetime | None = None,
    guest_id: int | None = None,
) -> None:
    """The owner has a use of the promotion that takes off `minor`, until `expires_at` (None: for good).

    What others let lapse is given back first. Raises `OfferGone` with `not_running`, `used_up` or `budget`; of two who
    want the last use at once exactly one has it. One statement decides, with the limits in its WHERE.
    """
    lock([promotion.id])
    _lapse([_use.c.promotion_id == promotion.id, _use.c.expires_at <= at], at)
    _count(promotion, 1, minor, running=True)
    values = {
        "promotion_id": promotion.id,
        "owner": owner,
        "owner_id": owner_id,
        "guest_id": guest_id,
        "minor": minor,
        "terms": promotion.terms,
        "taken_at": at,
        "expires_at": expires_at,
    }
    write(insert(_use), values)
    raise_versions([PROMOTIONS])


def adjust(owner: str, owner_id: int, promotion_id: int, minor: int) -> None:
    """The owner's use takes off `minor` now. Raises `OfferGone` with `budget` where that is more than is left."""
    lock([promotion_id])
    row = db.session.execute(select(_use.c.id, _use.c.minor).where(*_live(owner, owner_id, [promotion_id]))).one()
    if row.minor == minor:
        return
    promotion = read(promotion_id)
    assert promotion is not None, "a use without its promotion"
    _count(promotion, 0, minor - row.minor)
    write(update(_use).where(_use.c.id == row.id).values(minor=minor))
    raise_versions([PROMOTIONS])


def prolong(owner: str, owner_id: int, until: datetime) -> None:
    """The owner's live uses last until then, as the claims beside them do."""
    write(update(_use).where(*_live(owner, owner_id), _use.c.expires_at.is_not(None)).values(expires_at=until))


def revive(owner: str, owner_id: int, promotion_ids: Sequence[int]) -> None:
    """The owner has the last of its uses that was given back again, on its terms, whether or not the promotion runs.

    Raises `OfferGone` with `used_up` or `budget` where there is none left.
    """
    lock(promotion_ids)
    for promotion_id in sorted(promotion_ids):
        mine = (_use.c.owner == owner, _use.c.owner_id == owner_id, _use.c.promotion_id == promotion_id)
        row = db.session.execute(
            select(_use.c.id, _use.c.minor, _use.c.terms).where(*mine).order_by(_use.c.id.desc()).limit(1)
        ).one()
        _count(Promotion.from_terms(row.terms), 1, row.minor)
        write(update(_use).where(_use.c.id == row.id).values(given_back_at=None))
    raise_versions([PROMOTIONS])


def hand_over(checkout_id: int, booking_id: int, guest_id: int | None) -> list[int]:
    """The live uses of the checkout are the booking's for good; the ids of their promotions."""
    moved = (
        update(_use)
        .where(*_live("checkout", checkout_id))
        .values(owner="booking", owner_id=booking_id, guest_id=guest_id, expires_at=None)
        .returning(_use.c.promotion_id)
    )
    return sorted(int(promotion_id) for (promotion_id,) in write(moved).all())


def give_back(owner: str, owner_ids: Collection[int], at: datetime, promotion_ids: Sequence[int] | None = None) -> int:
    """The live uses of these owners (of these promotions; of all when None) are free for others; how many it were."""
    return _free(_live_of_any(owner, owner_ids, promotion_ids), at)


def give_back_expired(at: datetime, most: int = 200) -> int:
    """Up to `most` uses whose hold has run out are free for others; how many it were."""
    return _free([_use.c.given_back_at.is_(None), _use.c.expires_at <= at], at, most)


def _free(mine: list[Any], at: datetime, most: int | None = None) -> int:
    """What of it became a booking's, or was held longer, while the locks were waited for stays."""
    rows = db.session.execute(select(_use.c.id, _use.c.promotion_id).where(*mine).order_by(_use.c.id).limit(most)).all()
    if not rows:
        return 0
    lock(promotion_id for _, promotion_id in rows)
    return _lapse([*mine, _use.c.id.in_([use_id for use_id, _ in rows])], at)


def _lapse(mine: list[Any], at: datetime) -> int:
    """Those of these uses that are still live are given back; their promotions are locked by the caller."""
    gone = (
        update(_use)
        .where(*mine, _use.c.given_back_at.is_(None))
        .values(given_back_at=at)
        .returning(_use.c.promotion_id, _use.c.minor)
    )
    rows = write(gone).all()
    for promotion_id in sorted({row.promotion_id for row in rows}):
        own = [row.minor for row in rows if row.promotion_id == promotion_id]
        less = {"used": _row.c.used - len(own), "spent_minor": _row.c.spent_minor - sum(own)}
        write(update(_row).where(_row.c.id == promotion_id).values(**less))
    if rows:
        raise_versions([PROMOTIONS])
    return len(rows)


def _count(promotion: Promotion, uses: int, minor: int, *, running: bool = False) -> None:
    """The counters rise if every limit allows it; the one statement that decides."""
    within: list[Any] = [_row.c.id == promotion.id]
    if uses > 0:
        within.append(or_(_row.c.uses_most.is_(None), _row.c.used + uses <= _row.c.uses_most))
    if minor > 0:
        within.append(or_(_row.c.budget_minor.is_(None), _row.c.spent_minor + minor <= _row.c.budget_minor))
    if running:
        within.append(_row.c.state == "running")
    more = {"used": _row.c.used + uses, "spent_minor": _row.c.spent_minor + minor}
    if write(update(_row).where(*within).values(**more)).rowcount == 0:
        raise OfferGone(promotion.id, promotion.title, _reasons(promotion.id, uses, minor, running=running))


def _reasons(promotion_id: int, uses: int, minor: int, *, running: bool) -> tuple[str, ...]:
    now = read(promotion_id)
    if now is None or (running and now.state != "running"):
        return ("not_running",)
    found = []
    if uses > 0 and now.uses_most is not None and now.used + uses > now.uses_most:
        found.append("used_up")
    if now.budget_minor is not None and now.spent_minor + minor > now.budget_minor:
        found.append("budget")
    return in_order(found or ["used_up"])


def _live(owner: str, owner_id: int, promotion_ids: Sequence[int] | None = None) -> list[Any]:
    return _live_of_any(owner, [owner_id], promotion_ids)


def _live_of_any(owner: str, owner_ids: Collection[int], promotion_ids: Sequence[int] | None) -> list[Any]:
    found = [_use.c.owner == owner, _use.c.owner_id.in_(list(owner_ids)), _use.c.given_back_at.is_(None)]
    return found if promotion_ids is None else [*found, _use.c.promotion_id.in_(list(promotion_ids))]
