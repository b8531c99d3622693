"""Who may wait, for what, and how they stand in the line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.booking.waitlist import operations as waitlist
from app.booking.waitlist.errors import FreeNow, NothingToWaitFor, TooMany
from app.booking.waitlist.queries import place_in_line
from app.booking.waitlist.rules import MOST_ENTRIES
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.worker.waitlist import look_after_line
from tests import cast, stock
from tests.baskets import WEEKEND
from tests.builders import FRIDAY
from tests.waiting import sold, states, told, waiting, wish

pytestmark = pytest.mark.houses(2)

Clock = Callable[[str], None]


def test_the_same_wish_joins_once(app: Flask) -> None:
    sold()
    first = waitlist.join(wish(), "Bea", "bea@example.org")
    again = waitlist.join(wish(), "Bea B", "BEA@example.org")
    assert (again.entry_id, again.new) == (first.entry_id, False)
    assert len(told()) == 1
    other = waitlist.join(wish(later=1), "Bea", "bea@example.org")
    assert other.new


def test_the_place_in_the_line_counts_those_who_want_the_same(app: Flask) -> None:
    sold()
    for stay in (Stay.of(FRIDAY, 1), Stay.of(FRIDAY + timedelta(days=14), 1)):
        for _ in range(3):
            sold(stay, "snug")
    sold(Stay.of(FRIDAY + timedelta(days=14), 2))
    waiting("bea")
    waiting("dot", wish(Stay.of(FRIDAY, 1), "snug"))
    waiting("eve", wish(Stay.of(FRIDAY + timedelta(days=14), 2)))
    third = waiting("cyd")
    assert (place_in_line(third).place, place_in_line(third).of) == (2, 2)
    last = waiting("flo", wish(Stay.of(FRIDAY, 1), "shepherds-hut", "snug"))
    assert (place_in_line(last).place, place_in_line(last).of) == (4, 4)
    assert (place_in_line(third).place, place_in_line(third).of) == (2, 3)


def test_nobody_waits_for_what_can_be_had(app: Flask) -> None:
    with pytest.raises(FreeNow) as free:
        waitlist.join(wish(), "Bea", "bea@example.org")
    assert (free.value.room_types, free.value.stay) == ((cast.found().room_types["shepherds-hut"],), WEEKEND)


def test_nobody_waits_for_what_never_comes(app: Flask, set_clock: Clock) -> None:
    sold()
    with pytest.raises(NothingToWaitFor):
        waitlist.join(wish(party=Party(5)), "Bea", "bea@example.org")
    set_clock("2027-03-06T09:00+00:00")
    with pytest.raises(NothingToWaitFor):
        waitlist.join(wish(), "Bea", "bea@example.org")


def test_a_mail_has_so_many_wishes(app: Flask) -> None:
    sold(Stay.of(FRIDAY, 12))
    for number in range(MOST_ENTRIES):
        waitlist.join(wish(Stay.of(FRIDAY + timedelta(days=number), 1)), "Bea", "bea@example.org")
    with pytest.raises(TooMany):
        waitlist.join(wish(Stay.of(FRIDAY + timedelta(days=9), 1)), "Bea", "bea@example.org")


def test_a_wish_whose_last_arrival_has_passed_ends_and_is_forgotten(app: Flask, set_clock: Clock) -> None:
    sold()
    first = waiting()
    set_clock("2027-03-05T20:00+00:00")
    assert look_after_line() == 0
    set_clock("2027-03-06T00:30+00:00")
    assert look_after_line() == 1
    assert states() == {first: "lapsed"}
    set_clock("2027-04-06T00:00+00:00")
    assert waitlist.forget_entries(timedelta(days=31)) == 0
    assert waitlist.forget_entries(timedelta(days=30)) == 1
    assert stock.rows("SELECT name, email, email_lower FROM waitlist_entry") == [("", None, None)]
