"""Notices for tests, and bookings written as rows, many at once, for what they touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from app.booking.models import BookedStay, BookedSupper, Booking
from app.booking.waitlist.models import WaitlistEntry
from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.operations import announce_notice, make_notice, tell_chunk, write_touches
from app.care.notices.rules import HERE, PLANNED, Wish
from app.identity.models import Guest
from app.kernel import clock
from app.outbox.models import Message
from app.pricing.models import Quote, QuoteLine
from app.store import db, transaction, write
from tests.builders import House

WORK_BEGINS = datetime(2027, 3, 6, 10, tzinfo=UTC)
"""Saturday; the house is on the same clock then."""


def wish(house: House, **more: Any) -> Wish:
    """The boiler of a house is serviced on Saturday from ten to noon; everybody in the house is told."""
    plain = Wish(
        house.id, None, PLANNED, "Hot water off", "No hot water in the house. The radiators stay on.", WORK_BEGINS,
        WORK_BEGINS + timedelta(hours=2), "felt", (HERE,),
    )  # fmt: skip
    return replace(plain, **more)


def announced(written: Wish) -> int:
    """The id of a notice that was sent; nobody has been told yet."""
    notice_id = make_notice(written, by=None)
    announce_notice(notice_id, seen_revision=1, by=None)
    return notice_id


def told_out(notice_id: int) -> int:
    """As a worker does it until nobody is left; answers how many were looked at."""
    write_touches(notice_id)
    told = 0
    while done := tell_chunk(notice_id):
        told += done
    return told


def notice_row(notice_id: int) -> Any:
    return db.session.execute(select(Notice.__table__).where(Notice.id == notice_id)).one()


def touches(notice_id: int) -> dict[tuple[str, int], Any]:
    """Every touch of a notice, also those that are gone, by subject."""
    rows = db.session.execute(select(NoticeTouch.__table__).where(NoticeTouch.notice_id == notice_id))
    return {(row.subject, row.subject_id): row for row in rows}


def messages() -> list[tuple[str, str, int, str]]:
    """(kind, address, revision, state) of every message about a notice, in order."""
    rows = db.session.execute(
        select(Message.kind, Message.address, Message.facts, Message.state)
        .where(Message.subject == "notice_touch")
        .order_by(Message.id)
    )
    return [(kind, address, facts["revision"], state) for kind, address, facts, state in rows]


def guest(number: int, mail: bool = True) -> int:
    address = f"guest{number}@example.org" if mail else None
    row = {"name": f"Guest {number}", "email": address, "email_lower": address, "created_at": clock.now()}
    return int(write(insert(Guest.__table__).returning(Guest.id), row).scalar_one())


def booked(
    house: House, number: int, stays: Sequence[dict[str, Any]], *, state: str = "confirmed", mail: bool = True
) -> int:
    """The id of a booking with those stays (columns of a stay, and `suppers` as (night, sitting, covers)), at £100 a
    night, and £40 for each cover."""

    def work() -> int:
        now = clock.now()
        arrival, departure = min(stay["arrival_on"] for stay in stays), max(stay["departure_on"] for stay in stays)
        quote = quoted(house, stays)
        row = {
            "reference": f"{number:08d}", "location_id": house.id, "guest_id": guest(number, mail), "quote_id": quote,
            "state": state, "arrival_on": arrival, "departure_on": departure, "currency": "GBP", "source": "web",
            "language": "en", "terms_version": 1, "booked_at": now, "version": 1, "revision": 0, "commission_bp": 0,
            "payer": "guest", "cancelled_at": now if state == "cancelled" else None,
        }  # fmt: skip
        booking_id = int(write(insert(Booking.__table__).returning(Booking.id), row).scalar_one())
        for part, stay in enumerate(stays):
            _stay(house, booking_id, part, dict(stay))
        return booking_id

    return transaction(work)


def _stay(house: House, booking_id: int, part: int, given: dict[str, Any]) -> None:
    suppers = given.pop("suppers", ())
    plain = {"adults": 2, "children": "", "cots": 0, "dogs": 0, "assistance_dogs": 0, "needs": ""}
    own = {"booking_id": booking_id, "part": part, "rate_plan_id": next(iter(house.plans.values()))}
    own |= {"room_type_id": next(iter(house.room_types.values()))}
    stay_id = write(insert(BookedStay.__table__).returning(BookedStay.id), own | plain | given).scalar_one()
    for night, sitting_id, covers in suppers:
        table = {"stay_id": stay_id, "night": night, "sitting_id": sitting_id, "covers": covers}
        write(insert(BookedSupper.__table__), table)


def quoted(house: House, stays: Sequence[dict[str, Any]]) -> int:
    """The id of the quote of these stays."""
    lines: list[tuple[int, str, date, int]] = []
    for part, stay in enumerate(stays):
        nights = (stay["departure_on"] - stay["arrival_on"]).days
        lines += [(part, "room", stay["arrival_on"] + timedelta(days=day), 10_000) for day in range(nights)]
        lines += [(part, "supper", night, 4_000 * covers) for night, _, covers in stay.get("suppers", ())]
    total = sum(line[3] for line in lines)
    row = {"location_id": house.id, "currency": "GBP", "total_minor": total, "due_now_minor": 0, "policy": ""}
    row |= {"terms_version": 1, "made_at": clock.now()}
    quote = int(write(insert(Quote.__table__).returning(Quote.id), row).scalar_one())
    rows = [
        {
            "quote_id": quote, "position": at, "part": part, "kind": kind, "night": night, "label": kind, "count": 1,
            "gross_minor": minor, "vat_bp": 0, "vat_minor": 0,
        }
        for at, (part, kind, night, minor) in enumerate(lines)
    ]  # fmt: skip
    write(insert(QuoteLine.__table__), rows)
    return quote


def waits(house: House, number: int, earliest: date, latest: date, **more: Any) -> int:
    """The id of an entry of the waitlist for one night in any room of a house."""
    row = {
        "version": 1, "state": "waiting", "earliest_on": earliest, "latest_on": latest, "nights": 1,
        "room_types": list(house.room_types.values()), "adults": 2, "children": "", "cots": 0, "dogs": 0, "needs": "",
        "name": "Bea", "email": f"bea{number}@example.org", "email_lower": f"bea{number}@example.org", "language": "en",
        "created_at": clock.now(),
    }  # fmt: skip
    made = insert(WaitlistEntry.__table__).returning(WaitlistEntry.id)
    return int(transaction(lambda: write(made, row | more).scalar_one()))
