"""The folio in the house's hand: charges, corrections, what goes back and how much of it who may give."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.booking import operations as booking
from app.booking.documents import documents_of
from app.booking.errors import AboveLimit, MoreThanCharged, NoSuchLine, NothingToGiveBack, Stale, WrongState
from app.insight import verify
from app.kernel.errors import Invalid
from app.payments.models import Refund
from app.store import db
from tests import cast
from tests.baskets import basket, several
from tests.cards import asked_back, balance, folio, paid, placed

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]


def hut(plan: str = "flexible") -> int:
    return placed(basket(cast.found(), plan=plan)).booking_id


def sound() -> None:
    """Nothing is against any check; money that was asked back is as good as given."""
    db.session.rollback()
    assert [result.detail for result in verify.run() if not result.ok] == []


def test_a_charge_of_the_house_is_owed_with_its_vat_and_can_be_taken_back() -> None:
    booking_id = hut()
    line = booking.add_charge(booking_id, "bar", "Two gins", 2400, None)
    assert balance(booking_id) == 32400
    sound()
    booking.correct_charge(booking_id, line, "They had one", None)
    assert folio(booking_id)[-1] == ("Two gins, taken back", -2400)
    assert balance(booking_id) == 30000
    with pytest.raises(NoSuchLine):
        booking.correct_charge(booking_id, line, "Again", None)
    sound()


def test_only_charges_of_the_house_are_corrected_by_hand() -> None:
    booking_id = hut()
    db.session.rollback()
    with pytest.raises(NoSuchLine):
        booking.correct_charge(booking_id, 1, "No", None)


@pytest.mark.parametrize(
    ("kind", "label", "amount"), [("odd", "x", 1), ("bar", "", 1), ("bar", "x", 0), ("bar", "x", 10**9)]
)
def test_what_is_no_charge_is_not_charged(kind: str, label: str, amount: int) -> None:
    booking_id = hut()
    with pytest.raises(Invalid):
        booking.add_charge(booking_id, kind, label, amount, None)


def test_a_charge_after_they_left_is_invoiced_and_credited() -> None:
    booking_id = hut()
    booking.check_in(booking_id)
    booking.check_out(booking_id)
    line = booking.add_charge(booking_id, "supper", "Supper for two", 8400, None)
    booking.correct_charge(booking_id, line, "Paid at table", None)
    kinds = [(one.kind, one.amount_minor) for one in documents_of(booking_id)]
    assert kinds == [("invoice", 30000), ("invoice", 8400), ("credit_note", 8400)]
    sound()


def test_a_change_and_a_cancelled_room_leave_what_the_house_charged() -> None:
    house = cast.found()
    two = several(house, basket(house, "garden"), basket(house, "snug"))
    booking_id = placed(two).booking_id
    booking.add_charge(booking_id, "extra", "Flowers", 3500, None)
    booking.take_payment(booking_id, 63500, "cash", None)
    done = booking.cancel_booking(booking_id, parts=[0])
    assert done.refund_minor == 0
    assert balance(booking_id) == -30000
    booking.cancel_booking(booking_id)
    assert balance(booking_id) == -63500
    sound()


def test_what_was_paid_too_much_goes_back_to_where_it_was_paid_the_newest_first() -> None:
    booking_id = hut()
    paid(booking_id, 10000)
    booking.take_payment(booking_id, 20000, "cash", None)
    booking.cancel_booking(booking_id)
    assert asked_back() == [(10000, "cancelled")]
    done = booking.give_back(booking_id, 15000, "Cash in hand", None, limit_minor=None)
    assert (done.by_hand, done.refunds) == ((("cash", 15000),), ())
    assert folio(booking_id)[-1] == ("Given back in cash", 15000)
    with pytest.raises(NothingToGiveBack):
        booking.give_back(booking_id, 15001, "More", None, limit_minor=None)
    booking.give_back(booking_id, 5000, "The rest", None, limit_minor=None)
    assert db.session.query(Refund).count() == 3
    sound()


def test_nobody_gives_more_than_they_may() -> None:
    booking_id = hut()
    booking.take_payment(booking_id, 30000, "cash", None)
    booking.give_goodwill(booking_id, 3000, "Cold bath", None, limit_minor=5000)
    with pytest.raises(AboveLimit):
        booking.give_goodwill(booking_id, 2001, "Colder bath", None, limit_minor=5000)
    booking.give_goodwill(booking_id, 2000, "Noise", None, limit_minor=5000)
    assert booking.given_by_hand(booking_id) == 5000
    assert balance(booking_id) == 0
    sound()


def test_goodwill_takes_off_what_is_owed_before_it_gives_anything_back() -> None:
    booking_id = hut()
    done = booking.give_goodwill(booking_id, 3000, "Cold bath", None, limit_minor=None)
    assert done.amount_minor == 0
    assert balance(booking_id) == 27000
    with pytest.raises(MoreThanCharged):
        booking.give_goodwill(booking_id, 27001, "All of it", None, limit_minor=None)
    sound()


def test_goodwill_after_they_left_stands_on_a_credit_note_and_goes_back() -> None:
    booking_id = hut("saver")
    booking.check_in(booking_id)
    booking.check_out(booking_id)
    done = booking.give_goodwill(booking_id, 1000, "Noise", None, limit_minor=None)
    assert [one.amount_minor for one in done.refunds] == [1000]
    assert [one.kind for one in documents_of(booking_id)] == ["receipt", "invoice", "credit_note"]


def test_goodwill_on_what_a_cancelled_booking_kept_goes_back(set_clock: Callable[[str], None]) -> None:
    booking_id = hut()
    booking.take_payment(booking_id, 30000, "card_machine", None)
    set_clock("2027-03-05T10:00+00:00")
    booking.cancel_booking(booking_id)
    assert balance(booking_id) == 0
    done = booking.give_goodwill(booking_id, 12000, "They were ill", None, limit_minor=None)
    assert done.by_hand == (("card_machine", 12000),)
    assert balance(booking_id) == 0
    sound()


def test_stale_forms_and_bookings_that_are_over_change_nothing() -> None:
    booking_id = hut()
    seen = booking.last_line(booking_id)
    booking.add_charge(booking_id, "bar", "Gin", 1200, None)
    for stale in (
        lambda: booking.add_charge(booking_id, "bar", "Gin", 1200, None, seen_line=seen),
        lambda: booking.give_goodwill(booking_id, 100, "x", None, limit_minor=None, seen_line=seen),
        lambda: booking.give_back(booking_id, 100, "x", None, limit_minor=None, seen_line=seen),
    ):
        with pytest.raises(Stale):
            stale()
    booking.cancel_booking(booking_id)
    with pytest.raises(WrongState):
        booking.add_charge(booking_id, "bar", "Gin", 1200, None)
    assert balance(booking_id) == 0


def test_goodwill_counts_towards_the_limit_when_the_booking_is_cancelled() -> None:
    """Cancelling takes the line of the goodwill back, so it must not be counted from the folio."""
    booking_id = hut()
    booking.take_payment(booking_id, 30000, "cash", None)
    booking.give_goodwill(booking_id, 4000, "Cold bath", None, limit_minor=5000)
    booking.cancel_booking(booking_id)
    for give in (booking.give_goodwill, booking.give_back):
        with pytest.raises(AboveLimit):
            give(booking_id, 1001, "Once more", None, limit_minor=5000)
    booking.give_back(booking_id, 1000, "They cancelled", None, limit_minor=5000)
    assert booking.given_by_hand(booking_id) == 5000
