"""What some of the demo's guests cannot eat, drawn from their reference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from app.booking.people.rules import ALLERGIES_KEPT, ALLERGY_CONSENT
from app.demo.rows import Written

CANNOT = (
    ("nuts, peanuts", "anaphylaxis", "Carries a pen"),
    ("gluten", "severe", "Coeliac"),
    ("crustaceans, molluscs", "severe", ""),
    ("milk", "mild", "A little butter is fine"),
    ("sesame", "mild", ""),
    ("", "mild", "Vegan"),
)
ONE_IN = 9
READ_AT = time(11)


def _drawn(reference: str, what: str) -> int:
    return int.from_bytes(blake2b(f"{what} {reference}".encode(), digest_size=4).digest())


def allergy_rows(written: Sequence[Written], today: date) -> Iterable[dict[str, Any]]:
    """What one guest in nine bookings cannot eat, of stays that are not too long ago to be kept; the kitchen has read
    those of guests who have come."""
    for one in written:
        booked = one.sold.booked
        drawn = _drawn(booked.reference, "allergy")
        if drawn % ONE_IN or booked.visit.departure < today - ALLERGIES_KEPT:
            continue
        allergens, severity, words = CANNOT[drawn // ONE_IN % len(CANNOT)]
        read = booked.visit.arrival < today
        yield {
            "stay_id": one.stay_id,
            "number": 1,
            "person": booked.guest.name.split()[0],
            "allergens": allergens,
            "severity": severity,
            "words": words,
            "kept": False,
            "consent_text": ALLERGY_CONSENT,
            "consented_at": booked.visit.booked_at,
            "read_at": _read_at(booked.visit.arrival, booked.visit.booked_at) if read else None,
            "read_by": None,
        }


def _read_at(arrival: date, booked_at: datetime) -> datetime:
    return max(datetime.combine(arrival, READ_AT, ZoneInfo("UTC")), booked_at + timedelta(minutes=1))
