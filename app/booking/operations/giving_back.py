"""Giving money back by hand: what was paid too much, and goodwill.

In the journal: `refund_asked`, with `amount_minor` and what of it goes back by which `methods`; `goodwill`, with
`amount_minor`. The words are in the personal side table under `words`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.booking.cancellation import purse_of
from app.booking.documents import issue_invoices
from app.booking.errors import AboveLimit, MoreThanCharged, NothingToGiveBack
from app.booking.models import FolioLine
from app.booking.operations.at_house import require_seen
from app.booking.operations.changing import locked_booking
from app.booking.operations.charges import room_vat_bp
from app.booking.operations.goodwill import GOODWILL, take_off
from app.booking.operations.records import write_refund_line
from app.journal import record
from app.journal.models import Entry
from app.kernel import clock
from app.kernel.errors import Invalid
from app.payments import HOUSE, Asked, ask_for_refund, keep_house_refund, refundable
from app.payments.models import Payment, Refund
from app.pricing.queries import quote_lines
from app.store import db, transaction

TOO_MUCH = "paid_too_much"
SAID = {
    "card_machine": "Refunded on the card machine",
    "cash": "Given back in cash",
    "bank_transfer": "Sent back by bank transfer",
}
_line, _payment, _refund = FolioLine.__table__, Payment.__table__, Refund.__table__


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What goes back. `refunds` are the provider's to give afterwards; `by_hand` says (method, amount) of the rest."""

    amount_minor: int
    refunds: tuple[Asked, ...]
    by_hand: tuple[tuple[str, int], ...]


def give_back(
    booking_id: int,
    amount_minor: int,
    words: str,
    by: int | None,
    *,
    limit_minor: int | None,
    seen_line: int | None = None,
    at: datetime | None = None,
) -> GivenBack:
    """That much of what the guest has paid too much goes back to where it was paid, newest payment first.

    With a provider it is asked for and given afterwards; what was paid at the house is handed back there and then, and
    stands on the folio. Raises `Invalid` for no amount, `NothingToGiveBack` when less is the guest's or can go back to
    where it came from, `AboveLimit` when by hand more than `limit_minor` would have been given on this booking (None:
    no limit), `Stale` when the folio has come past the line `seen_line`. Of two at once the second is told so.
    """

    def work() -> GivenBack:
        row = locked_booking(booking_id)
        require_seen(booking_id, seen_line)
        _require_within(booking_id, amount_minor, limit_minor, row.currency)
        credit = purse_of(booking_id).overpaid_minor
        if amount_minor > credit:
            raise NothingToGiveBack(credit, row.currency)
        return _give(row, amount_minor, TOO_MUCH, words, by, at or clock.now())

    return transaction(work)


def give_goodwill(
    booking_id: int,
    amount_minor: int,
    words: str,
    by: int | None,
    *,
    limit_minor: int | None,
    seen_line: int | None = None,
    at: datetime | None = None,
) -> GivenBack:
    """The booking costs that much less; what of it was paid goes back as by `give_back`.

    Raises what `give_back` raises, and `MoreThanCharged` when the booking costs less than that.
    """

    def work() -> GivenBack:
        row = locked_booking(booking_id)
        require_seen(booking_id, seen_line)
        _require_within(booking_id, amount_minor, limit_minor, row.currency)
        purse = purse_of(booking_id)
        if amount_minor > purse.charged_minor + purse.kept_minor:
            raise MoreThanCharged(purse.charged_minor + purse.kept_minor, row.currency)
        now = at or clock.now()
        take_off(row, amount_minor, room_vat_bp(quote_lines(row.quote_id)), now)
        issue_invoices(booking_id, now)
        noted: dict[str, Any] = {"actor": "staff", "actor_id": by, "location_id": row.location_id, "at": now}
        record("goodwill", "booking", booking_id, **noted, personal={"words": (None, words)}, amount_minor=amount_minor)
        back = min(amount_minor, purse_of(booking_id).overpaid_minor, sum(_left(booking_id).values()))
        return _give(row, back, GOODWILL, words, by, now) if back else GivenBack(0, (), ())

    return transaction(work)


