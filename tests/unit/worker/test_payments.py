"""A payment whose webhook was lost is found, and a refund whose giving failed is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.booking import paying
from app.booking.models import Booking
from app.booking.rules import Basket, ChosenStay, Details
from app.care import open_tasks
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.payments import (
    ProviderAway,
    RefundRefused,
    TooMuch,
    Wanted,
    ask_for_refund,
    payments_of,
    refunds_wanted,
    want_payment,
)
from app.payments.models import Payment, Refund
from app.payments.sandbox import Sandbox, session
from app.store import db, transaction
from app.worker.payments import give_refunds, reconcile_payments
from tests import cast
from tests.builders import FRIDAY

pytestmark = pytest.mark.houses(1)
LATER = "2027-03-01T09:06+00:00"


@dataclass
class Paying:
    sandbox: Sandbox
    checkout_id: int
    session_id: str


@pytest.fixture
def at_the_provider(app: Flask) -> Paying:
    """A guest with the last hut at a Saver, on the payment page."""
    house = cast.found()
    stay = ChosenStay(house.room_types["shepherds-hut"], house.plans["saver"], Stay.of(FRIDAY, 2), Party(2))
    started = booking.start_checkout(Basket(house.id, (stay,)))
    booking.keep_details(started.checkout_id, Details("Anna", "anna@example.com").as_json())
    sandbox: Sandbox = app.extensions["payment_provider"]
    total = started.total_minor
    url = paying.pay(sandbox, started.checkout_id, total, total, "GBP", paying.Pages("/back", "/back", "A hut"))
    return Paying(sandbox, started.checkout_id, url.rsplit("/", 1)[-1])


def test_a_lost_webhook_loses_no_booking(at_the_provider: Paying, set_clock: Callable[[str], None]) -> None:
    at_the_provider.sandbox.press(at_the_provider.session_id, "works")
    assert reconcile_payments() == 0, "its message may still be on its way"
    set_clock(LATER)
    assert reconcile_payments() == 1
    assert reconcile_payments() == 0
    assert db.session.scalars(select(Booking.checkout_id)).all() == [at_the_provider.checkout_id]


def test_a_page_that_was_left_is_asked_about_until_it_expires(
    at_the_provider: Paying, set_clock: Callable[[str], None]
) -> None:
    set_clock(LATER)
    assert reconcile_payments() == 0
    set_clock("2027-03-01T09:33+00:00")
    assert reconcile_payments() == 1
    assert db.session.scalars(select(Payment.state)).all() == ["expired"]


def test_a_refund_is_wanted_until_it_is_given(
    at_the_provider: Paying, set_clock: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = at_the_provider.sandbox
    sandbox.press(at_the_provider.session_id, "works")
    booking.abandon_checkout(at_the_provider.checkout_id)
    house = cast.found()
    stay = ChosenStay(house.room_types["shepherds-hut"], house.plans["flexible"], Stay.of(FRIDAY, 2), Party(2))
    booking.start_checkout(Basket(house.id, (stay,)))

    def away(*_: Any) -> str:
        raise ProviderAway("Nobody there.")

    with monkeypatch.context() as patched:
        patched.setattr(sandbox, "refund", away)
        settled = paying.settle(sandbox, at_the_provider.session_id)
    assert settled
    assert settled.state == "refunded"
    assert len(refunds_wanted("sandbox")) == 1
    assert give_refunds() == 1
    assert db.session.scalars(select(Refund.state)).all() == ["done"]
    assert session(at_the_provider.session_id).refunded_minor == 27000
    assert db.session.scalars(select(Booking.id)).all() == []


def test_a_refund_that_is_refused_holds_up_no_other(at_the_provider: Paying, monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_provider.sandbox.press(at_the_provider.session_id, "works")
    paying.settle(at_the_provider.sandbox, at_the_provider.session_id)
    payment = db.session.scalars(select(Payment)).one()
    for key in ("first", "second"):
        transaction(lambda key=key: ask_for_refund(payment.id, key, 100, "goodwill"))
    give = at_the_provider.sandbox.refund

    def refuses_the_first(key: str, *arguments: Any) -> str:
        if key == "first":
            raise TooMuch("The provider took less than that.")
        return give(key, *arguments)

    monkeypatch.setattr(at_the_provider.sandbox, "refund", refuses_the_first)
    assert give_refunds() == 1
    assert db.session.scalars(select(Refund.state).order_by(Refund.id)).all() == ["failed", "done"]
    assert [(task.kind, task.title) for task in open_tasks()] == [
        ("refund_failed", f"The card company refuses the refund of booking {reference()}: £1.00")
    ]
    assert give_refunds() == 0
    assert len(open_tasks()) == 1


def test_a_payment_that_cannot_be_recorded_holds_up_no_other(
    at_the_provider: Paying, set_clock: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in what follows from one payment is logged, and every other guest has their booking all the same."""
    stay = ChosenStay(cast.found().room_types["snug"], cast.found().plans["saver"], Stay.of(FRIDAY, 2), Party(2))
    other = booking.start_checkout(Basket(cast.found().id, (stay,)))
    booking.keep_details(other.checkout_id, Details("Bea", "bea@example.com").as_json())
    pages = paying.Pages("/back", "/back", "A snug")
    sandbox = at_the_provider.sandbox
    url = paying.pay(sandbox, other.checkout_id, other.total_minor, other.total_minor, "GBP", pages)
    for session_id in (at_the_provider.session_id, url.rsplit("/", 1)[-1]):
        sandbox.press(session_id, "works")
    fetch = sandbox.fetch

    def broken(session_id: str) -> Any:
        if session_id == at_the_provider.session_id:
            raise KeyError("a fault of ours")
        return fetch(session_id)

    set_clock(LATER)
    with monkeypatch.context() as patched:
        patched.setattr(sandbox, "fetch", broken)
        assert reconcile_payments() == 1
    assert db.session.scalars(select(Booking.checkout_id)).all() == [other.checkout_id]
    assert reconcile_payments() == 1


