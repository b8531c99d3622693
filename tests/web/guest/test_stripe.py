"""The checkout with Stripe as the provider: its own SDK over HTTP against a server in its shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.booking import paying
from app.booking.models import Booking, FolioLine
from app.booking.queries import booking_of
from app.booking.rules import Basket, ChosenStay, Details
from app.care import open_tasks
from app.config import Config
from app.insight import verify
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.outbox.models import Message
from app.payments import ask_for_refund
from app.payments.models import Payment, ProviderEvent, Refund
from app.store import transaction
from app.web.provider import provider
from app.worker.payments import give_refunds, reconcile_payments
from tests import cast, stripe_server
from tests.builders import FRIDAY
from tests.databases import Databases, opened
from tests.page import Visitor
from tests.stripe_server import StripeServer
from tests.web.guest.desk import ANNA, choose, fresh
from tests.web.guest.desk import count as counted

PAID, COMPLETED, EXPIRED = 2, 3, 4
"""The events that there are once the guest has paid, and one of what never was; 0 and 1 come before."""


@pytest.fixture
def server() -> Iterator[StripeServer]:
    with stripe_server.serving() as found:
        yield found


@pytest.fixture
def config(databases: Databases, database: str, server: StripeServer) -> Config:
    return replace(
        databases.config(database),
        base_url="http://localhost",
        stripe_key=stripe_server.KEY,
        stripe_webhook_secret=stripe_server.SECRET,
        stripe_api_base=server.address,
    )


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    with opened(config) as application:
        yield application


@pytest.fixture
def at_stripe(visitor: Visitor, server: StripeServer) -> str:
    """The session of a guest who went to pay for the hut."""
    form = choose(visitor, "saver").form(id="details").fill(**ANNA)
    sent = visitor.client.post(form.action, data=form.data("act=pay"))
    assert sent.status_code == 303
    [session] = server.sessions.values()
    assert sent.headers["Location"] == session["url"]
    return str(session["id"])


def tell(app: Flask, server: StripeServer, event: stripe_server.Json, status: int = 204) -> None:
    body, signature = server.signed(event)
    sent = app.test_client().post("/webhooks/stripe", data=body, headers={"Stripe-Signature": signature})
    assert sent.status_code == status


def test_forms_may_lead_to_the_providers_pages_and_nowhere_else(visitor: Visitor, server: StripeServer) -> None:
    policy = visitor.get("/").response.headers["Content-Security-Policy"]
    assert f"form-action 'self' {server.address};" in policy


def test_a_paid_session_is_booked_when_the_guest_returns(
    at_stripe: str, visitor: Visitor, server: StripeServer
) -> None:
    server.pay(at_stripe)
    back = server.answered["checkout:1-stay-1"][0]["success_url"]
    assert visitor.submit(visitor.get(back).form()).h1.startswith("Booked.")
    assert counted(Booking) == 1


def test_the_events_of_a_payment_end_in_one_state_in_any_order(
    app: Flask, server: StripeServer, count: Callable[[int, int], int]
) -> None:
    """Intent made, card refused, intent paid, session completed, a session expired that never was; the first of each
    order told twice. Each order has a payment page of its own, and what is told before the guest has paid finds it
    open."""
    orders = list(permutations(range(5)))
    chosen = orders[:: len(orders) // count(8, 120)]
    assert {order[0] for order in chosen} == set(range(5))
    ends = {_paid_for(app, server, number, order) for number, order in enumerate(chosen)}
    assert ends == {(("captured",), ("confirmed", 27000, 0), ("booked",), 5)}
    assert server.refunds == {}


def _paid_for(app: Flask, server: StripeServer, number: int, order: tuple[int, ...]) -> tuple[object, ...]:
    """How it ends: the payment, the booking with what is paid and due, its mails, and how many events were kept."""
    house, found = cast.found(), provider()
    nights = Stay.of(FRIDAY + timedelta(days=2 * (number // 3)), 2)
    stay = ChosenStay(house.room_types["snug"], house.plans["saver"], nights, Party(2))
    started = booking.start_checkout(Basket(house.id, (stay,)))
    booking.keep_details(started.checkout_id, Details("Anna", f"anna{number}@example.com").as_json())
    pages = paying.Pages("http://localhost/back", "http://localhost/back", "A snug")
    paying.pay(found, started.checkout_id, 27000, 27000, "GBP", pages)
    before, [*_, session_id] = len(server.events) - 1, server.sessions
    server.decline(session_id)
    kept = counted(ProviderEvent)
    told: list[stripe_server.Json] = []
    for which in (*order, order[0]):
        if which in (PAID, COMPLETED):
            server.pay(session_id)
        if which == EXPIRED:
            session = dict(server.sessions[session_id])
            event = {"object": "event", "type": "checkout.session.expired", "data": {"object": session}}
        else:
            event = server.events[before + which]
        told.append({**event, "id": f"evt_{number}_{which}"})
        tell(app, server, told[-1])
    assert len({event["type"] for event in told}) == 5
    session = fresh()
    payments = session.scalars(select(Payment.state).where(Payment.owner_id == started.checkout_id)).all()
    booking_id = session.scalars(select(Booking.id).where(Booking.checkout_id == started.checkout_id)).one()
    placed = booking_of(booking_id)
    assert placed
    mails = session.scalars(select(Message.kind).where(Message.subject == "booking", Message.subject_id == booking_id))
    money = (placed.state, placed.paid_minor, placed.due_minor)
    return tuple(payments), money, tuple(sorted(mails)), counted(ProviderEvent) - kept


def test_messages_about_nothing_of_ours_change_nothing(at_stripe: str, app: Flask, server: StripeServer) -> None:
    other = {"object": "checkout.session", "id": "cs_other", "metadata": {}}
    tell(
        app, server, {"object": "event", "id": "evt_x", "type": "checkout.session.completed", "data": {"object": other}}
    )
    balance = {"object": "balance"}
    tell(app, server, {"object": "event", "id": "evt_y", "type": "balance.available", "data": {"object": balance}})
    assert counted(ProviderEvent) == 0


def test_a_forged_or_old_message_is_refused(at_stripe: str, app: Flask, server: StripeServer) -> None:
    server.pay(at_stripe)
    body, signature = server.signed(server.events[-1])
    old = server.signed(server.events[-1], at=1_000_000_000)
    for told, proof in ((body, ""), (body + b" ", signature), old):
        sent = app.test_client().post("/webhooks/stripe", data=told, headers={"Stripe-Signature": proof})
        assert sent.status_code == 400
    assert app.test_client().post("/webhooks/sandbox", data=body).status_code == 404
    assert app.test_client().get("/sandbox/cs_1").status_code == 404
    assert counted(Booking) == 0


def test_a_message_while_the_provider_is_away_is_wanted_again(at_stripe: str, app: Flask, server: StripeServer) -> None:
    server.pay(at_stripe)
    event = server.events[-1]
    server.mood = "down"
    tell(app, server, event, status=503)
    server.mood = "well"
    tell(app, server, event)
    assert counted(Booking) == 1


def test_a_lost_message_loses_no_booking(
    at_stripe: str, server: StripeServer, set_clock: Callable[[str], None]
) -> None:
    server.pay(at_stripe)
    fresh()
    set_clock("2027-03-01T09:06+00:00")
    assert reconcile_payments() == 1
    assert counted(Booking) == 1


def test_a_provider_that_is_down_charges_nothing_and_keeps_what_was_typed(
    visitor: Visitor, server: StripeServer
) -> None:
    form = choose(visitor, "saver").form(id="details").fill(**ANNA)
    server.mood = "down"
    page = visitor.submit(form, press="act=pay", status=409)
    assert "The payment page does not answer" in page.text
    assert page.form(id="details").data()["name"] == [ANNA["name"]]
    server.mood = "well"
    sent = visitor.client.post(form.action, data=form.data("act=pay"))
    assert sent.headers["Location"].startswith(server.address)
    assert counted(Payment) == 1


def test_a_page_whose_answer_was_lost_is_found_again_by_its_key(
    visitor: Visitor, server: StripeServer, set_clock: Callable[[str], None]
) -> None:
    form = choose(visitor, "saver").form(id="details").fill(**ANNA)
    server.mood = "mute"
    visitor.submit(form, press="act=pay", status=409)
    server.mood = "well"
    set_clock("2027-03-01T09:01+00:00")
    sent = visitor.client.post(form.action, data=form.data("act=pay"))
    [session] = server.sessions.values()
    assert sent.headers["Location"] == session["url"]


def test_a_page_that_was_lost_for_long_is_replaced(
    visitor: Visitor, server: StripeServer, set_clock: Callable[[str], None]
) -> None:
    form = choose(visitor, "saver").form(id="details").fill(**ANNA)
    server.mood = "down"
    visitor.submit(form, press="act=pay", status=409)
    server.mood = "well"
    set_clock("2027-03-01T09:05+00:00")
    sent = visitor.client.post(form.action, data=form.data("act=pay"))
    assert sent.headers["Location"].startswith(server.address), "the provider takes no page that is open so shortly"


def test_a_message_about_the_intent_alone_books(at_stripe: str, app: Flask, server: StripeServer) -> None:
    server.pay(at_stripe)
    [paid] = [event for event in server.events if event["type"] == "payment_intent.succeeded"]
    tell(app, server, paid)
    assert counted(Booking) == 1


def test_a_refund_that_comes_back_is_owed_again(at_stripe: str, app: Flask, server: StripeServer) -> None:
    server.pay(at_stripe)
    tell(app, server, server.events[-1])
    payment_id = fresh().scalars(select(Payment.id)).one()
    transaction(lambda: ask_for_refund(payment_id, "sorry", 5000, "goodwill"))
    assert give_refunds() == 1
    [refund_id] = server.refunds
    tell(app, server, server.events[-1])
    assert fresh().scalars(select(Refund.state)).all() == ["done"], "only told of, not failed"
    server.fail(refund_id)
    for _ in range(2):
        tell(app, server, server.events[-1])
    assert fresh().scalars(select(Refund.state)).all() == ["failed"]
    lines = fresh().execute(select(FolioLine.amount_minor).where(FolioLine.kind == "refund").order_by(FolioLine.id))
    assert lines.scalars().all() == [5000, -5000]
    assert give_refunds() == 0
    assert [task.kind for task in open_tasks()] == ["refund_failed"]
    money = [check for check in verify.run() if "folio" in check.name or check.name == "refunds"]
    assert [check.detail for check in money if not check.ok and check.name != "folio_charges"] == []
