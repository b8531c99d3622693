"""To the payment page and back, whatever becomes of the card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import paying as paying_for
from app.booking.models import Booking
from app.booking.operations import abandon_checkout
from app.insight import verify
from app.payments import Session, Wanted, ask_for_payment
from app.payments.models import Payment, Refund
from app.payments.sandbox import Sandbox
from app.web.links import read_link
from tests.page import Visitor
from tests.web.guest.desk import ANNA, choose, count, fresh, pay, token_of


def test_pay_and_book(visitor: Visitor) -> None:
    held = choose(visitor, "saver")
    assert held.words("button", value="pay") == "Pay £270 and book"
    paying = visitor.submit(held.form(id="details").fill(**ANNA), press="act=pay")
    assert paying.h1 == "Pay The Quince"
    assert "£270.00" in paying.text
    booked = pay(visitor, paying, "works")
    assert booked.h1.startswith("Booked.")
    assert "£270.00 is paid" in booked.text


def test_a_declined_card_loses_nothing(visitor: Visitor) -> None:
    paying = visitor.submit(choose(visitor, "saver").form(id="details").fill(**ANNA), press="act=pay")
    back = pay(visitor, paying, "declined")
    assert "Your bank said no" in back.text
    form = back.form(id="details")
    assert form.data()["name"] == [ANNA["name"]]
    assert count(Booking) == 0
    booked = pay(visitor, visitor.submit(form, press="act=pay"), "works")
    assert booked.h1.startswith("Booked.")
    assert [payment.state for payment in fresh().scalars(select(Payment).order_by(Payment.id))] == [
        "declined",
        "captured",
    ]


def test_a_second_step(visitor: Visitor) -> None:
    paying = visitor.submit(choose(visitor, "saver").form(id="details").fill(**ANNA), press="act=pay")
    step = pay(visitor, paying, "second-step")
    assert step.h1 == "Is it you?"
    assert pay(visitor, step, "confirmed").h1.startswith("Booked.")


def test_a_card_that_never_answers_books_nothing_until_it_does(visitor: Visitor, app: Flask) -> None:
    paying = visitor.submit(choose(visitor, "saver").form(id="details").fill(**ANNA), press="act=pay")
    waiting = pay(visitor, paying, "never-answers")
    assert waiting.h1 == "Waiting for your bank"
    assert visitor.submit(waiting.form()).h1 == "Waiting for your bank"
    sandbox: Sandbox = app.extensions["payment_provider"]
    sandbox.press(token_of(paying), "works")
    assert visitor.get(waiting.url).h1 == "Waiting for your bank", "a GET changes nothing"
    assert visitor.submit(waiting.form()).h1.startswith("Booked.")


def test_pressing_pay_twice_opens_one_payment_page(visitor: Visitor) -> None:
    form = choose(visitor, "saver").form(id="details").fill(**ANNA)
    first, second = (visitor.submit(form, press="act=pay") for _ in range(2))
    assert first.url == second.url
    assert count(Payment) == 1


def test_pressing_pay_twice_at_once_opens_one_payment_page(
    visitor: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second press comes while the provider is still opening the page for the first."""
    form = choose(visitor, "saver").form(id="details").fill(**ANNA)
    sandbox: Sandbox = app.extensions["payment_provider"]
    open_session, second = sandbox.open_session, []

    def slowly(*arguments: Any) -> Session:
        if not second:
            second.append("pressed")
            with app.app_context():
                second[:] = [visitor.submit(form, press="act=pay").url]
        return open_session(*arguments)

    monkeypatch.setattr(sandbox, "open_session", slowly)
    first = visitor.submit(form, press="act=pay")
    assert second == [first.url]
    assert count(Payment) == 1


def test_a_webhook_that_comes_twice_or_late_books_once(visitor: Visitor, app: Flask) -> None:
    paying = visitor.submit(choose(visitor, "saver").form(id="details").fill(**ANNA), press="act=pay")
    sandbox: Sandbox = app.extensions["payment_provider"]
    session_id = token_of(paying)
    fresh()
    opened = sandbox.event_of(session_id)
    sandbox.press(session_id, "works")
    for body, signature in (sandbox.event_of(session_id), opened, sandbox.event_of(session_id)):
        sent = app.test_client().post("/webhooks/sandbox", data=body, headers={"Sandbox-Signature": signature})
        assert sent.status_code == 204
    assert count(Booking) == 1
    assert (
        app.test_client().post("/webhooks/sandbox", data=body, headers={"Sandbox-Signature": "no"}).status_code == 400
    )