def test_a_refund_of_what_was_never_booked_is_a_task_of_the_house_that_can_be_followed(
    at_the_provider: Paying, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = at_the_provider.sandbox
    sandbox.press(at_the_provider.session_id, "works")
    booking.abandon_checkout(at_the_provider.checkout_id)
    house = cast.found()
    stay = ChosenStay(house.room_types["shepherds-hut"], house.plans["flexible"], Stay.of(FRIDAY, 2), Party(2))
    booking.start_checkout(Basket(house.id, (stay,)))

    def refuses(*_: Any) -> str:
        raise RefundRefused("The card was closed.")

    monkeypatch.setattr(sandbox, "refund", refuses)
    paying.settle(sandbox, at_the_provider.session_id)
    give_refunds()
    (task,) = open_tasks(house.id)
    assert task.kind == "refund_failed"
    assert "Reach whoever paid (Anna, anna@example.com)" in task.words
    assert "write the refund on the folio" not in task.words


def test_refunds_that_come_back_unheard_of_are_found_some_at_a_time(
    at_the_provider: Paying, monkeypatch: pytest.MonkeyPatch, set_clock: Callable[[str], None]
) -> None:
    """Each is asked about in its turn, for a month."""
    at_the_provider.sandbox.press(at_the_provider.session_id, "works")
    paying.settle(at_the_provider.sandbox, at_the_provider.session_id)
    payment = db.session.scalars(select(Payment)).one()
    for key in ("first", "second", "third"):
        transaction(lambda key=key: ask_for_refund(payment.id, key, 100, "goodwill"))
    assert give_refunds() == 3
    asked: list[str] = []

    def came_back(name: str) -> bool:
        asked.append(name)
        return name == "refund-third"

    monkeypatch.setattr(at_the_provider.sandbox, "refund_failed", came_back)
    monkeypatch.setattr("app.worker.payments.AT_ONCE", 2)
    set_clock("2027-03-02T09:00+00:00")
    found = reconcile_payments()
    assert len(asked) <= 2
    set_clock("2027-03-02T09:10+00:00")
    assert found + reconcile_payments() == 1
    assert sorted(asked) == ["refund-first", "refund-second", "refund-third"]
    assert db.session.scalars(select(Refund.state).order_by(Refund.id)).all() == ["done", "done", "failed"]
    give_refunds()
    assert [task.kind for task in open_tasks(cast.found().id)] == ["refund_failed"]
    asked.clear()
    set_clock("2027-04-02T09:00+00:00")
    reconcile_payments()
    assert asked == []


def reference() -> str:
    return db.session.scalars(select(Booking.reference)).one()


def test_a_page_that_was_never_opened_is_forgotten(at_the_provider: Paying, set_clock: Callable[[str], None]) -> None:
    until = timedelta(minutes=30)
    unopened = Wanted("checkout", at_the_provider.checkout_id, "stay", 9, 100, "GBP", "A hut", "/", "/", until)
    transaction(lambda: want_payment(at_the_provider.sandbox, unopened))
    set_clock("2027-03-01T09:31+00:00")
    reconcile_payments()
    assert [payment.state for payment in payments_of("checkout", at_the_provider.checkout_id)] == ["open", "asked"]
    set_clock("2027-03-01T10:01+00:00")
    reconcile_payments()
    assert [payment.state for payment in payments_of("checkout", at_the_provider.checkout_id)] == ["expired", "expired"]


def test_the_page_of_a_lost_hold_takes_no_money(at_the_provider: Paying) -> None:
    booking.abandon_checkout(at_the_provider.checkout_id)
    reconcile_payments()
    assert at_the_provider.sandbox.press(at_the_provider.session_id, "works").state == "expired"
    assert [payment.state for payment in payments_of("checkout", at_the_provider.checkout_id)] == ["expired"]


def test_money_that_was_quicker_than_the_loss_of_its_hold_books_again(at_the_provider: Paying) -> None:
    at_the_provider.sandbox.press(at_the_provider.session_id, "works")
    booking.abandon_checkout(at_the_provider.checkout_id)
    reconcile_payments()
    assert db.session.scalars(select(Booking.checkout_id)).all() == [at_the_provider.checkout_id]
