"""What is Stripe's alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from app.kernel import clock
from app.payments import ProviderAway, RefundRefused, Session
from app.payments import stripe as stripe_payments
from app.payments.stripe import Stripe
from tests import stripe_server
from tests.providers import AtStripe, counterpart


@pytest.fixture(params=["sqlite"])
def engine(request: pytest.FixtureRequest) -> str:
    """Nothing here is kept in a database."""
    return str(request.param)


@pytest.fixture
def there(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[AtStripe]:
    with counterpart("stripe", monkeypatch) as found:
        assert isinstance(found, AtStripe)
        yield found


def opened(there: AtStripe, lasts: int = 32) -> Session:
    until, back = clock.now() + timedelta(minutes=lasts), "https://quince.example/back"
    return there.provider.open_session("checkout:1-stay-1", 41200, "GBP", "Two nights", back, back, until)


@pytest.mark.parametrize("mood", ["down", "slow", "broken"])
def test_a_server_that_is_not_well_is_away(there: AtStripe, mood: str) -> None:
    there.server.mood = mood
    with pytest.raises(ProviderAway, match="Nothing was charged"):
        opened(there)
    there.server.mood = "well"
    assert opened(there).url.startswith(there.server.address)
    assert len(there.server.sessions) == 1


def test_the_payment_is_described_and_carries_its_key(there: AtStripe) -> None:
    session = there.server.sessions[opened(there).id]
    assert (session["amount_total"], session["currency"]) == (41200, "gbp")
    assert session["metadata"] == {"key": "checkout:1-stay-1"}


def test_what_stripe_does_not_take_is_no_page(there: AtStripe) -> None:
    with pytest.raises(ProviderAway):
        opened(there, lasts=20)


def test_a_key_that_is_not_known_there_is_no_page(there: AtStripe) -> None:
    there.provider = Stripe("sk_test_other", stripe_server.SECRET, there.server.address)
    with pytest.raises(ProviderAway):
        opened(there)


def test_a_refund_whose_key_was_forgotten_is_found_again(there: AtStripe) -> None:
    found = opened(there)
    there.pay(found.id)
    first = there.provider.refund("a", f"pi_{found.id}", 100)
    there.server.answered.clear()
    assert there.provider.refund("a", f"pi_{found.id}", 100) == first
    assert there.refunded(found.id) == 100


def test_a_refund_that_is_refused_for_good_is_said_to_be(there: AtStripe) -> None:
    found = opened(there)
    there.pay(found.id)
    there.server.refuses_refunds = True
    with pytest.raises(RefundRefused):
        there.provider.refund("a", f"pi_{found.id}", 100)


def test_messages_about_a_payment_name_its_key(there: AtStripe) -> None:
    found = opened(there)
    there.decline(found.id)
    event = there.provider.read_event(*there.event(found.id))
    assert (event.kind, event.session_id, event.key) == ("payment_intent.payment_failed", None, "checkout:1-stay-1")


def test_a_key_that_is_just_in_use_is_waited_for(there: AtStripe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stripe_payments, "BUSY_S", 0)
    there.server.busy = 2
    assert opened(there).url
    there.server.busy = 9
    with pytest.raises(ProviderAway):
        opened(there)
