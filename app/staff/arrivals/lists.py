"""Arrivals, in house, departures: the lists of the front desk, which print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from app.booking.reception.neighbours import still_inside
from app.booking.reception.queries import (
    HERE,
    LEFT,
    DeskStay,
    arrivals_on,
    departures_on,
    in_house_on,
    not_come,
    owing_on,
)
from app.booking.reception.rules import no_show_from
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.inventory.room_states import room_states
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.kernel.words import DAYS, at_hour, money, short_day
from app.staff.arrivals.rows import SORTS, Row, arranged, by_due, by_leaving, found, rows_of
from app.staff.arrivals.shared import blueprint
from app.web.access import staff
from app.web.forms import clean_line
from app.web.respond import page

MOST_ASKED = 80
DAYS_AROUND = 730


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of a row of choices; `here` marks the one that is shown."""

    words: str
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks of a list."""

    on: date
    today: date
    sort: str
    words: str
    problem: str


@blueprint.get("/staff/<slug:house>/arrivals")
@staff("see_day")
def arrivals(actor: Actor, house: House) -> Response:
    """Who arrives that day; on today's list also who was to come before and has not."""
    asked = _asked(house)
    stays = arrivals_on(house.id, asked.on)
    late = not_come(house.id, asked.on) if asked.on == asked.today else []
    counts = {
        "arriving": len(stays),
        "here": sum(stay.where in (HERE, LEFT) for stay in stays),
    }
    return _page("arrivals", actor, house, asked, by_due(stays), late=late, counts=counts)


@blueprint.get("/staff/<slug:house>/in-house")
@staff("see_day")
def in_house(actor: Actor, house: House) -> Response:
    """Who is in the house now."""
    asked = _asked(house, of_today=True)
    stays = in_house_on(house.id, asked.today)
    counts = {"rooms": len(stays), "people": sum(stay.party.people for stay in stays)}
    return _page("in-house", actor, house, asked, stays, counts=counts, sort="room")


@blueprint.get("/staff/<slug:house>/departures")
@staff("see_day")
def departures(actor: Actor, house: House) -> Response:
    """Who leaves that day; on today's list also who should have left before."""
    asked = _asked(house)
    stays = [
        one for one in departures_on(house.id, asked.on) if one.stay.departure == asked.on or asked.on == asked.today
    ]
    counts = {"leaving": len(stays), "left": sum(stay.where == LEFT for stay in stays)}
    return _page("departures", actor, house, asked, by_leaving(stays), counts=counts)


@blueprint.get("/staff/<slug:house>/to-pay")
@staff("see_day")
def to_pay(actor: Actor, house: House) -> Response:
    """Who of those that come, stay or leave today still owes something."""
    asked = _asked(house, of_today=True)
    stays = owing_on(house.id, asked.today)
    counts = {"bookings": len({stay.booking_id for stay in stays})}
    return _page("to-pay", actor, house, asked, stays, counts=counts, sort="room")


def _page(
    key: str,
    actor: Actor,
    house: House,
    asked: Asked,
    stays: Sequence[DeskStay],
    *,
    late: Sequence[DeskStay] = (),
    counts: dict[str, int],
    sort: str = "time",
) -> Response:
    standing = room_states(house.id)
    leaving = key == "departures"
    inside = still_inside(house.id, asked.today) if key == "arrivals" and asked.on == asked.today else {}
    rows = rows_of(found(stays, asked.words), house, standing, asked.on, leaving=leaving, inside=inside)
    owing = [row for row in rows if row.owed_minor]
    now = clock.now()
    return page(
        f"staff/arrivals/{key.replace('-', '_')}.html",
        actor=actor,
        house=house,
        here="arrivals",
        list_here=key,
        base=f"/staff/{house.slug}",
        asked=asked,
        is_today=asked.on == asked.today,
        rows=arranged(rows, asked.sort if request.args.get("sort") in SORTS else sort),
        late=_late(late, house, standing, asked),
        counts=counts,
        owing=len(owing),
        owed=money(sum(row.owed_minor for row in rows), house.currency, pence=True) if owing else "",
        people=sum(row.party for row in rows),
        nights=sum(row.nights for row in rows),
        lists=_lists(house, key, asked),
        days=_days(house, key, asked) if key in ("arrivals", "departures") else [],
        sorts=_sorts(house, key, asked, sort),
        over_hour=asked.on == asked.today and now >= _check_out_at(house, asked.today),
        printed=f"{short_day(asked.today)}, {at_hour(now, house.timezone)}",
    )


def _check_out_at(house: House, today: date) -> datetime:
    """The instant at which rooms are to be empty today."""
    return wall_instant(today, house.check_out_time.hour, house.check_out_time.minute, house.timezone)


def _asked(house: House, *, of_today: bool = False) -> Asked:
    today = clock.today(house.timezone)
    typed, problem = clean_line(request.args.get("on", "")), ""
    on = today
    if typed and not of_today:
        try:
            on = date.fromisoformat(typed)
        except ValueError:
            problem = "That is not a day we can read. Type it like 2027-03-05. This is today."
        if abs(on - today) > timedelta(days=DAYS_AROUND):
            on, problem = today, "That day is too far off for a list. This is today."
    sort = request.args.get("sort", "")
    words = clean_line(request.args.get("q", ""))[:MOST_ASKED]
    return Asked(on, today, sort if sort in SORTS else "", words, problem)


def _late(late: Sequence[DeskStay], house: House, standing: Any, asked: Asked) -> list[tuple[Row, bool]]:
    """Rows of those who have not come, and whether that may be said already."""
    now = clock.now()
    rows = rows_of(found(late, asked.words), house, standing, asked.on)
    due = [no_show_from(stay.stay.arrival, house.timezone) <= now for stay in found(late, asked.words)]
    return list(zip(rows, due, strict=True))


def _url(house: House, key: str, **asked: str) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/staff/{house.slug}/{key}{'?' if query else ''}{query}"


def _on(asked: Asked, on: date) -> str:
    return "" if on == asked.today else on.isoformat()


def _lists(house: House, key: str, asked: Asked) -> list[Choice]:
    on = _on(asked, asked.on)
    return [
        Choice("Arrivals", _url(house, "arrivals", on=on), key == "arrivals"),
        Choice("In house", _url(house, "in-house"), key == "in-house"),
        Choice("Departures", _url(house, "departures", on=on), key == "departures"),
        Choice("To pay", _url(house, "to-pay"), key == "to-pay"),
    ]


def _days(house: House, key: str, asked: Asked) -> list[Choice]:
    """The day before, the day itself, the day after; and the way back to today."""
    around = [asked.on + timedelta(days=days) for days in (-1, 0, 1)]
    if asked.today not in around:
        around.insert(0 if asked.today < asked.on else 3, asked.today)
    return [
        Choice(
            "Today" if day == asked.today else f"{DAYS[day.weekday()][:3]} {day.day}",
            _url(house, key, on=_on(asked, day), sort=asked.sort, q=asked.words),
            day == asked.on,
        )
        for day in around
    ]


def _sorts(house: House, key: str, asked: Asked, default: str) -> list[Choice]:
    sorts = [sort for sort in SORTS if sort != "time" or default == "time"]
    return [
        Choice(
            f"By {sort}",
            _url(house, key, on=_on(asked, asked.on), sort=sort, q=asked.words),
            sort == (asked.sort or default),
        )
        for sort in sorts
    ]
