"""Giving what frees up to the first in the line, in the transaction that frees it.

The order is the same everywhere: entries are locked before counters, the counters of all that may change at once and in
(resource, night) order; what has expired is swept, the line is served, then the caller claims or frees, and what that
left is served again. Where nobody waits none of this makes a statement. Versions are raised when the caller has locked
everything else: see decision 15.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.availability.board import Board
from app.availability.boards import fresh_boards
from app.booking.waitlist.models import WaitlistEntry, WaitlistRoom
from app.booking.waitlist.possible import Key, Possible, made_possible
from app.booking.waitlist.rules import OWNER, Wish, first_arrival_told, hour_to_stand_by
from app.catalogue.queries import House, catalogue
from app.inventory import SoldOut, Want
from app.inventory import operations as inventory
from app.inventory.queries import held_by, resources, watches
from app.inventory.rules import nights_between
from app.journal import record
from app.kernel import clock
from app.kernel.party import party_of
from app.outbox import announce
from app.store import db, write
from app.store.version import raise_last, stock_of

_entry, _room = WaitlistEntry.__table__, WaitlistRoom.__table__


@contextmanager
def serving_line(owners: Sequence[tuple[str, int]], wants: Sequence[Want] = ()) -> Iterator[None]:
    """Around something that gives back what `owners` hold, or lets them hold `wants` instead.

    Before it what has expired on the same resources is swept and the line served, so that those who wait come first;
    after it they are served with what it freed. An owner that claims with an expired hold stands behind the line.
    """
    if not watches():
        yield
        return
    own = held_by(owners)
    wanted = {(want.resource_id, night) for want in wants for night in want}
    line = Line.locked(own, wanted, [] if wants else owners)
    line.sweep_and_serve()
    try:
        yield
    except SoldOut:
        line.close()
        raise
    line.serve(own)
    line.close()


def serve_freed(keys: set[Key]) -> int:
    """The line is served with these (resource, night): a closure was lifted, nights were opened, a rule has gone.

    Answers how many got a place. Within a transaction.
    """
    if not watches():
        return 0
    line = Line.locked(keys, set(), [])
    line.sweep_and_serve()
    line.serve(keys)
    return line.close()


def wish_of(row: Any) -> Wish:
    """What an entry waits for."""
    party = party_of(row.adults, row.children, row.cots, row.dogs, row.needs)
    return Wish(row.earliest_on, row.latest_on, row.nights, party, tuple(row.room_types), row.rooms)


class Line:
    """Those who wait for any of some counters, with entries and counters ours until the transaction ends."""

    def __init__(self, waiting: list[Any], expired: list[tuple[str, int]], due: set[Key]) -> None:
        self.now = clock.now()
        self.waiting, self.expired, self.due = waiting, expired, due
        self.served: list[int] = []
        self.houses: set[int] = set()
        self.boards: dict[int, Board] = {}

    @classmethod
    def locked(cls, own: set[Key], wanted: set[Key], spared: Sequence[tuple[str, int]]) -> Line:
        """The line for `own`, and for what has expired on the same resources but for the owners `spared`."""
        of = {resource_id for resource_id, _ in own | wanted}
        expired = [owner for owner in inventory.expired_on(of, clock.now()) if owner not in spared] if of else []
        due = held_by(expired)
        ids = _watchers(own | due)
        rows = _locked_entries(ids | {owner_id for owner, owner_id in expired if owner == OWNER})
        waiting = [row for row in rows if row.state == "waiting" and row.email]
        inventory.lock(own | wanted | due | {key for row in waiting for key in _reach(row, {r for r, _ in own | due})})
        return cls(waiting, expired, due)

    def sweep_and_serve(self) -> None:
        """What had expired is somebody's who waits, or free."""
        if self.expired:
            swept = inventory.sweep(self.expired, self.now)
            lapse([owner_id for owner, owner_id in swept if owner == OWNER], self.now)
        self.serve(self.due)

    def serve(self, freed: set[Key]) -> None:
        """Each in turn gets the cheapest room or set of rooms that these nights make possible, if there is one."""
        if not freed:
            return
        self.boards.clear()
        for row in self.waiting:
            if row.id not in self.served and self._serve_one(row, freed):
                self.served.append(row.id)

    def close(self) -> int:
        """Whoever was served waits no more; answers how many. Versions rise last, after all that the caller locks."""
        inventory.unwatch(self.served)
        raise_last(stock_of(house_id) for house_id in self.houses)
        return len(self.served)

    def _serve_one(self, row: Any, freed: set[Key]) -> bool:
        wish = wish_of(row)
        of_resource = {resource_id: room_type for room_type, resource_id in resources().of_room_type.items()}
        freed_types = {of_resource.get(resource_id) for resource_id, _ in freed} & set(wish.room_types)
        return any(
            self._served_by(house, row, wish, freed)
            for house in catalogue().houses
            if house.open_for_booking and any(room_type.id in freed_types for room_type in house.room_types)
        )

    def _served_by(self, house: House, row: Any, wish: Wish, freed: set[Key]) -> bool:
        hour = hour_to_stand_by(self.now, house.timezone)
        for one in made_possible(self._board(house), wish, freed, first_arrival_told(self.now, house.timezone)):
            try:
                inventory.claim(OWNER, row.id, one.wants, expires_at=hour[1])
            except SoldOut:
                continue
            _offer(house, row, one, hour, self.now)
            del self.boards[house.id]
            self.houses.add(house.id)
            return True
        return False

    def _board(self, house: House) -> Board:
        """The house as this transaction sees it, read again when something of it was given away."""
        if house.id not in self.boards:
            self.boards[house.id] = fresh_boards([house])[0]
        return self.boards[house.id]


