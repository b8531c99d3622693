"""What histories are counted from: bookings, their rooms, tables, extras and charges, answers, and what was said.

A handful of statements however many guests; nothing else about a guest is ever read here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Integer,
    Select,
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
_NO_NIGHT, _NO_HOUR = cast(null(), _supper.c.night.type), cast(null(), _sitting.c.begins.type)
_NO_INSTANT, _NO_NUMBER = cast(null(), _answer.c.answered_at.type), cast(null(), Integer)
_MINE = _stay.join(_booking, _booking.c.id == _stay.c.booking_id)
_BESIDE: CompoundSelect[Any] = union_all(
    select(
        literal("supper").label("what"), _stay.c.booking_id.label("of_id"), literal(0).label("number"),
        _supper.c.night.label("night"), _sitting.c.begins.label("begins"), _NO_NUMBER.label("nps"),
        _NO_NUMBER.label("ces"), _NO_INSTANT.label("answered_at"),
    )
    .select_from(_MINE.join(_supper, _supper.c.stay_id == _stay.c.id))
    .join(_sitting, _sitting.c.id == _supper.c.sitting_id)
    .where(_booking.c.guest_id.in_(_IDS)),
    select(
        literal("extra"), _stay.c.booking_id, _extra.c.extra_id, _NO_NIGHT, _NO_HOUR, _NO_NUMBER, _NO_NUMBER,
        _NO_INSTANT,
    )
    .select_from(_MINE.join(_extra, _extra.c.stay_id == _stay.c.id))
    .where(_booking.c.guest_id.in_(_IDS)),
    select(
        literal("answer"), _survey.c.guest_id, _survey.c.id, _NO_NIGHT, _NO_HOUR, _answer.c.nps, _answer.c.ces,
        _answer.c.answered_at,
    )
    .join(_answer, _answer.c.survey_id == _survey.c.id)
    .where(_survey.c.guest_id.in_(_IDS), or_(_answer.c.nps.is_not(None), _answer.c.ces.is_not(None))),
)  # fmt: skip
"""Tables by booking, extras by booking, and answers by guest, read at once."""


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
    """By guest what is held. Of one whose history is not to be used nothing but that is read, unless `even_off`. Three
    statements."""
    found = _wishes(guest_ids)
    read = [guest_id for guest_id, own in found.items() if not own.gone and (even_off or not own.off)]
    if not read:
        return found
    rooms, beside = _rooms(read), _beside(read)
    for booking_id, own_rooms in rooms.items():
        past = _past(own_rooms, beside.suppers.get(booking_id, {}), beside.extras.get(booking_id, set()))
        found[own_rooms[0].guest_id].own.append(past)
    for guest_id, scores in beside.scores.items():
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


def _rooms(guest_ids: Sequence[int]) -> dict[int, list[Any]]:
    """By booking the rooms that were kept (all of them where it was cancelled whole), each with the sum of the
    booking's charges, corrections taken off; one statement."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(_ROOMS, {"ids": guest_ids}):
        found[row.id].append(row)
    return found


@dataclass(frozen=True, slots=True)
class _Beside:
    """By booking its nights with a table, and at what hour, and its extras; by guest the last answers."""

    suppers: Mapping[int, dict[date, time]]
    extras: Mapping[int, set[int]]
    scores: Mapping[int, Scores]


def _beside(guest_ids: Sequence[int]) -> _Beside:
    """One statement."""
    suppers: dict[int, dict[date, time]] = defaultdict(dict)
    extras: dict[int, set[int]] = defaultdict(set)
    answers: list[Any] = []
    for row in db.session.execute(_BESIDE, {"ids": guest_ids}):
        if row.what == "supper":
            suppers[row.of_id][row.night] = row.begins
        elif row.what == "extra":
            extras[row.of_id].add(row.number)
        else:
            answers.append(row)
    return _Beside(suppers, extras, _scores(answers))


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
