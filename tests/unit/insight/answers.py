"""Stays that ended, what their guests were asked and what they said, as rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from sqlalchemy import insert

from app.booking.effort.models import BookingEffort
from app.booking.models import Booking
from app.experience.effort.rules import COUNTS
from app.experience.surveys.models import Answer, Survey
from app.identity.models import Guest
from app.pricing.models import Quote
from app.store import transaction, write
from tests.builders import House, add

_number = count(1)


def guest(name: str = "Anna Lee", **columns: object) -> int:
    return add(Guest(name=name, language="en", created_at=datetime(2026, 1, 1, tzinfo=UTC), **columns))


def stay(
    house: House, left_on: date, *, source: str = "web", state: str = "departed", guest_id: int | None = None
) -> int:
    """The id of a booking of two nights that ended on that day, booked thirty days before it."""
    number, booked_at = next(_number), at_noon(left_on - timedelta(days=30))
    quote = add(
        Quote(
            location_id=house.id, currency="GBP", total_minor=0, due_now_minor=0, policy="", terms_version=1,
            made_at=booked_at,
        )
    )  # fmt: skip
    return add(
        Booking(
            reference=f"{number:08}", location_id=house.id, quote_id=quote, state=state, source=source, currency="GBP",
            arrival_on=left_on - timedelta(days=2), departure_on=left_on, terms_version=1, booked_at=booked_at,
            guest_id=guest_id,
        )
    )  # fmt: skip


def asked(
    house: House,
    left_on: date,
    *,
    moment: str = "stay",
    occasion: int = 0,
    source: str = "web",
    sent_on: date | None = None,
    booking_id: int | None = None,
    guest_id: int | None = None,
    opened: bool = False,
    effort: tuple[int, ...] | None = None,
    **given: object,
) -> int:
    """The id of a survey, answered when anything is `given`: at noon of the day after the one on which it was sent."""
    booking_id = booking_id or stay(house, left_on, source=source, guest_id=guest_id)
    sent_at = at_noon(sent_on or left_on + timedelta(days=1))
    survey_id = add(
        Survey(
            booking_id=booking_id, guest_id=guest_id, location_id=house.id, moment=moment,
            occasion=occasion, source=source,
            arrival_on=left_on - timedelta(days=2), departure_on=left_on, sent_at=sent_at,
            closes_at=sent_at + timedelta(days=30), opened_at=sent_at if opened else None,
        )
    )  # fmt: skip
    if given:
        row = {"survey_id": survey_id, "answered_at": sent_at + timedelta(days=1), **given}
        transaction(lambda: write(insert(Answer.__table__), row))
    if effort is not None:
        counts = {"booking_id": booking_id, **dict(zip(COUNTS, effort, strict=True))}
        transaction(lambda: write(insert(BookingEffort.__table__), counts))
    return survey_id


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