def test_money_that_comes_when_the_room_has_gone_goes_back(
    visitor: Visitor, app: Flask, set_clock: Callable[[str], None]
) -> None:
    paying = visitor.submit(choose(visitor, "saver").form(id="details").fill(**ANNA), press="act=pay")
    sandbox: Sandbox = app.extensions["payment_provider"]
    session_id = token_of(paying)
    set_clock("2027-03-01T09:29+00:00")
    sandbox.press(session_id, "works")
    set_clock("2027-03-01T09:40+00:00")
    other = Visitor(app)
    other.submit(choose(other).form(id="details").fill(**ANNA), press="act=owe")
    body, signature = sandbox.event_of(session_id)
    app.test_client().post("/webhooks/sandbox", data=body, headers={"Sandbox-Signature": signature})
    assert count(Booking) == 1
    assert fresh().scalars(select(Refund.state)).all() == ["done"]
    with app.app_context():
        payment = fresh().scalars(select(Payment)).one()
    checkout = visitor.get(paying.link("Back without paying"))
    assert payment.state == "captured"
    assert "goes back to your card" in checkout.text


def test_money_that_went_back_books_nothing_later(
    visitor: Visitor, app: Flask, set_clock: Callable[[str], None]
) -> None:
    paying = visitor.submit(choose(visitor, "saver").form(id="details").fill(**ANNA), press="act=pay")
    sandbox: Sandbox = app.extensions["payment_provider"]
    session_id = token_of(paying)
    set_clock("2027-03-01T09:29+00:00")
    sandbox.press(session_id, "works")
    set_clock("2027-03-01T09:40+00:00")
    other = choose(Visitor(app))
    body, signature = sandbox.event_of(session_id)
    told = app.test_client()
    told.post("/webhooks/sandbox", data=body, headers={"Sandbox-Signature": signature})
    assert fresh().scalars(select(Refund.state)).all() == ["done"]
    abandon_checkout(read_link("checkout", token_of(other)).id)
    told.post("/webhooks/sandbox", data=body, headers={"Sandbox-Signature": signature})
    back = paying.link("Back without paying")
    visitor.post(f"{back}/payment", {})
    assert count(Booking) == 0, "the room is free again, but the money is gone"


def test_a_card_declined_after_pressing_twice_leads_back_at_once(visitor: Visitor) -> None:
    form = choose(visitor, "saver").form(id="details").fill(**ANNA)
    _, paying = (visitor.submit(form, press="act=pay") for _ in range(2))
    assert "Your bank said no" in pay(visitor, paying, "declined").text


def test_money_that_came_twice_goes_back_and_the_books_agree(visitor: Visitor, app: Flask) -> None:
    held = choose(visitor, "saver")
    paying = visitor.submit(held.form(id="details").fill(**ANNA), press="act=pay")
    sandbox: Sandbox = app.extensions["payment_provider"]
    checkout_id = read_link("checkout", token_of(held)).id
    fresh()
    again = Wanted("checkout", checkout_id, "stay", 2, 27000, "GBP", "A hut", "/", "/", paying_for.SESSION)
    second = ask_for_payment(sandbox, again)
    assert pay(visitor, paying, "works").h1.startswith("Booked.")
    sandbox.press(second.provider_session, "works")
    settled = paying_for.settle(sandbox, second.provider_session)
    assert settled.state == "booked"
    assert fresh().scalars(select(Refund.reason)).all() == ["paid_twice"]
    money = [check for check in verify.run() if "folio" in check.name or "money" in check.name]
    assert not [check for check in money if not check.ok]


@pytest.mark.parametrize("act", ["enter", "", "anything"])
def test_only_the_buttons_that_name_the_debt_book(visitor: Visitor, act: str) -> None:
    for plan in ("flexible", "saver"):
        page = visitor.submit(choose(visitor, plan, "garden").form(id="details").fill(**ANNA), press=f"act={act}")
        assert page.h1 == "Your details and payment"
        assert page.form(id="details").data()["name"] == [ANNA["name"]]
    assert (count(Booking), count(Payment)) == (0, 0)


def test_holding_again_closes_the_payment_page_of_the_old_hold(
    visitor: Visitor, app: Flask, set_clock: Callable[[str], None]
) -> None:
    held = choose(visitor, "saver")
    paying = visitor.submit(held.form(id="details").fill(**ANNA), press="act=pay")
    checkout_id = read_link("checkout", token_of(held)).id
    fresh()
    abandon_checkout(checkout_id)
    again = visitor.submit(visitor.get(held.url).form(), press="act=renew")
    assert again.h1 == "Your details and payment"
    sandbox: Sandbox = app.extensions["payment_provider"]
    fresh()
    assert sandbox.press(token_of(paying), "works").state == "expired"


def test_money_that_was_quicker_than_holding_again_is_booked(visitor: Visitor, app: Flask) -> None:
    held = choose(visitor, "saver")
    paying = visitor.submit(held.form(id="details").fill(**ANNA), press="act=pay")
    fresh()
    abandon_checkout(read_link("checkout", token_of(held)).id)
    sandbox: Sandbox = app.extensions["payment_provider"]
    sandbox.press(token_of(paying), "works")
    assert visitor.submit(visitor.get(held.url).form(), press="act=renew").h1.startswith("Booked.")
