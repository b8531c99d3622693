"""Moving a stay to another door, another room type, or from a later night on; and taking the last move back.

In the journal, of the stay: `moved` with where it stood `before` and `after`, `price` (`same`, `kept`, `charged`), and
`consent` where the guest has two rooms in one stay, `agreed_by` being personal; with `lacking` where the door lacks
what they need or were promised, the `reason` being personal, and `unpromised`, the door that was promised until then;
`move_undone` with `before`, `after`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.booking.errors import PriceChanged
from app.booking.models import BookedStay, Booking
from app.booking.rooms.errors import CannotMove, ConsentNeeded, PriceToDecide, StaleMove
from app.booking.rooms.operations.standing import Found, bring, locked, noted
from app.booking.rooms.pricing import moved_lines
from app.booking.rooms.rules import PROMISE, Standing, doors_seen
from app.booking.rooms.suiting import promised_door, require_suited
from app.catalogue.closed import house_of
from app.catalogue.models import Room, RoomType
from app.catalogue.queries import catalogue
from app.inventory import operations as inventory
from app.journal.models import Entry
from app.kernel import clock
from app.kernel.stay import Stay
from app.kernel.words import listed, long_day, span
from app.pricing.queries import quote_lines
from app.pricing.rules import Line, total_minor
from app.store import db, transaction

_stay, _booking, _entry = BookedStay.__table__, Booking.__table__, Entry.__table__
KEEP, CHARGE = "keep", "charge"


@dataclass(frozen=True, slots=True)
class Wish:
    """Where a stay is to go: that door from a night on. `price` is `keep` or `charge` once that was asked, with the
    new total that was shown; `agreed_by` says who agreed to two rooms in one stay; `reason` why they sleep behind a
    door that lacks what they need; `seen` is what the form saw."""

    room_id: int
    from_on: date
    seen: str
    price: str = ""
    offered_minor: int | None = None
    agreed_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """Whose stay has which room now, from which night, and how the price fared."""

    guest_name: str
    room_name: str
    from_on: date
    price: str


def move_stay(stay_id: int, wish: Wish, *, by: int | None) -> Moved:
    """The stay sleeps behind that door from that night to its end; its claim goes with it into another room type. No
    other door is promised to it any more.

    All in one transaction. Raises `NotSuited` where the door lacks what they need or were promised and no reason says
    why they sleep there all the same, `StaleMove` when the stay does not stand as the form saw it, `CannotMove`,
    `DoorTaken` and `RoomClosed` with who or what is there, `ConsentNeeded` for a second room in one stay,
    `PriceToDecide` where it could go there, the room costs something else and nobody said what is charged, and
    `PriceChanged` when the price is not the one that was offered. Then nothing has changed. Of two who move at once the
    second is refused.
    """

    def work() -> Moved:
        now = clock.now()
        found = locked(stay_id)
        require_seen(found, wish.seen)
        room = _room(wish.room_id, found.location_id)
        nights = _nights(found, wish.from_on)
        after = _after(found, room, nights)
        lacks = require_suited(found.stay, room.id, nights, wish.reason)
        _require_consent(found, after, wish)
        priced = _priced(found, room.room_type_id, nights)
        lines = _agreed(found, priced, wish)
        if lines is not None and set(nights) == set(found.stay.chosen.stay):
            after = Standing(room.room_type_id, {}, after.doors)
        quote_id = bring(found, after, lines, by, now)
        if priced is not None and wish.price not in (KEEP, CHARGE):
            raise PriceToDecide(found.booking.quote.total_minor, total_minor(priced))
        facts = _lacking_facts(stay_id, lacks)
        inventory.unpromise_door(stay_id, but=room.id)
        after = Standing(after.room_type_id, after.moved, after.doors, quote_id)
        price = "charged" if lines is not None else "kept" if wish.price == KEEP else "same"
        said = {"agreed_by": wish.agreed_by, "reason": wish.reason if lacks else ""}
        personal = {name: (None, words) for name, words in said.items() if words} or None
        noted("moved", found, after, by, now, price=price, consent=bool(wish.agreed_by), personal=personal, **facts)
        return Moved(found.booking.guest_name, room.name, wish.from_on, price)

    return transaction(work)


def _lacking_facts(stay_id: int, lacks: tuple[str, ...]) -> dict[str, Any]:
    """What the journal says of a door that is not what they need or were promised."""
    given_up = {"unpromised": promised_door(stay_id)} if PROMISE in lacks else {}
    return {"lacking": list(lacks), **given_up} if lacks else {}


def undoable(found: Found) -> int | None:
    """The journal's number of the last move of a stay, where it can still be taken back: nothing came after it."""
    row = _last_move(found.stay.id)
    return int(row.id) if row is not None and _stands_so(found, row) else None


