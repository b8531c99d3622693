"""Whom recipes find today, and the true sentence about it. One statement each, but for baskets and cancellations."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.sql import ColumnElement

from app.booking.models import Booking
from app.booking.unfinished import left_unfinished
from app.catalogue.closed import house_of, room_type_of
from app.identity.models import Guest, Preference
from app.journal.models import Entry, PersonalEntry
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.kernel.words import MONTHS, counted, long_day, span
from app.offers.campaigns import recipes
from app.offers.history.models import GuestHistory
from app.store import db

_guest, _history, _booking = Guest.__table__, GuestHistory.__table__, Booking.__table__
_entry, _said, _preference = Entry.__table__, PersonalEntry.__table__, Preference.__table__

DATES_DO_NOT_SUIT = "The dates do not suit any more"
"""How what a guest said on cancelling begins, where it was the dates."""
COMING = ("confirmed", "in_house")
MONTH_DAYS = 30.44


@dataclass(frozen=True, slots=True)
class Sought:
    """A room and the dates for which somebody was about to book it."""

    room_type_id: int
    stay: Stay
    party: Party


@dataclass(frozen=True, slots=True)
class Candidate:
    """A guest whom a campaign is for; `occasion` tells one finding from another, `found` says it to the guest. `sought`
    is the room that they were about to book."""

    guest_id: int
    occasion: str = ""
    found: str = ""
    sought: Sought | None = field(default=None, compare=False)


Only = Collection[int] | None


def found_by(recipe: str, today: date, at: datetime, only: Only = None) -> list[Candidate]:
    """Whom a recipe finds, by ascending id; of `only` these guests when they are given."""
    rows = _RECIPES[recipe](today, at, only)
    newest = {(candidate.guest_id, candidate.occasion): candidate for candidate in rows}
    return sorted(newest.values(), key=lambda candidate: (candidate.guest_id, candidate.occasion))


def _win_back(today: date, at: datetime, only: Only) -> Iterator[Candidate]:
    query = _with_history(only).where(
        _history.c.lapses_on <= today, _history.c.last_departure_on >= today - recipes.AWAY_MOST
    )
    for row in db.session.execute(query):
        away = (today - row.last_departure_on).days
        words = f"You used to come about every {_while(row.cadence_days)}, and it is {_while(away)} since you left."
        yield Candidate(row.id, row.last_departure_on.isoformat(), words)


def _third_stay(today: date, at: datetime, only: Only) -> Iterator[Candidate]:
    between = _history.c.last_departure_on.between(today - recipes.THIRD_UNTIL, today - recipes.THIRD_AFTER)
    for row in db.session.execute(_with_history(only).where(_history.c.stays == 2, between)):
        yield Candidate(row.id, "", "You have stayed with us twice.")


def _dates(today: date, at: datetime, only: Only) -> Iterator[Candidate]:
    cancelled = (
        select(
            _booking.c.guest_id, _booking.c.id, _booking.c.location_id, _booking.c.arrival_on, _booking.c.departure_on
        )
        .join(_entry, (_entry.c.subject == "booking") & (_entry.c.subject_id == _booking.c.id))
        .join(_said, _said.c.entry_id == _entry.c.id)
        .where(
            _entry.c.action == "cancelled",
            _said.c.field == "reason",
            _said.c.after.startswith(DATES_DO_NOT_SUIT),
            _booking.c.state == "cancelled",
            _booking.c.cancelled_at.between(at - recipes.DATES_UNTIL, at - recipes.DATES_AFTER),
            _without(_booking.c.guest_id, _LATER.c.booked_at > _booking.c.cancelled_at),
            _remembered(_booking.c.guest_id, "cancelled", "house"),
            *_among(_booking.c.guest_id, only),
        )
    )
    for row in db.session.execute(cancelled):
        where, nights = house_of(row.location_id).name, span(row.arrival_on, row.departure_on)
        yield Candidate(row.guest_id, str(row.id), f"You gave up {where}, {nights}, since the dates did not suit.")


def _unfinished(today: date, at: datetime, only: Only) -> Iterator[Candidate]:
    left = left_unfinished(at - recipes.UNFINISHED_UNTIL, at - recipes.UNFINISHED_AFTER)
    not_booked = _not_booked(_guest.c.email_lower, at)
    owners = select(func.max(_guest.c.id).label("id"), _guest.c.email_lower).where(
        _guest.c.email_lower.in_(left), *_standing(), not_booked, *_among(_guest.c.id, only)
    )
    for owner in db.session.execute(owners.group_by(_guest.c.email_lower)):
        one = left[owner.email_lower]
        basket = one.basket
        if basket.arrival < today:
            continue
        chosen = basket.stays[0]
        room, where = room_type_of(chosen.room_type_id).name, house_of(one.location_id).name
        words = f"You were about to book: {room}, {where}, {span(basket.arrival, basket.departure)}."
        yield Candidate(
            owner.id, basket.arrival.isoformat(), words, Sought(chosen.room_type_id, chosen.stay, chosen.party)
        )


def _same_time(today: date, at: datetime, only: Only) -> Iterator[Candidate]:
    day = today + recipes.AHEAD - timedelta(days=365)
    came = select(_booking.c.guest_id, _booking.c.location_id, _booking.c.arrival_on).where(
        _booking.c.state == "departed",
        _booking.c.arrival_on.between(day - recipes.AHEAD_DAYS, day),
        _without(_booking.c.guest_id, _LATER.c.state.in_(COMING)),
        _remembered(_booking.c.guest_id, "season", "house", "rhythm"),
        *_among(_booking.c.guest_id, only),
    )
    for row in db.session.execute(came.order_by(_booking.c.arrival_on)):
        where, month = house_of(row.location_id).name, MONTHS[row.arrival_on.month - 1]
        words = f"You were at {where} last {month}; you came on {long_day(row.arrival_on)}."
        yield Candidate(row.guest_id, str(row.arrival_on.year + 1), words)


_RECIPES: dict[str, Callable[[date, datetime, Only], Iterator[Candidate]]] = {
    recipes.WIN_BACK: _win_back,
    recipes.THIRD: _third_stay,
    recipes.DATES: _dates,
    recipes.UNFINISHED: _unfinished,
    recipes.SAME_TIME: _same_time,
}


_LATER = _booking.alias("later")


def _without(guest_id: ColumnElement[Any], *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """The guest has no booking of which that holds, and which stands."""
    standing = _LATER.c.state.in_((*COMING, "departed"))
    return ~exists().where(_LATER.c.guest_id == guest_id, standing, *where)


def _not_booked(email: ColumnElement[Any], at: datetime) -> ColumnElement[bool]:
    """Nobody under that mail booked meanwhile, by whichever name."""
    same, standing = _guest.alias("same"), _LATER.c.state.in_((*COMING, "departed"))
    booked = exists().select_from(_LATER.join(same, same.c.id == _LATER.c.guest_id))
    return ~booked.where(same.c.email_lower == email, standing, _LATER.c.booked_at > at - recipes.UNFINISHED_UNTIL)


def _remembered(guest_id: ColumnElement[Any], *kinds: str) -> ColumnElement[bool]:
    """Nobody under the mail of the guest has forgotten any of these kinds, or said something in its place."""
    me, same = _guest.alias("me"), _guest.alias("same")
    under = (same.c.id == me.c.id) | (same.c.email_lower == me.c.email_lower)
    set_aside = _preference.join(same, same.c.id == _preference.c.guest_id).join(me, under)
    return ~exists().select_from(set_aside).where(
        me.c.id == guest_id, _preference.c.kind.in_(kinds), _preference.c.source.in_(("seen", "said"))
    )


def _with_history(only: Only) -> Select[Any]:
    return (
        select(_guest.c.id, _history.c.cadence_days, _history.c.last_departure_on)
        .join(_history, _history.c.guest_id == _guest.c.id)
        .where(*_standing(), _without(_guest.c.id, _LATER.c.state.in_(COMING)), *_among(_guest.c.id, only))
    )


def _standing() -> tuple[ColumnElement[bool], ...]:
    return _guest.c.erased_at.is_(None), _guest.c.merged_into_id.is_(None)


def _among(column: ColumnElement[Any], only: Only) -> tuple[ColumnElement[bool], ...]:
    return (column.is_not(None),) if only is None else (column.in_(sorted(only)),)


def _while(days: int) -> str:
    """`five weeks`, `seven months`, `two years`."""
    if days < 60:
        return counted(max(1, round(days / 7)), "week")
    months = round(days / MONTH_DAYS)
    return counted(months, "month") if months < 24 else counted(round(days / 365.25), "year")
