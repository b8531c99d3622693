"""What came in and what went out, each on the day on which it did and by the way in which it did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import insert

from app.booking import operations as booking
from app.booking.day_close import DayFigures, day_figures
from app.booking.models import FolioLine
from app.kernel import clock
from app.kernel.stay import Stay
from app.store import transaction, write
from tests import cast
from tests.baskets import basket
from tests.builders import TODAY
from tests.cards import placed
from tests.staffing import hired

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]
SetClock = Callable[[str], None]


def figures(days: int) -> DayFigures:
    return day_figures(cast.found().id, TODAY + timedelta(days=days))


def test_money_counts_on_its_own_day(set_clock: SetClock) -> None:
    """Taken at a minute to midnight and a minute after it."""
    by = hired("manager")
    own = placed(basket(cast.found(), "garden", stay=Stay.of(TODAY + timedelta(days=9), 2))).booking_id
    set_clock("2027-03-01T23:59+00:00")
    booking.take_payment(own, 10000, "cash", by)
    set_clock("2027-03-02T00:01+00:00")
    booking.take_payment(own, 700, "cash", by)
    assert [figures(day).taken for day in range(3)] == [{"cash": 10000}, {"cash": 700}, {}]
    assert [figures(day).held_minor for day in range(2)] == [10000, 10700]


def test_a_payment_that_the_provider_has_no_record_of_counts_too() -> None:
    """A line of a folio that was brought over from another system has no payment behind it."""
    own = placed(basket(cast.found(), "garden", stay=Stay.of(TODAY, 2))).booking_id
    line = {
        "booking_id": own, "kind": "payment", "label": "Paid at the house", "amount_minor": -4000, "vat_bp": 0,
        "vat_minor": 0, "currency": "GBP", "written_at": clock.now(), "kept": False,
    }  # fmt: skip
    transaction(lambda: write(insert(FolioLine), [line]))
    assert figures(0).taken == {"online": 4000}


def test_what_is_given_back_is_taken_off_the_day_that_gave_it(set_clock: SetClock) -> None:
    by = hired("manager")
    own = placed(basket(cast.found(), "garden", stay=Stay.of(TODAY + timedelta(days=9), 2))).booking_id
    booking.take_payment(own, 10000, "cash", by)
    set_clock("2027-03-02T09:00+00:00")
    booking.cancel_booking(own)
    booking.give_back(own, 4000, "They cancelled", by, limit_minor=None)
    first, second = figures(0), figures(1)
    assert (first.refunded, first.kept_minor) == ({}, 10000)
    assert (second.taken, second.refunded, second.kept_minor) == ({}, {"cash": 4000}, -4000)
    assert second.held_minor == 0, "who has given up is not to come any more"


def test_vat_is_that_of_the_day_on_which_it_was_invoiced(set_clock: SetClock) -> None:
    """Of three days the one in the middle: neither earlier nor later ones have it again."""
    by = hired("manager")
    own = placed(basket(cast.found(), "snug", stay=Stay.of(TODAY, 1))).booking_id
    booking.take_payment(own, 15000, "cash", by)
    booking.check_in(own)
    set_clock("2027-03-02T09:00+00:00")
    booking.check_out(own)
    assert [figures(day).invoiced for day in range(3)] == [{}, {2000: (15000, 2500)}, {}]
