"""What was asked, once it has been kept long enough."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from app.care.enquiries.models import Enquiry, EnquiryMessage
from app.store import transaction, write

_enquiry, _message = Enquiry.__table__, EnquiryMessage.__table__


def forget_enquiries(closed_before: datetime) -> int:
    """Words, names and addresses of enquiries that were closed before then are gone; answers how many rows changed.
    Theme, channel and times stay."""
    old = _enquiry.c.closed_at < closed_before

    def work() -> int:
        mine = _message.c.enquiry_id.in_(select(_enquiry.c.id).where(old))
        gone = write(update(_message).where(mine, _message.c.words != "").values(words="")).rowcount
        known = (_enquiry.c.name != "") | (_enquiry.c.phone != "") | _enquiry.c.email.is_not(None)
        people = write(update(_enquiry).where(old, known).values(name="", phone="", email=None)).rowcount
        return int(gone) + int(people)

    return transaction(work)
