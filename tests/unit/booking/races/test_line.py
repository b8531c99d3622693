"""Visitors book, guests give up and take while the line is served: each night goes to one, and first to the line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.booking import operations as booking
from app.booking.errors import CannotBeSold
from app.booking.rules import Basket
from app.booking.waitlist import operations as waitlist
from app.booking.waitlist.errors import NotHeld
from app.insight import verify
from app.inventory import SoldOut
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay
from tests import stock
from tests.baskets import basket
from tests.builders import FRIDAY, TODAY
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen, bunks
from tests.unit.booking.races.test_engines import deadlocks
from tests.waiting import ANY_ROOM, counts_held, held, house_full, sold, states, waiting, wish

pytestmark = [pytest.mark.houses(1), pytest.mark.race]


def all_is_well() -> None:
    assert not stock.faults()
    assert [result for result in verify.run() if not result.ok] == []


def give_up_or_book(meet: Meet, booking_id: int | None, chosen: Basket) -> str:
    meet()
    if booking_id is not None:
        booking.cancel_booking(booking_id)
        return "cancelled"
    try:
        booking.start_checkout(chosen)
    except (SoldOut, CannotBeSold):
        return "sold out"
    return "held"


def test_what_is_cancelled_is_the_line_s_and_no_visitor_s(sixteen: Sixteen, count: Callable[[int, int], int]) -> None:
    for number in range(count(2, 50)):
        stay = Stay.of(TODAY + timedelta(days=1 + number), 1)
        taken = sold(stay)
        entry = waiting(f"bea{number}", wish(stay))
        jobs = [(taken if client == 7 else None, basket(found(), stay=stay)) for client in range(CLIENTS)]
        answers = Counter(sixteen(give_up_or_book, jobs))
        assert answers == {"cancelled": 1, "sold out": CLIENTS - 1}
        assert held()[entry] == {stay.arrival}
    all_is_well()


def give_up(meet: Meet, booking_id: int) -> None:
    meet()
    booking.cancel_booking(booking_id)


def test_whatever_is_given_up_at_once_goes_down_the_line_once(sixteen: Sixteen) -> None:
    """Half of the nights are given up for each that wait; each entry wants two neighbouring ones."""
    bunks(2)
    nights = [FRIDAY + timedelta(days=day) for day in range(CLIENTS // 2)]
    taken = [sold(Stay.of(night, 1), "bunk") for night in nights for _ in range(2)]
    entries = [
        waiting(f"bea{number}", wish(Stay.of(FRIDAY, 2), "bunk", later=CLIENTS // 2 - 2)) for number in range(CLIENTS)
    ]
    before = deadlocks()
    sixteen(give_up, [(booking_id,) for booking_id in taken])
    assert deadlocks() == before
    waitlist.serve_waiting()
    served = [entry for entry in entries if states()[entry] == "offered"]
    assert served == entries[: len(served)], "in the order of the line"
    assert len(served) >= CLIENTS // 3
    assert all(len(own) == 2 for own in held().values())
    assert waitlist.serve_waiting() == 0
    all_is_well()


def give_up_or_look(meet: Meet, booking_ids: list[int], chosen: list[Basket]) -> int:
    """Cancels these, or tries to hold those, one after the other; how many were held."""
    meet()
    for booking_id in booking_ids:
        booking.cancel_booking(booking_id)
    held = 0
    for one in chosen:
        try:
            booking.start_checkout(one)
            held += 1
        except (SoldOut, CannotBeSold):
            continue
    return held


def test_serving_and_visitors_never_die_of_a_deadlock(sixteen: Sixteen) -> None:
    """Each entry that is served takes the night before the one that was freed, which visitors want from there on."""
    bunks(CLIENTS)
    pairs = [Stay.of(TODAY + timedelta(days=1 + 2 * number), 2) for number in range(CLIENTS // 2)]
    taken: list[list[int]] = [[] for _ in pairs]
    for own, pair in zip(taken, pairs, strict=True):
        own += [sold(Stay.of(pair.last_night, 1), "bunk") for _ in range(CLIENTS)]
        for number in range(4):
            waiting(f"bea{pair.arrival}{number}", wish(pair, "bunk"))
    visitors = [basket(found(), "bunk", stay=pair) for pair in pairs]
    jobs = [(own, []) for own in taken] + [([], [one] * 8) for one in visitors]
    before = deadlocks()
    sixteen(give_up_or_look, jobs)
    assert deadlocks() == before
    assert set(states().values()) == {"offered"}
    all_is_well()


def take_or_sweep(meet: Meet, how: str, at: str, entry: int, plan: int) -> str:
    clock.configure(at)
    meet()
    if how == "sweep":
        booking.sweep_expired()
        return "swept"
    if how == "leave":
        waitlist.leave(entry)
        return "left"
    try:
        waitlist.take(entry, plan)
    except NotHeld:
        return "not held"
    return "taken"


def test_a_place_is_taken_once_or_handed_on(sixteen: Sixteen, count: Callable[[int, int], int]) -> None:
    """Some see the last second of the hour, some the first after it."""
    for number in range(count(2, 50)):
        stay = Stay.of(TODAY + timedelta(days=1 + number), 1)
        taken = sold(stay)
        first, second = waiting(f"bea{number}", wish(stay)), waiting(f"cyd{number}", wish(stay))
        booking.cancel_booking(taken)
        plan = found().plans["flexible"]
        in_time, late = "2027-03-01T09:59:59+00:00", "2027-03-01T10:00:00+00:00"
        kinds = [("take", in_time), ("sweep", late), ("leave", in_time), ("take", late)]
        jobs = [(*kinds[client % 4], first, plan) for client in range(CLIENTS)]
        answers = Counter(sixteen(take_or_sweep, jobs))
        ended = states()
        assert answers["taken"] == (ended[first] == "taken")
        assert (ended[first], ended[second]) in {("taken", "waiting"), ("left", "offered"), ("lapsed", "offered")}
        all_is_well()
        waitlist.leave(second)


def test_a_race_for_a_table_takes_another_that_has_covers(sixteen: Sixteen) -> None:
    """Twenty covers at each of two hours are supper for twenty couples: nobody of sixteen is refused."""
    bunks(CLIENTS)
    chosen = basket(found(), "bunk", "supper", Stay.of(FRIDAY, 1))
    assert Counter(sixteen(give_up_or_book, [(None, chosen)] * CLIENTS)) == {"held": CLIENTS}
    all_is_well()


def test_sets_and_single_rooms_are_served_at_once_without_deadlock(sixteen: Sixteen) -> None:
    """Rooms of two types are given up by all at once, while some in the line want one and others one of each."""
    night = Stay.of(FRIDAY, 1)
    taken = house_full(night)
    five = wish(night, *ANY_ROOM, party=Party(5), rooms=None)
    wanted = [five, wish(night, "snug"), five, wish(night, "garden"), five, wish(night, "snug")]
    entries = [waiting(f"bea{number}", own) for number, own in enumerate(wanted)]
    given_up: list[tuple[list[int], list[Basket]]] = [([own], []) for own in taken["snug"] + taken["garden"]]
    visitors = [([], [basket(found(), kind, stay=night)]) for kind in ("snug", "garden") * 5]
    before = deadlocks()
    bought = sum(sixteen(give_up_or_look, given_up + visitors))
    assert deadlocks() == before
    waitlist.serve_waiting()
    fives = [states()[entry] for entry in entries[::2]]
    assert fives == sorted(fives), "offered before waiting: in the order of the line"
    rooms = sum(sum(own.values()) for own in counts_held().values())
    assert 0 < rooms <= 6 - bought
    assert waitlist.serve_waiting() == 0
    all_is_well()
