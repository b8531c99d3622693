"""The page of the day, for one house and for all of somebody's houses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.booking.days.stays import DayStay
from app.care.queries import due_of_group
from app.catalogue.queries import House, catalogue
from app.identity.staff.rules import Actor, can, places, works_at
from app.insight.changes import changes_since
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.kernel.words import at_hour, counted, long_day, money
from app.staff.arrivals.rows import NEEDS, ORDINALS
from app.staff.notices.shown import notices_of_day
from app.staff.own_houses import some_houses
from app.staff.rooms.board import STATES
from app.staff.today.changed import VERBS, Line, told
from app.staff.today.day import SOON, HouseDay, days_of
from app.staff.today.figures import allergens_of, figures, foot_of, half_hours, line_of, summary_of
from app.staff.today.needs import needs_of
from app.staff.today.states import states_of
from app.web.access import staff
from app.web.filters import sitting
from app.web.respond import not_found, page, see_other

blueprint = Blueprint("today", __name__)
NEXT, CHANGED = 9, 8
PAGES = (
    "today",
    "rooms",
    "covers",
    "tasks",
    "notices",
    "cases",
    "arrivals",
    "in-house",
    "departures",
    "to-pay",
    "pack",
    "reports",
    "status",
    "enquiries",
    "reviews",
    "blocks",
    "journal",
    "house",
    "bookings",
    "guests",
    "day-close",
    "closures",
)
"""Pages of one house that the house switcher leads on to."""

OF_ALL = ("today", "reports", "bookings", "guests", "journal")
"""Those that there are for all houses together."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who is about to come through the gate."""

    due: str
    name: str
    url: str
    place: str
    room: str
    shape: str
    lacks: str
    nights: int
    to_pay: str
    know: str


@blueprint.get("/staff/today")
@staff("see_day", anywhere=True)
def show_all(actor: Actor) -> Response:
    """Today in every house where the actor sees the day."""
    return _today_page(actor, some_houses(actor, "see_day"), None)


@blueprint.get("/staff/<slug:house>/today")
@staff("see_day")
def show(actor: Actor, house: House) -> Response:
    """Today in one house, with the other houses of the actor in a line each."""
    own = places(actor, "see_day", (each.id for each in catalogue().houses))
    return _today_page(actor, [catalogue().by_id[location_id] for location_id in own], house)


@blueprint.get("/staff/house")
@staff("note_friction", anywhere=True)
def other_house(actor: Actor) -> BaseResponse:
    """The same page of another house; of all houses where the address says `all`."""
    to, on = request.args.get("to", ""), request.args.get("page", "")
    if to in ("", "all"):
        return see_other(f"/staff/{on if on in OF_ALL else 'today'}" if to else "/staff")
    house = catalogue().house(to)
    if house is None or not works_at(actor, house):
        raise not_found()
    return see_other(f"/staff/{house.slug}/{on if on in PAGES else 'today'}")


def _today_page(actor: Actor, houses: Sequence[House], house: House | None) -> Response:
    at = clock.now()
    days = days_of(houses, at, places(actor, "run_cases", (each.id for each in houses)))
    shown = [one for one in days if house is None or one.house.id == house.id]
    several = house is None and len(shown) > 1
    first = shown[0]
    coming = sorted(
        (stay for one in shown for stay in one.to_come), key=lambda s: (s.arrival_time is None, s.arrival_time)
    )
    by_id = {one.house.id: one for one in shown}
    notices = notices_of_day([one.house for one in shown], at)
    of_group = due_of_group(at + SOON) if house is None and can(actor, "edit_group") else []
    needs, more = needs_of(shown, notices, at, several=several, of_group=of_group)
    return page(
        "staff/today/today.html",
        actor=actor,
        house=house,
        here="today",
        day=first.day,
        hour_words=at_hour(at.replace(second=0, microsecond=0), first.house.timezone),
        heading=f"{long_day(first.day)}, {house.name if house else 'all houses'}",
        summary=summary_of(first) if not several else "",
        figures=figures(shown, f"/staff/{first.house.slug}" if len(shown) == 1 else "", at),
        base=f"/staff/{first.house.slug}" if len(shown) == 1 else "",
        coming=[_coming(by_id[stay.location_id], stay, actor, several=several) for stay in coming[:NEXT]],
        to_come=len(coming),
        several=several,
        needs=needs,
        more=more,
        lines=[line_of(one) for one in days] if len(days) > 1 else [],
        foot=foot_of(days),
        half_hours=half_hours(shown),
        covers=sum(one.covers for one in shown),
        allergens=allergens_of([one for one in shown if can(actor, "read_allergies", one.house)]),
        changed=_changed(shown, at, several=several),
        notices=notices,
        may_report=len(shown) == 1 and can(actor, "run_notices", first.house),
        facilities=[own for own in first.house.facilities if own.kind is not None],
        states=states_of(shown, at),
    )


def _changed(days: Sequence[HouseDay], at: datetime, *, several: bool) -> list[Line]:
    houses = {one.house.id: one.house for one in days}
    doors = {room_id: room.name for one in days for room_id, room in one.rooms.items()}
    since = min(wall_instant(one.day, 0, 0, one.house.timezone) for one in days)
    lines = []
    for change in changes_since(list(houses), since, VERBS, CHANGED):
        house = houses[change.location_id or 0]
        lines.append(told(change, house.timezone, house.currency, doors, f", {house.name}" if several else ""))
    return lines


def _coming(one: HouseDay, stay: DayStay, actor: Actor, *, several: bool) -> Coming:
    room = one.room_of(stay)
    types = {kind.id: kind.name for kind in one.house.room_types}
    return Coming(
        due=sitting(stay.arrival_time) if stay.arrival_time else "not said",
        name=stay.surname,
        url=f"/staff/{one.house.slug}/bookings/{stay.reference}",
        place=one.house.name if several else "",
        room=room.name if room else f"{types.get(stay.room_type_id, '')}, no room yet",
        shape=STATES[room.state][0] if room and not one.inside(stay) else "",
        lacks=one.lacks(stay),
        nights=stay.nights,
        to_pay=money(stay.due_minor, one.house.currency, pence=True) if stay.due_minor > 0 and stay.part == 0 else "",
        know=". ".join(_know(one, stay, names=can(actor, "read_allergies", one.house))),
    )


def _know(one: HouseDay, stay: DayStay, *, names: bool) -> list[str]:
    """What one should know before they stand at the desk; who cannot eat what only where `names` may be read."""
    words = []
    if stay.stays_before:
        count = stay.stays_before
        words.append(f"{ORDINALS[count] if count < len(ORDINALS) else f'{count + 1}th'} stay")
    table = next((table for table in one.tables if table.stay_id == stay.stay_id), None)
    if table and table.diners and not names:
        words.append(f"{counted(len(table.diners), 'guest').capitalize()} with an allergy")
    for diner in table.diners if table and names else ():
        said = diner.cannot_eat
        what = " or ".join(said.allergens) if said.allergens else said.words
        words.append(f"{'No ' if said.allergens else ''}{what}{f' ({said.person})' if said.person else ''}")
    dogs = stay.party.dogs + stay.assistance_dogs
    words += [f"{dogs} dogs" if dogs > 1 else "Dog"] if dogs else []
    words += [NEEDS[need] for need in sorted(stay.party.needs)]
    words += ["Cot in the room" if stay.cots == 1 else f"{stay.cots} cots in the room"] if stay.cots else []
    words += [stay.notes.rstrip(".")] if stay.notes else []
    return words
