"""What every deed on an enquiry begins and ends with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.care.enquiries.errors import EnquiryChanged, UnknownEnquiry
from app.care.enquiries.models import Enquiry, EnquiryMessage
from app.journal import record
from app.store import db, write

SUBJECT = "enquiry"
_enquiry = Enquiry.__table__


def locked(enquiry_id: int, seen_revision: int | None = None) -> Any:
    """The enquiry, ours until the transaction ends. Raises `UnknownEnquiry`, and `EnquiryChanged` on another
    revision."""
    row = db.session.execute(select(_enquiry).where(_enquiry.c.id == enquiry_id).with_for_update()).one_or_none()
    if row is None:
        raise UnknownEnquiry
    if seen_revision is not None and row.revision != seen_revision:
        raise EnquiryChanged
    return row


def change(row: Any, action: str, at: datetime, *, by: int | None, values: dict[str, Any], **facts: Any) -> None:
    """The enquiry has these values and the next revision, and the journal says who did what."""
    write(update(_enquiry).where(_enquiry.c.id == row.id).values(revision=row.revision + 1, **values))
    actor = "staff" if by else "guest"
    record(action, SUBJECT, row.id, actor=actor, actor_id=by, location_id=row.location_id, at=at, **facts)


def said(enquiry_id: int, side: str, words: str, at: datetime, *, by: int | None = None) -> int:
    """The id of a new message of the enquiry."""
    row = {"enquiry_id": enquiry_id, "side": side, "words": words, "staff_id": by, "written_at": at}
    return int(write(insert(EnquiryMessage.__table__).returning(EnquiryMessage.id), row).scalar_one())


def opened(values: dict[str, Any], at: datetime, *, by: int | None) -> int:
    """The id of a new enquiry, which the journal knows of."""
    row = {"revision": 0, "opened_at": at, "waiting_since": at, **values}
    enquiry_id = int(write(insert(_enquiry).returning(_enquiry.c.id), row).scalar_one())
    actor, place, channel = ("staff" if by else "guest"), values["location_id"], values["channel"]
    record(
        "enquiry_opened", SUBJECT, enquiry_id, actor=actor, actor_id=by, location_id=place, at=at, channel=channel
    )  # fmt: skip
    return enquiry_id
