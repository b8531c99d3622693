"""Made-up visits: believable, the same every time, and with nothing to be found in them but what was planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest

from app.demo.visits import Looked, plant
from app.demo.visits.effort import effort_of
from app.demo.visits.stream import objects
from app.experience.funnel.names import DEVICES, SIGNALS, SOURCES, STEPS
from tests.unit.demo.crowd import UNTIL, ranking, stream


@pytest.fixture(scope="module")
def month() -> list[Looked]:
    return list(stream(1, 28))


def test_the_same_days_give_the_same_visits(month: list[Looked]) -> None:
    assert list(stream(1, 28)) == month


def test_every_word_is_one_of_the_log_s(month: list[Looked]) -> None:
    assert {event.name for looked in month for event in looked.events} <= {*STEPS, *SIGNALS}
    assert {looked.device for looked in month} <= set(DEVICES)
    assert {looked.source for looked in month} <= set(SOURCES)


def test_events_are_in_order_and_no_step_is_left_out(month: list[Looked]) -> None:
    for looked in month:
        assert all(first.at <= second.at for first, second in pairwise(looked.events))
        reached = [STEPS.index(event.name) for event in looked.events if event.name in STEPS]
        assert set(range(max(reached) + 1)) == set(reached)


def test_a_booking_ends_a_visit_at_its_instant_unless_the_guest_objects(month: list[Looked]) -> None:
    booked = [looked for looked in month if looked.booking]
    assert all(looked.events[-1].name == "booked" and not objects(looked.booking or "") for looked in booked)
    assert all(event.name != "booked" for looked in month if not looked.booking for event in looked.events)
    assert all(effort_of(looked).seconds > 0 for looked in booked)


def test_people_leave_as_they_do_elsewhere(month: list[Looked]) -> None:
    people = [looked for looked in month if not looked.is_bot]
    reached = Counter(event for looked in people for event in {event.name for event in looked.events})
    counts = [reached[step] for step in STEPS]
    assert counts == sorted(counts, reverse=True)
    assert 0.08 < reached["booked"] / reached["search"] < 0.16
    phones = [looked for looked in people if looked.device == "phone"]
    assert 0.5 < len(phones) / len(people) < 0.65
    assert 0.03 < (len(month) - len(people)) / len(month) < 0.08


def test_a_seed_plants_three_faults_at_three_steps() -> None:
    faults = plant(11, UNTIL)
    assert faults == plant(11, UNTIL)
    assert faults != plant(12, UNTIL)
    assert len({fault.step for fault in faults}) == 3
    assert max(fault.until_on for fault in faults) == UNTIL
    assert all(UNTIL - timedelta(days=366) < fault.since_on < fault.until_on <= UNTIL for fault in faults)


def test_planted_faults_are_found_first(count: Callable[[int, int], int]) -> None:
    """Seeds nobody has looked at: the three planted cost most, each is sure, and nothing else is."""
    for seed in range(2000, 2000 + count(1, 20)):
        faults = plant(seed, UNTIL)
        found = ranking(stream(seed % 7, 364, faults=faults))
        planted = {(fault.step, fault.signal, fault.code) for fault in faults}
        assert {one.name for one in found[:3]} == planted, (seed, found[:5])
        assert all(one.significant and one.odds.high < 1 for one in found[:3]), seed


def test_where_nothing_is_planted_nothing_is_found(count: Callable[[int, int], int]) -> None:
    runs = count(4, 100)
    found = [seed for seed in range(runs) if any(one.significant for one in ranking(stream(seed, 60)))]
    assert len(found) <= runs * 0.05 + (runs < 20), found
