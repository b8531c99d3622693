"""Standing in the line for several rooms, and from the card of a house that still sells others."""

from __future__ import annotations

import pytest
from flask import Flask

from app.booking import operations as booking
from app.outbox import announced
from app.web.mail import compose
from tests import stock
from tests.page import Visitor
from tests.waiting import house_full, states
from tests.web.guest.test_waitlist import NIGHTS, address

pytestmark = pytest.mark.houses(1)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


def test_a_party_that_fits_no_one_room_waits_from_the_empty_result_to_its_rooms(app: Flask, visitor: Visitor) -> None:
    taken = house_full()
    five = "arrival=2027-03-05&departure=2027-03-07&adults=5"
    results = visitor.get(f"/stays?location=combe-harrow&{five}")
    assert "for one room" not in results.text
    house = visitor.get(f"/houses/combe-harrow?{five}")
    assert house.link("Tell me if anything frees up") == results.link("Tell me if it frees up")
    form = visitor.get(results.link("Tell me if it frees up"))
    assert "Any room, or rooms together, for 5 adults" in form.text
    joined = visitor.submit(form.form().fill(name="Bea", email="bea@example.org"))
    assert "Combe Harrow, any room that takes you, or several together" in joined.text

    booking.cancel_booking(taken["snug"].pop())
    (entry,) = states()
    assert states() == {entry: "waiting"}
    booking.cancel_booking(taken["garden"].pop())

    assert states() == {entry: "offered"}
    ((free,),) = stock.rows("SELECT id FROM message WHERE kind = 'place_free'")
    message = announced(int(str(free)))
    assert message is not None
    assert "Snug and Garden at Combe Harrow" in compose(message).text
    page = visitor.get(address(entry))
    assert "Snug and Garden for 5 adults, in one booking" in page.text
    assert page.prices() == [2 * 32400, 2 * 36000, 2 * 36000 + 5 * 2 * 4200]
    rate = page.one("li", data_rate_plan="flexible").find("button")
    assert rate is not None
    checkout = visitor.submit(page.form(action=f"{address(entry)}/take"), press=f"rate={rate.get('value')}")
    assert checkout.prices()[0] == 2 * 36000, "the price that was shown"
    assert "Snug and Garden" in checkout.text


def test_so_many_rooms_that_have_gone_are_waited_for_and_asked_again(app: Flask, visitor: Visitor) -> None:
    results = visitor.get(f"/stays?location=combe-harrow&{NIGHTS}&rooms=2")
    form = results.form(id="choose")
    press = next(f"rate={button.get('value')}" for button in results.all("button", name="rate"))
    house_full()
    gone = visitor.submit(form, press=press, status=409)
    asked = visitor.get(gone.link("Tell me if it frees up"))
    assert "Any two rooms for 2 adults" in asked.text
    joined = visitor.submit(asked.form().fill(name="Bea", email="bea@example.org"))
    assert "Combe Harrow, any two rooms for all of you" in joined.text
    (entry,) = states()
    left = visitor.submit(visitor.get(address(entry)).form())
    again = visitor.get(left.link("Stand in it again"))
    assert again.one("input", name="rooms").get("value") == "2"
