"""Why somebody sees an offer: true sentences from a fixed list, each with the bookings that prove it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.kernel.words import MONTHS, counted
from app.offers.history.rules.facts import History, PastStay
from app.offers.history.rules.popularity import Popularity
from app.offers.history.rules.spelling import Names, in_a_row, last_stays, month_of, times
from app.promotions.rules import Promotion

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
OFTEN = 3
"""From so many stays on there is a rhythm to speak of."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What of an offer a reason may speak of: its `kind` as in promotions, its houses (none: all), room and extra.

    `midweek` when no Friday or Saturday night is in it; `nights` is the least length it asks for; `dogs` when it is for
    guests who bring one.
    """

    kind: str
    location_ids: frozenset[int] = frozenset()
    room_type_id: int | None = None
    extra_id: int | None = None
    midweek: bool = False
    nights: int | None = None
    dogs: bool = False

    @classmethod
    def of(cls, promotion: Promotion, *, dogs: bool = False) -> Offered:
        """What a reason may speak of in this promotion, on a page as in a letter."""
        return cls(
            promotion.kind,
            frozenset(promotion.houses),
            promotion.room_type_id,
            promotion.extra_id,
            promotion.midweek,
            promotion.least_nights,
            dogs,
        )


@dataclass(frozen=True, slots=True)
class Context:
    """Where and when it is shown: the group's day, and the arrival and house that are asked about, if any."""

    today: date
    arrival_on: date | None = None
    location_id: int | None = None
    names: Names = field(default_factory=Names)


@dataclass(frozen=True, slots=True)
class Reason:
    """A true sentence without its full stop. `code` is its place in the list; `proof` are the bookings that make it
    true, none where it is about what most people do."""

    code: str
    words: str
    proof: tuple[int, ...] = ()


Telling = Callable[[History, Offered, Context], Iterator[Reason]]


def reason(history: History, offered: Offered, context: Context) -> Reason | None:
    """The largest true reason: of those that speak of what is offered the one that most bookings prove, else of the
    general ones; of equals the first of the list. None for a new guest and for one whose history is not used."""
    return next(iter(reasons(history, offered, context)), None)


def reasons(history: History, offered: Offered, context: Context) -> list[Reason]:
    """Every true reason, the largest first."""
    if history.off or not history.stays:
        return []
    found: list[Reason] = []
    for tellings in (OF_WHAT, GENERAL):
        told = [one for kind, telling in tellings if kind not in history.set_aside
                for one in telling(history, offered, context)]  # fmt: skip
        found += sorted(told, key=lambda one: -len(one.proof))
    return found


def popular_reason(popularity: Popularity, offered: Offered, context: Context) -> Reason | None:
    """What may be said to anybody, when it is true: that most people who come in that month take it."""
    if context.arrival_on is None:
        return None
    month = context.arrival_on.month
    taken = (offered.kind == "supper" and popularity.most_take_supper(month)) or (
        offered.extra_id is not None and popularity.most_take(offered.extra_id, month)
    )
    return Reason("most", f"Most people who come in {MONTHS[month - 1]} take this") if taken else None


def _supper(history: History, offered: Offered, _context: Context) -> Iterator[Reason]:
    if offered.kind != "supper":
        return
    slept = history.slept()
    own = in_a_row(slept, [one.suppers > 0 for one in slept])
    if own:
        yield Reason("supper", f"You had supper on {last_stays(len(own), len(slept))}", _ids(own))
    elif not history.supper_stays:
        yield Reason("no_supper", "You have not had supper with us yet", _ids(slept))


def _extra(history: History, offered: Offered, context: Context) -> Iterator[Reason]:
    name = context.names.extras.get(offered.extra_id or 0)
    if offered.extra_id is None or not name:
        return
    slept = history.slept()
    own = in_a_row(slept, [offered.extra_id in one.extra_ids for one in slept])
    if own:
        yield Reason("extra", f"You took “{name}” on {last_stays(len(own), len(slept))}", _ids(own))


def _room(history: History, offered: Offered, context: Context) -> Iterator[Reason]:
    name = context.names.room_at(offered.room_type_id)
    if not name:
        return
    slept = history.slept()
    own = [one for one in slept if offered.room_type_id in one.room_type_ids]
    if own:
        yield Reason("room", f"You slept in the {name} {times(len(own))}", _ids(own))
    else:
        yield Reason("new_room", f"You have not slept in the {name} yet", _ids(slept))


