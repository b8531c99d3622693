"""The tables of the report, in words; on the page and in the file they say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.care.lost_calls import LOST_REASONS
from app.catalogue.queries import House
from app.insight.funnel import Unserved
from app.insight.performance import Performance, Period, Stays
from app.kernel.words import MONTHS, money, short_day
from app.web.reasons import IN_SHORT

NO_FIGURE = "no data"
NOT_ADDED = "more than one currency"
NEVER = "–"
"""What no search is refused for."""
DAYS_SHOWN = 62
"""Nights up to which a period is told night by night; a longer one by month."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it is about, and its cells in the order of the table's heads."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its foot."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    foot: Row


TRADE = ("Rooms taken", "of", "Occupancy", "ADR", "RevPAR", "Revenue a room", "Covers", "Spend a cover")
GUESTS = ("Arriving", "Length of stay", "Lead time", "Cancelled", "On the books", "A year before", "Pace")
LOST = ("Searches", "Calls")


def trade_by_house(houses: Sequence[House], sums: Mapping[int, Performance]) -> Table:
    """A line a house."""
    rows = tuple(Row(house.name, trade(sums[house.id], house.currency)) for house in houses)
    return Table(TRADE, rows, Row("Together", trade(_sum(sums.values()), one_currency(houses))))


def trade_by_time(period: Period, nights: Mapping[tuple[int, date], Performance], currency: str | None) -> Table:
    """A line a night, or a month where there are many; no money where it is in more than one currency (None)."""
    by_month = period.nights > DAYS_SHOWN
    sums: dict[str, Performance] = {}
    for (_, night), one in sorted(nights.items(), key=lambda item: item[0][1]):
        name = f"{MONTHS[night.month - 1]} {night.year}" if by_month else f"{short_day(night)} {night.year}"
        sums[name] = sums.get(name, Performance()) + one
    rows = tuple(Row(name, trade(one, currency)) for name, one in sums.items())
    return Table(TRADE, rows, Row("Together", trade(_sum(sums.values()), currency)))


def guests_by_house(
    houses: Sequence[House], arriving: Mapping[int, Stays], books: Mapping[int, tuple[int, int]]
) -> Table:
    """A line a house: how long guests stay, how long before they book, and how the nights fill."""
    rows = tuple(Row(house.name, guests(arriving[house.id], books[house.id])) for house in houses)
    together = sum((arriving[house.id] for house in houses), Stays())
    mine, before = (sum(books[house.id][place] for house in houses) for place in (0, 1))
    return Table(GUESTS, rows, Row("Together", guests(together, (mine, before))))


def lost_by_reason(found: Unserved) -> Table:
    """A line a reason: searches that found nothing and calls that came to no booking; calls alone last."""
    both = [(IN_SHORT.get(one.reason, one.reason), f"{one.searches:,}", one.calls) for one in found.reasons]
    alone = [(LOST_REASONS.get(reason, reason), NEVER, count) for reason, count in found.calls.items()]
    rows = tuple(Row(name, (searches, f"{calls:,}")) for name, searches, calls in (*both, *alone))
    calls = sum(one.calls for one in found.reasons) + sum(found.calls.values())
    return Table(LOST, rows, Row("Together", (f"{found.searches:,}", f"{calls:,}")))


def one_currency(houses: Sequence[House]) -> str | None:
    """The currency of all of them; None where they have more than one, and amounts are not added up."""
    currencies = {house.currency for house in houses}
    return currencies.pop() if len(currencies) == 1 else None


def trade(one: Performance, currency: str | None) -> tuple[str, ...]:
    """The cells of `TRADE`; `currency` is None where the amounts are of several, and are not told."""
    return (
        f"{one.taken:,}",
        f"{one.could_be_sold:,}",
        percent(one.occupancy),
        amount(one.adr_minor, currency),
        amount(one.revpar_minor, currency),
        amount(one.revenue_a_room_minor, currency),
        f"{one.covers:,}",
        amount(one.spend_a_cover_minor, currency),
    )


def guests(one: Stays, books: tuple[int, int]) -> tuple[str, ...]:
    """The cells of `GUESTS`."""
    mine, before = books
    return (
        f"{one.bookings - one.cancelled:,}",
        NO_FIGURE if one.length_of_stay is None else f"{one.length_of_stay:.1f} nights",
        NO_FIGURE if one.lead_time is None else f"{one.lead_time:g} days",
        percent(one.cancelled_share),
        f"{mine:,}",
        f"{before:,}",
        NO_FIGURE if not before else _change(mine, before),
    )


def percent(share: float | None) -> str:
    """One decimal."""
    return NO_FIGURE if share is None else f"{share:.1%}"


def amount(minor: float | None, currency: str | None) -> str:
    """Rounded to the penny."""
    if currency is None:
        return NOT_ADDED
    return NO_FIGURE if minor is None else money(round(minor), currency, pence=True)


def _change(now: int, before: int) -> str:
    points = round((now - before) / before * 100)
    return f"{points:+}%" if points else "the same"


def _sum(parts: Iterable[Performance]) -> Performance:
    return sum(parts, Performance())
