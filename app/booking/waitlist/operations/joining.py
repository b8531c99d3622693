"""Joining the line."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select

from app.availability.board import capacity_of
from app.availability.boards import boards
from app.availability.search import search_house
from app.booking.waitlist.errors import FreeNow, NothingToWaitFor, TooMany
from app.booking.waitlist.models import WaitlistEntry
from app.booking.waitlist.queries import place_in_line
from app.booking.waitlist.rules import LIVE, MOST_ENTRIES, OWNER, Wish
from app.booking.waitlist.serving import wish_of
from app.catalogue.queries import RoomType, catalogue
from app.inventory import operations as inventory
from app.inventory.queries import resources
from app.journal import record
from app.kernel import clock
from app.kernel.stay import Stay
from app.outbox import announce
from app.store import db, transaction, write

_entry = WaitlistEntry.__table__


@dataclass(frozen=True, slots=True)
class Joined:
    """An entry of the line; `new` is False when the same wish stood there already."""

    entry_id: int
    version: int
    new: bool


def join(wish: Wish, name: str, email: str, *, language: str = "en") -> Joined:
    """The wish stands at the end of the line and is confirmed by mail; the same wish under the same mail joins once.

    Only room types that take the party are kept. Raises `NothingToWaitFor` when none does or the dates have passed,
    `FreeNow` with what can be booked at once, `TooMany`.
    """
    found = waitable(wish)
    if free := free_now(found):
        raise FreeNow(*free)

    def work() -> Joined:
        mine = db.session.execute(
            select(*_entry.c).where(_entry.c.email_lower == email.lower(), _entry.c.state.in_(LIVE))
        ).all()
        for row in mine:
            if wish_of(row) == found:
                return Joined(row.id, row.version, new=False)
        if len(mine) >= MOST_ENTRIES:
            raise TooMany
        return Joined(_write(found, name, email, language), 1, new=True)

    return transaction(work)


def waitable(wish: Wish) -> Wish:
    """The wish with the room types that take its party, from today on. Raises `NothingToWaitFor`."""
    fitting = [room_type for room_type in map(_room_type, wish.room_types) if room_type and _takes(room_type, wish)]
    if not fitting:
        raise NothingToWaitFor("No room of these houses takes your party. Ring us and we think of something.")
    today = min(clock.today(house.timezone) for house in catalogue().houses)
    if next(wish.stays(today), None) is None:
        raise NothingToWaitFor("These dates have passed. Choose later ones.", "in_the_past")
    ids = tuple(sorted(room_type.id for room_type in fitting))
    return Wish(wish.earliest, wish.latest, wish.nights, wish.party, ids)


def free_now(wish: Wish) -> tuple[int, Stay] | None:
    """A room type and stay of the wish that can be bought at this moment."""
    houses = [house for house in catalogue().houses if any(kind.id in wish.room_types for kind in house.room_types)]
    now = clock.now()
    for board in boards(houses):
        for stay in wish.stays(board.first):
            for room in search_house(board, stay, wish.party, now).rooms:
                if room.room_type.id in wish.room_types:
                    return room.room_type.id, stay
    return None


def _room_type(room_type_id: int) -> RoomType | None:
    return catalogue().room_types.get(room_type_id)


def _takes(room_type: RoomType, wish: Wish) -> bool:
    house = catalogue().by_id.get(room_type.location_id)
    capacity = capacity_of(room_type)
    return (
        house is not None
        and house.open_for_booking
        and room_type.id in resources().of_room_type
        and capacity.holds(wish.party)
        and capacity.meets(wish.party.needs)
    )


def _write(wish: Wish, name: str, email: str, language: str) -> int:
    now = clock.now()
    party = wish.party
    row = {
        "version": 1,
        "state": "waiting",
        "earliest_on": wish.earliest,
        "latest_on": wish.latest,
        "nights": wish.nights,
        "room_types": list(wish.room_types),
        "adults": party.adults,
        "children": ",".join(map(str, party.children)),
        "cots": party.cots,
        "dogs": party.dogs,
        "needs": ",".join(sorted(party.needs)),
        "name": name,
        "email": email,
        "email_lower": email.lower(),
        "language": language,
        "created_at": now,
    }
    entry_id = int(write(insert(_entry).returning(_entry.c.id), row).scalar_one())
    of_room_type = resources().of_room_type
    inventory.watch(entry_id, [of_room_type[kind] for kind in wish.room_types], wish.earliest, wish.latest)
    record("joined", OWNER, entry_id, at=now)
    place = place_in_line(entry_id)
    announce("waitlisted", OWNER, entry_id, email, {"place": place.place, "of": place.of}, language=language)
    return entry_id
