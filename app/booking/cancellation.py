"""What cancelling a booking comes to at this moment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, case, func, select

from app.booking.errors import NoSuchBooking, WrongState
from app.booking.models import BookedStay, Booking, FolioLine
from app.booking.terms import FREE, KEPT, RESALE, CancellationTerms, PartTerms, Purse, kept_nights, kept_shares
from app.catalogue.models import Location
from app.kernel import clock
from app.payments.models import Refund
from app.pricing.models import Quote
from app.pricing.queries import price_list, quote_lines
from app.pricing.rules import Line, Plan
from app.store import db

_booking = Booking.__table__
_stay = BookedStay.__table__
_folio = FolioLine.__table__
_refund = Refund.__table__
_HEAD = (
    select(
        _booking.c.id, _booking.c.state, _booking.c.revision, _booking.c.location_id, _booking.c.quote_id,
        _booking.c.currency, Location.timezone, Quote.free_until_at,
    )
    .join(Location, Location.id == _booking.c.location_id)
    .join(Quote, Quote.id == _booking.c.quote_id)
    .where(_booking.c.id == bindparam("booking"))
)  # fmt: skip

_OF: BindParameter[int] = bindparam("booking")
_LIVE = select(*_stay.c).where(_stay.c.booking_id == _OF, _stay.c.cancelled_at.is_(None)).order_by(_stay.c.part)
_CHARGED = (
    select(_folio.c.part, func.sum(_folio.c.amount_minor))
    .where(_folio.c.booking_id == _OF, _folio.c.kind == "charge", ~_folio.c.kept, _folio.c.sundry.is_(None))
    .group_by(_folio.c.part)
)


def cancellation_terms(
    booking_id: int,
    *,
    parts: Collection[int] | None = None,
    at: datetime | None = None,
    at_our_cost: bool = False,
) -> CancellationTerms:
    """What goes back and what is kept when these stays (all of them when None) are cancelled at an instant.

    The deadline is the quote's; a resale plan has none. `at_our_cost` all is free at any time. Raises `WrongState`
    unless the booking is confirmed and each of the parts is a live stay of it, and `NoSuchBooking`.
    """
    row = db.session.execute(_HEAD, {"booking": booking_id}).one_or_none()
    if row is None:
        raise NoSuchBooking
    if row.state != "confirmed":
        raise WrongState(row.state)
    stays = live_stays(booking_id)
    live = {stay.part for stay in stays}
    gone = live if parts is None else set(parts)
    if not gone or not gone <= live:
        raise WrongState("cancelled")
    if at_our_cost:
        return _free_terms(row, stays, gone)
    return _terms(row, stays, gone, at or clock.now())


def _free_terms(row: Any, stays: Sequence[Any], gone: set[int]) -> CancellationTerms:
    """Whatever was agreed, all that was paid for these stays goes back."""
    purse = purse_of(row.id)
    charged = charges_by_part(row.id, [stay.part for stay in stays])
    free = [PartTerms(stay.part, stay.room_type_id, FREE, charged[stay.part], 0) for stay in stays if stay.part in gone]
    all_parts = len(gone) == len(stays)
    staying = 0 if all_parts else purse.charged_minor - sum(charged[part] for part in gone)
    return CancellationTerms(
        revision=row.revision,
        currency=row.currency,
        zone=row.timezone,
        parts=tuple(free),
        all_parts=all_parts,
        free_until_at=row.free_until_at,
        refund_minor=max(0, purse.at_hand_minor - staying),
        owed_minor=purse.due_minor,
    )


def _terms(row: Any, stays: Sequence[Any], gone: set[int], at: datetime) -> CancellationTerms:
    purse = purse_of(row.id)
    charged = charges_by_part(row.id, [stay.part for stay in stays])
    plans = price_list(row.location_id).by_id
    resale = {stay.part for stay in stays if _waits_for_resale(plans.get(stay.rate_plan_id))}
    shares = kept_shares(purse.at_hand_minor, charged, resale)
    lines = quote_lines(row.quote_id) if any(shares.values()) else []
    in_time = row.free_until_at is not None and at < row.free_until_at
    parts = []
    for stay in stays:
        if stay.part not in gone:
            continue
        own = [line for line in lines if line.part == stay.part]
        parts.append(_part(row.location_id, stay, charged[stay.part], shares[stay.part], own, in_time=in_time))
    all_parts = len(gone) == len(stays)
    staying = 0 if all_parts else purse.charged_minor - sum(charged[part] for part in gone)
    kept = sum(part.kept_minor for part in parts)
    return CancellationTerms(
        revision=row.revision,
        currency=row.currency,
        zone=row.timezone,
        parts=tuple(parts),
        all_parts=all_parts,
        free_until_at=row.free_until_at,
        refund_minor=max(0, purse.at_hand_minor - kept - staying),
        owed_minor=purse.due_minor,
    )


def _part(
    location_id: int, stay: Any, charged_minor: int, share_minor: int, lines: Sequence[Line], *, in_time: bool
) -> PartTerms:
    plan = price_list(location_id).by_id.get(stay.rate_plan_id)
    if plan is not None and _waits_for_resale(plan):
        nights = kept_nights(share_minor, lines)
        kept = sum(minor for _, minor in nights)
        return PartTerms(stay.part, stay.room_type_id, RESALE, charged_minor, kept, nights, plan.resale_fee_minor)
    if in_time:
        return PartTerms(stay.part, stay.room_type_id, FREE, charged_minor, 0)
    return PartTerms(stay.part, stay.room_type_id, KEPT, charged_minor, share_minor)


def kept_of(booking_id: int, location_id: int, part: int) -> int:
    """What of the money paid for a booking went into one of its live stays, in minor units."""
    stays = live_stays(booking_id)
    plans = price_list(location_id).by_id
    resale = {stay.part for stay in stays if _waits_for_resale(plans.get(stay.rate_plan_id))}
    charged = charges_by_part(booking_id, [stay.part for stay in stays])
    return kept_shares(purse_of(booking_id).at_hand_minor, charged, resale).get(part, 0)


def _waits_for_resale(plan: Plan | None) -> bool:
    return plan is not None and plan.cancelling == "resale"


def live_stays(booking_id: int) -> Sequence[Any]:
    """The rows of the stays of a booking that are not cancelled, by part."""
    return db.session.execute(_LIVE, {"booking": booking_id}).all()


def all_stays(booking_id: int) -> Sequence[Any]:
    """The rows of all stays that a booking ever had."""
    return db.session.execute(select(*_stay.c).where(_stay.c.booking_id == booking_id).order_by(_stay.c.part)).all()


def charges_by_part(booking_id: int, parts: Collection[int]) -> dict[int, int]:
    """What each of the stays is charged now, corrections counted, without what is kept for given-up ones.

    What the house charged beside the quote belongs to none of them.
    """
    charged = dict.fromkeys(parts, 0)
    for part, amount in db.session.execute(_CHARGED, {"booking": booking_id}):
        charged[part or 0] = charged.get(part or 0, 0) + int(amount)
    return {part: charged[part] for part in parts}


def _total(chosen: Any) -> Any:
    return func.coalesce(func.sum(case((chosen, _folio.c.amount_minor), else_=0)), 0)


_MINE = (_folio.c.booking_id == bindparam("booking"), _folio.c.kind == "payment")
_ASKED = select(func.coalesce(func.sum(_refund.c.amount_minor), 0)).where(
    _refund.c.state == "asked", _refund.c.payment_id.in_(select(_folio.c.payment_id).where(*_MINE))
)
_PURSE = select(
    _total((_folio.c.kind == "charge") & ~_folio.c.kept),
    _total((_folio.c.kind == "charge") & _folio.c.kept),
    -_total(_folio.c.kind == "payment"),
    _total(_folio.c.kind == "refund"),
    _ASKED.scalar_subquery(),
).where(_folio.c.booking_id == bindparam("booking"))


def purse_of(booking_id: int) -> Purse:
    """The sums of a folio and of the refunds asked for it.

    One statement, so that it sees one state while others write.
    """
    return Purse(*(int(total) for total in db.session.execute(_PURSE, {"booking": booking_id}).one()))
