"""What the house charges beside the quote, and takes back.

In the journal: `charged` and `charge_corrected`, with `line`, `sundry` and `amount_minor`; the words of the latter
are in the personal side table under `words`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert

from app.booking.documents import issue_invoices
from app.booking.errors import NoSuchLine, WrongState
from app.booking.models import FolioLine
from app.booking.operations.at_house import require_seen
from app.booking.operations.changing import locked_booking
from app.booking.operations.sundry_lines import standing_sundries, take_back_line
from app.booking.rules import LIVE
from app.catalogue.closed import house_of
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Invalid
from app.kernel.money import vat_within
from app.pricing.queries import price_list
from app.store import transaction, write

SUNDRIES = {"extra": "Extra", "supper": "Supper", "bar": "Bar", "other": "Something else"}
"""What the house charges for beside the quote, with the words for it."""

VAT_KINDS = {"extra": "extra", "supper": "supper", "bar": "extra", "other": "extra"}
"""As which kind of line each of them bears VAT."""

MOST_MINOR = 1_000_000
"""More than this is a slip of the finger."""

_ADDED = insert(FolioLine.__table__).returning(FolioLine.__table__.c.id)


def add_charge(
    booking_id: int,
    sundry: str,
    label: str,
    amount_minor: int,
    by: int | None,
    *,
    seen_line: int | None = None,
    at: datetime | None = None,
) -> int:
    """The booking is charged that, with the VAT that its kind has today; answers the id of the folio's line.

    Of a stay that is over it stands on an invoice at once. Raises `Invalid` for an unknown kind, no words or an amount
    that is none; `WrongState` for a booking that is cancelled or a no-show; `Stale` when the folio has come past the
    line `seen_line`.
    """
    if sundry not in SUNDRIES or not label:
        raise Invalid("Say what is charged.")
    if not 0 < amount_minor <= MOST_MINOR:
        raise Invalid("An amount is more than nothing and 10,000 at most.")

    def work() -> int:
        row = locked_booking(booking_id)
        require_seen(booking_id, seen_line)
        if row.state not in LIVE:
            raise WrongState(row.state)
        now = at or clock.now()
        house = house_of(row.location_id)
        vat_bp = price_list(house.id).vat_bp(VAT_KINDS[sundry], clock.today(house.timezone))
        columns = {
            "booking_id": booking_id,
            "kind": "charge",
            "sundry": sundry,
            "label": label,
            "amount_minor": amount_minor,
            "vat_bp": vat_bp,
            "vat_minor": vat_within(amount_minor, vat_bp),
            "currency": row.currency,
            "written_at": now,
        }
        line_id = int(write(_ADDED, columns).scalar_one())
        issue_invoices(booking_id, now)
        noted: dict[str, Any] = {"actor": "staff", "actor_id": by, "location_id": row.location_id, "at": now}
        record("charged", "booking", booking_id, **noted, line=line_id, sundry=sundry, amount_minor=amount_minor)
        return line_id

    return transaction(work)


def correct_charge(booking_id: int, line_id: int, why: str, by: int | None, *, at: datetime | None = None) -> None:
    """What the house charged in that line is charged no more: a line that names it takes it back.

    What stood on an invoice stands on a credit note. Raises `NoSuchLine` when there is no such charge of the house on
    this folio, or it was taken back before: of two who correct it at once the second is told so.
    """

    def work() -> None:
        row = locked_booking(booking_id)
        line = next((one for one in standing_sundries(booking_id) if one.id == line_id), None)
        if line is None or line.sundry == "goodwill":
            raise NoSuchLine
        now = at or clock.now()
        take_back_line(line, now)
        issue_invoices(booking_id, now)
        noted: dict[str, Any] = {"actor": "staff", "actor_id": by, "location_id": row.location_id, "at": now}
        facts = {"line": line_id, "sundry": line.sundry, "amount_minor": line.amount_minor}
        record("charge_corrected", "booking", booking_id, **noted, personal={"words": (None, why)}, **facts)

    transaction(work)
