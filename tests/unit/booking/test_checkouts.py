"""A choice is held, revised, lost, taken again and placed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.booking import operations as booking
from app.booking.errors import CannotBeSold, HoldLapsed, NotPaid, PriceChanged
from app.booking.models import Booking, Checkout, FolioLine
from app.booking.rules import Basket, ChosenStay
from app.inventory import SoldOut
from app.inventory.models import Allotment, Claim
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.outbox.models import Message
from app.pricing.models import QuoteLine
from app.store import db
from tests import cast
from tests.builders import FRIDAY, TODAY

pytestmark = pytest.mark.houses(1)

WEEKEND = Stay.of(FRIDAY, 2)
LATER = "2027-03-01T09:16+00:00"


def basket(plan: str = "flexible", room_type: str = "shepherds-hut", stay: Stay = WEEKEND, **chosen: object) -> Basket:
    house = cast.found()
    chosen_stay = ChosenStay(
        house.room_types[room_type],
        house.plans[plan],
        stay,
        **{"party": Party(2), **chosen},  # type: ignore[arg-type]
    )
    return Basket(house.id, (chosen_stay,), at_house=plan == "flexible")


def taken(slug: str, night: date = FRIDAY) -> int:
    db.session.rollback()
    return db.session.execute(
        select(Allotment.taken).where(Allotment.resource_id == cast.found().resources[slug], Allotment.night == night)
    ).scalar_one()


def test_a_started_checkout_holds_the_room_for_fifteen_minutes(app: Flask) -> None:
    started = booking.start_checkout(basket())

    assert taken("shepherds-hut") == 1
    assert started.total_minor == 30000
    with pytest.raises(SoldOut) as refusal:
        booking.start_checkout(basket())
    assert refusal.value.night == FRIDAY
    checkouts = db.session.execute(select(func.count()).select_from(Checkout)).scalar_one()
    assert checkouts == 1, "a refused start leaves nothing behind"


def test_an_expired_hold_goes_to_the_next_guest(app: Flask, set_clock: Callable[[str], None]) -> None:
    first = booking.start_checkout(basket())
    set_clock(LATER)

    second = booking.start_checkout(basket())

    assert taken("shepherds-hut") == 1
    with pytest.raises(HoldLapsed):
        booking.extend_checkout(first.checkout_id)
    with pytest.raises(SoldOut):
        booking.place_booking(first.checkout_id)
    assert booking.place_booking(second.checkout_id).new


def test_an_extended_hold_outlives_its_first_fifteen_minutes(app: Flask, set_clock: Callable[[str], None]) -> None:
    started = booking.start_checkout(basket())
    set_clock("2027-03-01T09:10+00:00")
    booking.extend_checkout(started.checkout_id)
    set_clock("2027-03-01T09:20+00:00")

    with pytest.raises(SoldOut):
        booking.start_checkout(basket())


def test_a_hold_ends_an_hour_after_it_began_however_often_it_is_extended(
    app: Flask, set_clock: Callable[[str], None]
) -> None:
    started = booking.start_checkout(basket())
    for minute in (10, 20, 30, 40, 50):
        set_clock(f"2027-03-01T09:{minute}+00:00")
        until = booking.extend_checkout(started.checkout_id)

    assert until == datetime(2027, 3, 1, 10, tzinfo=UTC)


def test_new_payment_pages_prolong_a_hold_once_past_its_hour(app: Flask, set_clock: Callable[[str], None]) -> None:
    """Whoever goes to pay within the hour is held past that page, and by no page after it; held anew counts anew."""
    started = booking.start_checkout(basket())
    held_until = []
    for hour, minute in ((9, 14), (9, 45), (10, 0), (10, 20), (10, 34)):
        set_clock(f"2027-03-01T{hour:02}:{minute:02}+00:00")
        booking.begin_payment(started.checkout_id, 30000)
        held_until.append(db.session.execute(select(Checkout.held_until_at)).scalar_one().strftime("%H:%M"))
        db.session.rollback()
    assert held_until == ["09:49", "10:20", "10:35", "10:35", "10:35"]

    set_clock("2027-03-01T10:36+00:00")
    with pytest.raises(HoldLapsed):
        booking.begin_payment(started.checkout_id, 30000)
    booking.renew_checkout(started.checkout_id)
    booking.begin_payment(started.checkout_id, 30000)
    assert db.session.execute(select(Checkout.held_until_at)).scalar_one() == datetime(2027, 3, 1, 11, 11, tzinfo=UTC)


def test_placing_twice_is_one_booking_with_one_message(app: Flask) -> None:
    started = booking.start_checkout(basket())
    booking.keep_details(started.checkout_id, {"name": "Anna Whitlock", "email": "anna@example.com"})

    first = booking.place_booking(started.checkout_id, seen_minor=30000)
    again = booking.place_booking(started.checkout_id, seen_minor=30000)

    assert (first.reference, first.new, again.reference, again.new) == (first.reference, True, first.reference, False)
    assert db.session.execute(select(func.count()).select_from(Booking)).scalar_one() == 1
    assert db.session.execute(select(func.count()).select_from(Message)).scalar_one() == 1
    owners = db.session.execute(select(Claim.owner, Claim.owner_id, Claim.expires_at).distinct()).all()
    assert [tuple(owner) for owner in owners] == [("booking", first.booking_id, None)]
    assert taken("shepherds-hut") == 1


def test_the_folio_charges_what_the_quote_says(app: Flask) -> None:
    started = booking.start_checkout(basket())
    placed = booking.place_booking(started.checkout_id)

    charged = select(func.sum(FolioLine.amount_minor)).where(FolioLine.booking_id == placed.booking_id)
    quoted = select(func.sum(QuoteLine.gross_minor)).where(QuoteLine.quote_id == started.quote_id)
    assert db.session.execute(charged).scalar_one() == db.session.execute(quoted).scalar_one() == 30000


def test_money_that_is_due_must_have_arrived(app: Flask) -> None:
    started = booking.start_checkout(basket("saver"))

    with pytest.raises(NotPaid):
        booking.place_booking(started.checkout_id)


def test_another_price_than_the_guest_saw_is_said(app: Flask) -> None:
    started = booking.start_checkout(basket())

    with pytest.raises(PriceChanged) as change:
        booking.begin_payment(started.checkout_id, seen_minor=29900)
    assert (change.value.old_minor, change.value.new_minor) == (29900, 30000)


def test_a_supper_plan_holds_covers_for_every_night(app: Flask) -> None:
    booking.start_checkout(basket("supper"))

    seated = taken("20:00"), taken("18:30"), taken("20:00", FRIDAY + timedelta(days=1))
    assert seated == (2, 0, 2), "the sitting nearest to half past seven"


def test_a_revision_swaps_claims_or_changes_nothing(app: Flask) -> None:
    house = cast.found()
    started = booking.start_checkout(basket())
    with_cot = basket(extras=((house.extras["cot"], 1), (house.extras["flowers"], 1)))
    total = booking.revise_checkout(started.checkout_id, with_cot)
    assert (total, taken("cot"), taken("shepherds-hut")) == (33500, 1, 1)

    other = booking.start_checkout(basket(room_type="snug"))
    with pytest.raises(SoldOut):
        booking.revise_checkout(other.checkout_id, basket(room_type="snug", extras=((house.extras["cot"], 1),)))
    assert (taken("cot"), taken("snug")) == (1, 1)

    booking.revise_checkout(started.checkout_id, basket())
    assert taken("cot") == 0


def test_the_past_and_too_large_parties_are_refused_with_reasons(app: Flask) -> None:
    with pytest.raises(CannotBeSold) as refusal:
        booking.start_checkout(basket(stay=Stay.of(TODAY - timedelta(days=1), 1), party=Party(9)))

    assert refusal.value.reasons == ("in_the_past", "party_too_large")


def test_a_lapsed_checkout_is_taken_again_with_what_was_typed(app: Flask, set_clock: Callable[[str], None]) -> None:
    started = booking.start_checkout(basket())
    booking.keep_details(started.checkout_id, {"name": "Anna Whitlock"})
    set_clock(LATER)
    assert booking.sweep_expired() == 1
    assert taken("shepherds-hut") == 0

    assert booking.renew_checkout(started.checkout_id) == booking.Renewed(30000, 30000)
    booking.place_booking(started.checkout_id, seen_minor=30000)
    assert taken("shepherds-hut") == 1


def test_a_payment_after_the_hold_books_again_when_it_is_free(app: Flask, set_clock: Callable[[str], None]) -> None:
    started = booking.start_checkout(basket())
    set_clock(LATER)
    booking.sweep_expired()

    placed = booking.place_booking(started.checkout_id, seen_minor=30000)
    assert (placed.new, taken("shepherds-hut")) == (True, 1)
    with pytest.raises(SoldOut):
        booking.start_checkout(basket())


def test_a_cancellation_frees_the_nights_and_clears_the_charges(app: Flask) -> None:
    placed = booking.place_booking(booking.start_checkout(basket()).checkout_id)

    booking.cancel_booking(placed.booking_id)

    assert taken("shepherds-hut") == 0
    balance = select(func.sum(FolioLine.amount_minor)).where(FolioLine.booking_id == placed.booking_id)
    assert db.session.execute(balance).scalar_one() == 0


def test_a_no_show_keeps_its_first_night_only(app: Flask) -> None:
    placed = booking.place_booking(booking.start_checkout(basket()).checkout_id)

    booking.mark_no_show(placed.booking_id)

    assert (taken("shepherds-hut"), taken("shepherds-hut", FRIDAY + timedelta(days=1))) == (1, 0)
