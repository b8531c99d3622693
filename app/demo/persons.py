"""Whom a newcomer may be: Anna, who has stayed before, a regular, a stranger, or one of the staff."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, request
from sqlalchemy import case, func, select
from werkzeug.wrappers import Response

from app.booking.models import BookedStay, BookedSupper, Booking
from app.demo.staff import member_id
from app.identity.models import Guest
from app.identity.operations import begin_session, end_session, note_preference, say_preference
from app.identity.queries import preferences_of
from app.identity.rules import STAFF
from app.identity.staff.operations import begin_staff_session, end_staff_session
from app.offers.decisions.models import Holdout
from app.offers.proof.rules import OFFERS, arm_of
from app.store import db, transaction
from app.web import session
from app.web.access import public
from app.web.devices import device_words
from app.web.respond import see_other

persons = Blueprint("persons", __name__)
_booking, _guest = Booking.__table__, Guest.__table__
_stay, _supper = BookedStay.__table__, BookedSupper.__table__
WEEKEND = (4, 5)


@dataclass(frozen=True, slots=True)
class Regular:
    """A guest of the demo who comes back, and the house they know best."""

    guest_id: int
    name: str
    email: str
    location_id: int


def anna() -> Regular | None:
    """The Anna with a stay to come who has stayed most often, of those who are shown offers if there is one; None while
    the demo has no Anna."""
    left = func.sum(case((_booking.c.state == "departed", 1), else_=0))
    coming = func.max(case((_booking.c.state == "confirmed", 1), else_=0))
    rows = db.session.execute(
        select(_guest.c.id, _guest.c.name, _guest.c.email, func.max(_booking.c.location_id), coming.label("coming"))
        .join(_booking, _booking.c.guest_id == _guest.c.id)
        .where(_guest.c.name.like("Anna %"), _guest.c.erased_at.is_(None), _guest.c.email.is_not(None))
        .group_by(_guest.c.id, _guest.c.name, _guest.c.email)
        .order_by(coming.desc(), left.desc(), _guest.c.id)
        .limit(10)
    ).all()
    found = [Regular(*row[:4]) for row in rows if row.coming == rows[0].coming]
    return next(filter(_shown_offers, found), found[0] if found else None)


REGULARS = {"dog": "Weekends with a dog", "supper": "Midweek, for the supper"}
"""Guests of opposite habits whom a newcomer may be."""


def regular(kind: str) -> Regular | None:
    """The guest of that habit who has stayed most often and is shown offers; None while the demo has none."""
    nights: dict[int, list[date]] = defaultdict(list)
    dogs, suppers, houses = Counter[int](), Counter[int](), {}
    stays = Counter[int]()
    for row in db.session.execute(
        select(
            _booking.c.guest_id, _booking.c.location_id, _stay.c.arrival_on, _stay.c.departure_on, _stay.c.dogs,
            select(func.count()).where(_supper.c.stay_id == _stay.c.id).scalar_subquery().label("suppers"),
        )
        .join(_stay, _stay.c.booking_id == _booking.c.id)
        .where(_booking.c.state == "departed", _booking.c.guest_id.is_not(None))
    ):  # fmt: skip
        length = (row.departure_on - row.arrival_on).days
        nights[row.guest_id] += [row.arrival_on + timedelta(days=night) for night in range(length)]
        stays[row.guest_id] += 1
        dogs[row.guest_id] += row.dogs > 0
        suppers[row.guest_id] += row.suppers
        houses[row.guest_id] = row.location_id

    def fits(guest_id: int) -> bool:
        weekend = [night.weekday() in WEEKEND for night in nights[guest_id]]
        if kind == "dog":
            return dogs[guest_id] == stays[guest_id] and all(weekend)
        return not dogs[guest_id] and not any(weekend) and suppers[guest_id] == len(weekend)

    for guest_id, _ in sorted(stays.items(), key=lambda one: (-one[1], one[0])):
        if fits(guest_id) and (found := _known(guest_id, houses[guest_id])) and _shown_offers(found):
            return found
    return None


def _known(guest_id: int, location_id: int) -> Regular | None:
    row = db.session.execute(
        select(_guest.c.name, _guest.c.email).where(
            _guest.c.id == guest_id, _guest.c.erased_at.is_(None), _guest.c.email.is_not(None)
        )
    ).one_or_none()
    return Regular(guest_id, row.name, row.email, location_id) if row else None


def _shown_offers(one: Regular) -> bool:
    """Whether the guest is not held out of offers."""
    salt = db.session.execute(select(Holdout.salt).limit(1)).scalar()
    return salt is None or arm_of(one.guest_id, salt) == OFFERS


@persons.post("/demo/persons")
@public
def be() -> Response:
    """This browser is Anna's, a regular's or a member of staff's, signed in, or a stranger's."""
    _leave()
    device = device_words(request.headers.get("User-Agent", ""))
    person = request.form.get("person", "")
    if staff_id := member_id(person):
        session.sign_in(begin_staff_session(staff_id, device, proven=True), STAFF)
        return see_other("/staff")
    chosen = anna() if person == "anna" else regular(person) if person in REGULARS else None
    if chosen is None:
        return see_other("/")
    transaction(lambda: _introduce(chosen))
    session.sign_in(begin_session(chosen.guest_id, device))
    return see_other("/account" if person == "anna" else "/")


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
