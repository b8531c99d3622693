from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from flask import Flask

from app.kernel import clock
from app.payments import (
    Event,
    ProviderAway,
    ProviderState,
    TooMuch,
    Wanted,
    ask_for_payment,
    ask_for_refund,
    give_refund,
    payments_of,
    record_event,
    record_state,
    refunds_wanted,
    unsettled_sessions,
)
from app.payments.sandbox import Sandbox, session
from app.store import transaction


@pytest.fixture
def sandbox(app: Flask) -> Sandbox:
    return Sandbox("a key", lambda session_id: f"/sandbox/{session_id}")


def wanted(attempt: int = 1) -> Wanted:
    half_an_hour = timedelta(minutes=30)
    return Wanted("checkout", 7, "stay", attempt, 41200, "GBP", "Two nights", "/back", "/back", half_an_hour)


def captured(sandbox: Sandbox) -> int:
    payment = ask_for_payment(sandbox, wanted())
    assert payment.provider_session
    record_in_transaction(payment.provider_session, ProviderState("captured", payment.provider_session))
    sandbox.press(payment.provider_session, "works")
    return payment.id


def record_in_transaction(session_id: str, state: ProviderState) -> str | None:
    payment = transaction(lambda: record_state(session_id, state))
    return payment.state if payment else None


def test_asking_twice_asks_once(sandbox: Sandbox) -> None:
    first = ask_for_payment(sandbox, wanted())
    again = ask_for_payment(sandbox, wanted())
    assert (first.id, first.url) == (again.id, again.url)
    assert len(payments_of("checkout", 7)) == 1
    assert ask_for_payment(sandbox, wanted(attempt=2)).id != first.id


def test_a_provider_that_was_away_is_asked_again(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> None:
        raise ProviderAway("The payment page does not answer.")

    with monkeypatch.context() as patched:
        patched.setattr(sandbox, "open_session", away)
        with pytest.raises(ProviderAway):
            ask_for_payment(sandbox, wanted())
    assert [payment.state for payment in payments_of("checkout", 7)] == ["asked"]
    assert ask_for_payment(sandbox, wanted()).state == "open"


@pytest.mark.parametrize("order", sorted(set(permutations(["captured", "declined", "expired", "captured"]))))
def test_money_that_was_taken_is_known_in_whatever_order_it_is_told(sandbox: Sandbox, order: tuple[str, ...]) -> None:
    payment = ask_for_payment(sandbox, wanted())
    assert payment.provider_session
    for state in order:
        record_in_transaction(payment.provider_session, ProviderState(state, "p1" if state == "captured" else None))
    assert [(row.state, row.provider_payment) for row in payments_of("checkout", 7)] == [("captured", "p1")]


def test_the_state_of_somebody_elses_session_changes_nothing(sandbox: Sandbox) -> None:
    assert record_in_transaction("nothing", ProviderState("captured", "p")) is None


def test_an_event_has_one_effect(app: Flask) -> None:
    event = Event("e1", "session.captured", "s1")
    assert transaction(lambda: record_event("sandbox", event))
    assert not transaction(lambda: record_event("sandbox", event))
    assert transaction(lambda: record_event("another", event))


def test_a_refund_is_given_once(sandbox: Sandbox) -> None:
    payment_id = captured(sandbox)
    first = transaction(lambda: ask_for_refund(payment_id, "r1", 41200, "no room"))
    assert transaction(lambda: ask_for_refund(payment_id, "r1", 41200, "no room")) == first
    assert refunds_wanted("sandbox") == [first]
    give_refund(sandbox, first)
    give_refund(sandbox, first)
    assert refunds_wanted("sandbox") == []
    name = payments_of("checkout", 7)[0].provider_payment
    assert name
    assert session(name).refunded_minor == 41200


def test_no_more_is_refunded_than_was_taken(sandbox: Sandbox) -> None:
    payment_id = captured(sandbox)
    transaction(lambda: ask_for_refund(payment_id, "r1", 41000, "no room"))
    with pytest.raises(TooMuch):
        transaction(lambda: ask_for_refund(payment_id, "r2", 201, "no room"))


def test_nothing_is_refunded_from_a_payment_that_took_nothing(sandbox: Sandbox) -> None:
    payment = ask_for_payment(sandbox, wanted())
    with pytest.raises(TooMuch):
        transaction(lambda: ask_for_refund(payment.id, "r1", 1, "no room"))


def test_sessions_of_which_nothing_was_heard_are_found(sandbox: Sandbox) -> None:
    payment = ask_for_payment(sandbox, wanted())
    assert unsettled_sessions("sandbox", clock.now() - timedelta(minutes=10)) == []
    assert unsettled_sessions("sandbox", clock.now() + timedelta(minutes=10)) == [payment.provider_session]
    assert payment.provider_session
    record_in_transaction(payment.provider_session, ProviderState("expired"))
    assert unsettled_sessions("sandbox", clock.now() + timedelta(minutes=10)) == []