def given_by_hand(booking_id: int) -> int:
    """What staff have given on a booking so far, in minor units: what was paid too much, and goodwill.

    Goodwill is counted from the journal: cancelling takes its line back from the folio, and it was given all the same.
    """
    mine = _payments_of(booking_id)
    refunds = select(func.coalesce(func.sum(_refund.c.amount_minor), 0)).where(
        _refund.c.payment_id.in_([payment_id for payment_id, _, _ in mine]),
        _refund.c.reason == TOO_MUCH,
        _refund.c.state != "failed",
    )
    deeds = (Entry.subject == "booking", Entry.subject_id == booking_id, Entry.action == "goodwill")
    goodwill = sum(int(facts["amount_minor"]) for facts in db.session.scalars(select(Entry.facts).where(*deeds)))
    return int(db.session.execute(refunds).scalar_one()) + goodwill


def _require_within(booking_id: int, amount_minor: int, limit_minor: int | None, currency: str) -> None:
    if amount_minor <= 0:
        raise Invalid("An amount is more than nothing.")
    if limit_minor is not None and given_by_hand(booking_id) + amount_minor > limit_minor:
        raise AboveLimit(limit_minor, currency)


def _give(row: Any, amount_minor: int, reason: str, words: str, by: int | None, at: datetime) -> GivenBack:
    left = _left(row.id)
    if sum(left.values()) < amount_minor:
        raise NothingToGiveBack(sum(left.values()), row.currency)
    asked: list[Asked] = []
    by_hand: list[tuple[str, int]] = []
    rest = amount_minor
    for payment_id, provider, method in _payments_of(row.id):
        part = min(left.get(payment_id, 0), rest)
        if part <= 0:
            continue
        rest -= part
        key = f"booking:{row.id}-{reason}-{_refunds_of(payment_id) + 1}-{payment_id}"
        if provider == HOUSE:
            refund_id = keep_house_refund(payment_id, key, part, reason)
            write_refund_line(row.id, refund_id, part, row.currency, at, SAID[method or "cash"])
            by_hand.append((method or "cash", part))
        else:
            asked.append(Asked(ask_for_refund(payment_id, key, part, reason), part))
    methods = {"online": sum(one.amount_minor for one in asked)} | dict(_summed(by_hand))
    noted: dict[str, Any] = {"actor": "staff", "actor_id": by, "location_id": row.location_id, "at": at}
    facts: dict[str, Any] = {"amount_minor": amount_minor, "reason": reason, "methods": methods}
    record("refund_asked", "booking", row.id, **noted, personal={"words": (None, words)}, **facts)
    return GivenBack(amount_minor, tuple(asked), tuple(by_hand))


def _summed(by_hand: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(method, sum(amount for name, amount in by_hand if name == method)) for method in dict(by_hand)]


def _left(booking_id: int) -> dict[int, int]:
    """What each payment on the folio can still give back; they are ours until the transaction ends."""
    return refundable([payment_id for payment_id, _, _ in _payments_of(booking_id)])


def _payments_of(booking_id: int) -> list[tuple[int, str, str | None]]:
    """(id, provider, method) of every payment on the folio, newest first."""
    rows = db.session.execute(
        select(_payment.c.id, _payment.c.provider, _payment.c.method)
        .join(_line, _line.c.payment_id == _payment.c.id)
        .where(_line.c.booking_id == booking_id, _line.c.kind == "payment", _line.c.reverses_id.is_(None))
        .order_by(_payment.c.settled_at.desc(), _payment.c.id.desc())
    )
    return [(row.id, row.provider, row.method) for row in rows]


def _refunds_of(payment_id: int) -> int:
    counted = select(func.count()).select_from(_refund).where(_refund.c.payment_id == payment_id)
    return int(db.session.execute(counted).scalar_one())
