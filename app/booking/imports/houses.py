"""Houses, room types and open nights for what a file names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import func, select

from app.booking.imports.rules import Row
from app.catalogue import operations as catalogue
from app.catalogue.models import Location, Room, RoomType
from app.catalogue.spelling import slug_of
from app.inventory import operations as inventory
from app.inventory.models import Resource
from app.kernel.errors import Invalid
from app.pricing.models import RatePlan
from app.store import db

PLAN = "imported"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a booking goes: its house, room type, what counts it, and the plan that says it was imported."""

    location_id: int
    room_type_id: int
    resource_id: int
    rate_plan_id: int


def make_places(
    rows: Iterable[Row], rooms: Mapping[tuple[str, str], int], *, currency: str, timezone: str
) -> dict[tuple[str, str], Place]:
    """Every (location, room type) of the rows exists, with `rooms` rooms, on sale each night from first to last.

    What is there already under the same slug is used as it is, with the rooms that it has. New houses are closed for
    booking: they have a past, but no words, pictures or rates yet. Raises `Invalid` where one is kept in another
    currency or time zone. Runs in the caller's transaction.
    """
    known: dict[str, list[Row]] = {}
    for row in rows:
        known.setdefault(row.location, []).append(row)
    places: dict[tuple[str, str], Place] = {}
    for name, own in sorted(known.items()):
        location_id = _location(name, currency, timezone)
        plan_id = _plan(location_id)
        first = min(row.stay.arrival for row in own)
        until = max(row.stay.departure for row in own)
        for kind in sorted({row.room_type for row in own}):
            of_kind = [row for row in own if row.room_type == kind]
            room_type_id, resource_id = _room_type(location_id, kind, of_kind, rooms[name, kind])
            places[name, kind] = Place(location_id, room_type_id, resource_id, plan_id)
        _open(location_id, [place.resource_id for place in places.values() if place.location_id == location_id],
              first, until)  # fmt: skip
    return places


def _location(name: str, currency: str, timezone: str) -> int:
    """The house of that name. Raises `Invalid` where there is one with other money or another clock."""
    slug = slug_of(name)
    columns = (Location.id, Location.currency, Location.timezone)
    found = db.session.execute(select(*columns).where(Location.slug == slug)).one_or_none()
    if found is not None:
        if (found.currency, found.timezone) != (currency, timezone):
            raise Invalid(
                f"{name} is here already, in {found.currency} and {found.timezone}; the file would be in {currency} "
                f"and {timezone}. Nothing was imported. Say what the file is in, or name the house otherwise."
            )
        return found.id
    place = db.session.execute(select(func.coalesce(func.max(Location.position), 0))).scalar_one() + 1
    return catalogue.add(
        Location, slug=slug, name=name, place="", address="", station="", telephone="", email="", timezone=timezone,
        currency=currency, position=place, palette="combe", check_in_time=time(15), check_out_time=time(11),
        days_ahead=540, gap_may_be_sold=True, open_for_booking=False,
    )  # fmt: skip


def _plan(location_id: int) -> int:
    found = db.session.execute(
        select(RatePlan.id).where(RatePlan.location_id == location_id, RatePlan.slug == PLAN)
    ).scalar_one_or_none()
    if found is not None:
        return found
    return catalogue.add(
        RatePlan, location_id=location_id, slug=PLAN, name="Imported", summary="As booked in another system.",
        position=99, on_sale=False, due_now_bp=0, may_pay_at_house=True, cancelling="free_until",
    )  # fmt: skip


def _room_type(location_id: int, name: str, rows: list[Row], rooms: int) -> tuple[int, int]:
    slug = slug_of(name)
    found = db.session.execute(
        select(RoomType.id, Resource.id)
        .join(Resource, Resource.room_type_id == RoomType.id)
        .where(RoomType.location_id == location_id, RoomType.slug == slug)
    ).one_or_none()
    if found is not None:
        return found[0], found[1]
    room_type_id = catalogue.add(
        RoomType, location_id=location_id, slug=slug, name=name, kind=slug[:20],
        adults_max=max(row.party.adults for row in rows), heads_max=max(row.party.heads for row in rows),
        cots_max=max(row.party.cots for row in rows),
    )  # fmt: skip
    catalogue.add_all(
        Room, [{"room_type_id": room_type_id, "name": f"{name} {n}", "position": n} for n in range(1, rooms + 1)]
    )
    return room_type_id, inventory.add_resource(location_id, room_type_id=room_type_id)


def _open(location_id: int, resources: list[int], first: date, until: date) -> None:
    """The nights are open with the rooms in use; without a gap to those that were open before."""
    counts: dict[int, int] = dict(
        db.session.execute(
            select(Resource.id, func.count(Room.id))
            .join(Room, (Room.room_type_id == Resource.room_type_id) & Room.closed_at.is_(None), isouter=True)
            .where(Resource.id.in_(resources))
            .group_by(Resource.id)
        ).all()
    )
    inventory.open_nights(counts, first, until)
