"""The price calendar of a house or a room type, two months at a time."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from app.availability.board import Board
from app.availability.calendar import ArrivalDay, arrival_days
from app.catalogue.queries import RoomType
from app.guest.calendar_words import key_of, words_of
from app.kernel.stay import Stay
from app.kernel.words import MONTHS, counted, listed, money, span
from app.promotions.rules import Promotion
from app.web.search import Search

MONTHS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of arrival. With a `url` its stay can be bought for the total; without, `words` say why not."""

    date: date
    state: str
    total_minor: int | None = None
    total_text: str = ""
    words: str = ""
    url: str = ""
    selected: str = ""
    cheapest: bool = False
    no_table: bool = False


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    title: str
    weeks: tuple[tuple[CalendarDay | None, ...], ...]


@dataclass(frozen=True, slots=True)
class PriceCalendar:
    title: str
    words: str
    months: tuple[CalendarMonth, ...]
    earlier_url: str
    later_url: str
    cheapest_text: str
    cheaper_words: str
    cheaper_url: str
    keys: tuple[str, ...]


def read_month(text: str, fallback: date) -> date:
    """The first day of the month that `2027-03` names, or of the fallback's."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else fallback.replace(day=1)
    except ValueError:
        return fallback.replace(day=1)


def price_calendar(
    board: Board,
    search: Search,
    stay: Stay,
    path: str,
    month: date,
    only: RoomType | None = None,
    promotions: Sequence[Promotion] = (),
) -> PriceCalendar:
    """Two months from `month` on, never before today's and never beyond what is on sale; at the prices with those
    promotions that hold on a day."""
    last = board.day(board.house.days_ahead)
    start = min(max(month, board.first.replace(day=1)), _months_on(last.replace(day=1), 1 - MONTHS_SHOWN))
    starts = [_months_on(start, n) for n in range(MONTHS_SHOWN)]
    until = _months_on(start, MONTHS_SHOWN)
    days = [start + timedelta(days=n) for n in range((until - start).days)]
    open_days = [day for day in days if day >= board.first]
    arrivals = arrival_days(board, open_days, stay.nights, search.party, only, search.rooms, promotions)
    found = {day.day: day for day in arrivals}
    totals = [day.total_minor for day in found.values() if day.total_minor is not None]
    least = min(totals, default=None)
    shown = {day: _shown(day, found.get(day), board, search, stay, path, least) for day in days}
    cheaper = _cheaper(found.values(), stay, least)
    currency = board.house.currency
    return PriceCalendar(
        title="What each stay costs",
        words=f"The cheapest {counted(stay.nights, 'night')} from each arrival, {search.who_text}, VAT included"
        + _with_words(promotions),
        months=tuple(_month(first, shown) for first in starts),
        earlier_url=_month_url(search, stay, path, _months_on(start, -MONTHS_SHOWN)) if start > board.first else "",
        later_url=_month_url(search, stay, path, until) if until <= last else "",
        cheapest_text=money(least, currency) if least is not None else "",
        cheaper_words=_cheaper_words(cheaper, least, currency),
        cheaper_url=search.url(path, cheaper) if cheaper else "",
        keys=tuple(sorted(filter(None, {key_of(day) for day in arrivals}))),
    )


def _with_words(promotions: Sequence[Promotion]) -> str:
    """`, with “Less” where it holds`."""
    if not promotions:
        return ""
    names = listed([f"“{own.title}”" for own in promotions])
    return f", with {names} where {'it holds' if len(promotions) == 1 else 'they hold'}"


def _shown(
    day: date, arrival: ArrivalDay | None, board: Board, search: Search, stay: Stay, path: str, least: int | None
) -> CalendarDay:
    selected = ""
    if day in stay:
        selected = "arrival" if day == stay.arrival else "inside"
    elif day == stay.departure:
        selected = "departure"
    if arrival is None:
        return CalendarDay(day, "past")
    if arrival.total_minor is not None:
        return CalendarDay(
            day,
            "bookable",
            arrival.total_minor,
            money(arrival.total_minor, board.house.currency),
            url=search.url(path, Stay.of(day, stay.nights)),
            selected=selected,
            cheapest=arrival.total_minor == least,
        )
    state = arrival.reason or "full"
    return CalendarDay(day, state, words=words_of(arrival), selected=selected, no_table=arrival.no_table)


def _month(first: date, shown: dict[date, CalendarDay]) -> CalendarMonth:
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return CalendarMonth(
        f"{MONTHS[first.month - 1]} {first.year}",
        tuple(tuple(shown[day] if day.month == first.month else None for day in week) for week in weeks),
    )


def _cheaper(days: Collection[ArrivalDay], stay: Stay, least: int | None) -> Stay | None:
    """The cheapest stay shown, when it begins on another day than the one asked for and costs less."""
    asked = next((day.total_minor for day in days if day.day == stay.arrival), None)
    best = next((day for day in days if day.total_minor is not None and day.total_minor == least), None)
    if best is None or asked is None or least is None or least >= asked:
        return None
    return Stay.of(best.day, stay.nights)


def _cheaper_words(cheaper: Stay | None, least: int | None, currency: str) -> str:
    if cheaper is None or least is None:
        return ""
    return f"{span(cheaper.arrival, cheaper.departure)} costs {money(least, currency)}."


def _month_url(search: Search, stay: Stay, path: str, month: date) -> str:
    return f"{path}?{urlencode([*search.asked(stay), ('month', f'{month:%Y-%m}')])}"


def _months_on(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
