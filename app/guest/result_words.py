"""The sentences above the results of a search."""

from __future__ import annotations

from collections.abc import Sequence

from app.availability.search import HouseFit
from app.guest.rates import RateResult
from app.kernel.stay import Stay
from app.kernel.words import counted, dated, long_day, number, span
from app.web.search import Search


def heading(
    asked: Sequence[HouseFit], open_houses: int, search: Search, stay: Stay, *, hidden: bool, all_asked: bool
) -> str:
    """How many of the houses asked for have rooms. `hidden` says that some have rooms which the filters leave out,
    `all_asked` that no house was left out of the question. Plain words, not escaped."""
    when = _when(stay)
    name = asked[0].board.house.name if len(asked) == 1 else ""
    if not open_houses:
        return _nothing(name, len(asked), stay, hidden=hidden, all_asked=all_asked)
    passing = " that pass your filters" if search.filtered else ""
    if name:
        return f"{name} has rooms {when}{passing}"
    of_these = "" if all_asked or open_houses == len(asked) else f" of these {number(len(asked))}"
    houses, has = ("house", "has") if open_houses == 1 else ("houses", "have")
    which = f"{number(open_houses)}{of_these} houses" if of_these else f"{number(open_houses)} {houses}"
    return f"{which.capitalize()} {has} rooms {when}{passing}"


def _nothing(name: str, asked: int, stay: Stay, *, hidden: bool, all_asked: bool) -> str:
    when = _when(stay)
    if hidden:
        return f"No room{f' at {name}' if name else ''} {when} passes your filters"
    if name:
        return f"Nothing at {name}, {span(stay.arrival, stay.departure)}"
    if all_asked or not asked:
        return f"No house has a room {when}"
    return f"{'Neither' if asked == 2 else 'None'} of these houses has a room {when}"


def _when(stay: Stay) -> str:
    if stay.nights == 1:
        return "that night"
    return "that weekend" if stay.nights == 2 and stay.arrival.weekday() == 4 else "those nights"


def sentence(search: Search, stay: Stay, *, sells: bool, together: bool) -> str:
    """Dates and party, and what every price is: where none is for these dates, each is for its own."""
    first, last = stay.arrival, stay.departure
    if (first.year, first.month) == (last.year, last.month):
        dates = f"{long_day(first).rsplit(' ', 1)[0]} to {dated(last)}"
    else:
        dates = f"{long_day(first)} to {dated(last)}"
    whole = f"the total for {counted(stay.nights, 'night')}" if sells else "the whole total"
    asked = f"{dates}, {search.who_text}. Every price is {whole}, with VAT."
    return f"{asked} Rooms that stand together are booked together, at one price." if together else asked


def total_text(kinds: int, sets: int) -> str:
    """How many choices there are; empty where there are none."""
    if not kinds and not sets:
        return ""
    if not sets:
        return counted(kinds, "kind of room", "kinds of room")
    return counted(sets, "set of rooms", "sets of rooms") if not kinds else counted(kinds + sets, "choice")


def rest_text(rates: Sequence[RateResult], kinds: int) -> str:
    """What folds out below the rooms that stand open; empty where nothing does."""
    if not rates:
        return ""
    cheapest = min(rates, key=lambda rate: rate.total_minor)
    return f"{counted(kinds, 'more kind of room', 'more kinds of room').capitalize()}, from {cheapest.total_text}"
