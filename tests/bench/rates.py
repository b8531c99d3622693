"""Rates: a year of 30 room types on 3 plans, drafted and published"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from time import monotonic

from sqlalchemy import text

from app.availability.boards import fresh_boards
from app.catalogue.queries import catalogue
from app.pricing.draft.operations import keep_edit, publish_draft, set_bound
from app.pricing.draft.queries import draft_of, seen_now
from app.pricing.draft.rules import Bound, Cell, Edit, Move
from app.store import db
from tests import builders
from tests.bench.ground import Ground
from tests.bench.table import Figure
from tests.builders import TODAY
from tests.cast import found
from tests.databases import opened

ROOM_TYPES, PLANS, NIGHTS = 30, 3, 365
CELLS = ROOM_TYPES * PLANS * NIGHTS
SECONDS = 2


def large_house() -> None:
    """A house of 30 room types with 3 plans that have rates of their own, priced for a year."""
    builders.trader()
    house = builders.location()
    for number in range(ROOM_TYPES):
        builders.room_type(house, f"kind-{number}", 1)
    for number in range(PLANS):
        plan = builders.rate_plan(house, f"plan-{number}", None)
        for room_type in house.room_types.values():
            builders.rates(room_type, plan, 15000, NIGHTS)


def figures(ground: Ground) -> Iterator[Figure]:
    for name, databases in ground.engines.items():
        with opened(databases.config(databases.copy("large-house", large_house))):
            yield from _published(name)


def _published(name: str) -> Iterator[Figure]:
    house = found()
    for room_type in house.room_types.values():
        set_bound(room_type, Bound(10000, 30000), by=None)
    cells = tuple(
        Cell(TODAY + timedelta(days=day), room_type, plan)
        for day in range(NIGHTS)
        for room_type in house.room_types.values()
        for plan in house.plans.values()
    )
    begun = monotonic()
    keep_edit(house.id, Edit(cells=cells, move=Move("up_percent", 800, 100)), seen=seen_now(house.id), by=None)
    yield Figure(f"a year of 30 room types and 3 plans drafted on {name}", monotonic() - begun, "s")
    drafted = dict(draft_of(house.id).rates)
    begun = monotonic()
    publish_draft(house.id, seen=seen_now(house.id), by=None)
    yield Figure(f"a year of 30 room types and 3 plans published on {name}", monotonic() - begun, "s", most=SECONDS)
    db.session.rollback()
    kept = db.session.execute(text("SELECT COUNT(*) FROM price_history")).scalar_one()
    board = fresh_boards([catalogue().by_id[house.id]])[0]
    wrong = sum(
        board.prices.rates[cell.room_type_id, cell.rate_plan_id][board.index(cell.night)] != amount
        for cell, amount in drafted.items()
    )
    yield Figure(f"rates that are not the draft's on {name}", wrong + CELLS - len(drafted), most=0)
    yield Figure(f"rates without their row of history on {name}", CELLS - kept, most=0)
