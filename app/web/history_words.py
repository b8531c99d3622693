"""What a guest's stays and answers show about them, in words; every figure comes from a `History`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time

from app.catalogue.closed import house_of, room_type_of
from app.kernel.seasons import season_of
from app.kernel.words import counted, listed, money, number
from app.offers.history.naming import names
from app.offers.history.rules.facts import History, PastStay
from app.offers.history.rules.spelling import month_of
from app.web.filters import sitting

MOSTLY_WEEKENDS, HARDLY_WEEKENDS = 6_000, 2_000
WEEK, MONTH = 7, 30


@dataclass(frozen=True, slots=True)
class Seen:
    """One conclusion: its kind, what, and from how much."""

    kind: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Named:
    """What houses, room types and extras are called, also those that are closed."""

    house: Callable[[int], str]
    room: Callable[[int], str]
    extra: Callable[[int], str]


def called() -> Named:
    """The names in the catalogue; an extra that is not sold any more has none there."""
    extras = names().extras
    return Named(
        lambda one: house_of(one).name,
        lambda one: room_type_of(one).name,
        lambda one: extras.get(one, "An extra that we no longer have"),
    )


def seen_on(history: History, named: Named) -> list[Seen]:
    """Everything that is concluded and used, at most one of each kind; nothing of a kind that is set aside."""
    slept = history.slept()
    tellings = (_supper, _room, _extras, _party, _dog, _house, _season, _when, _rhythm, _spend) if slept else ()
    found = [one for telling in tellings for one in telling(history, slept, named)]
    return [one for one in [*found, *_cancelled(history), *_score(history)] if one.kind not in history.set_aside]


def _supper(history: History, slept: list[PastStay], _named: Named) -> Iterator[Seen]:
    suppers = [hour for one in slept for hour in one.supper_hours]
    hour = _usual_hour(suppers)
    if not suppers:
        yield Seen("supper", "No supper so far", _share(0, len(slept)))
    elif hour is not None:
        source = f"{counted(len(suppers), 'supper')} on {counted(history.supper_stays, 'stay')}".capitalize()
        yield Seen("supper", f"Supper at {sitting(hour)}", source)
    else:
        yield Seen("supper", "Supper with us", _share(history.supper_stays, len(slept)))


def _usual_hour(hours: list[time]) -> time | None:
    """The hour of two or more suppers, and of more than half."""
    for hour, times in Counter(hours).most_common(1):
        if times > 1 and 2 * times > len(hours):
            return hour
    return None


def _room(history: History, slept: list[PastStay], named: Named) -> Iterator[Seen]:
    room = history.room_type_id
    if room is not None:
        yield Seen("room", named.room(room), _share(sum(room in one.room_type_ids for one in slept), len(slept)))


def _extras(history: History, slept: list[PastStay], named: Named) -> Iterator[Seen]:
    counts = Counter(extra for one in slept for extra in one.extra_ids)
    taken = [f"“{named.extra(extra)}”" for extra, _ in counts.most_common(3)]  # nosec B610
    yield Seen("extras", listed(taken) if taken else "No extras so far", _share(history.extra_stays, len(slept)))


def _party(history: History, slept: list[PastStay], _named: Named) -> Iterator[Seen]:
    adults, children = history.adults or 0, history.children or 0
    alike = sum((one.adults, one.children) == (adults, children) for one in slept)
    words = [f"{adults} {'adult' if adults == 1 else 'adults'}"]
    words += [f"{children} {'child' if children == 1 else 'children'}"] if children else []
    if alike:
        yield Seen("party", ", ".join(words), _share(alike, len(slept)))
    else:
        yield Seen("party", ", ".join(words), "What most of your stays had")


def _dog(history: History, slept: list[PastStay], _named: Named) -> Iterator[Seen]:
    yield Seen(
        "dog", "A dog comes along" if history.dog_stays else "No dog so far", _share(history.dog_stays, len(slept))
    )


def _house(history: History, slept: list[PastStay], named: Named) -> Iterator[Seen]:
    house = history.location_id
    if house is not None:
        yield Seen("house", named.house(house), _share(sum(one.location_id == house for one in slept), len(slept)))


def _season(history: History, slept: list[PastStay], _named: Named) -> Iterator[Seen]:
    alike = sum(season_of(one.arrival_on) == history.season for one in slept)
    yield Seen("season", f"In {history.season}", _share(alike, len(slept)))


def _when(history: History, slept: list[PastStay], _named: Named) -> Iterator[Seen]:
    share = history.weekend_share_bp or 0
    days = "Weekends" if share >= MOSTLY_WEEKENDS else "Midweek" if share <= HARDLY_WEEKENDS else "Weekends and midweek"
    source = f"{counted(history.nights, 'night')} on {counted(len(slept), 'stay')}".capitalize()
    yield Seen("when", f"{days}, booked {_ahead(history.lead_days or 0)}", source)


def _rhythm(history: History, slept: list[PastStay], _named: Named) -> Iterator[Seen]:
    words = counted(history.stays, "stay").capitalize()
    if history.cadence_days is None:
        yield Seen("rhythm", f"{words}, in {month_of(slept[0].arrival_on)}", "Your booking")
    else:
        yield Seen("rhythm", f"{words}, about every {_spell(history.cadence_days)}", "The days you arrived")


def _spend(history: History, slept: list[PastStay], _named: Named) -> Iterator[Seen]:
    if history.night_minor is not None and history.currency:
        whole = money(history.night_minor // 100 * 100, history.currency)
        yield Seen("spend", f"About {whole} a night", f"The bills of {counted(len(slept), 'stay')}")


def _cancelled(history: History) -> Iterator[Seen]:
    gone = history.cancellations + history.no_shows
    if gone:
        source = f"Your bookings, last in {month_of(history.last_cancelled_on)}" if history.last_cancelled_on else ""
        yield Seen(
            "cancelled", f"{counted(gone, 'booking')} that came to nothing".capitalize(), source or "Your bookings"
        )


def _score(history: History) -> Iterator[Seen]:
    parts = [
        (history.last_nps, history.last_nps_on, "{} out of 10 for recommending us"),
        (history.last_ces, history.last_ces_on, "{} of 7 for how easy booking was"),
    ]
    told = [(words.format(score), on) for score, on, words in parts if score is not None and on is not None]
    if told:
        last = max(on for _, on in told)
        yield Seen("score", ", ".join(words for words, _ in told), f"Your answers, last in {month_of(last)}")


def _share(times: int, of: int) -> str:
    if of == 1:
        return "Your stay" if times else "Your one stay"
    if not times:
        return f"None of your {number(of)} stays"
    if times == of:
        return "Both your stays" if of == 2 else f"All {number(of)} of your stays"
    return f"{number(times)} of your {number(of)} stays".capitalize()


def _ahead(days: int) -> str:
    return "on the day" if days == 0 else f"{_spell(days)} ahead"


def _spell(days: int) -> str:
    if days < 2 * WEEK:
        return counted(days, "day")
    return counted(round(days / WEEK), "week") if days < 2 * MONTH else counted(round(days / MONTH), "month")
