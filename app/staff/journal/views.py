"""The journal of a house and of the group, and its file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, request

from app.catalogue.queries import House
from app.identity.staff.queries import staff_members
from app.identity.staff.rules import Actor
from app.journal.queries import Wanted, deeds
from app.promotions.queries import every
from app.staff.journal.rows import Row, rows_of
from app.staff.journal.words import ACTIONS, ACTORS, LONGEST
from app.web.access import staff
from app.web.csv_file import at_most, csv_file
from app.web.days import day_of
from app.web.forms import clean_line
from app.web.respond import page

blueprint = Blueprint("journal", __name__)
AT_ONCE, MOST = 50, 20_000
HEAD = ("When", "House", "Who", "What", "About", "Before", "After", "More")
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Filters:
    """What stands in the address, as it was typed."""

    who: str = ""
    action: str = ""
    subject: str = ""
    number: str = ""
    since: str = ""
    until: str = ""

    @property
    def query(self) -> str:
        return urlencode({name: word for name, word in asdict(self).items() if word})


@blueprint.get("/staff/journal")
@staff("see_journal")
def show_all(actor: Actor) -> Response:
    """What was done everywhere, the newest first."""
    return _page(actor, None)


@blueprint.get("/staff/<slug:house>/journal")
@staff("see_journal")
def show(actor: Actor, house: House) -> Response:
    """What was done at a house, the newest first."""
    return _page(actor, house)


@blueprint.get("/staff/journal.csv")
@staff("see_journal", proven=True)
def take_all(actor: Actor) -> Response:
    """What the filters show of every house, to take away; 422 with the page where they cannot be read."""
    return _file(actor, None)


@blueprint.get("/staff/<slug:house>/journal.csv")
@staff("see_journal", proven=True)
def take(actor: Actor, house: House) -> Response:
    """What the filters show of a house, to take away; 422 with the page where they cannot be read."""
    return _file(actor, house)


def _page(actor: Actor, house: House | None) -> Response:
    filters = Filters(**{name: clean_line(request.args.get(name, ""))[:40] for name in Filters.__dataclass_fields__})
    wanted, faults = _wanted(house, filters)
    older = _number(request.args.get("older_than", ""))
    found = deeds(replace(wanted, older_than=older), AT_ONCE + 1) if not faults else []
    shown = rows_of(found[:AT_ONCE])
    url = f"/staff/{house.slug}/journal" if house else "/staff/journal"
    more = f"{url}?{filters.query}&older_than={found[AT_ONCE - 1].id}" if len(found) > AT_ONCE else ""
    return page(
        "staff/journal/journal.html",
        422 if faults else 200,
        actor=actor,
        house=house,
        here="journal",
        rows=shown,
        filters=filters,
        faults=faults,
        has_errors=bool(faults),
        url=url,
        more=more,
        later=older is not None,
        zone=_zone(house),
        people=[member for member in staff_members() if _works(member.roles, house)],
        actors=ACTORS,
        actions=sorted(ACTIONS.items(), key=lambda pair: pair[1]),
        longest=LONGEST,
    )


def _file(actor: Actor, house: House | None) -> Response:
    filters = Filters(**{name: clean_line(request.args.get(name, ""))[:40] for name in Filters.__dataclass_fields__})
    wanted, faults = _wanted(house, filters)
    if faults:
        return _page(actor, house)
    rows = (_cells(row, _zone(house)) for row in rows_of(deeds(wanted, MOST + 1)))
    return csv_file(f"journal-{house.slug if house else 'group'}.csv", HEAD, at_most(MOST, rows))


def _cells(row: Row, zone: str) -> tuple[str, ...]:
    when = row.deed.at.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
    named = [(f"{change.name}: " if change.name else "", change) for change in row.changes]
    before, after = (
        "; ".join(f"{name}{word}" for name, word in pairs)
        for pairs in ([(name, one.before) for name, one in named], [(name, one.after) for name, one in named])
    )
    more = "; ".join(f"{name}: {word}" for name, word in row.facts)
    return (when, row.house, row.who, row.what, row.subject, before, after, more)


def _wanted(house: House | None, filters: Filters) -> tuple[Wanted, dict[str, str]]:
    """What the filters ask for, and what is wrong with them by field."""
    faults: dict[str, str] = {}
    since, until = (_day(getattr(filters, name), name, faults) for name in ("since", "until"))
    number = _number(filters.number) if filters.number else None
    if filters.number and number is None:
        faults["number"] = "Enter the number as it stands in the list"
    staff_id = _number(filters.who)
    wanted = Wanted(
        location_id=house.id if house else None,
        actor="staff" if staff_id else filters.who,
        actor_id=staff_id,
        action=filters.action,
        subject=filters.subject.lower().replace(" ", "_"),
        subject_id=number,
        since=_midnight(since, house) if since else None,
        until=_midnight(until + timedelta(days=1), house) if until else None,
        shared={"promotion": _offers_at(house)} if house else {},
    )
    return wanted, faults


def _offers_at(house: House) -> list[int]:
    """The offers that hold at the house: its own, those that it shares, and those of every house."""
    return [one.id for one in every().values() if one.holds_at(house.id)]


def _day(word: str, name: str, faults: dict[str, str]) -> date | None:
    day = day_of(word)
    if word and day is None:
        faults[name] = "Enter a day like 2027-03-05"
    return day


def _midnight(day: date, house: House | None) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(_zone(house))).astimezone(UTC)


def _zone(house: House | None) -> str:
    return house.timezone if house else str(current_app.config["SETTINGS"].group_timezone)


def _number(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 20 and int(word) <= LARGEST else None


def _works(roles: tuple[tuple[str, int | None], ...], house: House | None) -> bool:
    return house is None or any(place in (None, house.id) for _, place in roles)
