"""Mails about bookings, as staff look at them."""

from __future__ import annotations

from sqlalchemy import select

from app.booking.models import Booking
from app.outbox.models import Message
from app.outbox.queries import Announced
from app.store import db

LOOKED_AT = 12


def messages_of_kind(kind: str, location_id: int | None = None) -> list[Announced]:
    """The newest messages of a kind about bookings, of one house where it is given; one statement."""
    message = Message.__table__
    asked = (
        select(*(message.c[name] for name in Announced.__dataclass_fields__))
        .join(Booking, Booking.id == message.c.subject_id)
        .where(message.c.kind == kind, message.c.subject == "booking")
        .order_by(message.c.id.desc())
        .limit(LOOKED_AT)
    )
    if location_id is not None:
        asked = asked.where(Booking.location_id == location_id)
    return [Announced(**row) for row in db.session.execute(asked).mappings()]
