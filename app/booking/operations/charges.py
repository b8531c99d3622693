"""The charges of a folio: written from a quote, taken back line by line, and kept for what was given up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select

from app.booking.models import FolioLine
from app.booking.operations.sundry_lines import IS_TAKEN_BACK, OF, take_back_sundries
from app.booking.rules import Charge, charges_of
from app.kernel.money import vat_within
from app.pricing.rules import Line
from app.store import db, write

_folio = FolioLine.__table__
_INSERT = insert(_folio)
_INSERT_KEPT = insert(_folio).returning(_folio.c.id)
_STANDING = (
    select(
        _folio.c.id, _folio.c.label, _folio.c.amount_minor, _folio.c.vat_bp, _folio.c.vat_minor,
        func.coalesce(_folio.c.part, 0),
    )
    .where(
        _folio.c.booking_id == OF,
        _folio.c.kind == "charge",
        _folio.c.reverses_id.is_(None),
        ~_folio.c.kept,
        _folio.c.sundry.is_(None),
        ~IS_TAKEN_BACK,
    )
    .order_by(_folio.c.id)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays charged for a stay, or one night of it, that was given up."""

    part: int
    label: str
    amount_minor: int
    vat_bp: int
    night: date | None = None


def write_charges(booking_id: int, lines: Sequence[Line], currency: str, at: datetime) -> None:
    """The folio charges what the lines of a quote come to."""
    add_charges(booking_id, charges_of(lines), currency, at)


def add_charges(booking_id: int, charges: Iterable[Charge], currency: str, at: datetime) -> None:
    """One line for each charge."""
    rows = [
        {
            "booking_id": booking_id,
            "kind": "charge",
            "part": charge.part,
            "label": charge.label,
            "amount_minor": charge.amount_minor,
            "vat_bp": charge.vat_bp,
            "vat_minor": charge.vat_minor,
            "currency": currency,
            "written_at": at,
        }
        for charge in charges
    ]
    if rows:
        write(_INSERT, rows)


def standing_charges(booking_id: int) -> list[tuple[int, Charge]]:
    """(line id, charge) of every charge of the quote that nothing has taken back."""
    rows = db.session.execute(_STANDING, {"booking": booking_id})
    return [(line_id, Charge(*charge)) for line_id, *charge in rows]


def take_back(
    booking_id: int, charges: Sequence[tuple[int, Charge]], why: str, currency: str, at: datetime, *, kept: bool = False
) -> None:
    """Each of the lines is reversed by one that names it; its label says why."""
    rows = [
        {
            "booking_id": booking_id,
            "kind": "charge",
            "part": charge.part,
            "kept": kept,
            "label": f"{charge.label}, {why}",
            "amount_minor": -charge.amount_minor,
            "vat_bp": charge.vat_bp,
            "vat_minor": -charge.vat_minor,
            "currency": currency,
            "reverses_id": line_id,
            "written_at": at,
        }
        for line_id, charge in charges
    ]
    if rows:
        write(_INSERT, rows)


def take_back_parts(booking_id: int, parts: Collection[int] | None, currency: str, at: datetime) -> None:
    """Nothing is charged for these stays any more, but for what is kept.

    None: for none of them, and what the house charged beside them is taken back too.
    """
    standing = standing_charges(booking_id)
    gone = [one for one in standing if parts is None or one[1].part in parts]
    take_back(booking_id, gone, "cancelled", currency, at)
    if parts is None:
        take_back_sundries(booking_id, at)


def swap_charges(booking_id: int, before: Sequence[Line], after: Sequence[Line], currency: str, at: datetime) -> None:
    """Charges that are in both quotes stay, and so do those of neither; the others are taken back and written anew."""
    was, will = Counter(charges_of(before)), Counter(charges_of(after))
    over = was - will
    gone = []
    for line_id, charge in standing_charges(booking_id):
        if over[charge] > 0:
            over[charge] -= 1
            gone.append((line_id, charge))
    take_back(booking_id, gone, "changed", currency, at)
    add_charges(booking_id, (will - was).elements(), currency, at)


def keep(booking_id: int, kept: Sequence[Kept], currency: str, at: datetime) -> list[int]:
    """One line for each; their ids in the same order."""
    return [
        int(
            write(
                _INSERT_KEPT,
                {
                    "booking_id": booking_id,
                    "kind": "charge",
                    "part": one.part,
                    "kept": True,
                    "label": one.label,
                    "night": one.night,
                    "amount_minor": one.amount_minor,
                    "vat_bp": one.vat_bp,
                    "vat_minor": vat_within(one.amount_minor, one.vat_bp),
                    "currency": currency,
                    "written_at": at,
                },
            ).scalar_one()
        )
        for one in kept
    ]


def room_vat_bp(lines: Sequence[Line], part: int | None = None) -> int:
    """The VAT of a stay's room (the first stay's when None), which is that of whatever is kept for it."""
    return next((line.vat_bp for line in lines if part in (None, line.part) and line.kind == "room"), 0)
