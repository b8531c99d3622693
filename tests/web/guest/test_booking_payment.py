"""Paying what a booking owes, by its link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from app.booking import paying
from app.booking.cancellation import purse_of
from app.booking.models import Booking, FolioLine
from app.booking.operations import cancel_booking
from app.insight import verify
from app.kernel import clock
from app.outbox.models import Message
from app.payments import ProviderAway
from app.payments.models import Payment, Refund
from app.payments.sandbox import Sandbox
from app.store import transaction, write
from tests.page import Page, Visitor
from tests.web.guest.desk import ANNA, choose, count, fresh, pay, token_of


@pytest.fixture
def sandbox(app: Flask) -> Sandbox:
    found: Sandbox = app.extensions["payment_provider"]
    return found


@pytest.fixture
def owing(visitor: Visitor) -> str:
    """The address of the payment page of Anna's booking, which owes 300 pounds."""
    booked = visitor.submit(choose(visitor).form(id="details").fill(**ANNA), press="act=owe")
    return f"{booked.link('See your booking')}/payment"


def at_the_provider(visitor: Visitor, owing: str) -> Page:
    return visitor.submit(visitor.get(owing).form(id="payment"))


def booking_id() -> int:
    return fresh().scalars(select(Booking.id)).one()


def charge(amount_minor: int) -> None:
    """Something more, or less, stands on the bill."""
    row = {
        "booking_id": booking_id(),
        "kind": "charge",
        "label": "Flowers",
        "amount_minor": amount_minor,
        "currency": "GBP",
        "written_at": clock.now(),
    }
    transaction(lambda: write(insert(FolioLine.__table__), row))


def sums() -> list[tuple[str, int]]:
    rows = fresh().execute(select(FolioLine.kind, FolioLine.amount_minor).order_by(FolioLine.id))
    return [(kind, amount) for kind, amount in rows if kind != "charge"]


def books_agree() -> bool:
    names = ("folio_payments", "refunds", "stray_money", "provider_log")
    return all(check.ok for check in verify.run() if check.name in names)


def test_what_is_owed_is_paid_by_the_link(visitor: Visitor, owing: str) -> None:
    page = visitor.get(owing)
    assert page.h1 == "£300 to pay"
    assert page.words("button", class_="btn--wide") == "Pay £300"
    paying_page = visitor.submit(page.form(id="payment"))
    assert "£300.00" in paying_page.text
    done = pay(visitor, paying_page, "works")
    assert done.h1 == "Nothing to pay"
    assert "£300.00 has arrived" in done.text
    assert sums() == [("payment", -30000)]
    [told] = fresh().scalars(select(Message).where(Message.kind == "paid"))
    assert told.facts == {"reference": page.words("data", class_="reference"), "payment_id": 1, "amount_minor": 30000}
    assert books_agree()


def test_a_declined_card_and_a_second_step(visitor: Visitor, owing: str) -> None:
    back = pay(visitor, at_the_provider(visitor, owing), "declined")
    assert "Your bank said no" in back.text
    step = pay(visitor, visitor.submit(back.form(id="payment")), "second-step")
    assert pay(visitor, step, "refused").text.count("Your bank said no") == 1
    step = pay(visitor, at_the_provider(visitor, owing), "second-step")
    assert pay(visitor, step, "confirmed").h1 == "Nothing to pay"
    assert sums() == [("payment", -30000)]


def test_what_became_of_a_payment_is_news_for_an_hour(
    visitor: Visitor, owing: str, set_clock: Callable[[str], None]
) -> None:
    pay(visitor, at_the_provider(visitor, owing), "declined")
    set_clock("2027-03-01T10:01+00:00")
    assert "Your bank said no" not in visitor.get(owing).text


