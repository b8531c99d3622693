"""Whom a document is addressed to, once the law asks for it no more."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update

from app.booking.documents.models import FolioDocument
from app.booking.models import Booking
from app.store import transaction, write

_document, _booking = FolioDocument.__table__, Booking.__table__


def forget_addressees(departed_before: date) -> int:
    """Documents of stays that ended before that day say no more to whom they went; answers how many did until now.

    Number, sums and all else stay as they were printed: the table's trigger lets nothing but this be changed.
    """
    over = select(_booking.c.id).where(_booking.c.departure_on < departed_before)
    old = update(_document).where(_document.c.addressed_to != "", _document.c.booking_id.in_(over))
    return transaction(lambda: int(write(old.values(addressed_to="")).rowcount))
