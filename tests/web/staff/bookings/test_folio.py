"""The folio in the desk's hands: taking, charging, taking back, giving back, within what each may."""

from __future__ import annotations

import pytest
from flask import Flask

from app.booking import operations as booking
from app.insight import verify
from app.store import db
from app.web.csrf import FIELD
from tests import cast
from tests.baskets import basket
from tests.cards import balance, folio, paid, placed
from tests.markup import words
from tests.page import Page, Visitor
from tests.staffing import desk

READS = 26
DETAILS = 90


def hut(plan: str = "flexible") -> tuple[int, str]:
    done = placed(basket(cast.found(), plan=plan))
    return done.booking_id, f"/staff/combe-harrow/bookings/{done.reference}"


def send(visitor: Visitor, url: str, act: str, status: int = 200, **typed: str) -> Page:
    """The form of the page, as it is now, filled and sent."""
    form = visitor.get(url, reads=READS).form(action=f"{url}/{act}")
    return visitor.submit(form.fill(**typed), status, reads=DETAILS)


def sent(visitor: Visitor, url: str, act: str, typed: dict[str, str], status: int) -> Page:
    """Whatever a program sends, with the token of the desk."""
    token = visitor.get("/staff/me", reads=60).all("input", name=FIELD)[0].attrib["value"]
    return visitor.post(f"{url}/{act}", typed | {FIELD: token}, status, reads=DETAILS)


def sound() -> None:
    db.session.rollback()
    assert [result.detail for result in verify.run() if not result.ok] == []


def test_reception_takes_what_is_owed(app: Flask) -> None:
    booking_id, url = hut()
    page = send(desk(app), url, "payments", method="card_machine")
    assert "Paid, on the card machine; £300.00" in page.text
    assert "all square" in page.text
    assert balance(booking_id) == 0
    sound()


def test_no_more_than_is_owed_is_taken_and_what_was_typed_stays(app: Flask) -> None:
    booking_id, url = hut()
    page = send(desk(app), url, "payments", 409, method="cash", paid="301")
    assert "Only £300.00 is due" in page.text
    assert page.one("input", name="paid").get("value") == "301"
    assert balance(booking_id) == 30000


def test_an_extra_of_the_house_is_charged_at_its_price(app: Flask) -> None:
    booking_id, url = hut()
    flowers = cast.found().extras["flowers"]
    visitor = desk(app)
    send(visitor, url, "charges", what=f"extra-{flowers}", count="2")
    assert folio(booking_id)[-1][1] == 7000
    send(visitor, url, "charges", what="bar", words="Gin", price="12.50")
    db.session.rollback()
    assert folio(booking_id)[-1] == ("Gin", 1250)
    sound()


def test_a_charge_is_taken_back_by_the_line_that_names_it(app: Flask) -> None:
    booking_id, url = hut()
    line = booking.add_charge(booking_id, "bar", "Gin", 1200, None)
    visitor = desk(app)
    page = send(visitor, url, f"charges/{line}/correction", 422, why=" ")
    assert "Say why it is taken back" in words(page.one("span", id="why-error"))
    assert page.one("input", id="why").get("value") == ""
    page = send(visitor, url, f"charges/{line}/correction", why="Not theirs")
    assert "A charge was taken back" in page.text
    assert balance(booking_id) == 30000
    page = sent(visitor, url, f"charges/{line}/correction", {"why": "Again"}, 409)
    assert "taken back before" in page.text


def test_a_stale_form_shows_what_is_new_and_keeps_what_was_typed(app: Flask) -> None:
    booking_id, url = hut()
    visitor = desk(app)
    form = visitor.get(url, reads=READS).form(action=f"{url}/payments").fill(paid="100", method="cash")
    booking.add_charge(booking_id, "bar", "Gin", 1200, None)
    page = visitor.submit(form, 409, reads=DETAILS)
    assert "has changed since" in page.text
    assert "Gin new" in page.words("tr", class_="fresh")
    assert page.one("input", name="paid").get("value") == "100"
    visitor.submit(page.form(action=f"{url}/payments"), reads=DETAILS)
    assert balance(booking_id) == 21200


def test_reception_gives_back_up_to_the_limit_and_a_manager_more(app: Flask) -> None:
    booking_id, url = hut()
    paid(booking_id, 30000)
    reception = desk(app)
    send(reception, url, "goodwill", goodwill="40", goodwill_words="Cold bath")
    page = send(reception, url, "goodwill", 409, goodwill="20", goodwill_words="Colder bath")
    assert "You may give back £50.00" in page.text
    send(desk(app, "manager"), url, "goodwill", goodwill="20", goodwill_words="Colder bath")
    assert booking.given_by_hand(booking_id) == 6000


def test_what_was_paid_too_much_goes_back(app: Flask) -> None:
    booking_id, url = hut()
    booking.take_payment(booking_id, 3000, "cash", None)
    booking.cancel_booking(booking_id)
    page = send(desk(app), url, "refunds", back_words="They cancelled")
    assert "all square" in page.text
    assert folio(booking_id)[-1] == ("Given back in cash", 3000)
    sound()


def test_giving_money_asks_for_the_second_factor_first(app: Flask) -> None:
    booking_id, url = hut()
    typed = {"goodwill": "5", "goodwill_words": "x"}
    page = sent(desk(app, "manager", proven=False), url, "goodwill", typed, 422)
    assert "Figures" in page.text
    assert balance(booking_id) == 30000


@pytest.mark.parametrize("act", ["payments", "charges", "refunds", "goodwill"])
def test_nothing_that_is_typed_breaks_a_form(app: Flask, act: str) -> None:
    booking_id, url = hut()
    visitor = desk(app, "manager")
    names = ("paid", "method", "what", "count", "words", "price", "back", "back_words", "goodwill", "goodwill_words")
    for word in ("", "-5", "0", "1e9", "9" * 400, "\x00", "ten", "🍐", "12.345", "NaN"):
        page = sent(visitor, url, act, dict.fromkeys((*names, "seen_line"), word), 422)
        assert "There is a problem" in page.text
    sent(visitor, url, act, {}, 422)
    assert balance(booking_id) == 30000


def test_another_houses_folio_is_not_there(app: Flask) -> None:
    done = placed(basket(cast.found("withy-moor")))
    visitor = desk(app)
    for act in ("payments", "charges", "charges/1/correction", "refunds", "goodwill"):
        sent(visitor, f"/staff/combe-harrow/bookings/{done.reference}", act, {}, 404)