def test_a_card_that_does_not_answer_is_waited_for(visitor: Visitor, owing: str, sandbox: Sandbox) -> None:
    page = at_the_provider(visitor, owing)
    waiting = pay(visitor, page, "never-answers")
    assert waiting.h1 == "Waiting for your bank"
    assert visitor.submit(waiting.form()).h1 == "Waiting for your bank"
    sandbox.press(token_of(page), "works")
    assert visitor.get(waiting.url).h1 == "Waiting for your bank", "a GET changes nothing"
    assert visitor.submit(waiting.form()).h1 == "Nothing to pay"


def test_two_pages_for_one_sum_are_one(visitor: Visitor, owing: str) -> None:
    first, second = at_the_provider(visitor, owing), at_the_provider(visitor, owing)
    assert first.url == second.url
    assert count(Payment) == 1


def test_a_page_for_another_sum_takes_no_money(visitor: Visitor, owing: str, sandbox: Sandbox) -> None:
    old = at_the_provider(visitor, owing)
    charge(3500)
    new = at_the_provider(visitor, owing)
    assert new.url != old.url
    assert sandbox.press(token_of(old), "works").state == "expired"
    assert pay(visitor, new, "works").h1 == "Nothing to pay"
    assert sums() == [("payment", -33500)]


def test_a_sum_that_has_changed_is_said_before_anything_is_charged(visitor: Visitor, owing: str) -> None:
    form = visitor.get(owing).form(id="payment")
    charge(3500)
    changed = visitor.submit(form, status=409)
    assert "It was £300.00 and is £335.00 now. Nothing was charged." in changed.text
    assert changed.words("button", class_="btn--wide") == "Pay £335"
    assert count(Payment) == 0


def test_money_that_was_quicker_than_a_new_page_is_the_payment(visitor: Visitor, owing: str, sandbox: Sandbox) -> None:
    old = at_the_provider(visitor, owing)
    sandbox.press(token_of(old), "works")
    charge(3500)
    changed = visitor.submit(visitor.get(owing).form(id="payment"), status=409)
    assert changed.h1 == "£35 to pay"
    assert sums() == [("payment", -30000)]


def test_what_is_overpaid_goes_back(visitor: Visitor, owing: str, sandbox: Sandbox) -> None:
    old = at_the_provider(visitor, owing)
    charge(-5000)
    pay(visitor, old, "works")
    assert sums() == [("payment", -30000), ("refund", 5000)]
    assert fresh().scalars(select(Message.kind).order_by(Message.id)).all() == ["booked", "paid", "refunded"]
    assert purse_of(booking_id()).due_minor == 0
    assert books_agree()


def test_money_for_a_cancelled_booking_goes_back_whole(visitor: Visitor, owing: str, sandbox: Sandbox) -> None:
    page = at_the_provider(visitor, owing)
    cancel_booking(booking_id())
    back = pay(visitor, page, "works")
    assert "All £300.00 goes back to your card" in back.text
    assert sums() == []
    assert [tuple(row) for row in fresh().execute(select(Refund.amount_minor, Refund.reason))] == [(30000, "too_late")]
    paying.settle(sandbox, token_of(page))
    assert count(Refund) == 1
    assert books_agree()


def test_a_cancelled_booking_is_not_paid_for(visitor: Visitor, owing: str) -> None:
    form = visitor.get(owing).form(id="payment")
    cancel_booking(booking_id())
    refused = visitor.submit(form, status=409)
    assert "There is nothing to pay" in refused.text
    assert refused.all("button", class_="btn--wide") == []


def test_a_provider_that_is_away_is_said_to_be(
    visitor: Visitor, owing: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise ProviderAway("The payment page does not answer. Nothing was charged; try again in a minute.")

    form = visitor.get(owing).form(id="payment")
    with monkeypatch.context() as patched:
        patched.setattr(sandbox, "open_session", away)
        refused = visitor.submit(form, status=409)
    assert "The payment page does not answer" in refused.text
    assert pay(visitor, visitor.submit(form), "works").h1 == "Nothing to pay"


def test_another_bookings_link_opens_nothing(visitor: Visitor, owing: str) -> None:
    forged = owing.replace("/payment", "x/payment")
    visitor.get(forged, status=404)
    visitor.post(forged, {}, status=404)
