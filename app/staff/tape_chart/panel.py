"""What stands beside the chart about the stay that is chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from app.booking.models import BookedStay, Booking
from app.booking.people.models import Allergy
from app.booking.queries import PlacedBooking, PlacedStay, booking_of
from app.booking.rooms.errors import CannotMove
from app.booking.rooms.operations.moving import undoable
from app.booking.rooms.operations.standing import Found, found_stay
from app.booking.rooms.rules import DoorWanted, lacking
from app.booking.rooms.suiting import offered_by, wanted_by
from app.catalogue.queries import House
from app.identity.staff.rules import Actor, can
from app.inventory.models import RoomPromise
from app.inventory.packing.queries import rooms_of
from app.inventory.packing.rules import runs_by_door
from app.inventory.room_states import Standing, room_states
from app.kernel import clock
from app.kernel.stay import Stay
from app.kernel.words import counted, listed, money, short_day, span
from app.staff.lacking import door_label
from app.store import db
from app.web.filters import sitting
from app.web.stay_words import extras_words, stay_view

SOURCES = {"web": "booked online", "phone": "by telephone", "walk_in": "walked in", "agent": "by an agent"}
NEEDS = {"step-free": "step-free", "bath": "a bath"}
TAGS = {"in_house": "", "departed": "tag--grey", "confirmed": "tag--info"}


@dataclass(frozen=True, slots=True)
class Panel:
    """A stay in words. `found` is None once it is over: nothing of it moves any more."""

    booking: PlacedBooking
    stay: PlacedStay
    found: Found | None
    about: str
    tag: tuple[str, str]
    facts: list[tuple[str, str]]
    rooms: list[tuple[str, list[tuple[int, str]]]]
    by_type: dict[int, list[int]]
    nights: list[tuple[str, str]]
    undo: int | None
    promised: str
    promised_id: int
    due_today: bool

    @property
    def seen(self) -> str:
        return self.found.standing.seen(self.found.booking.revision) if self.found else ""

    @property
    def room_id(self) -> int | None:
        """The door of its last night."""
        return self.found.standing.doors.get(self.stay.chosen.stay.last_night) if self.found else None

    @property
    def list_at(self) -> int | None:
        """With which room the list begins: the one it has, or the first of its type."""
        kind = self.found.standing.type_on(self.stay.chosen.stay.last_night) if self.found else None
        return self.room_id or next((own[0] for id_, own in self.by_type.items() if id_ == kind and own), None)


def panel_of(house: House, stay_id: int, actor: Actor) -> Panel | None:
    """The stay of that house with that number; None when there is none."""
    row = db.session.execute(
        select(BookedStay.booking_id, Booking.source, RoomPromise.room_id)
        .join(Booking, Booking.id == BookedStay.booking_id)
        .outerjoin(RoomPromise, RoomPromise.stay_id == BookedStay.id)
        .where(BookedStay.id == stay_id, Booking.location_id == house.id)
    ).one_or_none()
    if row is None:
        return None
    try:
        found = found_stay(stay_id)
    except CannotMove:
        found = None
    booking = found.booking if found else booking_of(row.booking_id)
    assert booking is not None
    stay = next(one for one in booking.stays if one.id == stay_id)
    rooms = room_states(house.id)
    nights, today = stay.chosen.stay, clock.today(house.timezone)
    due_today = booking.state == "confirmed" and nights.arrival == today and stay.cancelled_at is None
    about = f"{booking.reference}, {SOURCES.get(row.source, row.source)} {short_day(booking.booked_at.date())}"
    return Panel(
        booking,
        stay,
        found,
        about,
        _tag(booking, stay, due_today),
        _facts(house, booking, stay, rooms, actor),
        _rooms(house, rooms, stay if found else None),
        {kind.id: [r.room_id for r in rooms.values() if r.room_type_id == kind.id] for kind in house.room_types},
        _nights(nights, today) if found else [],
        undoable(found) if found else None,
        rooms[row.room_id].name if row.room_id in rooms else "",
        row.room_id or 0,
        due_today,
    )


def _tag(booking: PlacedBooking, stay: PlacedStay, due_today: bool) -> tuple[str, str]:
    if stay.cancelled_at is not None:
        return "Cancelled", "tag--bad"
    if due_today:
        at = f" {sitting(booking.arrival_time)}" if booking.arrival_time else " today"
        return f"Due in{at}", "tag--warn"
    words = {"in_house": "In house", "departed": "Left", "no_show": "No-show", "cancelled": "Cancelled"}
    return words.get(booking.state, "Booked"), TAGS.get(booking.state, "tag--bad")


def _facts(
    house: House, booking: PlacedBooking, stay: PlacedStay, rooms: dict[int, Standing], actor: Actor
) -> list[tuple[str, str]]:
    chosen = stay.chosen
    doors = runs_by_door(rooms_of([stay.id]).get(stay.id, {}))
    split = len(doors) > 1
    said = [
        f"{rooms[door].name}, {span(first, until)}" if split else f"{rooms[door].name}, {rooms[door].state}"
        for door, first, until in doors
        if door in rooms
    ]
    hours = {each.id: each.begins for each in house.sittings}
    suppers = [f"{short_day(night)[:3]} {sitting(hours[at])}" for night, at in chosen.suppers if at in hours]
    view = stay_view(house.id, chosen)
    facts = [
        ("Room", listed([one.replace("_", " ") for one in said]) or "None yet"),
        ("Sold as", _sold_as(house, chosen.room_type_id)),
        ("Nights", f"{span(chosen.stay.arrival, chosen.stay.departure)}, {chosen.stay.nights}"),
        ("Party", view.party_text),
        ("Needs", listed([NEEDS[need] for need in sorted(chosen.party.needs)]).capitalize()),
        (
            "Supper",
            f"{', '.join(suppers)}, for {counted(chosen.party.heads, 'person', 'people')}" if suppers else "None",
        ),
        ("Extras", listed(extras_words(house, [chosen])) if chosen.extras else ""),
        ("Kitchen", _kitchen(stay.id, can(actor, "read_allergies", house))),
        ("Total", f"{_money(booking, booking.quote.total_minor)}, paid {_money(booking, booking.paid_minor)}"),
        ("Balance", _money(booking, booking.due_minor)),
        ("Notes", booking.notes or ""),
    ]
    return [(name, words) for name, words in facts if words]


def _money(booking: PlacedBooking, minor: int) -> str:
    return money(minor, booking.quote.currency, pence=True)


def _sold_as(house: House, room_type_id: int) -> str:
    return next((kind.name for kind in house.room_types if kind.id == room_type_id), "")


def _kitchen(stay_id: int, may_read: bool) -> str:
    rows = db.session.execute(
        select(Allergy.person, Allergy.allergens).where(Allergy.stay_id == stay_id).order_by(Allergy.number)
    ).all()
    if rows and not may_read:
        return "Allergies are noted; the kitchen has them"
    return listed([f"No {row.allergens.replace(',', ', ')} ({row.person})" for row in rows])


def _rooms(
    house: House, rooms: dict[int, Standing], stay: PlacedStay | None
) -> list[tuple[str, list[tuple[int, str]]]]:
    """The doors by room type, each with what it lacks for the stay that may move there."""
    wanted = replace(wanted_by([stay])[stay.id], room_id=None) if stay else DoorWanted()
    offered = offered_by(rooms) if wanted != DoorWanted() else {}
    lacks = {room_id: lacking(wanted, door) for room_id, door in offered.items()}
    labels = {room.room_id: door_label(room.name, lacks.get(room.room_id, ())) for room in rooms.values()}
    return [
        (kind.name, [(id_, labels[id_]) for id_, room in rooms.items() if room.room_type_id == kind.id])
        for kind in house.room_types
    ]


def _nights(stay: Stay, today: date) -> list[tuple[str, str]]:
    """The nights from which a stay may be moved."""
    return [(night.isoformat(), short_day(night)) for night in stay if night >= max(today, stay.arrival)]
