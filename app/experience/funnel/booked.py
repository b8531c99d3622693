"""The booking as the last step of a visit, and what it took to get there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, delete, func, select

from app.booking.effort import Effort, keep_effort
from app.booking.models import Booking
from app.experience.funnel.models import CheckoutVisit, Event, Visit
from app.experience.funnel.recording import GOES_ON, LONGEST, record_with_booking
from app.experience.funnel.seen import Caller, Seen
from app.store import db, write

TO_SEARCH = (">search", ">results")
REFUSED = ("denied", "claim_expired", "payment_declined")
_event, _visit, _link = Event.__table__, Visit.__table__, CheckoutVisit.__table__


def record_remembered(checkout_id: int, booking_id: int, at: datetime) -> None:
    """A checkout that was paid for is booked: `booked` is the last step of the visit that went to pay, and the booking
    has its effort. Within the booking's transaction. Nothing where no visit is remembered, as after an objection."""
    found = db.session.execute(
        select(*_visit.c).join(_link, _link.c.visit == _visit.c.visit).where(_link.c.checkout_id == checkout_id)
    ).one_or_none()
    write(delete(_link).where(_link.c.checkout_id == checkout_id))
    if found is None:
        return
    caller = Caller(found.visit, "", found.device, found.source, found.returning, found.is_bot)
    seen = Seen(at, found.day_on, heads=found.heads, nights=found.nights, lead_days=found.lead_days)
    record_booked(seen, caller, booking_id)


def record_booked(seen: Seen, caller: Caller, booking_id: int) -> None:
    """`booked`, and with it what `seen` says of the page, in the transaction of the booking that was just made.

    Nothing for one that was not made on the site. Whoever has booked before is known from the booking, not the visit.
    """
    row = db.session.execute(
        select(Booking.source, Booking.location_id, Booking.guest_id).where(Booking.id == booking_id)
    ).one()
    if row.source != "web":
        return
    earlier = select(Booking.id).where(Booking.guest_id == row.guest_id, Booking.id < booking_id).limit(1)
    returning = caller.returning or db.session.execute(earlier).first() is not None
    caller = replace(caller, visit=_whose(caller, seen.at), before="", returning=returning)
    if seen.step is not None:
        record_with_booking(seen, caller)
    keep_effort(booking_id, effort_of(caller.visit, seen.at))
    booked = replace(seen, step="booked", location_id=row.location_id, duration_ms=None, signals=[])
    record_with_booking(booked, caller)


def effort_of(visit: str, at: datetime) -> Effort:
    """What the visit went through until then, counted from its events."""
    counts = db.session.execute(
        select(_event.c.name, _event.c.code, _visit.c.first_at, func.count())
        .join(_event, and_(_event.c.visit == _visit.c.visit, _event.c.at >= _visit.c.first_at))
        .where(_visit.c.visit == visit)
        .group_by(_event.c.name, _event.c.code, _visit.c.first_at)
    ).all()
    begun = min((first_at for _, _, first_at, _ in counts), default=at)

    def sum_of(names: Iterable[str]) -> int:
        return sum(number for name, _, _, number in counts if name in names)

    return Effort(
        back_steps=sum_of(("back",)),
        refusals=sum_of(REFUSED),
        errors=sum_of(("field_error",)),
        seconds=max(int((at - begun).total_seconds()), 0),
        returns_to_search=sum(n for name, code, _, n in counts if name == "back" and code.endswith(TO_SEARCH)),
        price_changes=sum_of(("price_changed",)),
    )


def _whose(caller: Caller, at: datetime) -> str:
    """The id under which the caller's visit goes on."""
    goes_on = select(_visit.c.visit).where(
        _visit.c.visit == caller.before, _visit.c.last_at >= at - GOES_ON, _visit.c.first_at >= at - LONGEST
    )
    return str(db.session.execute(goes_on).scalar() or caller.visit)
