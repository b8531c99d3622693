"""Bookings that come to a notice by other ways than the checkout: out of a block, from another system, by a change."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from app.booking.blocks import NewBlock, hold_block, pick_up
from app.booking.operations import amend_booking
from app.booking.operations.importing import Imported, place_imported
from app.booking.queries import booking_of
from app.booking.rules import Details
from app.care.choices.accepting import brought_by, change_knowing
from app.care.choices.errors import NotRead
from app.care.notices.coming import read_key
from app.care.notices.operations import follow_journal, tell_chunk
from app.care.notices.queries import calls_of
from app.care.notices.rules import BOOKING
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay
from tests import cast, touched
from tests.baskets import basket
from tests.cards import placed

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]
FRIDAY = date(2027, 3, 5)
STAY = Stay.of(FRIDAY, 2)


@pytest.fixture
def notice_id() -> int:
    """About the Saturday, and everybody has been told."""
    sent = touched.announced(touched.wish(cast.found()))
    touched.told_out(sent)
    follow_journal()
    return sent


def looked_after(notice_id: int) -> None:
    """What a worker does, and once more."""
    for _ in range(2):
        follow_journal()
        while tell_chunk(notice_id):
            pass


def told() -> list[tuple[str, str]]:
    return [(kind, address) for kind, address, _, _ in touched.messages()]


def test_who_is_booked_out_of_a_block_after_it_was_announced_hears_of_it_once(notice_id: int) -> None:
    house = cast.found()
    snug = house.room_types["snug"]
    cut_off_on = FRIDAY - timedelta(days=2)
    kept = NewBlock(house.id, "Holt wedding", STAY, cut_off_on, house.plans["flexible"], {snug: 1})
    block_id = hold_block(kept, by=1)
    looked_after(notice_id)
    assert told() == [], "rooms that are kept are nobody's yet"
    pick_up(block_id, snug, STAY, Party(2), Details("Ida Holt", "ida@example.org"), by=1)
    looked_after(notice_id)
    assert told() == [("notice", "ida@example.org")]


def test_who_comes_from_another_system_after_it_was_announced_is_rung(notice_id: int) -> None:
    """Such a booking has no address: it stands on the list of calls, and nothing is sent."""
    house = cast.found()
    kinds = house.room_types["snug"], house.resources["snug"], house.plans["flexible"]
    place_imported(Imported(house.id, *kinds, STAY, Party(2), 9000, "GBP", "file:1", None, clock.now()))
    looked_after(notice_id)
    assert told() == []
    assert [one.because for one in calls_of([house.id], clock.now())] == ["no_address"]


def test_who_changes_a_booking_to_it_has_read_it_and_hears_nothing(notice_id: int) -> None:
    house = cast.found()
    booking_id = placed(basket(house, "garden", stay=Stay.of(FRIDAY + timedelta(days=7), 2))).booking_id
    booking, wanted = booking_of(booking_id), basket(house, "garden", stay=STAY)
    assert booking is not None
    change = partial(amend_booking, booking_id, wanted, seen_minor=None, seen_revision=booking.revision)
    with pytest.raises(NotRead):
        change_knowing(booking, wanted, "", change)
    unchanged = booking_of(booking_id)
    assert unchanged is not None
    assert unchanged.revision == booking.revision
    assert change_knowing(booking, wanted, read_key(brought_by(booking, wanted)), change).changed
    looked_after(notice_id)
    assert told() == []
    assert touched.touches(notice_id)[BOOKING, booking_id].accepted_at is not None
