"""Whom a notice touches: the days on which somebody is there, the suppers, and what that means for them. Pure.

Everything is on the house's wall clock. Somebody is in the house from the hour at which rooms are ready on the day of
arrival until they leave. The nights that are touched are the dates on which they are there while it lasts; the morning
of departure counts to the last night.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

from app.care.notices.rules.wishes import CHILDREN, DOGS, HERE, STEP_FREE, SUPPER, TRAVEL
from app.kernel.party import Party
from app.kernel.words import counted, hour, listed, number, short_day

SUPPER_LASTS = timedelta(hours=2)
MOST_DAYS = 3
"""Days that are named one by one; more in a row are named from and to."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when a notice lasts, on the wall of its house, which has rooms from `ready` until `leave`."""

    begins: datetime
    ends: datetime
    ready: time
    leave: time

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last date of it."""
        return self.begins.date(), (self.ends - timedelta.resolution).date()

    def meets(self, begins: datetime, ends: datetime) -> bool:
        """Whether some of that time is some of its own."""
        return begins < self.ends and self.begins < ends


@dataclass(frozen=True, slots=True)
class Supper:
    night: date
    begins: time
    covers: int


@dataclass(frozen=True, slots=True)
class StayThen:
    """One room of a booking: when it is theirs, who sleeps there, and their tables. `leaves` is a later hour of
    leaving, or the instant on the wall at which they left. Of a stay that is spent in several rooms it may be a part:
    one that the guest does not come to the house with, or does not go with."""

    arrival: date
    departure: date
    party: Party
    suppers: tuple[Supper, ...] = ()
    assistance_dogs: int = 0
    leaves: datetime | None = None
    comes: bool = True
    goes: bool = True

    @property
    def dogs(self) -> int:
        return self.party.dogs + self.assistance_dogs


def parts_on(stay: StayThen, nights: Collection[date]) -> list[StayThen]:
    """What of a stay is spent on these nights: a part for all that follow each other, with the tables of its nights."""
    found: list[StayThen] = []
    for night in sorted(nights):
        arrival, until = night, night + _DAY
        if found and found[-1].departure == night:
            arrival = found.pop().arrival
        tables = tuple(one for one in stay.suppers if arrival <= one.night < until)
        comes, goes = arrival == stay.arrival, until == stay.departure
        found.append(replace(stay, arrival=arrival, departure=until, suppers=tables, comes=comes, goes=goes))
    return found


@dataclass(frozen=True, slots=True)
class Reason:
    """What of a booking is touched, on which nights, in a sentence that is true of it."""

    key: str
    nights: tuple[date, ...]
    says: str

    def as_json(self) -> dict[str, object]:
        """As it stands in the database."""
        return {"key": self.key, "nights": [night.isoformat() for night in self.nights], "says": self.says}


def reasons(window: Window, whom: Sequence[str], stays: Sequence[StayThen]) -> tuple[Reason, ...]:
    """Why the notice touches a booking of these stays, in the order of `whom`; empty where it does not."""
    return tuple(reason for key in whom if (reason := _FINDS[key](window, stays)) is not None)


def reasons_to_wait(
    window: Window, whom: Sequence[str], earliest: date, latest: date, party: Party
) -> tuple[Reason, ...]:
    """Why it touches somebody who waits for nights between these dates: a stay they could get would be touched."""
    could = StayThen(earliest, latest, party)
    nights = _nights(window, [could])
    fits = {HERE: True, STEP_FREE: "step-free" in party.needs, DOGS: party.dogs > 0, CHILDREN: _young(could) > 0}
    says = (
        f"You wait for nights from {short_day(earliest)} to {short_day(latest)}; it falls on {_when(window, [could])}."
    )
    return tuple(Reason(key, nights, says) for key in whom if nights and fits.get(key, False))


def _here(window: Window, stays: Sequence[StayThen]) -> Reason | None:
    nights = _nights(window, stays)
    return Reason(HERE, nights, f"You are here on {_when(window, stays)}.") if nights else None


def _supper(window: Window, stays: Sequence[StayThen]) -> Reason | None:
    found = sorted(
        (supper.night, supper.begins, supper.covers)
        for stay in stays
        for supper in stay.suppers
        if _eats(window, supper)
    )
    if not found:
        return None
    tables = [
        f"{counted(sum(one[2] for one in same), 'person', 'people')} on {short_day(night)} at {hour(begins)}"
        for (night, begins), same in groupby(found, key=lambda one: (one[0], one[1]))
    ]
    nights = tuple(sorted({night for night, _, _ in found}))
    return Reason(SUPPER, nights, f"You have booked supper for {listed(tables)}.")


def _step_free(window: Window, stays: Sequence[StayThen]) -> Reason | None:
    mine = [stay for stay in stays if "step-free" in stay.party.needs]
    nights = _nights(window, mine)
    return (
        Reason(STEP_FREE, nights, f"You asked for step-free, and are here on {_when(window, mine)}.")
        if nights
        else None
    )


def _dogs(window: Window, stays: Sequence[StayThen]) -> Reason | None:
    mine = [stay for stay in stays if stay.dogs]
    nights = _nights(window, mine)
    if not nights:
        return None
    count = sum(stay.dogs for stay in mine if _there(window, stay))
    dogs = "a dog" if count == 1 else f"{number(count)} dogs"
    return Reason(DOGS, nights, f"You bring {dogs}, and are here on {_when(window, mine)}.")


def _children(window: Window, stays: Sequence[StayThen]) -> Reason | None:
    mine = [stay for stay in stays if _young(stay)]
    nights = _nights(window, mine)
    if not nights:
        return None
    count = sum(_young(stay) for stay in mine if _there(window, stay))
    children = "a child" if count == 1 else f"{number(count)} children"
    return Reason(CHILDREN, nights, f"You bring {children}, and are here on {_when(window, mine)}.")


def _travel(window: Window, stays: Sequence[StayThen]) -> Reason | None:
    first, last = window.days
    arrive = sorted({stay.arrival for stay in stays if stay.comes and first <= stay.arrival <= last})
    leave = sorted({stay.departure for stay in stays if stay.goes and first <= stay.departure <= last})
    if not arrive and not leave:
        return None
    said = [f"{verb} on {_days(days)}" for verb, days in (("arrive", arrive), ("leave", leave)) if days]
    nights = {*arrive, *(day - _DAY for day in leave)}
    return Reason(TRAVEL, tuple(sorted(nights)), f"You {listed(said)}.")


_FINDS = {HERE: _here, SUPPER: _supper, STEP_FREE: _step_free, DOGS: _dogs, CHILDREN: _children, TRAVEL: _travel}


def _nights(window: Window, stays: Iterable[StayThen]) -> tuple[date, ...]:
    """The nights that are touched; the day of departure is the last night's."""
    return tuple(sorted({min(day, stay.departure - _DAY) for stay in stays for day in _there(window, stay)}))


