"""The covers sheet, the kitchen's "read", and a table that moves to another hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.booking.errors import Stale
from app.booking.operations.tables import move_table
from app.booking.reception.standing import booking_at
from app.care import read_allergies
from app.catalogue.queries import House
from app.identity.staff.rules import Actor, can
from app.inventory import SoldOut
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.words import DAYS, at_hour, hour, short_day
from app.staff.covers.sheet import sheet_of
from app.web.access import staff
from app.web.forms import clean_line
from app.web.respond import not_found, page, part_wanted, see_other

blueprint = Blueprint("covers", __name__)
AROUND = timedelta(days=730)
LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of a row of choices; `here` marks the one that is shown."""

    words: str
    url: str
    here: bool


@blueprint.get("/staff/<slug:house>/covers")
@staff("see_covers")
def show(actor: Actor, house: House) -> Response:
    """Who eats when on a night, tonight's where the address names none."""
    return _covers_page(actor, house)


@blueprint.post("/staff/<slug:house>/covers/<reference>/read")
@staff("read_allergies")
def read(actor: Actor, house: House, reference: str) -> BaseResponse:
    """The kitchen has read what was on its page; what a guest said since is still to be read, and it is told so."""
    booking_id = _booking_of(house, reference)
    left = read_allergies(booking_id, actor.staff_id, _seen_at(request.form.get("seen_at", "")))
    if left:
        problem = "The guest has changed something since you looked. What is new is still to be read: look again."
        return _covers_page(actor, house, 409, problem=problem)
    return _done(actor, house, reference, "Read. The guest sees that you have.")


@blueprint.post("/staff/<slug:house>/covers/<reference>/sitting")
@staff("run_stays")
def move(actor: Actor, house: House, reference: str) -> BaseResponse:
    """The table of that night is at another hour, with its covers; the sheet says where that hour has none left."""
    booking_id = _booking_of(house, reference)
    try:
        to, seen, part = (_number(request.form.get(name, "")) for name in ("to", "seen", "part"))
        night = _read_day(request.form.get("on", ""))
    except ValueError:
        return _covers_page(actor, house, 422, problem="Choose an hour for the table.")
    try:
        move_table(booking_id, part, night, to, seen_sitting_id=seen, by=actor.staff_id)
    except SoldOut:
        hours = {one.id: hour(one.begins) for one in house.sittings}
        problem = f"There are not enough covers left at {hours.get(to, 'that hour')}. The table is where it was."
        return _covers_page(actor, house, 409, problem=problem)
    except Stale:
        problem = "Somebody has moved that table since you looked. It stands where this sheet shows it now."
        return _covers_page(actor, house, 409, problem=problem)
    except Refused as refused:
        return _covers_page(actor, house, 409, problem=str(refused))
    return _done(actor, house, reference, "Moved.")


def _done(actor: Actor, house: House, reference: str, said: str) -> BaseResponse:
    if part_wanted():
        return _covers_page(actor, house, said=said)
    return see_other(f"/staff/{house.slug}/covers?on={_asked(house)[0]}#table-{reference}")


def _booking_of(house: House, reference: str) -> int:
    found = booking_at(house.id, reference)
    if found is None:
        raise not_found()
    return found


def _seen_at(text: str) -> datetime:
    """Up to when the reader saw everything; nothing was seen where that is no instant."""
    try:
        seen = datetime.fromisoformat(text)
        return (seen if seen.tzinfo else seen.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime(1970, 1, 1, tzinfo=UTC)


def _number(text: str) -> int:
    """Raises `ValueError` for what is no number, or a longer one than is ever kept."""
    if len(text) > LONGEST_NUMBER:
        raise ValueError(text[:LONGEST_NUMBER])
    return int(text)


def _read_day(text: str) -> date:
    return date.fromisoformat(text)


def _asked(house: House) -> tuple[date, str]:
    """The night that the address asks for, and what is wrong with it: tonight then."""
    today, typed = clock.today(house.timezone), clean_line(request.values.get("on", ""))
    if not typed:
        return today, ""
    try:
        on = _read_day(typed)
    except ValueError:
        return today, "That is not a day we can read. Type it like 2027-03-05. This is tonight."
    return (on, "") if abs(on - today) <= AROUND else (today, "That day is too far off. This is tonight.")


def _days(house: House, on: date) -> Sequence[Choice]:
    today = clock.today(house.timezone)
    around = [on + timedelta(days=days) for days in (-1, 0, 1)]
    if today not in around:
        around.insert(0 if today < on else 3, today)
    return [
        Choice(
            "Tonight" if day == today else f"{DAYS[day.weekday()][:3]} {day.day}",
            f"/staff/{house.slug}/covers?on={day}",
            day == on,
        )
        for day in around
    ]


def _covers_page(actor: Actor, house: House, status: int = 200, *, problem: str = "", said: str = "") -> Response:
    on, wrong = _asked(house)
    today = clock.today(house.timezone)
    return page(
        "staff/covers/covers.html",
        status,
        actor=actor,
        house=house,
        here="covers",
        sheet=sheet_of(house, on),
        days=_days(house, on),
        problem=problem or wrong,
        said=said,
        may_read=can(actor, "read_allergies", house),
        may_move=can(actor, "run_stays", house) and on >= today,
        linked=can(actor, "see_bookings", house),
        printed=f"{short_day(today)}, {at_hour(clock.now().replace(second=0, microsecond=0), house.timezone)}",
    )
