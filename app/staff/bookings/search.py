"""Looking for a booking by whatever is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, request

from app.booking.finding import FoundBooking, Page, Sought, find_bookings, sought
from app.booking.finding.queries import PAGE
from app.booking.finding.rules import LONGEST
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.kernel.words import counted, listed, money, short_day, span, tallied
from app.staff.bookings.shared import SOURCES, STATES, blueprint
from app.staff.own_houses import own_houses, some_houses
from app.web.access import staff
from app.web.forms import clean_line
from app.web.respond import page

MOST_PAGES = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A booking in a list."""

    url: str
    reference: str
    name: str
    house: str
    dates: str
    rooms: str
    heads: str
    state: str
    colour: str
    came: str
    total: str
    balance: str
    owes: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked; `number` is the page of the list, the first is 1."""

    q: str
    state: str
    source: str
    number: int

    def url(self, path: str, **other: str) -> str:
        """The address of the same list with something else asked; only what says something stands in it."""
        asked = {"q": self.q, "state": self.state, "source": self.source} | other
        kept = {name: value for name, value in asked.items() if value}
        return f"{path}?{urlencode(kept)}" if kept else path


def filters_of(arguments: Mapping[str, str]) -> Filters:
    """The filters of an address; what is none of them is not asked."""

    def known(name: str, words: Mapping[str, object]) -> str:
        value = arguments.get(name, "")
        return value if value in words else ""

    number = arguments.get("page", "")
    asked = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1
    q = clean_line(arguments.get("q", ""))[:LONGEST]
    return Filters(q, known("state", STATES), known("source", SOURCES), min(max(asked, 1), MOST_PAGES))


@blueprint.get("/staff/<slug:house>/bookings")
@staff("see_bookings")
def of_house(actor: Actor, house: House) -> Response:
    """The bookings of one house."""
    return _list(actor, [house], house)


@blueprint.get("/staff/bookings")
@staff("see_bookings", anywhere=True)
def of_all(actor: Actor) -> Response:
    """The bookings of every house at which the person may see them."""
    return _list(actor, some_houses(actor, "see_bookings"), None)


def _list(actor: Actor, houses: Sequence[House], house: House | None) -> Response:
    filters = filters_of(request.args)
    today = clock.today(houses[0].timezone)
    asked = sought(filters.q, today)
    ids = [each.id for each in houses]
    offset = (filters.number - 1) * PAGE
    found = find_bookings(asked, ids, today, state=filters.state, source=filters.source, offset=offset, most=PAGE)
    path = f"/staff/{house.slug}/bookings" if house else "/staff/bookings"
    return page(
        "staff/bookings/list.html",
        actor=actor,
        house=house,
        here="bookings",
        filters=filters,
        path=path,
        rows=[row_of(one) for one in found.bookings],
        words=_words(asked, found, filters),
        days=_days(asked),
        pages=_pages(filters, found, path),
        states=[(key, words) for key, (words, _) in STATES.items()],
        sources=list(SOURCES.items()),
        elsewhere=filters.url("/staff/bookings") if house and _works_elsewhere(actor) else "",
    )


def row_of(one: FoundBooking) -> Row:
    """A booking as its row says it."""
    house = house_of(one.location_id)
    state, colour = STATES[one.state]
    year = f" {one.arrival_on.year}" if one.arrival_on.year != clock.today(house.timezone).year else ""
    return Row(
        f"/staff/{house.slug}/bookings/{one.reference}",
        one.reference,
        one.guest_name or "Nobody named",
        house.name,
        span(one.arrival_on, one.departure_on) + year,
        tallied([room_type_of(each).name for each in one.room_types]),
        counted(one.heads, "guest"),
        state,
        colour,
        SOURCES[one.source] + (f", {one.channel}" if one.channel else ""),
        money(one.total_minor, one.currency, pence=True),
        balance_words(one),
        one.balance_minor > 0,
    )


def balance_words(one: FoundBooking) -> str:
    """What is owed or is the guest's; nothing where the folio is square."""
    if one.balance_minor == 0:
        return ""
    amount = money(abs(one.balance_minor), one.currency, pence=True)
    return f"{amount} to pay" if one.balance_minor > 0 else f"{amount} to give back"


def _words(asked: Sought, found: Page, filters: Filters) -> str:
    """How many there are, of what."""
    of_what = [STATES[filters.state][0].lower()] if filters.state else []
    of_what += [SOURCES[filters.source].lower()] if filters.source else []
    kinds = f", {' and '.join(of_what)}" if of_what else ""
    bookings = "1 booking" if found.total == 1 else f"{found.total:,} bookings"
    if asked.nothing:
        return f"{bookings}{kinds}, what was booked last first"
    return f"{bookings}{kinds}"


def _days(asked: Sought) -> str:
    """The days that were understood."""
    if not asked.days:
        return ""
    one_year = len(asked.days) == 1
    days = [short_day(day) + (f" {day.year}" if one_year else "") for day in asked.days]
    return f"Arriving or leaving on {days[0]}" if one_year else f"Arriving or leaving on {listed(_dated(asked))}"


def _dated(asked: Sought) -> list[str]:
    return [f"{short_day(day)} {day.year}" for day in asked.days]


def _pages(filters: Filters, found: Page, path: str) -> dict[str, str]:
    """The words of where this page stands, and the addresses of those beside it."""
    last = max(1, -(-found.total // PAGE))
    pages = {"words": f"Page {filters.number} of {last}"} if last > 1 else {}
    if filters.number > 1:
        pages["earlier"] = filters.url(path, page=str(min(filters.number - 1, last)))
    if filters.number < last:
        pages["later"] = filters.url(path, page=str(filters.number + 1))
    return pages


def _works_elsewhere(actor: Actor) -> bool:
    return len(own_houses(actor, "see_bookings")) > 1
