"""Amending: placed bookings changed a second, sixteen clients in two processes in each other's way"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from time import monotonic

from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.booking.rules import Basket
from app.insight import verify
from app.kernel.errors import Refused
from app.kernel.stay import Stay
from app.store import db
from tests import cast, stock
from tests.baskets import basket
from tests.bench.ground import Ground
from tests.bench.table import Figure
from tests.builders import FRIDAY
from tests.cards import placed
from tests.cast import House
from tests.clients import CLIENTS, Meet, clients
from tests.databases import opened

EACH = 15
ROOMS = CLIENTS
NIGHTS = 5


def change_in_turn(meet: Meet, house: House, number: int) -> tuple[float, float, Counter[str], int]:
    """One's own booking changed `EACH` times from when all are ready: when that began and ended, what came of it."""
    chance = random.Random(number)
    one = placed(wanted(house, chance, "snug")).booking_id
    done: Counter[str] = Counter()
    meet()
    begun = monotonic()
    for _ in range(EACH):
        basket_ = wanted(house, chance, chance.choice(["snug", "shepherds-hut"]))
        try:
            offer = price_amendment(one, basket_)
            booking.amend_booking(one, basket_, seen_minor=offer.total_minor, seen_revision=offer.revision)
            done["changed"] += 1
        except Refused as refusal:
            done[refusal.code] += 1
    return begun, monotonic(), done, one


def wanted(house: House, chance: random.Random, room_type: str) -> Basket:
    """One or two of a few nights: there is a snug for everybody, and one hut that all want."""
    stay = Stay.of(FRIDAY + timedelta(days=chance.randrange(NIGHTS)), chance.randint(1, 2))
    return basket(house, room_type, stay=stay, extras={"flowers": chance.randint(1, 3)})


def figures(ground: Ground) -> Iterator[Figure]:
    for name, databases in ground.engines.items():
        config = databases.config(databases.copy("a-room-each", lambda: cast.group(1, rooms=ROOMS)))
        with opened(config), clients() as sixteen:
            house = cast.found()
            answers = sixteen.all(config, change_in_turn, [(house, number) for number in range(CLIENTS)])
            sixteen.leave()
            db.session.rollback()
            faults = len(stock.faults()) + sum(not result.ok for result in verify.run())
            held = stock.rows("SELECT COUNT(DISTINCT owner_id) FROM claim WHERE owner = 'booking'")
        took = max(end for _, end, _, _ in answers) - min(begun for begun, *_ in answers)
        done = sum((counted for _, _, counted, _ in answers), Counter[str]())
        yield Figure(f"amendments on {name}", done["changed"] / took, "amendments/s")
        yield Figure(f"refused since the hut was gone on {name}", done["full"], "of " + str(CLIENTS * EACH))
        yield Figure(f"bookings that lost their nights on {name}", CLIENTS - int(str(held[0][0])), most=0)
        yield Figure(f"oversold nights and other faults on {name}", faults, most=0)
