"""What histories are counted from: bookings, their rooms, tables, extras and charges, answers, and what was said.

A handful of statements however many guests; nothing else about a guest is ever read here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, or_, select

from app.booking.models import BookedExtra, BookedStay, BookedSupper, Booking, FolioLine
from app.catalogue.models import Sitting
from app.experience.surveys.models import Answer, Survey
from app.identity.models import Guest, Preference
from app.offers.history.rules.facts import PastStay, Scores
from app.store import db

_booking, _stay, _supper = Booking.__table__, BookedStay.__table__, BookedSupper.__table__
_extra, _line, _sitting = BookedExtra.__table__, FolioLine.__table__, Sitting.__table__
_survey, _answer = Survey.__table__, Answer.__table__
_guest, _preference = Guest.__table__, Preference.__table__

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
"""The guests. The statements are written once: on pages spelling them costs as much as what they read."""

_WISHES: Select[Any] = (
    select(
        _guest.c.id, _guest.c.history_off_at, _guest.c.erased_at, _guest.c.merged_into_id, _preference.c.kind,
        _preference.c.value, _preference.c.source,
    )
    .outerjoin(_preference, _preference.c.guest_id == _guest.c.id)
    .where(_guest.c.id.in_(_IDS))
    .order_by(_preference.c.id)
)  # fmt: skip
_CHARGED = (
    select(func.sum(_line.c.amount_minor))
    .where(_line.c.booking_id == _booking.c.id, _line.c.kind == "charge")
    .scalar_subquery()
)
_ROOMS: Select[Any] = (
    select(
        _booking.c.id, _booking.c.guest_id, _booking.c.state, _booking.c.location_id, _booking.c.arrival_on,
        _booking.c.departure_on, _booking.c.booked_at, _booking.c.cancelled_at, _booking.c.currency,
        _stay.c.room_type_id, _stay.c.adults, _stay.c.children, _stay.c.cots, _stay.c.dogs,
        _CHARGED.label("charged_minor"),
    )
    .join(_stay, _stay.c.booking_id == _booking.c.id)
    .where(
        _booking.c.guest_id.in_(_IDS),
        or_(_stay.c.cancelled_at.is_(None), _booking.c.state.in_(("cancelled", "no_show"))),
    )
    .order_by(_booking.c.id, _stay.c.part)
)  # fmt: skip
_SUPPERS: Select[Any] = (
    select(_stay.c.booking_id, _supper.c.night, _sitting.c.begins)
    .join(_booking, _booking.c.id == _stay.c.booking_id)
    .join(_supper, _supper.c.stay_id == _stay.c.id)
    .join(_sitting, _sitting.c.id == _supper.c.sitting_id)
    .where(_booking.c.guest_id.in_(_IDS))
)
_EXTRAS: Select[Any] = (
    select(_stay.c.booking_id, _extra.c.extra_id)
    .join(_booking, _booking.c.id == _stay.c.booking_id)
    .join(_extra, _extra.c.stay_id == _stay.c.id)
    .where(_booking.c.guest_id.in_(_IDS))
)
_SCORES: Select[Any] = (
    select(_survey.c.guest_id, _answer.c.nps, _answer.c.ces, _answer.c.answered_at)
    .join(_answer, _answer.c.survey_id == _survey.c.id)
    .where(_survey.c.guest_id.in_(_IDS), or_(_answer.c.nps.is_not(None), _answer.c.ces.is_not(None)))
    .order_by(_answer.c.answered_at, _survey.c.id)
)


@dataclass(slots=True)
class Source:
    """What there is of one guest; `gone` when they are forgotten or were merged into another."""

    off: bool = False
    gone: bool = False
    said: dict[str, str] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    own: list[PastStay] = field(default_factory=list)
    scores: Scores = field(default_factory=Scores)


def sources(guest_ids: Sequence[int], *, even_off: bool = False) -> dict[int, Source]:
    """By guest what is held. Of one whose history is not to be used nothing but that is read, unless `even_off`."""
    found = _wishes(guest_ids)
    read = [guest_id for guest_id, own in found.items() if not own.gone and (even_off or not own.off)]
    for guest_id, own in _bookings(read).items():
        found[guest_id].own = own
    for guest_id, scores in _scores(read).items():
        found[guest_id].scores = scores
    return found


def _wishes(guest_ids: Sequence[int]) -> dict[int, Source]:
    """Who wants their history used, what of it is forgotten, and what was said; one statement."""
    found: dict[int, Source] = {}
    for row in db.session.execute(_WISHES, {"ids": guest_ids}):
        own = found.setdefault(
            row.id, Source(row.history_off_at is not None, bool(row.erased_at or row.merged_into_id))
        )
        if row.source == "seen":
            own.forgotten.add(row.kind)
        elif row.source == "said" and row.value:
            own.said[row.kind] = row.value
    return found


def _bookings(guest_ids: Sequence[int]) -> dict[int, list[PastStay]]:
    """Every booking with the rooms that were kept (all of them where it was cancelled whole), and the sum of its
    charges, corrections taken off; three statements."""
    if not guest_ids:
        return {}
    mine = {"ids": guest_ids}
    rooms: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(_ROOMS, mine):
        rooms[row.id].append(row)
    if not rooms:
        return {}
    suppers, extras = _suppers(mine), _extras(mine)
    found: dict[int, list[PastStay]] = defaultdict(list)
    for booking_id, own in rooms.items():
        past = _past(own, suppers.get(booking_id, {}), extras.get(booking_id, set()))
        found[own[0].guest_id].append(past)
    return found


def _suppers(mine: Mapping[str, Any]) -> dict[int, dict[date, time]]:
    """By booking the nights with a table, and at what hour."""
    found: dict[int, dict[date, time]] = defaultdict(dict)
    for booking_id, night, begins in db.session.execute(_SUPPERS, mine):
        found[booking_id][night] = begins
    return found


def _extras(mine: Mapping[str, Any]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for booking_id, extra_id in db.session.execute(_EXTRAS, mine):
        found[booking_id].add(extra_id)
    return found


def _past(rooms: list[Any], suppers: dict[date, time], extras: set[int]) -> PastStay:
    first = rooms[0]
    return PastStay(
        booking_id=first.id,
        state=first.state,
        location_id=first.location_id,
        arrival_on=first.arrival_on,
        departure_on=first.departure_on,
        booked_on=first.booked_at.date(),
        cancelled_on=first.cancelled_at.date() if first.cancelled_at else None,
        room_type_ids=tuple(room.room_type_id for room in rooms),
        adults=sum(room.adults for room in rooms),
        children=sum(len([age for age in room.children.split(",") if age]) + room.cots for room in rooms),
        dogs=sum(room.dogs for room in rooms),
        suppers=len(suppers),
        supper_hours=tuple(suppers[night] for night in sorted(suppers)),
        extra_ids=tuple(sorted(extras)),
        charged_minor=int(first.charged_minor or 0),
        currency=first.currency,
    )


def _scores(guest_ids: Sequence[int]) -> dict[int, Scores]:
    """By guest the last answers to each question; one statement."""
    if not guest_ids:
        return {}
    last: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in db.session.execute(_SCORES, {"ids": guest_ids}):
        for name, value in (("nps", row.nps), ("ces", row.ces)):
            if value is not None:
                last[row.guest_id] |= {f"last_{name}": value, f"last_{name}_on": row.answered_at.date()}
    return {guest_id: Scores(**own) for guest_id, own in last.items()}
