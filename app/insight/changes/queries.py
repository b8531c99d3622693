"""The journal of some houses with the names of whom it is about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, select

from app.booking.models import BookedStay, Booking
from app.catalogue.models import Room
from app.identity.models import Guest
from app.identity.staff.models import Staff
from app.journal.models import Entry
from app.store import db


@dataclass(frozen=True, slots=True)
class Change:
    """A deed: who did it (None: no member of staff), what it is about in a word, and the facts of the journal."""

    at: datetime
    actor: str
    staff_name: str | None
    action: str
    location_id: int | None
    reference: str | None
    about: str
    facts: Mapping[str, Any]
    subject: str = ""


def changes_since(location_ids: Sequence[int], since: datetime, actions: Collection[str], most: int) -> list[Change]:
    """The newest deeds of these kinds in these houses, the newest first, `most` at most; one statement."""
    booking_id = func.coalesce(BookedStay.booking_id, case((Entry.subject == "booking", Entry.subject_id)))
    subject = func.coalesce(Guest.name, Room.name, Booking.reference, "")
    query = (
        select(
            Entry.at,
            Entry.actor,
            Staff.name,
            Entry.action,
            Entry.location_id,
            Booking.reference,
            subject,
            Entry.facts,
            Entry.subject,
        )
        .outerjoin(Staff, and_(Entry.actor == "staff", Staff.id == Entry.actor_id))
        .outerjoin(BookedStay, and_(Entry.subject == "stay", BookedStay.id == Entry.subject_id))
        .outerjoin(Booking, Booking.id == booking_id)
        .outerjoin(Guest, Guest.id == Booking.guest_id)
        .outerjoin(Room, and_(Entry.subject == "room", Room.id == Entry.subject_id))
        .where(Entry.location_id.in_(list(location_ids)), Entry.at >= since, Entry.action.in_(sorted(actions)))
        .order_by(Entry.at.desc(), Entry.id.desc())
        .limit(most)
    )
    return [Change(*row) for row in db.session.execute(query)]
