"""What a document prints, as JSON values. Words that may change later are copied, so that it never changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.booking.models import Booking
from app.catalogue.models import Location, Trader
from app.identity.models import Guest
from app.store import db

NOBODY = "The guest"


def heading_of(booking_id: int) -> tuple[dict[str, Any], str]:
    """Who sells, which booking, and (apart, since it is personal) to whom."""
    row = db.session.execute(
        select(
            Booking.reference, Booking.arrival_on, Booking.departure_on, Booking.currency, Guest.name.label("guest"),
            Location.slug, Location.name, Location.address, Location.telephone, Location.email, Location.timezone,
        )
        .join(Location, Location.id == Booking.location_id)
        .outerjoin(Guest, Guest.id == Booking.guest_id)
        .where(Booking.id == booking_id)
    ).one()  # fmt: skip
    facts = {
        "seller": _seller(),
        "house": {"slug": row.slug, "name": row.name, "address": row.address, "telephone": row.telephone},
        "mail": row.email,
        "timezone": row.timezone,
        "reference": row.reference,
        "arrival_on": row.arrival_on.isoformat(),
        "departure_on": row.departure_on.isoformat(),
        "currency": row.currency,
    }
    return facts, row.guest or NOBODY


def _seller() -> dict[str, str]:
    table = Trader.__table__
    names = ("group_name", "name", "address", "company_number", "vat_number")
    row = db.session.execute(select(*(table.c[name] for name in names))).first()
    return {name: getattr(row, name, "") for name in names}


def line_facts(lines: Sequence[Any], sign: int = 1) -> list[dict[str, Any]]:
    """Folio lines as rows; with `sign` -1 what was taken off is positive, as on a credit note."""
    return [
        {
            "label": line.label,
            "night": line.night.isoformat() if isinstance(line.night, date) else None,
            "gross_minor": sign * line.amount_minor,
            "vat_bp": line.vat_bp,
            "vat_minor": sign * line.vat_minor,
        }
        for line in lines
    ]


def vat_facts(rows: Sequence[dict[str, Any]]) -> list[dict[str, int]]:
    """Net, VAT and gross for each rate, the highest first; they add up to the rows to the penny."""
    rates = sorted({row["vat_bp"] for row in rows}, reverse=True)
    sums = []
    for rate in rates:
        same = [row for row in rows if row["vat_bp"] == rate]
        gross, vat = sum(row["gross_minor"] for row in same), sum(row["vat_minor"] for row in same)
        sums.append({"vat_bp": rate, "net_minor": gross - vat, "vat_minor": vat, "gross_minor": gross})
    return sums
