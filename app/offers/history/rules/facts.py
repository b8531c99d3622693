"""What a guest's bookings say, counted. Nothing else is ever read: no nationality, age, health, name or device."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, time, timedelta
from itertools import pairwise
from statistics import median_low
from typing import Any, TypeVar

from app.kernel.seasons import season_of
from app.offers.history.rules.kinds import FORGETS

T = TypeVar("T")

SLEPT = ("in_house", "departed")
LAPSED_AFTER = 2
"""Times the own cadence without a stay: they have lapsed."""

WHOLE_BP = 10_000
FRIDAY, SATURDAY = 4, 5


@dataclass(frozen=True, slots=True)
class PastStay:
    """A booking of the guest with the rooms of it that were not given up.

    `children` counts heads, infants too; `dogs` those that pay. `suppers` are nights with a table, `supper_hours` their
    hours. `charged_minor` is the sum of its charges.
    """

    booking_id: int
    state: str
    location_id: int
    arrival_on: date
    departure_on: date
    booked_on: date
    cancelled_on: date | None = None
    room_type_ids: tuple[int, ...] = ()
    adults: int = 2
    children: int = 0
    dogs: int = 0
    suppers: int = 0
    supper_hours: tuple[time, ...] = ()
    extra_ids: tuple[int, ...] = ()
    charged_minor: int = 0
    currency: str = "GBP"

    @property
    def slept(self) -> bool:
        """The guest was there, or is."""
        return self.state in SLEPT

    @property
    def nights(self) -> int:
        return (self.departure_on - self.arrival_on).days

    @property
    def weekend_nights(self) -> int:
        """Fridays and Saturdays."""
        days = (self.arrival_on + timedelta(days=n) for n in range(self.nights))
        return sum(day.weekday() in (FRIDAY, SATURDAY) for day in days)

    @property
    def lead_days(self) -> int:
        return max(0, (self.arrival_on - self.booked_on).days)


@dataclass(frozen=True, slots=True)
class Scores:
    """What the guest answered last, 0 to 10 and 1 to 7, and on which day."""

    last_nps: int | None = None
    last_nps_on: date | None = None
    last_ces: int | None = None
    last_ces_on: date | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What is known of a guest. The default is "new", a state of its own; None is "not known", never nought.

    A stay is a booking that was slept, however many rooms it had. What is `usual` is what most stays had, of equals the
    latest. Shares are of 10,000. `own` are all bookings, the newest arrival first; `said` what the guest said of a
    kind, `forgotten` the kinds that are not used. With `off` nothing was read.
    """

    stays: int = 0
    nights: int = 0
    first_arrival_on: date | None = None
    last_departure_on: date | None = None
    last_location_id: int | None = None
    cadence_days: int | None = None
    lapses_on: date | None = None
    location_id: int | None = None
    houses: int = 0
    room_type_id: int | None = None
    season: str | None = None
    adults: int | None = None
    children: int | None = None
    dog_stays: int = 0
    supper_stays: int = 0
    supper_share_bp: int | None = None
    extra_stays: int = 0
    lead_days: int | None = None
    weekend_nights: int = 0
    weekend_share_bp: int | None = None
    midweek_stays: int = 0
    spend_minor: int | None = None
    night_minor: int | None = None
    currency: str | None = None
    cancellations: int = 0
    no_shows: int = 0
    last_cancelled_on: date | None = None
    coming: int = 0
    next_arrival_on: date | None = None
    last_nps: int | None = None
    last_nps_on: date | None = None
    last_ces: int | None = None
    last_ces_on: date | None = None
    own: tuple[PastStay, ...] = field(default=(), repr=False)
    said: Mapping[str, str] = field(default_factory=dict)
    forgotten: frozenset[str] = frozenset()
    off: bool = False

    @property
    def set_aside(self) -> frozenset[str]:
        """Kinds that are not concluded: the guest forgot them, or said something in their place."""
        return self.forgotten | frozenset(self.said)

    @property
    def state(self) -> str:
        """`off`, `new` (no stay that is remembered), `first` (one) or `known`."""
        if self.off:
            return "off"
        return ("new", "first", "known")[min(self.stays, 2)]

    def slept(self) -> list[PastStay]:
        """The stays, the newest first."""
        return [one for one in self.own if one.slept]

    def recency_days(self, today: date) -> int | None:
        """Days since the guest last left; None for a new one, 0 while they are here."""
        return None if self.last_departure_on is None else max(0, (today - self.last_departure_on).days)

    def lapsed(self, today: date) -> bool:
        """Twice their own cadence has passed since they left, and nothing is booked."""
        return self.lapses_on is not None and self.lapses_on <= today and not self.coming


