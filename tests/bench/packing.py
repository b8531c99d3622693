"""Packing: 300 rooms over a year, from nothing, after a bad week, and with guests in the house and promised rooms"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from time import process_time

from app.inventory.packing.rules import Lodging, Packing, pack
from tests.bench.ground import Ground
from tests.bench.table import Figure

DOORS = list(range(1, 301))
DAYS = 365
FIRST = date(2027, 3, 1)
FULL = 0.95
PROMISED = 300
ADDED = 200
REMOVED = 400


def stays(chance: random.Random) -> list[Lodging]:
    """A year of stays, no night oversold, the last ones squeezed into what the counters have left."""
    left, wanted = [len(DOORS)] * (DAYS + 8), int(len(DOORS) * DAYS * FULL)
    made: list[Lodging] = []
    for _ in range(300_000):
        first, length = chance.randrange(DAYS), chance.choice([1, 1, 2, 2, 2, 3, 3, 4, 5, 7])
        if min(left[first : first + length]) > 0:
            for night in range(first, first + length):
                left[night] -= 1
            made.append(Lodging(len(made), FIRST + timedelta(first), FIRST + timedelta(first + length)))
            wanted -= length
            if wanted <= 0:
                break
    return made


def timed(lodgings: Sequence[Lodging]) -> tuple[float, Packing]:
    begun = process_time()
    packing = pack(DOORS, lodgings)
    return process_time() - begun, packing


def given(packing: Packing, lodgings: Sequence[Lodging]) -> list[Lodging]:
    return [replace(one, room_id=packing.doors[one]) for one in lodgings]


def figures(ground: Ground) -> Iterator[Figure]:
    chance = random.Random(20270301)
    lodgings = stays(chance)
    yield Figure("stays of a year in 300 rooms, no night oversold", len(lodgings))
    took, packing = timed(lodgings)
    yield Figure("packed from nothing", took, "s CPU", most=5)
    yield Figure("stays without a room", len(packing.unplaced), most=0)

    own = given(packing, lodgings)
    new = sorted(chance.sample(range(len(own)), ADDED))
    changed = [replace(one, room_id=None) if one.stay_id in new else one for one in own]
    swapped = chance.sample([one for one in changed if one.room_id], REMOVED)
    doors = {one.stay_id: chance.choice(DOORS) for one in swapped}
    changed = [replace(one, room_id=doors.get(one.stay_id, one.room_id)) for one in changed]
    took, packing = timed(changed)
    yield Figure(f"packed again, {ADDED} new and {REMOVED} at a wrong door", took, "s CPU", most=5)
    yield Figure("stays without a room", len(packing.unplaced), most=0)
    yield Figure("stays that had to change rooms", len(packing.moved), "stays")

    promised = set(chance.sample(range(len(own)), PROMISED))
    kept = [
        replace(one, fixed=True)
        if one.first == FIRST
        else replace(one, rooms=frozenset({one.room_id}), room_id=None)
        if one.stay_id in promised and one.room_id
        else replace(one, room_id=None)
        for one in own
    ]
    took, packing = timed(kept)
    yield Figure(f"packed with tonight's guests kept and {PROMISED} rooms promised", took, "s CPU", most=5)
    yield Figure("stays without a room, though there is one for each", len(packing.unplaced), most=0)
