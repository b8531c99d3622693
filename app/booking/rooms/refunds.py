"""What of the money goes back when a stay is moved, or a move taken back."""

from __future__ import annotations

from sqlalchemy import select

from app.booking.cancellation import purse_of
from app.booking.models import BookedStay, Booking
from app.booking.rooms.rules import Standing
from app.journal.models import Entry
from app.pricing.models import Quote
from app.store import db

_stay, _booking, _entry, _quote = BookedStay.__table__, Booking.__table__, Entry.__table__, Quote.__table__


def refund_of_total(stay_id: int, total_minor: int) -> int:
    """What the booking of a stay has paid beyond its charges once its rooms cost this in all, in minor units."""
    found = (
        select(_booking.c.id, _quote.c.total_minor)
        .join(_stay, _stay.c.booking_id == _booking.c.id)
        .join(_quote, _quote.c.id == _booking.c.quote_id)
    )
    row = db.session.execute(found.where(_stay.c.id == stay_id)).one()
    purse = purse_of(row.id)
    return max(0, purse.at_hand_minor - purse.charged_minor + row.total_minor - total_minor)


def refund_of_undoing(stay_id: int, entry_id: int) -> int:
    """As `refund_of_total`, of taking back the move that the journal has under this number; 0 where it has none."""
    moved = (_entry.c.id == entry_id, _entry.c.subject == "stay", _entry.c.subject_id == stay_id)
    facts = db.session.execute(select(_entry.c.facts).where(*moved, _entry.c.action == "moved")).scalar_one_or_none()
    if facts is None:
        return 0
    before = select(_quote.c.total_minor).where(_quote.c.id == Standing.from_json(facts["before"]).quote_id)
    total = db.session.execute(before).scalar_one_or_none()
    return 0 if total is None else refund_of_total(stay_id, total)