FACTS = tuple(one.name for one in fields(History) if one.name not in ("own", "said", "forgotten", "off"))
"""The facts of a history, which are the columns of `guest_history`."""

OFF = History(off=True)


def history_from(
    own: Iterable[PastStay],
    scores: Scores | None = None,
    said: Mapping[str, str] | None = None,
    forgotten: Iterable[str] = (),
) -> History:
    """The facts of a guest with these bookings. Those of kinds in `forgotten` are not known, nor those of kinds of
    which they `said` something themselves: it holds in place of what their stays show."""
    newest_first = tuple(sorted(own, key=lambda one: (one.arrival_on, one.booking_id), reverse=True))
    slept = [one for one in newest_first if one.slept]
    scores = scores or Scores()
    history = History(
        own=newest_first,
        said=dict(said or {}),
        forgotten=frozenset(forgotten),
        last_nps=scores.last_nps,
        last_nps_on=scores.last_nps_on,
        last_ces=scores.last_ces,
        last_ces_on=scores.last_ces_on,
    )
    return _without(replace(_rhythm(_booked(history), slept), **_habits(slept)), history.set_aside)


def _without(history: History, forgotten: frozenset[str]) -> History:
    blank = History()
    names = [name for kind in FORGETS if kind in forgotten for name in FORGETS[kind]]
    return replace(history, **{name: getattr(blank, name) for name in names}) if names else history


def _booked(history: History) -> History:
    """What did not come about, and what is to come."""
    cancelled = [one.cancelled_on for one in history.own if one.state == "cancelled" and one.cancelled_on]
    coming = [one.arrival_on for one in history.own if one.state == "confirmed"]
    return replace(
        history,
        cancellations=sum(one.state == "cancelled" for one in history.own),
        no_shows=sum(one.state == "no_show" for one in history.own),
        last_cancelled_on=max(cancelled, default=None),
        coming=len(coming),
        next_arrival_on=min(coming, default=None),
    )


def _rhythm(history: History, slept: Sequence[PastStay]) -> History:
    if not slept:
        return history
    arrivals = [one.arrival_on for one in reversed(slept)]
    gaps = [(later - earlier).days for earlier, later in pairwise(arrivals)]
    cadence = max(1, median_low(gaps)) if gaps else None
    last = max(slept, key=lambda one: (one.departure_on, one.booking_id))
    return replace(
        history,
        stays=len(slept),
        nights=sum(one.nights for one in slept),
        first_arrival_on=arrivals[0],
        last_departure_on=last.departure_on,
        last_location_id=last.location_id,
        cadence_days=cadence,
        lapses_on=last.departure_on + timedelta(days=LAPSED_AFTER * cadence) if cadence else None,
    )


def _habits(slept: Sequence[PastStay]) -> dict[str, Any]:
    if not slept:
        return {}
    nights = sum(one.nights for one in slept)
    weekends = [one.weekend_nights for one in slept]
    currency = slept[0].currency
    paid = [one for one in slept if one.currency == currency]
    spend = sum(one.charged_minor for one in paid)
    supper_stays = sum(one.suppers > 0 for one in slept)
    return {
        "location_id": usual(slept, lambda one: one.location_id),
        "houses": len({one.location_id for one in slept}),
        "room_type_id": usual(slept, lambda one: one.room_type_ids[0] if one.room_type_ids else None),
        "season": usual(slept, lambda one: season_of(one.arrival_on)),
        "adults": usual(slept, lambda one: one.adults),
        "children": usual(slept, lambda one: one.children),
        "dog_stays": sum(one.dogs > 0 for one in slept),
        "supper_stays": supper_stays,
        "supper_share_bp": WHOLE_BP * supper_stays // len(slept),
        "extra_stays": sum(bool(one.extra_ids) for one in slept),
        "lead_days": median_low([one.lead_days for one in slept]),
        "weekend_nights": sum(weekends),
        "weekend_share_bp": WHOLE_BP * sum(weekends) // nights,
        "midweek_stays": weekends.count(0),
        "spend_minor": spend,
        "night_minor": spend // sum(one.nights for one in paid),
        "currency": currency,
    }


def usual(slept: Sequence[PastStay], what: Callable[[PastStay], T]) -> T:
    """What most of these stays had; of equals the one that the newest had. They are given the newest first."""
    counts = Counter(map(what, slept))
    return max(counts, key=counts.__getitem__)