def _when(window: Window, stays: Iterable[StayThen]) -> str:
    """The days on which they are there meanwhile, in words."""
    return _days(sorted({day for stay in stays for day in _there(window, stay)}))


def _there(window: Window, stay: StayThen) -> tuple[date, ...]:
    """The days of a stay on which they are in the house while it lasts."""
    begins = datetime.combine(stay.arrival, window.ready)
    ends = datetime.combine(stay.departure, window.leave)
    if stay.leaves is not None:
        ends = stay.leaves if stay.goes else min(stay.leaves, ends)
    if ends <= begins or not window.meets(begins, ends):
        return ()
    first = max(begins, window.begins).date()
    last = (min(ends, window.ends) - timedelta.resolution).date()
    return tuple(first + timedelta(days=day) for day in range((last - first).days + 1))


def _eats(window: Window, supper: Supper) -> bool:
    begins = datetime.combine(supper.night, supper.begins)
    return window.meets(begins, begins + SUPPER_LASTS)


def _young(stay: StayThen) -> int:
    return len(stay.party.children) + stay.party.cots


def _days(days: Sequence[date]) -> str:
    if len(days) <= MOST_DAYS:
        return listed([short_day(day) for day in days])
    return f"{len(days)} days from {short_day(days[0])} to {short_day(days[-1])}"
