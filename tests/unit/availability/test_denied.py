"""What would have served a stay that there is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.availability.boards import boards
from app.availability.denied import Denied, denied
from app.availability.sets import search
from app.catalogue import catalogue
from app.catalogue.models import Location
from app.kernel.stay import Stay
from app.store import transaction, write
from tests.baskets import COUPLE, WEEKEND
from tests.builders import FRIDAY, TODAY
from tests.cast import found
from tests.unit.availability.test_reasons import SATURDAY, SUNDAY, anew, fill, forbid

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]


def no(stay: Stay = WEEKEND, only: str = "") -> Denied | None:
    known = boards(catalogue().houses)
    kind = known[0].house.room_type(only) if only else None
    return denied(search(known, stay, COUPLE, None), kind)


def said(stay: Stay = WEEKEND) -> tuple[str, str | None, int | None]:
    answer = no(stay)
    assert answer is not None
    return answer.reason, answer.rule, answer.value_minor


@pytest.fixture(autouse=True)
def _open(app: Flask) -> None:
    assert no() is None, "an ordinary weekend is sold"


def test_a_minimum_stay_would_have_been_the_stays_own_length() -> None:
    forbid(FRIDAY, min_stay_arrival=4)
    assert said() == ("min_stay", "min_stay:2", 27000), "the Saver in a Snug, the cheapest that it would have been"


def test_the_smallest_change_comes_first_and_then_the_cheapest_stay() -> None:
    house = found()
    forbid(FRIDAY, min_stay_arrival=4)
    forbid(FRIDAY, "room_type", house.room_types["shepherds-hut"], min_stay_arrival=3)
    assert said()[1] == "min_stay:2"
    forbid(FRIDAY, min_stay_arrival=1)
    forbid(FRIDAY, "room_type", house.room_types["snug"], min_stay_arrival=4)
    forbid(FRIDAY, "room_type", house.room_types["garden"], min_stay_arrival=3)
    answer = no()
    assert answer is not None
    assert answer.room_type is not None
    assert (answer.room_type.slug, answer.size) in {("garden", 1), ("shepherds-hut", 1)}


def test_what_lies_too_far_ahead_would_be_sold_further_ahead() -> None:
    house = catalogue().houses[0]
    far = TODAY + timedelta(days=house.days_ahead + 40)
    assert said(Stay(far, far + timedelta(days=2))) == ("too_far_ahead", f"too_far_ahead:{house.days_ahead + 41}", None)
    near = TODAY + timedelta(days=house.days_ahead)
    reason, rule, value = said(Stay(near, near + timedelta(days=2)))
    assert (reason, rule) == ("too_far_ahead", f"too_far_ahead:{house.days_ahead + 1}")
    assert value is None or value > 0


def test_days_on_which_nobody_comes_or_goes_would_be_open() -> None:
    forbid(FRIDAY, closed_to_arrival=True)
    assert said()[:2] == ("closed_to_arrival", "closed_to_arrival:open")
    forbid(FRIDAY)
    forbid(SUNDAY, closed_to_departure=True)
    assert said()[:2] == ("closed_to_departure", "closed_to_departure:open")
    forbid(SUNDAY)
    forbid(SATURDAY, closed=True)
    assert said()[:2] == ("closed", "closed:open")


def test_a_longest_stay_would_have_been_longer() -> None:
    forbid(FRIDAY, max_stay=1)
    assert said()[:2] == ("max_stay", "max_stay:2")


def test_two_rules_at_once_are_no_small_change() -> None:
    forbid(FRIDAY, closed_to_arrival=True, min_stay_arrival=4)
    assert said() == ("closed_to_arrival", None, None)


def test_where_every_room_is_taken_no_rule_is_at_fault() -> None:
    for room_type in ("snug", "garden", "shepherds-hut"):
        for owner in range({"shepherds-hut": 1}.get(room_type, 3)):
            fill(room_type, WEEKEND, owner + 1)
    assert said() == ("full", None, 27000)


def test_a_house_that_books_nobody_or_not_yet_has_no_rule_to_change() -> None:
    assert said(Stay.of(TODAY.replace(year=TODAY.year + 3), 2)) == ("too_far_ahead", None, None)
    transaction(lambda: write(update(Location).values(open_for_booking=False)))
    anew()
    assert said() == ("closed", None, None)


def test_one_room_type_is_judged_by_itself() -> None:
    forbid(FRIDAY, "room_type", found().room_types["snug"], min_stay_arrival=3)
    answer = no(only="snug")
    assert answer is not None
    assert (answer.reason, answer.rule) == ("min_stay", "min_stay:2")
    assert no(only="garden") is None
    assert no() is None
