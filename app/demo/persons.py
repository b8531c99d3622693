"""Whom a newcomer may be: Anna, who has stayed before, a stranger, or one of the staff."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, request
from sqlalchemy import case, func, select
from werkzeug.wrappers import Response

from app.booking.models import Booking
from app.demo.staff import member_id
from app.identity.models import Guest
from app.identity.operations import begin_session, end_session, note_preference, say_preference
from app.identity.queries import preferences_of
from app.identity.rules import STAFF
from app.identity.staff.operations import begin_staff_session, end_staff_session
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
    """This browser is Anna's or a member of staff's, signed in, or a stranger's."""
    _leave()
    device = device_words(request.headers.get("User-Agent", ""))
    person = request.form.get("person", "")
    if staff_id := member_id(person):
        session.sign_in(begin_staff_session(staff_id, device, proven=True), STAFF)
        return see_other("/staff")
    chosen = anna() if person == "anna" else None
    if chosen is None:
        return see_other("/")
    transaction(lambda: _introduce(chosen))
    session.sign_in(begin_session(chosen.guest_id, device))
    return see_other("/account")


def _leave() -> None:
    """Whoever this browser was is signed out."""
    guest, actor = session.who(), session.actor()
    if guest:
        end_session(guest.session_id, [guest.guest_id])
    if actor:
        end_staff_session(actor.session_id)
    session.sign_out()


def _introduce(chosen: Regular) -> None:
    """A little is known of her beside what her stays show."""
    if not preferences_of([chosen.guest_id]):
        say_preference(chosen.guest_id, "table", "A table by the window")
        note_preference(chosen.guest_id, "bed", "One extra pillow", chosen.location_id)