def lapse(entry_ids: Sequence[int], now: datetime) -> int:
    """These entries had their hour, if they were offered something until `now`; answers how many."""
    if not entry_ids:
        return 0
    ended = (
        update(_entry)
        .where(_entry.c.id.in_(sorted(entry_ids)), _entry.c.state == "offered", _entry.c.held_until_at <= now)
        .values(state="lapsed", ended_at=now)
        .returning(_entry.c.id)
    )
    lapsed = [entry_id for (entry_id,) in write(ended)]
    for entry_id in lapsed:
        record("lapsed", OWNER, entry_id, actor="worker", at=now)
    return len(lapsed)


def _watchers(keys: set[Key]) -> set[int]:
    """Who waits for any of these."""
    known = watches()
    return {
        one.watcher_id
        for resource_id, night in keys
        for one in known.get(resource_id, ())
        if one.first_on <= night < one.until_on
    }


def _locked_entries(ids: set[int]) -> list[Any]:
    if not ids:
        return []
    wanted = select(*_entry.c).where(_entry.c.id.in_(sorted(ids)), _entry.c.state.in_(("waiting", "offered")))
    return list(db.session.execute(wanted.order_by(_entry.c.id).with_for_update()).all())


def _reach(row: Any, of: Collection[int]) -> set[Key]:
    """Every counter that the entry might take a part of once something of these resources is free.

    A set takes rooms of other types of the same house beside those.
    """
    of_room_type, known = resources().of_room_type, catalogue().room_types
    mine = {
        of_room_type[kind]: known[kind].location_id for kind in row.room_types if kind in known and kind in of_room_type
    }
    houses = {house_id for resource_id, house_id in mine.items() if resource_id in of}
    return {
        (resource_id, night)
        for resource_id, house_id in mine.items()
        if resource_id in of or (row.rooms != 1 and house_id in houses)
        for night in nights_between(row.earliest_on, row.latest_on)
    }


def _offer(house: House, row: Any, one: Possible, hour: tuple[datetime, datetime], now: datetime) -> None:
    begins, until = hour
    write(
        update(_entry)
        .where(_entry.c.id == row.id)
        .values(state="offered", arrival_on=one.stay.arrival, stands_from_at=begins, held_until_at=until)
    )
    rooms = [
        {
            "entry_id": row.id,
            "position": position,
            "room_type_id": room_type.id,
            "adults": party.adults,
            "children": ",".join(map(str, party.children)),
            "cots": party.cots,
            "dogs": party.dogs,
        }
        for position, (room_type, party) in enumerate(one.rooms)
    ]
    write(insert(_room), rooms)
    facts: dict[str, Any] = {
        "room_types": list(one.room_types),
        "arrival": one.stay.arrival.isoformat(),
        "departure": one.stay.departure.isoformat(),
        "held_until_at": until.isoformat(),
        "total_minor": one.total_minor,
    }
    record("offered", OWNER, row.id, actor="line", location_id=house.id, at=now, **facts)
    announce("place_free", OWNER, row.id, row.email, facts, language=row.language, due_at=begins)
