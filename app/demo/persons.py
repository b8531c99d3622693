"""Whom a newcomer may be: Anna, who has stayed before, or a stranger."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, request
from sqlalchemy import case, func, select
from werkzeug.wrappers import Response

from app.booking.models import Booking
from app.identity.models import Guest
from app.identity.operations import begin_session, end_session, note_preference, say_preference
from app.identity.queries import preferences_of
from app.store import db, transaction
from app.web import session
from app.web.access import public
from app.web.devices import device_words
from app.web.respond import see_other

persons = Blueprint("persons", __name__)
_booking, _guest = Booking.__table__, Guest.__table__


@dataclass(frozen=True, slots=True)
class Regular:
    """A guest of the demo who comes back, and the house they know best."""

    guest_id: int
    name: str
    email: str
    location_id: int


def anna() -> Regular | None:
    """The Anna with a stay to come who has stayed most often; None while the demo has no Anna."""
    left = func.sum(case((_booking.c.state == "departed", 1), else_=0))
    coming = func.max(case((_booking.c.state == "confirmed", 1), else_=0))
    row = db.session.execute(
        select(_guest.c.id, _guest.c.name, _guest.c.email, func.max(_booking.c.location_id))
        .join(_booking, _booking.c.guest_id == _guest.c.id)
        .where(_guest.c.name.like("Anna %"), _guest.c.erased_at.is_(None), _guest.c.email.is_not(None))
        .group_by(_guest.c.id, _guest.c.name, _guest.c.email)
        .order_by(coming.desc(), left.desc(), _guest.c.id)
        .limit(1)
    ).first()
    return Regular(*row) if row else None


@persons.post("/demo/persons")
@public
def be() -> Response:
    """This browser is Anna's, signed in, or a stranger's."""
    before = session.who()
    if before:
        end_session(before.session_id, [before.guest_id])
    session.sign_out()
    chosen = anna() if request.form.get("person") == "anna" else None
    if chosen is None:
        return see_other("/")
    transaction(lambda: _introduce(chosen))
    session.sign_in(begin_session(chosen.guest_id, device_words(request.headers.get("User-Agent", ""))))
    return see_other("/account")


def _introduce(chosen: Regular) -> None:
    """A little is known of her beside what her stays show."""
    if not preferences_of([chosen.guest_id]):
        say_preference(chosen.guest_id, "table", "A table by the window")
        note_preference(chosen.guest_id, "bed", "One extra pillow", chosen.location_id)
