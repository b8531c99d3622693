"""Cancelling a booking, or one stay of it, with its money.

In the journal: `cancelled` (the whole booking) and `stay_cancelled` (the stays `parts`), both with `refund_minor`,
`kept_minor`, `resale`, `parts` and `revision`; the guest's own words are in the personal side table under `reason`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from app.booking.cancellation import all_stays, cancellation_terms, live_stays
from app.booking.documents import issue_invoices
from app.booking.errors import RefundChanged
from app.booking.models import BookedStay
from app.booking.operations.changing import locked_booking, requote, revise, span_of, tell, total_asked
from app.booking.operations.charges import Kept, keep, room_vat_bp, take_back_parts
from app.booking.operations.refunding import refund_overpaid
from app.booking.operations.reselling import GivenUp, offer_for_resale
from app.booking.operations.uses import follow_lines
from app.booking.people.operations import forget_absent
from app.booking.rooms.queries import moved_nights
from app.booking.terms import RESALE, CancellationTerms, PartTerms
from app.booking.waitlist.serving import serving_line
from app.inventory import operations as inventory
from app.journal import record
from app.kernel import clock
from app.payments import Asked
from app.pricing.queries import quote_lines
from app.pricing.rules import Line
from app.store import transaction, write
from app.store.version import raise_versions, stock_of

_stay = BookedStay.__table__

TOO_LATE = "Cancelled after the time to cancel free"


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What a cancellation came to. `refunds` are asked for and given by the provider afterwards."""

    revision: int
    refund_minor: int
    kept_minor: int
    resale: bool
    refunds: tuple[Asked, ...]


def cancel_booking(
    booking_id: int,
    *,
    parts: Collection[int] | None = None,
    seen_refund_minor: int | None = None,
    seen_revision: int | None = None,
    at_our_cost: bool = False,
    promised: Sequence[tuple[str, int]] = (),
    reason: str | None = None,
    at: datetime | None = None,
    actor: str = "guest",
    by: int | None = None,
) -> Cancelled:
    """These stays of the booking (all when None) are cancelled and their nights are on sale again.

    Their charges are reversed; before the quote's deadline all that was paid for them is refunded, after it what was
    paid is kept as a charge, and on a resale plan it is kept night by night until each is resold. Refunds are asked for
    in the same transaction and the guest is told by mail. When the last live stay goes, the booking is cancelled.
    `by` is the member of staff who did it. `at_our_cost` nothing is kept, whenever it is; the owners `promised` held
    something for this booking, and hold nothing afterwards.

    Raises `WrongState` unless it is confirmed and the stays are live (of two who cancel at once the second is told so),
    `Stale` on another revision than `seen_revision`, `RefundChanged` when other than `seen_refund_minor` would go back.
    Then nothing has changed.
    """

    def work() -> Cancelled:
        when = at or clock.now()
        row = locked_booking(booking_id, seen_revision)
        terms = cancellation_terms(booking_id, parts=parts, at=when, at_our_cost=at_our_cost)
        if seen_refund_minor is not None and seen_refund_minor != terms.refund_minor:
            raise RefundChanged(seen_refund_minor, terms.refund_minor)
        return _cancel(row, terms, promised, reason, when, (actor, by))

    return transaction(work)


def _cancel(
    row: Any,
    terms: CancellationTerms,
    promised: Sequence[tuple[str, int]],
    reason: str | None,
    at: datetime,
    who: tuple[str, int | None],
) -> Cancelled:
    gone = {part.part for part in terms.parts}
    kept_lines = quote_lines(row.quote_id) if terms.kept_minor or not terms.all_parts else []
    slept_in = moved_nights(row.id) if terms.resale else {}
    with serving_line([("booking", row.id), *promised]):
        inventory.release("booking", row.id, None if terms.all_parts else gone, promised=promised)
    cancelled = update(_stay).where(_stay.c.booking_id == row.id, _stay.c.part.in_(gone)).values(cancelled_at=at)
    inventory.vacate([stay_id for (stay_id,) in write(cancelled.returning(_stay.c.id))])
    take_back_parts(row.id, None if terms.all_parts else gone, row.currency, at)
    revision = revise(row, **_columns(row, terms, kept_lines, gone, at))
    for part in terms.parts:
        _keep(row, part, kept_lines, slept_in, at)
    refunds = refund_overpaid(row.id, f"booking:{row.id}-cancelled-{revision}", "cancelled")
    issue_invoices(row.id, at)
    done = Cancelled(revision, total_asked(refunds), terms.kept_minor, terms.resale, tuple(refunds))
    if row.guest_id is not None:
        forget_absent(row.id)
    _announce(row, done, sorted(gone), reason, at, who, whole=terms.all_parts)
    raise_versions([stock_of(row.location_id)])
    follow_lines(row.id, [] if terms.all_parts else [line for line in kept_lines if line.part not in gone], at)
    return done


def _columns(row: Any, terms: CancellationTerms, lines: Sequence[Line], gone: set[int], at: datetime) -> dict[str, Any]:
    """The booking's own columns afterwards: cancelled, or what is left of it under a quote of its own.

    A cancelled booking spans all stays that it had.
    """
    if terms.all_parts:
        span = span_of(all_stays(row.id)) if row.revision else (row.arrival_on, row.departure_on)
        return {"state": "cancelled", "cancelled_at": at, "arrival_on": span[0], "departure_on": span[1]}
    arrival, departure = span_of(live_stays(row.id))
    left = [line for line in lines if line.part not in gone]
    quote_id = requote(row, left, free_until_at=terms.free_until_at, at=at)
    return {"quote_id": quote_id, "arrival_on": arrival, "departure_on": departure}


def _keep(
    row: Any, part: PartTerms, lines: Sequence[Line], slept_in: Mapping[tuple[int, date], int], at: datetime
) -> None:
    vat_bp = room_vat_bp(lines, part.part)
    if part.how == RESALE:
        given_up = GivenUp(part.part, part.room_type_id, part.nights, part.fee_minor, vat_bp, slept_in)
        offer_for_resale(row, given_up, at)
    elif part.kept_minor:
        keep(row.id, [Kept(part.part, TOO_LATE, part.kept_minor, vat_bp)], row.currency, at)


def _announce(
    row: Any,
    done: Cancelled,
    parts: list[int],
    reason: str | None,
    at: datetime,
    who: tuple[str, int | None],
    *,
    whole: bool,
) -> None:
    facts: dict[str, Any] = {
        "refund_minor": done.refund_minor,
        "kept_minor": done.kept_minor,
        "resale": done.resale,
        "parts": parts,
    }
    record(
        "cancelled" if whole else "stay_cancelled",
        "booking",
        row.id,
        actor=who[0],
        actor_id=who[1],
        location_id=row.location_id,
        at=at,
        personal={"reason": (None, reason)} if reason else None,
        revision=done.revision,
        **facts,
    )
    tell(row, "cancelled", {**facts, "online": who[0] == "guest"}, str(done.revision))