def undo_move(stay_id: int, entry_id: int, *, by: int | None) -> None:
    """The stay stands as before its last move, doors, claims, price and promise.

    Raises `CannotMove` when something came after it or nights of it have passed, and `DoorTaken` when the door is
    somebody else's by now; nothing has changed then.
    """

    def work() -> None:
        now = clock.now()
        found = locked(stay_id)
        row = _last_move(stay_id)
        if row is None or row.id != entry_id or not _stands_so(found, row):
            raise CannotMove("Something came after that move. Nothing was undone; move the stay by hand.")
        before = Standing.from_json(row.facts["before"])
        lines = None
        if before.quote_id != found.booking.quote_id:
            lines = tuple(quote_lines(before.quote_id))
        quote_id = bring(found, before, lines, by, now)
        if door := row.facts.get("unpromised"):
            inventory.promise(stay_id, door, step_free=False, at=now)
        after = Standing(before.room_type_id, before.moved, before.doors, quote_id)
        noted("move_undone", found, after, by, now)

    transaction(work)


def require_seen(found: Found, seen: str) -> None:
    """Raises `StaleMove` with both versions where the stay does not stand as a form saw it."""
    stands = found.standing.seen(found.booking.revision)
    if seen != stands:
        raise StaleMove(doors_in_words(doors_seen(seen)), doors_in_words(found.standing.runs))


def doors_in_words(runs: list[tuple[int, date, date]]) -> str:
    """11 Medlar, Fri 5 to Sun 7 March; or that there is no room yet."""
    names = {id_: name for house in catalogue().houses for kind in house.room_types for id_, name in kind.rooms}
    return (
        listed([f"{names.get(door, 'a room')}, {span(first, until)}" for door, first, until in runs]) or "no room yet"
    )


def _room(room_id: int, location_id: int) -> Any:
    row = db.session.execute(
        select(Room.id, Room.name, Room.room_type_id)
        .join(RoomType, RoomType.id == Room.room_type_id)
        .where(Room.id == room_id, RoomType.location_id == location_id, Room.closed_at.is_(None))
    ).one_or_none()
    if row is None:
        raise CannotMove("There is no such room in this house. Choose another one.")
    return row


def _nights(found: Found, from_on: date) -> list[date]:
    stay, today = found.stay.chosen.stay, clock.today(house_of(found.location_id).timezone)
    first = max(stay.arrival, today)
    if not first <= from_on <= stay.last_night:
        raise CannotMove(f"Choose a night from {long_day(first)} to {long_day(stay.last_night)}.")
    return list(Stay(from_on, stay.departure))


def _after(found: Found, room: Any, nights: list[date]) -> Standing:
    """Where the stay would stand; the quote is said later."""
    before, party = found.standing, found.stay.chosen.party
    kind = catalogue().room_types.get(room.room_type_id)
    if any(before.type_on(night) != room.room_type_id for night in nights):
        if kind is None or party.adults > kind.adults_max or party.heads > kind.heads_max:
            raise CannotMove(f"{room.name} is too small for this party.")
        if party.dogs > kind.dogs_max:
            raise CannotMove(f"{room.name} takes {kind.dogs_max or 'no'} dogs.")
    moved = {night: to for night, to in before.moved.items() if night not in nights}
    if room.room_type_id != before.room_type_id:
        moved |= dict.fromkeys(nights, room.room_type_id)
    doors = {**before.doors, **dict.fromkeys(nights, room.id)}
    if doors == dict(before.doors):
        raise CannotMove(f"The stay has {room.name} on these nights already.")
    return Standing(before.room_type_id, moved, doors)


def _require_consent(found: Found, after: Standing, wish: Wish) -> None:
    split = len(set(after.doors.values())) > 1 and len(set(after.doors.values())) >= len(
        set(found.standing.doors.values())
    )
    if split and not wish.agreed_by:
        raise ConsentNeeded


def _priced(found: Found, room_type_id: int, nights: list[date]) -> tuple[Line, ...] | None:
    """The lines of the booking at the price of the new room; None where it costs the same."""
    other = [night for night in nights if found.standing.type_on(night) != room_type_id]
    lines = moved_lines(found.booking, found.stay, other, room_type_id) if other else None
    return lines if lines is not None and total_minor(lines) != found.booking.quote.total_minor else None


def _agreed(found: Found, priced: tuple[Line, ...] | None, wish: Wish) -> tuple[Line, ...] | None:
    """The new lines where the guest is to pay them; None where the price stays."""
    if priced is None or wish.price != CHARGE:
        return None
    if wish.offered_minor != total_minor(priced):
        raise PriceChanged(wish.offered_minor or found.booking.quote.total_minor, total_minor(priced))
    return priced


def _last_move(stay_id: int) -> Any:
    row = db.session.execute(
        select(_entry.c.id, _entry.c.action, _entry.c.facts)
        .where(_entry.c.subject == "stay", _entry.c.subject_id == stay_id)
        .order_by(_entry.c.id.desc())
        .limit(1)
    ).one_or_none()
    return row if row is not None and row.action == "moved" else None


def _stands_so(found: Found, row: Any) -> bool:
    """Whether the stay stands as that move left it, and the nights that it moved are still to come."""
    before, after = Standing.from_json(row.facts["before"]), Standing.from_json(row.facts["after"])
    today = clock.today(house_of(found.location_id).timezone)
    changed = [n for n in found.stay.chosen.stay if before.doors.get(n) != after.doors.get(n)]
    return found.standing == after and all(night >= today for night in changed)
