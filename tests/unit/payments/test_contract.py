"""What every payment provider promises, kept by the sandbox and by Stripe's own SDK against a server in its shape."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from app.kernel import clock
from app.payments import Forged, ProviderAway, ProviderState, RefundRefused, Session, TooMuch, UnknownSession
from app.store import transaction
from tests.providers import Counterpart, counterpart


@pytest.fixture(params=["sandbox", "stripe"])
def there(app: Flask, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counterpart]:
    with counterpart(request.param, monkeypatch) as found:
        yield found


def opened(there: Counterpart, key: str = "checkout:1-stay-1", amount_minor: int = 41200) -> Session:
    until, back = clock.now() + timedelta(minutes=32), "https://quince.example/back"
    return there.provider.open_session(key, amount_minor, "GBP", "Two nights", back, back, until)


def test_one_key_opens_one_session(there: Counterpart) -> None:
    first, again, other = opened(there), opened(there), opened(there, "checkout:1-stay-2")
    assert first == again
    assert other.id != first.id
    assert there.provider.fetch(first.id) == ProviderState("open")


def test_a_session_asked_for_while_nobody_answered_is_opened_once(there: Counterpart) -> None:
    with there.away(), pytest.raises(ProviderAway):
        opened(there)
    assert opened(there) == opened(there)


def test_money_that_was_taken_has_a_name(there: Counterpart) -> None:
    found = opened(there)
    there.pay(found.id)
    state = there.provider.fetch(found.id)
    assert state.state == "captured"
    assert state.payment


def test_a_card_that_is_declined_takes_nothing(there: Counterpart) -> None:
    found = opened(there)
    there.decline(found.id)
    assert there.provider.fetch(found.id).state in ("declined", "open")
    assert there.provider.expire(found.id).state in ("declined", "expired")
    there.pay(found.id)
    assert there.provider.fetch(found.id).state != "captured"


def test_an_expired_session_takes_nothing(there: Counterpart) -> None:
    found = opened(there)
    assert there.provider.expire(found.id) == ProviderState("expired")
    assert there.provider.expire(found.id) == ProviderState("expired")
    there.pay(found.id)
    assert there.provider.fetch(found.id) == ProviderState("expired")


def test_a_session_whose_time_is_over_takes_nothing(there: Counterpart, monkeypatch: pytest.MonkeyPatch) -> None:
    found = opened(there)
    later = clock.now() + timedelta(minutes=33)
    monkeypatch.setattr(clock, "now", lambda: later)
    there.pay(found.id)
    assert there.provider.fetch(found.id) == ProviderState("expired")


def test_money_that_was_quicker_is_not_expired(there: Counterpart) -> None:
    found = opened(there)
    there.pay(found.id)
    assert there.provider.expire(found.id) == there.provider.fetch(found.id)
    assert there.provider.fetch(found.id).state == "captured"


def test_a_refund_is_given_once_a_key_and_never_more_than_was_taken(there: Counterpart) -> None:
    found = opened(there)
    there.pay(found.id)
    payment = there.provider.fetch(found.id).payment
    assert payment
    assert there.provider.refund("a", payment, 30000) == there.provider.refund("a", payment, 30000)
    with pytest.raises(TooMuch):
        there.provider.refund("b", payment, 11201)
    there.provider.refund("c", payment, 11200)
    assert there.refunded(found.id) == 41200
    with pytest.raises(TooMuch):
        there.provider.refund("d", payment, 1)
    assert there.refunded(found.id) == 41200


def test_nothing_is_given_back_of_what_was_never_taken(there: Counterpart) -> None:
    found = opened(there)
    with pytest.raises((RefundRefused, UnknownSession)):
        there.provider.refund("early", found.id, 1)


def test_webhooks_prove_themselves(there: Counterpart) -> None:
    found = opened(there)
    there.pay(found.id)
    body, signature = there.event(found.id)
    event = there.provider.read_event(body, signature)
    assert event.session_id == found.id
    assert there.provider.read_event(body, signature) == event
    forged = [(body, signature[:-1] + "g"), (body, ""), (body, "é"), (body + b" ", signature), (b"\xff", signature)]
    for told, proof in [*forged, there.old_event(found.id)]:
        with pytest.raises(Forged):
            there.provider.read_event(told, proof)


def test_an_unknown_session_is_said_to_be(there: Counterpart) -> None:
    for call in (there.provider.fetch, there.provider.expire):
        with pytest.raises(UnknownSession):
            call("nothing")


def test_a_provider_that_is_away_is_said_to_be(there: Counterpart) -> None:
    found = opened(there)
    there.pay(found.id)
    payment = there.provider.fetch(found.id).payment
    assert payment
    with there.away():
        for call in (there.provider.fetch, there.provider.expire):
            with pytest.raises(ProviderAway):
                call(found.id)
        with pytest.raises(ProviderAway):
            there.provider.refund("a", payment, 1)
    there.provider.refund("a", payment, 1)
    assert there.refunded(found.id) == 1


def test_a_provider_is_never_called_inside_a_transaction(there: Counterpart) -> None:
    with pytest.raises(RuntimeError, match="never called inside"):
        transaction(lambda: opened(there))
