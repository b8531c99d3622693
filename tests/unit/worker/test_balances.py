"""The rest of a stay with a deposit is asked for on its day, once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.booking import paying
from app.booking.models import Booking
from app.booking.queries import booking_of
from app.booking.rules import Basket, ChosenStay, Details
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.outbox import take_messages
from app.outbox.models import Message
from app.payments.sandbox import Sandbox
from app.store import db, transaction
from app.store.version import CATALOGUE, raise_versions
from app.web.mail import mail_of
from app.worker.balances import ask_for_balances
from tests import builders, cast
from tests.builders import FRIDAY

pytestmark = pytest.mark.houses(1)


@pytest.fixture
def deposit_paid(app: Flask) -> int:
    """The id of a booking of two nights at 150 pounds: 30 % are paid, the rest is due on Wednesday, two days before."""
    house = cast.found()
    plan = builders.rate_plan(house, "deposit", 15000, due_now_bp=3000, balance_days=2)
    transaction(lambda: raise_versions([CATALOGUE]))
    stay = ChosenStay(house.room_types["shepherds-hut"], plan, Stay.of(FRIDAY, 2), Party(2))
    started = booking.start_checkout(Basket(house.id, (stay,)))
    booking.keep_details(started.checkout_id, Details("Anna", "anna@example.com").as_json())
    sandbox: Sandbox = app.extensions["payment_provider"]
    pages = paying.Pages("/back", "/back", "A hut")
    url = paying.pay(sandbox, started.checkout_id, 30000, 9000, "GBP", pages)
    sandbox.press(url.rsplit("/", 1)[-1], "works")
    settled = paying.settle(sandbox, url.rsplit("/", 1)[-1])
    assert settled
    assert settled.placed
    return settled.placed.booking_id


def asked() -> list[tuple[str, int]]:
    db.session.rollback()
    rows = db.session.scalars(select(Message).where(Message.kind == "balance").order_by(Message.id))
    return [(row.occasion, row.facts["amount_minor"]) for row in rows]


def test_the_balance_is_asked_for_on_its_day_at_ten_and_once(
    deposit_paid: int, set_clock: Callable[[str], None]
) -> None:
    for instant, done in (("2027-03-03T09:59+00:00", 0), ("2027-03-03T10:00+00:00", 1), ("2027-03-04T09:59+00:00", 0)):
        set_clock(instant)
        assert ask_for_balances() == done
    assert asked() == [("2027-03-03", 21000)]


def test_whoever_has_not_paid_the_day_before_they_come_is_reminded_once(
    deposit_paid: int, set_clock: Callable[[str], None]
) -> None:
    for instant, done in (("2027-03-03T10:00+00:00", 1), ("2027-03-04T10:00+00:00", 1), ("2027-03-05T09:00+00:00", 0)):
        set_clock(instant)
        assert ask_for_balances() == done
    assert asked() == [("2027-03-03", 21000), ("2027-03-03 again", 21000)]
    letters = {waiting.occasion: mail_of(waiting) for waiting in take_messages(9, timedelta(0))}
    assert b"=C2=A3210.00 was due on Wed 3 March." in letters["2027-03-03 again"]
    assert b"was due" not in letters["2027-03-03"]


def test_a_worker_that_slept_for_a_day_asks_late_and_one_that_slept_for_three_does_not(
    deposit_paid: int, set_clock: Callable[[str], None]
) -> None:
    set_clock("2027-03-05T10:00+00:00")
    assert ask_for_balances() == 0
    set_clock("2027-03-04T11:00+00:00")
    assert (ask_for_balances(), ask_for_balances()) == (1, 0)


def test_who_has_paid_or_cancelled_is_asked_for_nothing(
    deposit_paid: int, app: Flask, set_clock: Callable[[str], None]
) -> None:
    set_clock("2027-03-03T10:00+00:00")
    sandbox: Sandbox = app.extensions["payment_provider"]
    url = paying.pay_booking(sandbox, deposit_paid, 21000, paying.Pages("/back", "/back", "A hut"))
    sandbox.press(url.rsplit("/", 1)[-1], "works")
    paying.settle_booking(sandbox, deposit_paid)
    assert ask_for_balances() == 0
    assert asked() == []


def test_a_cancelled_booking_owes_no_balance(deposit_paid: int, set_clock: Callable[[str], None]) -> None:
    booking.cancel_booking(deposit_paid)
    set_clock("2027-03-03T10:00+00:00")
    assert ask_for_balances() == 0


def test_the_quote_keeps_the_day(deposit_paid: int) -> None:
    found = booking_of(deposit_paid)
    assert found
    assert (found.paid_minor, found.due_minor) == (9000, 21000)
    assert str(found.quote.balance_on) == "2027-03-03"
    assert found.quote.policy.startswith("30% now, the rest by link on Wed 3 March.")
    assert db.session.scalars(select(Booking.state)).all() == ["confirmed"]
