"""The figures of the day in words: the row on top, all houses tonight, supper by the half hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.care.cases.rules import OPEN
from app.care.enquiries.desks import desk_of
from app.care.enquiries.rules import ANSWER_WITHIN, time_open
from app.inventory.levels import Level
from app.inventory.room_states import DIRTY
from app.kernel.words import counted, listed, money, short_day
from app.staff.enquiries.shown import length
from app.staff.today.day import HouseDay
from app.web.filters import sitting

SHORT = 24
"""Words about what somebody cannot eat that are short enough to be counted as they are."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the row on top; `low` where somebody has to hurry."""

    key: str
    value: int
    words: str
    url: str = ""
    low: bool = False


@dataclass(frozen=True, slots=True)
class HouseLine:
    """A house in the table of all houses."""

    name: str
    url: str
    arriving: int
    leaving: int
    staying: int
    tonight: str
    full: str
    not_ready: int
    covers: str


@dataclass(frozen=True, slots=True)
class HalfHour:
    """A sitting: `width` is its share in percent."""

    begins: str
    covers: int
    most: int
    full: bool
    width: str


def figures(days: Sequence[HouseDay], base: str, at: datetime) -> list[Figure]:
    """The six of the drawing, and cases for whoever runs them; `base` is the address of the one house, empty for
    several."""
    arriving = [stay for one in days for stay in one.arriving]
    leaving = [stay for one in days for stay in one.leaving]
    here = sum(stay.here for stay in arriving)
    gone = sum(stay.gone for stay in leaving)
    to_come = sum(stay.to_come for stay in arriving)
    staying = [stay for one in days for stay in one.staying_on]
    in_house = sum(stay.here for one in days for stay in one.stays)
    seated = [table for one in days for table in one.seated]
    diners = sum(len(table.diners) for table in seated)
    return [
        Figure("Arriving", len(arriving), f"{here} here, {to_come} to come", base and f"{base}/arrivals"),
        Figure("Leaving", len(leaving), f"{gone} gone, {len(leaving) - gone} to go", base and f"{base}/departures"),
        Figure("Staying on", len(staying), f"{in_house} in house now", base and f"{base}/in-house"),
        _not_ready(days, base),
        _to_pay(days, base),
        Figure(
            "Supper tonight",
            len(seated),
            f"{sum(one.covers for one in days)} covers of {sum(one.capacity for one in days)}"
            + (f", {diners} with allergies" if diners else ""),
            base and f"{base}/covers",
        ),
        _enquiries(days, base, at),
        *_cases(days, base, at),
        *_reviews(days, base),
    ]


def _enquiries(days: Sequence[HouseDay], base: str, at: datetime) -> Figure:
    """Who waits for an answer, and how many of the desk's hours the first one has."""
    waiting = [(one, one.enquiries) for one in days if one.enquiries is not None]
    longest = max((time_open(own.since, at, desk_of(one.house)) for one, own in waiting), default=timedelta(0))
    words = f"the first for {length(longest)}" if waiting else "nobody waits"
    count = sum(own.count for _, own in waiting)
    return Figure("To answer", count, words, base and f"{base}/enquiries", low=longest > ANSWER_WITHIN)


def _not_ready(days: Sequence[HouseDay], base: str) -> Figure:
    lacking = [(one, stay) for one in days for stay in one.not_ready]
    dirty = sum(1 for one, stay in lacking if (room := one.room_of(stay)) and room.state == DIRTY)
    times = sorted(stay.arrival_time for _, stay in lacking if stay.arrival_time)
    inside = sum(1 for one, stay in lacking if one.inside(stay))
    parts = [f"{dirty} dirty"] if dirty else []
    parts += [f"{inside} not left yet"] if inside else []
    parts += [f"first guest {sitting(times[0])}"] if times else []
    words = ", ".join(parts) if parts else ("waiting for a check" if lacking else "all ready for who comes")
    url = base and f"{base}/rooms?by=need"
    return Figure("Rooms not ready", len(lacking), words, url, low=bool(lacking))


def _cases(days: Sequence[HouseDay], base: str, at: datetime) -> list[Figure]:
    if all(one.cases is None for one in days):
        return []
    cases = [case for one in days for case in one.cases or ()]
    late = sum(case.state == OPEN and case.due_at < at for case in cases)
    waiting = sum(case.state == OPEN for case in cases)
    words = f"{late} late" if late else f"{waiting} to be in touch about" if waiting else "nobody waits"
    return [Figure("Open cases", len(cases), words, base and f"{base}/cases", low=late > 0)]


