"""Many people at one draft: it is begun once, published once, and nobody's change is lost or overwritten unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.kernel.errors import Refused
from app.pricing.draft.errors import DraftChanged, NotARate
from app.pricing.draft.operations import keep_edit, publish_draft, set_bound
from app.pricing.draft.queries import draft_of, published_rates, seen_now
from app.pricing.draft.rules import Bound, Cell, Edit, Move, Seen
from app.store import db
from tests import drafts, stock
from tests.builders import TODAY
from tests.cast import House, found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen

pytestmark = [pytest.mark.houses(1), pytest.mark.race]

CELLS = 30
NIGHTS = [TODAY + timedelta(days=day) for day in range(CELLS)]


def places(house: House) -> tuple[Cell, ...]:
    return drafts.cells(house, NIGHTS)


def publish(meet: Meet, location_id: int, seen: Seen) -> str:
    meet()
    try:
        publish_draft(location_id, seen=seen, by=None)
    except Refused as refused:
        return refused.code
    return "published"


def publish_unheld(meet: Meet, draft_id: int) -> int:
    """As publishing would be if nobody held the draft: everyone finds it there and writes its history."""
    with stock.in_the_open() as execute:
        cells = execute(f"SELECT COUNT(*) FROM draft_rate WHERE draft_id = {draft_id}")
        meet()
        execute(
            "INSERT INTO price_history (room_type_id, rate_plan_id, night, amount_minor, published_at)"
            " SELECT room_type_id, rate_plan_id, night, amount_minor, '2027-03-01 09:00:00'"
            f" FROM draft_rate WHERE draft_id = {draft_id}"
        )
    return cells


def test_without_a_hold_on_the_draft_it_is_published_again_and_again(sixteen: Sixteen) -> None:
    house = found()
    drafts.moved(house, places(house), "up", 1000)
    sixteen(publish_unheld, [(seen_now(house.id).draft_id,)] * CLIENTS)
    assert stock.rows("SELECT COUNT(*) FROM price_history") == [(CELLS * CLIENTS,)]


def test_of_sixteen_who_publish_one_does_it(sixteen: Sixteen) -> None:
    house = found()
    drafts.moved(house, places(house), "up", 1000)
    answers = sixteen(publish, [(house.id, seen_now(house.id))] * CLIENTS)
    assert sorted(answers) == ["nothing_drafted"] * (CLIENTS - 1) + ["published"]
    assert stock.rows("SELECT COUNT(*) FROM price_history") == [(CELLS,)]
    assert stock.rows("SELECT COUNT(*) FROM journal WHERE action = 'rates_published'") == [(1,)]


def change(meet: Meet, location_id: int, cell: Cell, seen: Seen) -> str:
    meet()
    try:
        keep_edit(location_id, Edit(cells=(cell,), move=Move("up", 100)), seen=seen, by=None)
    except DraftChanged as refused:
        return refused.code
    return "kept"


def test_sixteen_who_begin_a_draft_share_it(sixteen: Sixteen) -> None:
    house = found()
    seen = seen_now(house.id)
    answers = sixteen(change, [(house.id, cell, seen) for cell in places(house)[:CLIENTS]])
    assert answers == ["kept"] * CLIENTS
    db.session.rollback()
    assert len(draft_of(house.id).rates) == CLIENTS
    assert stock.rows("SELECT COUNT(*) FROM rate_draft") == [(1,)]


def test_of_sixteen_who_raise_one_rate_one_does(sixteen: Sixteen) -> None:
    house = found()
    cell = places(house)[0]
    answers = sixteen(change, [(house.id, cell, seen_now(house.id))] * CLIENTS)
    assert sorted(answers) == ["draft_changed"] * (CLIENTS - 1) + ["kept"]
    db.session.rollback()
    assert draft_of(house.id).rates == {cell: 15100}


def change_or_publish(meet: Meet, location_id: int, cell: Cell | None, seen: Seen) -> str:
    return publish(meet, location_id, seen) if cell is None else change(meet, location_id, cell, seen)


def test_what_was_kept_is_published_or_drafted_still(sixteen: Sixteen) -> None:
    house = found()
    first, *others = places(house)
    drafts.moved(house, [first], "up", 100)
    seen = seen_now(house.id)
    jobs = [(house.id, cell, seen) for cell in others[:8]] + [(house.id, None, seen)] * 8
    answers = sixteen(change_or_publish, jobs)
    kept = {cell for cell, answer in zip(others, answers[:8], strict=False) if answer == "kept"}
    db.session.rollback()
    there = draft_of(house.id).rates | published_rates(house.id, NIGHTS[0], NIGHTS[-1])
    drafted = draft_of(house.id).rates
    raised = {cell for cell in others if there[cell] == 15100 or drafted.get(cell) == 15100}
    assert raised == kept
    assert answers[8:].count("published") <= 1


def bound_or_publish(meet: Meet, house: House, seen: Seen | None) -> str:
    meet()
    try:
        if seen is None:
            set_bound(house.room_types["snug"], Bound(10000, 20000), by=None)
            return "bound"
        publish_draft(house.id, seen=seen, by=None)
    except NotARate:
        return "not_a_rate"
    except Refused as refused:
        return refused.code
    return "published"


def test_no_rate_gets_past_a_ceiling_that_is_set_meanwhile(sixteen: Sixteen) -> None:
    house = found()
    drafts.moved(house, places(house), "set", 25000)
    seen = seen_now(house.id)
    answers = sixteen(bound_or_publish, [(house, seen)] * 8 + [(house, None)] * 8)
    assert not {"published", "bound"} <= set(answers)
    highest = stock.rows("SELECT MAX(amount_minor) FROM rate")
    assert highest == [(25000 if "published" in answers else 15000,)]
