"""People who wait, for tests of the line: the hut of the first house is the one room that everybody wants."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.booking import operations as booking
from app.booking.rules import Details
from app.booking.waitlist import operations as waitlist
from app.booking.waitlist.rules import Wish
from app.kernel.party import Party
from app.kernel.stay import Stay
from tests import cast, stock
from tests.baskets import COUPLE, WEEKEND, basket

ANY_ROOM = ("snug", "garden", "shepherds-hut")


def wish(
    stay: Stay = WEEKEND,
    *room_types: str,
    earlier: int = 0,
    later: int = 0,
    party: Party = COUPLE,
    house: str = "",
    rooms: int | None = 1,
) -> Wish:
    """The nights of a stay, or as many within some days around it."""
    known = cast.found(house or "combe-harrow").room_types
    ids = tuple(known[slug] for slug in room_types or ("shepherds-hut",))
    first, last = stay.arrival - timedelta(days=earlier), stay.departure + timedelta(days=later)
    return Wish(first, last, stay.nights, party, ids, rooms)


def waiting(who: str = "bea", wanted: Wish | None = None) -> int:
    """The id of a new entry at the end of the line."""
    joined = waitlist.join(wanted or wish(), who.capitalize(), f"{who}@example.org")
    assert joined.new
    return joined.entry_id


def sold(stay: Stay = WEEKEND, room_type: str = "shepherds-hut", **more: Any) -> int:
    """The id of a booking that somebody else has made."""
    started = booking.start_checkout(basket(cast.found(), room_type, "flexible", stay, **more))
    booking.keep_details(started.checkout_id, Details("Ada Quick", "ada@example.org").as_json())
    return booking.place_booking(started.checkout_id).booking_id


def house_full(stay: Stay = WEEKEND) -> dict[str, list[int]]:
    """Every room of the house is sold; the bookings by room type."""
    return {kind: [sold(stay, kind) for _ in range(1 if kind == "shepherds-hut" else 3)] for kind in ANY_ROOM}


def counts_held() -> dict[int, dict[str, int]]:
    """How many rooms of each type are held for entries on a night, by id."""
    found: dict[int, dict[str, int]] = {}
    rows = stock.rows(
        "SELECT DISTINCT c.owner_id, t.slug, c.count FROM claim c JOIN resource r ON r.id = c.resource_id"
        " JOIN room_type t ON t.id = r.room_type_id WHERE c.owner = 'waitlist'"
    )
    for entry_id, kind, count in rows:
        found.setdefault(int(str(entry_id)), {})[str(kind)] = int(str(count))
    return found


def states() -> dict[int, str]:
    """Every entry's state by id."""
    return {int(str(id_)): str(state) for id_, state in stock.rows("SELECT id, state FROM waitlist_entry")}


def held() -> dict[int, set[date]]:
    """The nights that are held for entries, by id."""
    found: dict[int, set[date]] = {}
    for entry_id, night in stock.rows("SELECT owner_id, night FROM claim WHERE owner = 'waitlist'"):
        found.setdefault(int(str(entry_id)), set()).add(date.fromisoformat(str(night)))
    return found


def told() -> list[tuple[str, int, str]]:
    """(kind, entry, due at) of every mail about entries, in order."""
    rows = stock.rows("SELECT kind, subject_id, due_at FROM message WHERE subject = 'waitlist' ORDER BY id")
    return [(str(kind), int(str(entry)), str(due)[:16].replace("T", " ")) for kind, entry, due in rows]
