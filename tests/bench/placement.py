"""Placing: bookings per second through the operations, sixteen threads in two processes"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from time import monotonic

from sqlalchemy import text

from app.booking.operations import keep_details, place_booking, start_checkout
from app.booking.rules import Basket, ChosenStay
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db
from tests import cast, stock
from tests.bench.ground import Ground
from tests.bench.table import Figure
from tests.builders import TODAY
from tests.cast import House
from tests.clients import CLIENTS, Meet, clients
from tests.databases import opened

EACH = 25
ROOMS = CLIENTS * (EACH // 10 + 2)


def place_one(house: House, room_type: str, arrival: date, nights: int = 1) -> str:
    """A checkout begun, typed and placed: its reference."""
    chosen = ChosenStay(house.room_types[room_type], house.plans["flexible"], Stay.of(arrival, nights), Party())
    started = start_checkout(Basket(house.id, (chosen,), at_house=True))
    keep_details(started.checkout_id, {"name": "Ada Quick", "email": "ada@example.org"})
    return place_booking(started.checkout_id, started.total_minor).reference


def place_in_turn(meet: Meet, house: House) -> tuple[float, float]:
    """A first booking to warm up, then `EACH` from when all are ready: when they began and ended."""
    place_one(house, "garden", TODAY)
    meet()
    begun = monotonic()
    for turn in range(EACH):
        place_one(house, "garden", TODAY + timedelta(days=turn % 20), nights=2)
    return begun, monotonic()


def figures(ground: Ground) -> Iterator[Figure]:
    for name, databases in ground.engines.items():
        config = databases.config(databases.copy("many-rooms", lambda: cast.group(1, rooms=ROOMS)))
        with opened(config), clients() as sixteen:
            spans = sixteen.all(config, place_in_turn, [(cast.found(),)] * CLIENTS)
            sixteen.leave()
            db.session.rollback()
            booked = db.session.execute(text("SELECT COUNT(*) FROM booking")).scalar_one()
            faults = len(stock.faults())
        took = max(end for _, end in spans) - min(begun for begun, _ in spans)
        yield Figure(f"bookings placed on {name}", CLIENTS * EACH / took, "bookings/s")
        yield Figure(f"acknowledged and not there on {name}", CLIENTS * (EACH + 1) - booked, most=0)
        yield Figure(f"oversold nights and other faults on {name}", faults, most=0)