def _another_house(history: History, offered: Offered, context: Context) -> Iterator[Reason]:
    if offered.kind != "another_house":
        return
    slept = history.slept()
    been = {one.location_id for one in slept}
    houses = offered.location_ids or ({context.location_id} if context.location_id else frozenset())
    for house in sorted(house for house in houses if house is not None and house not in been):
        if name := context.names.houses.get(house):
            yield Reason("new_house", f"You have not been to {name} yet", _ids(slept))


def _midweek(history: History, offered: Offered, _context: Context) -> Iterator[Reason]:
    own = [one for one in history.slept() if not one.weekend_nights]
    if offered.midweek and own:
        yield Reason("midweek", f"You stayed midweek in {month_of(own[0].arrival_on)}", _ids(own[:1]))


def _longer(history: History, offered: Offered, _context: Context) -> Iterator[Reason]:
    slept = history.slept()
    if offered.kind != "longer":
        return
    own = in_a_row(slept, [one.nights == slept[0].nights for one in slept])
    if len(own) > 1:
        nights = counted(slept[0].nights, "night")
        yield Reason("length", f"You stayed {nights} on {last_stays(len(own), len(slept))}", _ids(own))
    least = offered.nights or 0
    if least > 1 and (long := [one for one in slept if one.nights >= least]):
        yield Reason("long", f"You stayed {counted(least, 'night')} or more {times(len(long))}", _ids(long))


def _dogs(history: History, offered: Offered, _context: Context) -> Iterator[Reason]:
    own = [one for one in history.slept() if one.dogs]
    if offered.dogs and own:
        yield Reason("dogs", f"You came with a dog {times(len(own))}", _ids(own))


def _lapsed(history: History, _offered: Offered, context: Context) -> Iterator[Reason]:
    if history.lapsed(context.today):
        slept = history.slept()
        last = max(slept, key=lambda one: (one.departure_on, one.booking_id))
        yield Reason("lapsed", f"You were last with us in {month_of(last.departure_on)}", (last.booking_id,))


def _house(history: History, offered: Offered, context: Context) -> Iterator[Reason]:
    house = context.location_id or (next(iter(offered.location_ids)) if len(offered.location_ids) == 1 else None)
    own = [one for one in history.slept() if one.location_id == house]
    if own and (name := context.names.houses.get(own[0].location_id)):
        yield Reason("house", f"You stayed at {name} {times(len(own))}", _ids(own))


def _month(history: History, _offered: Offered, context: Context) -> Iterator[Reason]:
    if context.arrival_on is None:
        return
    own = [one for one in history.slept() if one.arrival_on.month == context.arrival_on.month]
    if own:
        yield Reason("month", f"You came in {month_of(own[0].arrival_on)}", _ids(own[:1]))


def _cadence(history: History, _offered: Offered, _context: Context) -> Iterator[Reason]:
    slept = history.slept()
    if history.stays < OFTEN:
        return
    yield Reason("cadence", f"You stayed with us {times(len(slept))}", _ids(slept))


def _next_one(history: History, _offered: Offered, _context: Context) -> Iterator[Reason]:
    slept = history.slept()
    if not history.coming and 1 <= len(slept) < len(ORDINALS):
        yield Reason("next", f"This would be your {ORDINALS[len(slept)]} stay with us", _ids(slept))


OF_WHAT: Sequence[tuple[str, Telling]] = (
    ("supper", _supper), ("extras", _extra), ("room", _room), ("house", _another_house), ("when", _midweek),
    ("rhythm", _longer), ("dog", _dogs),
)  # fmt: skip
"""What speaks of the thing offered, with the kind of fact that it rests on."""

GENERAL: Sequence[tuple[str, Telling]] = (
    ("rhythm", _lapsed), ("house", _house), ("season", _month), ("rhythm", _next_one), ("rhythm", _cadence),
)  # fmt: skip
"""What may be said of any offer."""


def _ids(own: Sequence[PastStay]) -> tuple[int, ...]:
    return tuple(one.booking_id for one in own)
