"""Nights of a resale plan that were given up, and what comes back when another guest has booked them.

In the journal of the booking that gave them up: `resold`, with `nights` (each `night`, `part`, `paid_minor`,
`fetched_minor`, `refunded_minor`), `refund_minor` and `by`, the id of the booking that took them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.booking.amendment import GivenUpNights
from app.booking.documents import issue_invoices
from app.booking.models import Booking, FolioLine, Resale
from app.booking.operations.charges import Kept, keep, room_vat_bp, take_back
from app.booking.operations.refunding import refund_overpaid
from app.booking.resale import Resold, Sold, given_up_nights, resales
from app.booking.rules import Charge
from app.journal import record
from app.kernel.words import short_day
from app.pricing.rules import Line
from app.store import db, write

_resale = Resale.__table__
_folio = FolioLine.__table__


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Nights of one stay that wait to be resold, with what is kept for each, and the fee of the stay.

    `slept_in` are the room types of nights, by (part, night), that were to be slept in another than was bought: that
    is the one that is free now.
    """

    part: int
    room_type_id: int
    nights: tuple[tuple[date, int], ...]
    fee_minor: int
    vat_bp: int
    slept_in: Mapping[tuple[int, date], int]


def offer_for_resale(row: Any, given_up: GivenUp, at: datetime) -> None:
    """What is kept for each given-up night of a booking stands on its folio, and comes back when it is resold."""
    part, given, vat_bp = given_up.part, given_up.nights, given_up.vat_bp
    kept = [Kept(part, f"{short_day(night)}, kept until resold", minor, vat_bp, night) for night, minor in given]
    rows = [
        {
            "booking_id": row.id,
            "part": part,
            "room_type_id": given_up.slept_in.get((part, night), given_up.room_type_id),
            "night": night,
            "paid_minor": minor,
            "fee_minor": given_up.fee_minor,
            "kept_line_id": line_id,
            "offered_at": at,
        }
        for (night, minor), line_id in zip(given, keep(row.id, kept, row.currency, at), strict=True)
    ]
    if rows:
        write(insert(_resale), rows)


def keep_given_up(
    row: Any, lost: GivenUpNights, lines: Sequence[Line], slept_in: Mapping[tuple[int, date], int], at: datetime
) -> None:
    """What a change to these lines keeps for nights of one stay: for good, or until they are resold."""
    vat_bp = room_vat_bp(lines, lost.part)
    if lost.resale:
        given = GivenUp(lost.part, lost.room_type_id, lost.nights, lost.fee_minor, vat_bp, slept_in)
        offer_for_resale(row, given, at)
        return
    kept = [
        Kept(lost.part, f"{short_day(night)}, given up after the time to cancel free", minor, vat_bp, night)
        for night, minor in lost.nights
    ]
    keep(row.id, kept, row.currency, at)


def resell(booking_id: int, sold: Sold, currency: str, at: datetime) -> None:
    """Each night sold is the resale of the one of its room type that was given up longest ago, if one is open.

    What comes back (`back_for_night`, the fee once a stay) is reversed on the folio of the booking that gave it up, and
    its refund is asked for, in the caller's transaction. Of two who sell the same night at once the second finds the
    next one open. That the new booking is cancelled later changes nothing.
    """
    resold: dict[int, list[Resold]] = defaultdict(list)
    for one in resales(given_up_nights(sold, currency, at, locked=True), sold, at):
        resold[one.row.booking_id].append(one)
    for given_up_by in sorted(resold):
        _settle(given_up_by, resold[given_up_by], booking_id, currency, at)


def _settle(given_up_by: int, nights: Sequence[Resold], taken_by: int, currency: str, at: datetime) -> None:
    for one in nights:
        _reverse(given_up_by, one, currency, at)
        write(
            update(_resale)
            .where(_resale.c.id == one.row.id)
            .values(
                resold_at=at,
                resold_by_id=taken_by,
                fetched_minor=one.fetched_minor,
                refunded_minor=one.refunded_minor,
            )
        )
    issue_invoices(given_up_by, at)
    location_id = db.session.execute(select(Booking.location_id).where(Booking.id == given_up_by)).scalar_one()
    refunds = refund_overpaid(given_up_by, f"booking:{given_up_by}-resold-{nights[0].row.id}", "resold")
    record(
        "resold",
        "booking",
        given_up_by,
        actor="system",
        location_id=location_id,
        at=at,
        by=taken_by,
        refund_minor=sum(one.amount_minor for one in refunds),
        nights=[
            {
                "night": one.row.night.isoformat(),
                "part": one.row.part,
                "paid_minor": one.row.paid_minor,
                "fetched_minor": one.fetched_minor,
                "refunded_minor": one.refunded_minor,
            }
            for one in nights
        ],
    )


def _reverse(booking_id: int, one: Resold, currency: str, at: datetime) -> None:
    """The line that kept the night is taken back, and what is not refunded is kept anew."""
    if one.refunded_minor == 0:
        return
    line = db.session.execute(
        select(_folio.c.label, _folio.c.amount_minor, _folio.c.vat_bp, _folio.c.vat_minor).where(
            _folio.c.id == one.row.kept_line_id
        )
    ).one()
    charge = Charge(line.label, line.amount_minor, line.vat_bp, line.vat_minor, one.row.part)
    take_back(booking_id, [(one.row.kept_line_id, charge)], "resold", currency, at, kept=True)
    rest = one.row.paid_minor - one.refunded_minor
    if rest:
        label = f"{short_day(one.row.night)}, kept of what was paid"
        keep(booking_id, [Kept(one.row.part, label, rest, line.vat_bp, one.row.night)], currency, at)
