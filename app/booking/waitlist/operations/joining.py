"""Joining the line."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import insert, select

from app.availability.board import Board
from app.availability.boards import boards
from app.availability.sets.search import could_take
from app.booking.waitlist.errors import FreeNow, NothingToWaitFor, TooMany
from app.booking.waitlist.models import WaitlistEntry
from app.booking.waitlist.possible import Possible, could_serve, first_possible
from app.booking.waitlist.queries import place_in_line
from app.booking.waitlist.rules import LIVE, MOST_ENTRIES, OWNER, Wish, first_arrival_told
from app.booking.waitlist.serving import wish_of
from app.catalogue.queries import catalogue
from app.inventory import operations as inventory
from app.inventory.queries import resources
from app.journal import record
from app.kernel import clock
from app.kernel.party import columns_of
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

    Only room types that could serve the party are kept. Raises `NothingToWaitFor` when none does or the dates have
    passed, `FreeNow` with what can be booked at once, `TooMany`.
    """
    found = waitable(wish)
    if free := free_now(found):
        raise FreeNow(free.room_types, free.stay)

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
    """The wish with the room types that could serve its party, alone or together, and for one room where no set is ever
    an answer. Raises `NothingToWaitFor`, also when its dates have passed."""
    sold_here = set(wish.room_types) & resources().of_room_type.keys()
    houses = [house for house in catalogue().houses if house.open_for_booking]
    ids = [kind.id for house in houses for kind in could_serve(house, wish.party, wish.rooms, sold_here)]
    if not ids:
        raise NothingToWaitFor("No rooms of these houses take your party. Ring us and we think of something.")
    today = min(clock.today(house.timezone) for house in catalogue().houses)
    if next(wish.stays(today), None) is None:
        raise NothingToWaitFor("These dates have passed. Choose later ones.", "in_the_past")
    several = any(could_take(house, wish.party, wish.rooms, sold_here) for house in houses)
    return replace(wish, room_types=tuple(sorted(ids)), rooms=wish.rooms if several else 1)


def free_now(wish: Wish) -> Possible | None:
    """A stay of the wish that can be bought at this moment, in a room or a set of rooms."""
    return next(filter(None, (first_possible(board, wish, board.first) for board in _boards(wish))), None)


def free_to_offer(wish: Wish) -> Possible | None:
    """As `free_now`, of the stays that the line can tell somebody of in time: by night not tonight's."""
    now = clock.now()
    found = (first_possible(board, wish, first_arrival_told(now, board.house.timezone)) for board in _boards(wish))
    return next(filter(None, found), None)


def _boards(wish: Wish) -> list[Board]:
    wanted = set(wish.room_types)
    return boards([house for house in catalogue().houses if any(kind.id in wanted for kind in house.room_types)])


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
        "rooms": wish.rooms,
        **columns_of(party),
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
