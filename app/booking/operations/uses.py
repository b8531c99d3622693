"""The uses of promotions that checkouts and bookings have: taken with the hold, kept with the booking.

Claims, and the version of the stock, come before uses everywhere, and all promotions that a transaction touches are
locked before the first of them changes: so nobody deadlocks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.booking.models import Checkout
from app.booking.operations.holds import OWNER
from app.booking.quoting import Offered, counted_resources
from app.booking.rules import Basket
from app.identity.models import Guest
from app.identity.queries import same_guests
from app.inventory.queries import counters
from app.pricing.rules import Line
from app.promotions import operations as promotions
from app.promotions.errors import OfferGone
from app.promotions.models import PromotionUse
from app.promotions.queries import guest_uses, promotion_of, read, uses_of
from app.promotions.rules import Promotion
from app.store import db

_checkout, _guest, _use = Checkout.__table__, Guest.__table__, PromotionUse.__table__


def taken_by(choice: Any, owner: str, owner_id: int) -> dict[int, Promotion]:
    """The promotions that an owner has, on the terms on which they were taken; no statement where `choice`, as a
    checkout keeps it, has none."""
    if not choice.get("promotions"):
        return {}
    return {use.promotion_id: use.promotion for use in uses_of(owner, owner_id)}


def hold_uses(checkout_id: int, offered: Offered, now: datetime, until: datetime) -> None:
    """The checkout has a use of every promotion in what is offered, for what it takes off, and of no other.

    Raises `OfferGone`, of two who want the last one at once to one of them.
    """
    _require_left(offered.basket, [own for own, _ in offered.promotions])
    held = {use.promotion_id: use for use in uses_of(OWNER, checkout_id)}
    wanted = {own.id: (own, minor) for own, minor in offered.promotions}
    promotions.lock([*held, *wanted])
    lost = [promotion_id for promotion_id, use in held.items() if promotion_id not in wanted or _is_over(use, now)]
    if lost:
        promotions.give_back(OWNER, [checkout_id], now, lost)
    for promotion_id, (own, minor) in sorted(wanted.items()):
        if promotion_id in held and promotion_id not in lost:
            promotions.adjust(OWNER, checkout_id, promotion_id, minor)
        else:
            promotions.take(own, OWNER, checkout_id, minor, at=now, expires_at=until)


def _require_left(basket: Basket, wanted: Iterable[Promotion]) -> None:
    """Raises `OfferGone` with `few_left` where fewer rooms of a type were left on a night, before the basket claimed
    its own, than one of these asks for.

    Nobody else changes those counters until the transaction ends: of all who want it at once no more have it than if
    they came one by one.
    """
    limited = [own for own in wanted if own.least_left is not None]
    left = _left_before(basket) if limited else 0
    for own in limited:
        if left < (own.least_left or 0):
            raise OfferGone(own.id, own.title, ("few_left",))


def _left_before(basket: Basket) -> int:
    """The fewest of any of its room types on any of its nights, the rooms that it has claimed among them."""
    resources = counted_resources().room_types
    free = counters(sorted({resources[own.room_type_id] for own in basket.stays}), basket.arrival, basket.departure)
    mine = Counter((own.room_type_id, night) for own in basket.stays for night in own.stay)
    return min(free[resources[room_type_id]].get(night, 0) + count for (room_type_id, night), count in mine.items())


def _is_over(use: Any, now: datetime) -> bool:
    return use.expires_at is not None and use.expires_at <= now


def require_running(promotion_ids: Sequence[int], *, but: Sequence[int] = ()) -> None:
    """Raises `OfferGone` with `not_running` for the first that was paused or stopped meanwhile."""
    for promotion_id in promotion_ids:
        own = promotion_of(promotion_id)
        if promotion_id not in but and (own is None or own.state != "running"):
            raise OfferGone(promotion_id, own.title if own else "That offer", ("not_running",))


def require_each(checkout_id: int, promotion_ids: Sequence[int], email: str | None) -> None:
    """Raises `OfferGone` with `each_used` where whoever has this address has used one of them as often as they may.

    What they are about to pay for in another checkout counts; of two at once the second is told.
    """
    limited = [own for own in map(promotion_of, promotion_ids) if own is not None and own.each_most is not None]
    if not limited or not email:
        return
    promotions.lock([own.id for own in limited])
    mail = email.strip().lower()
    same = select(func.coalesce(_guest.c.merged_into_id, _guest.c.id)).where(_guest.c.email_lower == mail)
    guest_ids = [int(guest_id) for guest_id in db.session.scalars(same)]
    for own in limited:
        if guest_uses(own.id, guest_ids) + _being_paid(own.id, checkout_id, mail) >= (own.each_most or 0):
            raise OfferGone(own.id, own.title, ("each_used",))


def _being_paid(promotion_id: int, checkout_id: int, mail: str) -> int:
    """How many other checkouts of that address go to pay with the promotion just now."""
    details = db.session.scalars(
        select(_checkout.c.details)
        .join(_use, (_use.c.owner_id == _checkout.c.id) & (_use.c.owner == OWNER))
        .where(
            _use.c.promotion_id == promotion_id,
            _use.c.given_back_at.is_(None),
            _checkout.c.state == "paying",
            _checkout.c.id != checkout_id,
        )
    )
    return sum((own.get("email") or "").strip().lower() == mail for own in details)


def keep_uses(
    checkout_id: int, promotion_ids: Sequence[int], booking_id: int, guest_id: int | None, at: datetime
) -> None:
    """The checkout's uses are the booking's for good. Those that lapsed meanwhile are taken anew, on their terms.

    Raises `OfferGone` where there is none left.
    """
    if not promotion_ids:
        return
    promotions.lock(promotion_ids)
    kept = promotions.hand_over(checkout_id, booking_id, guest_id)
    lapsed = [promotion_id for promotion_id in promotion_ids if promotion_id not in kept]
    if lapsed:
        promotions.revive(OWNER, checkout_id, lapsed)
        promotions.hand_over(checkout_id, booking_id, guest_id)


def take_added(
    booking_id: int,
    guest_id: int | None,
    added: Sequence[Promotion],
    lines: Sequence[Line],
    basket: Basket,
    at: datetime,
) -> None:
    """The booking, which claims `basket` by now, has a use of each promotion that a change adds. Raises `OfferGone`, of
    two who want the last one at once to one of them, and to whoever has used it as often as they may, under whichever
    of their rows."""
    _require_left(basket, added)
    promotions.lock([own.id for own in added])
    limited = any(own.each_most is not None for own in added)
    people = same_guests(guest_id) if limited and guest_id is not None else []
    for own in sorted(added, key=lambda own: own.id):
        if own.each_most is not None and people and guest_uses(own.id, people) >= own.each_most:
            raise OfferGone(own.id, own.title, ("each_used",))
        minor = -sum(line.gross_minor for line in lines if (line.source or {}).get("promotion_id") == own.id)
        promotions.take(own, "booking", booking_id, minor, at=at, guest_id=guest_id)


def follow_lines(booking_id: int, lines: Sequence[Line], at: datetime) -> None:
    """The uses of the booking take off what its new quote says; one that is in it no more is given back.

    A promise that was given is kept: what a change takes off beyond the budget is the house's own.
    """
    saved: dict[int, int] = {}
    for line in lines:
        if line.kind == "reduction" and (promotion_id := (line.source or {}).get("promotion_id")):
            saved[promotion_id] = saved.get(promotion_id, 0) - line.gross_minor
    held = {use.promotion_id: use.minor for use in uses_of("booking", booking_id)}
    if not held:
        return
    promotions.lock(held)
    if gone := [promotion_id for promotion_id in held if promotion_id not in saved]:
        promotions.give_back("booking", [booking_id], at, gone)
    for promotion_id in sorted(set(held) & set(saved)):
        own = read(promotion_id)
        left = held[promotion_id] + _left(own) if own and own.budget_minor is not None else saved[promotion_id]
        promotions.adjust("booking", booking_id, promotion_id, min(saved[promotion_id], left))


def _left(own: Promotion) -> int:
    return (own.budget_minor or 0) - own.spent_minor
