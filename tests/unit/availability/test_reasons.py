"""Why a stay cannot be sold: each reason by itself, and all of them in their order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, update

from app.availability.boards import boards
from app.availability.rules import REASONS, NightRules, binding, fills_gap, in_order, restriction_reasons
from app.availability.search import reasons_against, search
from app.booking import operations as booking
from app.catalogue import catalogue
from app.catalogue.models import Location
from app.catalogue.operations import add_all
from app.inventory import for_stay, operations
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.models import Rate
from app.pricing.operations import restrict
from app.store import transaction, write
from tests.baskets import COUPLE, WEEKEND, basket
from tests.builders import FRIDAY, NIGHTS, TODAY
from tests.cast import found

pytestmark = pytest.mark.houses(1)

SATURDAY, SUNDAY = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)


def reasons(
    stay: Stay = WEEKEND, party: Party = COUPLE, room_type: str = "shepherds-hut", plan: str = "flexible"
) -> tuple[str, ...]:
    (board,) = boards(catalogue().houses)
    kind = board.house.room_type(room_type)
    assert kind
    rate_plan = next(listed for listed in board.prices_of.plans if listed.slug == plan)
    return reasons_against(board, kind, rate_plan, stay, party)


def forbid(night: object, scope: str = "location", scope_id: int | None = None, **what: object) -> None:
    house = found()
    row = {"night": night, "scope": scope, "scope_id": scope_id or house.id, **what}
    transaction(lambda: restrict(house.id, [row]))


def fill(room_type: str, stay: Stay, owner_id: int = 1) -> None:
    want = for_stay(found().resources[room_type], stay)
    transaction(lambda: operations.claim_new("block", owner_id, [want]))
    anew()


def anew() -> None:
    """What was written past the operations is read again."""
    transaction(lambda: add_all(Location, []))


def test_nothing_is_against_an_ordinary_weekend(app: Flask) -> None:
    assert reasons() == ()


def test_in_the_past(app: Flask) -> None:
    assert reasons(Stay.of(TODAY - timedelta(days=1), 2)) == ("in_the_past",)
    assert reasons(Stay.of(TODAY, 1)) == ()


def test_too_far_ahead(app: Flask) -> None:
    last = TODAY + timedelta(days=540)
    assert reasons(Stay.of(last, 1)) == ("closed", "no_rate"), "not open yet, but not too far"
    assert reasons(Stay.of(last, 2)) == ("too_far_ahead",)
    assert reasons(Stay.of(TODAY + timedelta(days=9999), 1)) == ("too_far_ahead",)


@pytest.mark.parametrize(
    "party", [Party(3), Party(2, (5,)), Party(2, cots=2), Party(2, dogs=1), Party(1, (4, 5))], ids=str
)
def test_party_too_large(app: Flask, party: Party) -> None:
    assert reasons(party=party) == ("party_too_large",)


def test_needs(app: Flask) -> None:
    assert reasons(party=Party(2, needs=frozenset({"bath"}))) == ()
    assert reasons(party=Party(2, needs=frozenset({"bath", "step-free"}))) == ("needs",)
    assert reasons(party=Party(2, needs=frozenset({"bath"})), room_type="garden") == ("needs",)


def test_closed(app: Flask) -> None:
    assert reasons(Stay.of(TODAY + timedelta(days=NIGHTS - 1), 1)) == ()
    forbid(SATURDAY, closed=True)
    assert reasons() == ("closed",)
    assert reasons(Stay.of(SUNDAY, 1)) == ()
    transaction(lambda: write(update(Location).values(open_for_booking=False)))
    anew()
    assert reasons(Stay.of(SUNDAY, 1)) == ("closed",)


def test_no_rate(app: Flask) -> None:
    transaction(lambda: write(delete(Rate).where(Rate.night == SATURDAY)))
    anew()
    assert reasons() == ("no_rate",)
    assert reasons(Stay.of(FRIDAY, 1)) == ()


def test_full(app: Flask) -> None:
    fill("shepherds-hut", Stay.of(SATURDAY, 1))
    assert reasons() == ("full",)
    assert reasons(Stay.of(FRIDAY, 1)) == ()


def test_a_plan_with_supper_is_full_when_the_covers_are_out(app: Flask) -> None:
    for owner, (sitting, count) in enumerate((("18:30", 19), ("20:00", 20))):
        want = for_stay(found().resources[sitting], Stay.of(SATURDAY, 1), count)
        transaction(lambda owner=owner, want=want: operations.claim_new("block", owner, [want]))
    anew()
    assert reasons(plan="supper") == ("full",)
    assert reasons(plan="supper", party=Party(1)) == (), "one cover is left at half past six"
    assert reasons() == ()


def test_closed_to_arrival_and_to_departure(app: Flask) -> None:
    forbid(FRIDAY, closed_to_arrival=True)
    assert reasons() == ("closed_to_arrival",)
    assert reasons(Stay.of(FRIDAY - timedelta(days=1), 3)) == ()
    forbid(SUNDAY, closed_to_departure=True)
    assert reasons() == ("closed_to_arrival", "closed_to_departure")
    assert reasons(Stay.of(SATURDAY, 2)) == ()


def test_min_stay_of_the_arrival_or_of_a_night_slept_through(app: Flask) -> None:
    forbid(FRIDAY, min_stay_arrival=3)
    assert reasons() == ("min_stay",)
    assert reasons(Stay.of(FRIDAY, 3)) == ()
    assert reasons(Stay.of(SATURDAY, 1)) == ()
    forbid(SATURDAY, min_stay_through=2)
    assert reasons(Stay.of(SATURDAY, 1)) == ("min_stay",)
    assert reasons(Stay.of(SUNDAY, 1)) == ()


def test_max_stay_of_the_arrival(app: Flask) -> None:
    forbid(FRIDAY, max_stay=1)
    assert reasons() == ("max_stay",)
    assert reasons(Stay.of(SATURDAY, 2)) == ()


def test_the_strictest_of_house_room_type_and_plan_holds(app: Flask) -> None:
    house = found()
    forbid(FRIDAY, min_stay_arrival=2, max_stay=9)
    forbid(FRIDAY, "room_type", house.room_types["shepherds-hut"], min_stay_arrival=4)
    forbid(FRIDAY, "rate_plan", house.plans["flexible"], max_stay=3)
    assert reasons(Stay.of(FRIDAY, 3)) == ("min_stay",)
    assert reasons(Stay.of(FRIDAY, 4)) == ("max_stay",)
    assert reasons(Stay.of(FRIDAY, 4), plan="saver") == ()
    assert reasons(Stay.of(FRIDAY, 3), room_type="snug") == ()


def test_all_that_apply_are_named_in_the_one_order(app: Flask) -> None:
    forbid(FRIDAY, closed_to_arrival=True, min_stay_arrival=5, max_stay=1)
    forbid(SATURDAY, closed=True)
    forbid(SUNDAY, closed_to_departure=True)
    fill("shepherds-hut", WEEKEND)
    transaction(lambda: write(delete(Rate).where(Rate.night == FRIDAY)))
    anew()
    party = Party(3, needs=frozenset({"step-free"}))
    assert reasons(party=party) == REASONS[2:]
    assert binding(reasons(party=party)) == "party_too_large"
    assert REASONS[:2] == ("in_the_past", "too_far_ahead")
    assert in_order({"max_stay", "full", "in_the_past"}) == ("in_the_past", "full", "max_stay")


def test_a_gap_shorter_than_the_minimum_may_be_sold(app: Flask) -> None:
    forbid(SATURDAY, min_stay_arrival=3)
    fill("shepherds-hut", Stay.of(FRIDAY, 1))
    assert reasons(Stay.of(SATURDAY, 2)) == ("min_stay",)
    fill("shepherds-hut", Stay.of(SATURDAY + timedelta(days=2), 1), owner_id=2)
    assert reasons(Stay.of(SATURDAY, 2)) == ()
    assert reasons(Stay.of(SATURDAY, 1)) == ("min_stay",), "not the whole gap"
    transaction(lambda: write(update(Location).values(gap_may_be_sold=False)))
    anew()
    assert reasons(Stay.of(SATURDAY, 2)) == ("min_stay",)


def test_tonight_before_a_sold_night_is_a_gap_since_nobody_can_begin_earlier(app: Flask) -> None:
    forbid(TODAY, min_stay_arrival=2)
    assert reasons(Stay.of(TODAY, 1)) == ("min_stay",)
    fill("shepherds-hut", Stay.of(TODAY + timedelta(days=1), 1))
    assert reasons(Stay.of(TODAY, 1)) == ()


@pytest.mark.parametrize(
    ("free", "arrival", "departure", "least", "gap"),
    [
        ([0, 1, 1, 0], 1, 3, 3, True),
        ([0, 1, 1, 0], 1, 3, 2, False),
        ([0, 1, 1, 1], 1, 3, 3, False),
        ([1, 1, 1, 0], 1, 3, 3, False),
        ([0, 1, 0, 0], 1, 3, 3, False),
        ([1, 0], 0, 1, 2, True),
        ([1, 1], 0, 1, 2, False),
        ([-1, 1, -1], 1, 2, 2, False),
    ],
)
def test_a_gap_lies_whole_between_sold_nights(
    free: list[int], arrival: int, departure: int, least: int, gap: bool
) -> None:
    assert fills_gap(free, arrival, departure, least) is gap


def test_restrictions_alone() -> None:
    no = [False] * 5
    rules = NightRules(no, no, no, [1, 3, 1, 1, 1], [1, 1, 4, 1, 1], [0] * 5)
    assert restriction_reasons(rules, [1] * 5, 1, 2, gap_may_be_sold=False) == ("min_stay",)
    assert restriction_reasons(rules, [1] * 5, 1, 4, gap_may_be_sold=False) == ("min_stay",), "the night slept through"
    assert restriction_reasons(rules, [1] * 5, 3, 4, gap_may_be_sold=False) == ()


def test_an_expired_hold_is_free_at_once(app: Flask, set_clock: Callable[[str], None]) -> None:
    booking.start_checkout(basket(found()))
    assert reasons() == ("full",)
    set_clock("2027-03-01T09:14:59+00:00")
    assert reasons() == ("full",)
    set_clock("2027-03-01T09:15:00+00:00")
    assert reasons() == ()
    (fit,) = search(boards(catalogue().houses), WEEKEND, Party(2))
    assert [room.left for room in fit.rooms if room.room_type.slug == "shepherds-hut"] == [1]
