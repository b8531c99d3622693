"""Whoever ticked, where they left their mail before paying, that they be reminded of a booking left unfinished.

They may never have booked; then nobody knows them yet. They are a guest only once they are to be reminded.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.booking.unfinished import Left, left_unfinished
from app.identity.models import Guest
from app.identity.operations import agree, know_guest
from app.identity.queries import consents_of, same_guests
from app.offers.campaigns.recipes import UNFINISHED_AFTER, UNFINISHED_UNTIL
from app.offers.campaigns.rules import BASKET
from app.store import db

_guest = Guest.__table__


def know_who_asked(at: datetime) -> int:
    """Whoever ticked it at a booking that is unfinished by then is a guest who agreed to it, in the words and at the
    instant of their tick; answers how many had not before.

    What somebody stopped stays stopped, unless they ticked it later and were signed in: anybody can type an address.
    Within the transaction that lists whom to remind, whose lock keeps two workers from knowing one person twice.
    """
    left = left_unfinished(at - UNFINISHED_UNTIL, at - UNFINISHED_AFTER)
    return sum(_agreed(email, one, at) for email, one in left.items())


def _agreed(email: str, one: Left, at: datetime) -> bool:
    if one.asked is None:
        return False
    guest_id = _known(email) or (know_guest(one.name, one.email, one.phone, one.language, at) if one.name else None)
    if guest_id is None:
        return False
    said = next((said for said in consents_of(same_guests(guest_id)) if said.channel == BASKET), None)
    if said is not None and (said.given or not one.asked.signed_in or one.asked.said_at <= said.said_at):
        return False
    agree(guest_id, BASKET, one.asked.words, one.asked.said_at)
    return True


def _known(email: str) -> int | None:
    """The newest guest under that mail."""
    mine = (_guest.c.email_lower == email, _guest.c.erased_at.is_(None), _guest.c.merged_into_id.is_(None))
    return db.session.execute(select(func.max(_guest.c.id)).where(*mine)).scalar()
