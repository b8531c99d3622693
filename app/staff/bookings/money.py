"""How the money of a booking stands, and its folio line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from app.booking.at_desk import DeskLine
from app.booking.queries import PlacedBooking
from app.catalogue.queries import House
from app.kernel.words import at_hour, money
from app.staff.bookings.history import brief


@dataclass(frozen=True, slots=True)
class FolioRow:
    """A line of the folio; `taken_back` when a later one reverses it, `sundry` one that the house may take back, and
    `fresh` one that whoever sent a form had not seen."""

    id: int
    day: str
    hour: str
    label: str
    vat: str
    charge: str
    paid: str
    taken_back: bool
    reverses: bool
    sundry: bool
    fresh: bool


@dataclass(frozen=True, slots=True)
class MoneyView:
    """The sums of a folio. `balance` is in words, `owes` when the guest does, `credit_minor` is theirs to have back."""

    total: str
    charged: str
    paid: str
    back: str
    coming_back: str
    kept: str
    balance: str
    lead: str
    due_minor: int
    credit_minor: int
    seen_line: int


def folio_rows(lines: Sequence[DeskLine], house: House, currency: str, seen_line: int | None = None) -> list[FolioRow]:
    """The lines in their order; those after `seen_line` are fresh."""
    reversed_ids = {line.reverses_id for line in lines if line.reverses_id}
    return [
        _row(
            line,
            house,
            currency,
            taken_back=line.id in reversed_ids,
            fresh=seen_line is not None and line.id > seen_line,
        )
        for line in lines
    ]


def _row(line: DeskLine, house: House, currency: str, *, taken_back: bool, fresh: bool) -> FolioRow:
    amount = money(abs(line.amount_minor), currency, pence=True)
    signed = money(line.amount_minor, currency, pence=True)
    day = line.written_at.astimezone(ZoneInfo(house.timezone)).date()
    night = f", {brief(line.night)}" if isinstance(line.night, date) else ""
    is_charge = line.kind == "charge"
    back = line.amount_minor > 0
    return FolioRow(
        line.id,
        brief(day),
        at_hour(line.written_at, house.timezone),
        f"{line.label}{night}",
        f"{line.vat_bp / 100:g}%" if is_charge and line.vat_bp else "",
        signed if is_charge else "",
        "" if is_charge else (f"-{amount}" if back else amount),
        taken_back,
        line.reverses_id is not None,
        line.sundry not in (None, "goodwill") and line.reverses_id is None and not taken_back,
        fresh,
    )


def money_view(booking: PlacedBooking, lines: Sequence[DeskLine]) -> MoneyView:
    """What the folio comes to; the sums are those of its lines."""
    purse, currency = booking.purse, booking.quote.currency

    def text(minor: int) -> str:
        return money(minor, currency, pence=True)

    credit = purse.overpaid_minor
    if purse.due_minor:
        balance, lead = text(purse.due_minor), "to pay"
    elif credit:
        balance, lead = text(credit), "to give back"
    else:
        balance, lead = text(0), "all square"
    return MoneyView(
        text(booking.quote.total_minor),
        text(purse.charged_minor + purse.kept_minor),
        text(purse.paid_minor),
        text(purse.refunded_minor) if purse.refunded_minor else "",
        text(purse.asked_minor) if purse.asked_minor else "",
        text(purse.kept_minor) if purse.kept_minor else "",
        balance,
        lead,
        purse.due_minor,
        credit,
        lines[-1].id if lines else 0,
    )
