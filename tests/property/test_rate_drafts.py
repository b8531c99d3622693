"""Drafts of any edits: what is published is what was drafted, within every bound, and what a guest's search asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.availability.boards import fresh_boards
from app.availability.drafted import drafted_board
from app.availability.search import search
from app.catalogue.queries import catalogue
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.draft.errors import NotARate
from app.pricing.draft.operations import discard_draft, keep_edit, keep_plan, set_bound
from app.pricing.draft.queries import bounds, draft_of, published_limits, published_rates, seen_now
from app.pricing.draft.rules import FREE, MOVES, Bound, Cell, Edit, Move, Scope
from app.pricing.queries import price_list
from app.pricing.rules import plan_minor
from app.store import db
from tests import drafts
from tests.builders import TODAY, ahead
from tests.cast import House, found

pytestmark = [pytest.mark.houses(1)]

NIGHTS = ahead(6)
FLOOR, CEILING = 6_000, 40_000

MOVED = st.builds(Move, st.sampled_from(MOVES), st.integers(0, 20_000), st.sampled_from([1, 50, 100, 500]))
RULES = st.fixed_dictionaries(
    {},
    optional={
        "closed": st.booleans(),
        "closed_to_arrival": st.booleans(),
        "closed_to_departure": st.booleans(),
        "min_stay_arrival": st.sampled_from([None, 2, 3]),
        "min_stay_through": st.sampled_from([None, 2]),
        "max_stay": st.sampled_from([None, 3, 5]),
    },
)
KINDS = st.sampled_from(["snug", "garden"])
SCOPES = st.tuples(st.sampled_from(NIGHTS), st.sampled_from(["location", "room_type", "rate_plan"]))
EDITS = st.lists(
    st.tuples(st.lists(st.tuples(st.sampled_from(NIGHTS), KINDS)), MOVED, st.lists(SCOPES), RULES),
    min_size=1,
    max_size=4,
)
FOLLOWS = st.tuples(st.integers(-5_000, 10_000), st.integers(-2_000, 2_000))
STAYS = st.builds(Stay.of, st.sampled_from(NIGHTS), st.integers(1, 4))


def edit(house: House, cells: list[tuple], move: Move, scopes: list[tuple], rules: dict) -> Edit:  # type: ignore[type-arg]
    ids = {"location": house.id, "room_type": house.room_types["snug"], "rate_plan": house.plans["saver"]}
    return Edit(
        cells=tuple({Cell(night, house.room_types[kind], house.plans["flexible"]) for night, kind in cells}),
        move=move,
        scopes=tuple({Scope(night, of, ids[of]) for night, of in scopes}),
        rules=rules,
    )


def standing(house: House) -> tuple[object, object]:
    """All rates and restrictions as guests meet them."""
    last = TODAY + timedelta(days=10)
    return published_rates(house.id, TODAY, last), published_limits(house.id, TODAY, last)


def asked(house: House, stay: Stay, *, drafted: bool) -> list[tuple[int, int, int]]:
    """What a search offers for two: (room type, plan, total)."""
    db.session.rollback()
    (board,) = fresh_boards([catalogue().by_id[house.id]])
    seen = drafted_board(board, draft_of(house.id)) if drafted else board
    (fit,) = search([seen], stay, Party())
    return [(room.room_type.id, rate.plan.id, rate.total_minor) for room in fit.rooms for rate in room.rates]


def kept_or_refused(house: House, keep: Callable[..., object]) -> None:
    """What would be no rate leaves the draft as it was."""
    before = (draft_of(house.id).rates, draft_of(house.id).limits)
    try:
        keep(seen=seen_now(house.id), by=None)
    except NotARate:
        db.session.rollback()
        assert (draft_of(house.id).rates, draft_of(house.id).limits) == before


def falls_below_floor(house: House, follows: tuple[int, int], rates: dict[Cell, int]) -> bool:
    """Whether the rate that follows sells one of these nights for less than the floor."""
    plan = replace(price_list(house.id).by_id[house.plans["saver"]], adjust_bp=follows[0], adjust_minor=follows[1])
    followed = [amount for cell, amount in rates.items() if cell.rate_plan_id == plan.base_id]
    return plan_minor(min(followed), plan) < FLOOR


@given(edits=EDITS, follows=FOLLOWS, stay=STAYS)
def test_published_is_the_draft_applied(app: Flask, edits: list[tuple], follows: tuple[int, int], stay: Stay) -> None:  # type: ignore[type-arg]
    house = found()
    for room_type in house.room_types.values():
        set_bound(room_type, Bound(FLOOR, CEILING), by=None)
    for one in edits:
        kept_or_refused(house, partial(keep_edit, house.id, edit(house, *one)))
    kept_or_refused(house, partial(keep_plan, house.id, house.plans["saver"], *follows))
    db.session.rollback()
    draft = draft_of(house.id)
    rates, limits = standing(house)
    assert isinstance(rates, dict)
    assert isinstance(limits, dict)
    wanted = rates | dict(draft.rates), {s: x for s, x in (limits | dict(draft.limits)).items() if x != FREE}
    promised = asked(house, stay, drafted=True)
    try:
        if draft:
            drafts.published(house)
    except NotARate:
        db.session.rollback()
        assert falls_below_floor(house, follows, wanted[0])
        assert standing(house) == (rates, limits)
        discard_draft(house.id, seen=seen_now(house.id), by=None)
        return
    db.session.rollback()
    assert standing(house) == wanted
    within = bounds(house.room_types.values())
    assert all(within[cell.room_type_id].holds(amount) for cell, amount in wanted[0].items())
    assert asked(house, stay, drafted=False) == promised
