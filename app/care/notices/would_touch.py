"""Which of the announced notices would touch a stay that nobody has booked yet: the rules of matching, on what somebody
looks at or buys."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from app.booking.rules import Basket, ChosenStay
from app.care.notices.coming import Coming, coming
from app.care.notices.rules import StayThen, Supper, Window, reasons
from app.catalogue.closed import house_of
from app.catalogue.queries import House
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay

Kept = tuple[int, StayThen]
"""A room type, and what would be spent in it."""


def coming_to(basket: Basket, leaves_by: time | None = None) -> list[Coming]:
    """The notices that would touch who books this and leaves by that hour, the first to begin first. One about single
    doors would while any of them is of a room type that is booked: nobody knows yet who sleeps behind it."""
    found = coming(basket.location_id, basket.arrival, basket.departure)
    if not found:
        return []
    house, now = house_of(basket.location_id), clock.now()
    stays = kept_in(basket, house, leaves_by)
    return [one for one in found if touches(one, stays, house, now)]


def coming_to_party(house: House, room_types: Collection[int], stay: Stay, party: Party) -> list[Coming]:
    """Those that would touch a party that takes any of these room types on these nights, whenever it has supper."""
    found = coming(house.id, stay.arrival, stay.departure)
    if not found:
        return []
    suppers = tuple(Supper(night, sitting.begins, party.heads) for night in stay for sitting in house.sittings)
    then, now = StayThen(stay.arrival, stay.departure, party, suppers), clock.now()
    return [one for one in found if touches(one, [(kind, then) for kind in room_types], house, now)]


def touches(one: Coming, stays: Sequence[Kept], house: House, now: datetime) -> bool:
    """Whether the notice would touch who has these stays in its house, in the rooms that it is about; one that runs
    longer than was said lasts today."""
    zone = ZoneInfo(house.timezone)
    begins, ends = (at.astimezone(zone).replace(tzinfo=None) for at in (one.begins_at, one.ends_at))
    if one.last(now) > one.last_on:
        ends = datetime.combine(one.last(now), time.max)
    window = Window(begins, ends, house.check_in_time, house.check_out_time)
    types = types_of(one, house)
    return bool(reasons(window, one.whom, [then for kind, then in stays if types is None or kind in types]))


def types_of(one: Coming, house: House) -> frozenset[int] | None:
    """The room types that a notice is about, also where it is about single doors of theirs; None for all."""
    if not one.room_types and not one.rooms:
        return None
    behind = (kind.id for kind in house.room_types if any(door in one.rooms for door, _ in kind.rooms))
    return frozenset((*one.room_types, *behind))


def kept_in(basket: Basket, house: House, leaves_by: time | None = None) -> list[Kept]:
    """The stays of a basket in its house as `touches` wants them."""
    return [(own.room_type_id, _then(own, house, leaves_by)) for own in basket.stays]


def _then(own: ChosenStay, house: House, leaves_by: time | None) -> StayThen:
    hours = {sitting.id: sitting.begins for sitting in house.sittings}
    suppers = tuple(
        Supper(night, hours[sitting], own.party.heads) for night, sitting in own.suppers if sitting in hours
    )
    leaves = datetime.combine(own.stay.departure, leaves_by) if leaves_by else None
    return StayThen(own.stay.arrival, own.stay.departure, own.party, suppers, own.assistance_dogs, leaves)