def _reviews(days: Sequence[HouseDay], base: str) -> list[Figure]:
    waiting = [one.reviews for one in days if one.reviews is not None]
    if not waiting:
        return []
    asked = sum(one.reported + one.appeals for one in waiting)
    words = f"{asked} reported or appealed" if asked else "none reported"
    return [Figure("Reviews", sum(one.all for one in waiting), words, base and f"{base}/reviews", low=asked > 0)]


def _to_pay(days: Sequence[HouseDay], base: str) -> Figure:
    """Never summed across currencies."""
    by_currency: Counter[str] = Counter()
    bookings = 0
    for one in days:
        bookings += len(one.owing)
        by_currency[one.house.currency] += sum(one.owing.values())
    sums = [money(minor, currency, pence=True) for currency, minor in sorted(by_currency.items()) if minor]
    words = f"{listed(sums)} across {counted(bookings, 'booking')}" if bookings else "everybody is square"
    return Figure("To pay", bookings, words, base and f"{base}/to-pay")


def line_of(one: HouseDay) -> HouseLine:
    """A house as one line."""
    return HouseLine(
        one.house.name,
        f"/staff/{one.house.slug}/today",
        len(one.arriving),
        len(one.leaving),
        len(one.staying_on),
        f"{one.tonight.taken} of {one.tonight.sellable}",
        percent(one.tonight),
        len(one.not_ready),
        f"{one.covers} of {one.capacity}",
    )


def foot_of(days: Sequence[HouseDay]) -> HouseLine:
    """All of them in one line."""
    tonight = sum((one.tonight for one in days), Level())
    return HouseLine(
        f"All {counted(len(days), 'house').split()[0]}",
        "",
        sum(len(one.arriving) for one in days),
        sum(len(one.leaving) for one in days),
        sum(len(one.staying_on) for one in days),
        f"{tonight.taken} of {tonight.sellable}",
        percent(tonight),
        sum(len(one.not_ready) for one in days),
        f"{sum(one.covers for one in days)} of {sum(one.capacity for one in days)}",
    )


def percent(level: Level) -> str:
    """How full, to the whole percent; nothing where nothing is on sale."""
    return f"{round(100 * level.taken / level.sellable)}%" if level.sellable else ""


def half_hours(days: Sequence[HouseDay]) -> list[HalfHour]:
    """The sittings of tonight, those of several houses at the same hour together."""
    covers: Counter[str] = Counter()
    most: Counter[str] = Counter()
    full: dict[str, bool] = {}
    hours = sorted({one_sitting.begins for one in days for one_sitting in one.house.sittings})
    for one in days:
        for own in one.house.sittings:
            key = sitting(own.begins)
            covers[key] += sum(table.covers for table in one.seated if table.sitting_id == own.id)
            most[key] += one.most_covers(own.id, own.covers)
            level = one.sittings.get(own.id)
            full[key] = full.get(key, True) and level is not None and (level.full or level.closed)
    return [
        HalfHour(key, covers[key], most[key], full[key], f"{min(100.0, 100 * covers[key] / max(most[key], 1)):.1f}")
        for key in map(sitting, hours)
    ]


def allergens_of(days: Sequence[HouseDay]) -> str:
    """No nuts 2, no milk 1: what those who sit down tonight cannot eat, the commonest first."""
    tally: Counter[str] = Counter()
    for one in days:
        for table in one.seated:
            for diner in table.diners:
                said = diner.cannot_eat
                short = said.words.lower() if len(said.words) <= SHORT else "in words"
                tally.update([f"no {word}" for word in said.allergens] or [short])
    words = ", ".join(f"{name} {count}" for name, count in tally.most_common())
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def summary_of(one: HouseDay) -> str:
    """28 of 29 rooms tonight, 27 tomorrow, 13 Damson closed until Fri 12 March."""
    parts = [f"{one.tonight.taken} of {one.tonight.sellable} rooms tonight, {one.tomorrow.taken} tomorrow"]
    parts += [f"{one.rooms[door.room_id].name} closed until {short_day(door.until)}" for door in one.closed]
    return ", ".join(parts)
