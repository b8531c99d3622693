"""The page of a booking: everything about it, to its own house only."""

from __future__ import annotations

import pytest
from flask import Flask

from app.booking import operations as booking
from app.insight import verify
from app.outbox import messages_about
from app.store import db
from tests.baskets import basket
from tests.cards import placed
from tests.cast import found
from tests.staffing import desk, hired

READS = 24


def url_of(done: booking.Placed, house: str = "combe-harrow") -> str:
    return f"/staff/{house}/bookings/{done.reference}"


def test_everything_of_a_booking_stands_on_its_page(app: Flask) -> None:
    done = placed(basket(found(), "garden", plan="saver"))
    page = desk(app).get(url_of(done), reads=READS)
    assert page.h1 == "Anna Whitlock"
    assert [link for link in ("check-in", "no-show") if page.all("a", href=f"{url_of(done)}/{link}")] == ["check-in"]
    for words in ("anna@example.com", "No room yet", "Booked online", "0 of 2 complete", "all square", "Receipt"):
        assert words in page.text, words


def test_who_took_the_money_stands_in_the_history(app: Flask) -> None:
    done = placed(basket(found()))
    booking.take_payment(done.booking_id, 10000, "cash", hired("manager"))
    page = desk(app).get(url_of(done), reads=READS)
    assert "Paid, in cash; £100.00 Priya Nair" in page.text
    assert page.one("data", class_="balance").get("value") == "20000"


def test_another_houses_booking_is_not_there(app: Flask) -> None:
    done = placed(basket(found("withy-moor")))
    visitor = desk(app)
    visitor.get(url_of(done, "combe-harrow"), status=404)
    visitor.get(url_of(done, "withy-moor"), status=404)


@pytest.mark.parametrize("reference", ["nobody", "0", "%00", "A" * 500, "........", "ABCDEFGH"])
def test_what_is_no_reference_is_not_there(app: Flask, reference: str) -> None:
    desk(app).get(f"/staff/combe-harrow/bookings/{reference}", status=404)


def test_a_reference_may_be_written_as_it_is_read_out(app: Flask) -> None:
    done = placed(basket(found()))
    spelt = f"{done.reference[:4].lower()}-{done.reference[4:].lower()}"
    assert desk(app).get(f"/staff/combe-harrow/bookings/{spelt}", reads=READS).h1 == "Anna Whitlock"


def test_papers_are_printed_by_their_own_house(app: Flask) -> None:
    done = placed(basket(found(), plan="saver"))
    visitor = desk(app)
    page = visitor.get(url_of(done), reads=READS)
    receipt = visitor.client.get(page.link("Receipt"))
    assert receipt.content_type == "application/pdf"
    assert visitor.client.get(f"{url_of(done)}/statement.pdf").content_type == "application/pdf"
    assert visitor.client.get(f"{url_of(done)}/invoice-99.pdf").status_code == 404


def test_a_mail_is_sent_again_with_an_id_of_its_own(app: Flask) -> None:
    done = placed(basket(found()))
    visitor, url = desk(app), url_of(done)
    page = visitor.get(url, reads=READS + 2)
    act = next(form for form in page.all("form") if form.get("action", "").endswith("/again"))
    page = visitor.submit(page.form(action=act.get("action", "")))
    assert "A mail was sent again" in page.text
    mails = messages_about("booking", done.booking_id)
    assert [(one.kind, one.state) for one in mails] == [("booked", "waiting"), ("booked", "waiting")]
    db.session.rollback()
    assert [result.detail for result in verify.run() if not result.ok] == []
