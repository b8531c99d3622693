"""What histories are counted from: bookings, their rooms, tables, extras and charges, answers, and what was said.

A handful of statements however many guests; nothing else about a guest is ever read here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from app.booking.models import BookedExtra, BookedStay, BookedSupper, Booking, FolioLine
from app.catalogue.models import Sitting
from app.experience.surveys.models import Answer, Survey
from app.identity.models import Guest, Preference
from app.kernel.party import ages_of
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
_NONE: Mapping[str, ColumnElement[Any]] = {
    name: cast(null(), kind)
    for name, kind in {
        "number": Integer(), "guest_id": _booking.c.guest_id.type, "state": String(), "location_id": BigInteger(),
        "arrival_on": _booking.c.arrival_on.type, "departure_on": _booking.c.departure_on.type,
        "booked_at": _booking.c.booked_at.type, "cancelled_at": _booking.c.cancelled_at.type, "currency": String(),
        "room_type_id": BigInteger(), "adults": Integer(), "children": String(), "cots": Integer(), "dogs": Integer(),
        "charged_minor": BigInteger(), "night": _supper.c.night.type, "begins": _sitting.c.begins.type,
        "nps": Integer(), "ces": Integer(), "answered_at": _answer.c.answered_at.type,
    }.items()
}  # fmt: skip


def _told(what: str, of_id: ColumnElement[Any], **columns: ColumnElement[Any]) -> Select[Any]:
    """Rows of one kind, as all kinds have them: `of_id` is the booking, of an answer the guest."""
    return select(
        literal(what).label("what"),
        of_id.label("of_id"),
        *(columns.get(name, none).label(name) for name, none in _NONE.items()),
    )


_MINE = _stay.join(_booking, _booking.c.id == _stay.c.booking_id)
_HELD: CompoundSelect[Any] = union_all(
    _told(
        "room", _booking.c.id, number=_stay.c.part, charged_minor=_CHARGED,
        **{name: _booking.c[name] for name in (
            "guest_id", "state", "location_id", "arrival_on", "departure_on", "booked_at", "cancelled_at", "currency",
        )},
        **{name: _stay.c[name] for name in ("room_type_id", "adults", "children", "cots", "dogs")},
    )
    .select_from(_MINE)
    .where(
        _booking.c.guest_id.in_(_IDS),
        or_(_stay.c.cancelled_at.is_(None), _booking.c.state.in_(("cancelled", "no_show"))),
    ),
    _told("supper", _stay.c.booking_id, night=_supper.c.night, begins=_sitting.c.begins)
    .select_from(_MINE.join(_supper, _supper.c.stay_id == _stay.c.id))
    .join(_sitting, _sitting.c.id == _supper.c.sitting_id)
    .where(_booking.c.guest_id.in_(_IDS)),
    _told("extra", _stay.c.booking_id, number=_extra.c.extra_id)
    .select_from(_MINE.join(_extra, _extra.c.stay_id == _stay.c.id))
    .where(_booking.c.guest_id.in_(_IDS)),
    _told(
        "answer", _survey.c.guest_id, number=_survey.c.id, nps=_answer.c.nps, ces=_answer.c.ces,
        answered_at=_answer.c.answered_at,
    )
    .join(_answer, _answer.c.survey_id == _survey.c.id)
    .where(_survey.c.guest_id.in_(_IDS), or_(_answer.c.nps.is_not(None), _answer.c.ces.is_not(None))),
)  # fmt: skip
"""Rooms that were kept (all of them where a booking was cancelled whole), each with the sum of its booking's charges,
corrections taken off; tables, extras and answers. They are read at once: on a page a statement costs more than its
rows."""


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
    """By guest what is held. Of one whose history is not to be used nothing but that is read, unless `even_off`. Two
    statements."""
    found = _wishes(guest_ids)
    read = [guest_id for guest_id, own in found.items() if not own.gone and (even_off or not own.off)]
    if not read:
        return found
    held = _held(read)
    for booking_id, rooms in held.rooms.items():
        past = _past(rooms, held.suppers.get(booking_id, {}), held.extras.get(booking_id, set()))
        found[rooms[0].guest_id].own.append(past)
    for guest_id, scores in held.scores.items():
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


@dataclass(frozen=True, slots=True)
class _Held:
    """By booking its rooms, its nights with a table, and at what hour, and its extras; by guest the last answers."""

    rooms: Mapping[int, list[Any]]
    suppers: Mapping[int, dict[date, time]]
    extras: Mapping[int, set[int]]
    scores: Mapping[int, Scores]


def _held(guest_ids: Sequence[int]) -> _Held:
    """One statement."""
    rooms: dict[int, list[Any]] = defaultdict(list)
    suppers: dict[int, dict[date, time]] = defaultdict(dict)
    extras: dict[int, set[int]] = defaultdict(set)
    answers: list[Any] = []
    for row in db.session.execute(_HELD, {"ids": guest_ids}):
        if row.what == "room":
            rooms[row.of_id].append(row)
        elif row.what == "supper":
            suppers[row.of_id][row.night] = row.begins
        elif row.what == "extra":
            extras[row.of_id].add(row.number)
        else:
            answers.append(row)
    for own in rooms.values():
        own.sort(key=attrgetter("number"))
    return _Held(rooms, suppers, extras, _scores(answers))


def _past(rooms: list[Any], suppers: dict[date, time], extras: set[int]) -> PastStay:
    first = rooms[0]
    return PastStay(
        booking_id=first.of_id,
        state=first.state,
        location_id=first.location_id,
        arrival_on=first.arrival_on,
        departure_on=first.departure_on,
        booked_on=first.booked_at.date(),
        cancelled_on=first.cancelled_at.date() if first.cancelled_at else None,
        room_type_ids=tuple(room.room_type_id for room in rooms),
        adults=sum(room.adults for room in rooms),
        children=sum(len(ages_of(room.children)) + room.cots for room in rooms),
        dogs=sum(room.dogs for room in rooms),
        suppers=len(suppers),
        supper_hours=tuple(suppers[night] for night in sorted(suppers)),
        extra_ids=tuple(sorted(extras)),
        charged_minor=int(first.charged_minor or 0),
        currency=first.currency,
    )


def _scores(answers: Sequence[Any]) -> dict[int, Scores]:
    """By guest the last answers to each question."""
    last: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in sorted(answers, key=lambda row: (row.answered_at, row.number)):
        for name, value in (("nps", row.nps), ("ces", row.ces)):
            if value is not None:
                last[row.of_id] |= {f"last_{name}": value, f"last_{name}_on": row.answered_at.date()}
    return {guest_id: Scores(**own) for guest_id, own in last.items()}
