"""Standing in the line: from a sold-out page to the place that is held, and out again."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from app.booking import operations as booking
from app.kernel.stay import Stay
from app.outbox import announced
from app.web.links import link_token
from app.web.mail import NoLongerApplies, compose
from tests import builders, cast, stock
from tests.baskets import WEEKEND, basket
from tests.builders import FRIDAY
from tests.page import Visitor
from tests.waiting import sold, states, told, waiting, wish

pytestmark = pytest.mark.houses(2)

Clock = Callable[[str], None]
NIGHTS = "arrival=2027-03-05&departure=2027-03-07&adults=2"
HUT = f"/houses/combe-harrow/rooms/shepherds-hut?{NIGHTS}"


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


def sell_out(*houses: str) -> list[int]:
    """Everything in these houses is sold for the weekend; the bookings of the hut of the first."""
    bookings = []
    for slug in houses:
        for kind, count in (("snug", 3), ("garden", 3), ("shepherds-hut", 1)):
            for _ in range(count):
                started = booking.start_checkout(basket(cast.found(slug), kind))
                booking.keep_details(started.checkout_id, {"name": "Ada Quick", "email": "ada@example.org"})
                bookings.append(booking.place_booking(started.checkout_id).booking_id)
    return bookings


def address(entry_id: int) -> str:
    return f"/waitlist/{link_token('waitlist', entry_id, 1)}"


@pytest.fixture
def offered(app: Flask) -> int:
    taken = sold()
    first = waiting()
    booking.cancel_booking(taken)
    return first


def test_a_sold_out_room_leads_into_the_line(app: Flask, visitor: Visitor) -> None:
    sold()
    room = visitor.get(HUT)
    form = visitor.get(room.link("Tell me if it frees up"))
    assert "Shepherds hut, Combe Harrow" in form.text
    page = visitor.submit(form.form().fill(name="Bea Noon", email="Bea@Example.org"))
    assert page.h1 == "You are in the line"
    assert "the only one so far" in page.text
    assert not [link for link in page.all("a") if "/waitlist/" in link.get("href", "")], "only the mail has the link"
    (row,) = stock.rows("SELECT name, email, email_lower, adults, nights FROM waitlist_entry")
    assert row == ("Bea Noon", "Bea@Example.org", "bea@example.org", 2, 2)


def test_a_full_house_and_a_full_group_lead_into_the_line(app: Flask, visitor: Visitor) -> None:
    sell_out("combe-harrow", "withy-moor")
    one = visitor.get(f"/stays?location=combe-harrow&{NIGHTS}")
    asked = parse_qs(urlsplit(one.link("Tell me if it frees up")).query)
    assert asked["location"] == ["combe-harrow"]
    both = visitor.get(f"/stays?{NIGHTS}")
    form = visitor.get(both.link("Any house would do")).form()
    page = visitor.submit(form.fill(name="Bea", email="bea@example.org"))
    assert "Withy Moor, any room that takes you" in page.text
    ((kinds,),) = stock.rows("SELECT COUNT(*) FROM watch")
    assert kinds == 6
    assert "Tell me if it frees up: Withy Moor" in [link.get("aria-label") for link in both.all("a")]
    house = visitor.get(f"/houses/combe-harrow?{NIGHTS}")
    assert len([link for link in house.all("a") if "room_type=" in link.get("href", "")]) == 3


def test_a_room_that_has_just_gone_leads_into_the_line(app: Flask, visitor: Visitor) -> None:
    results = visitor.get(f"/stays?location=combe-harrow&{NIGHTS}")
    sold()
    hut = cast.found().room_types["shepherds-hut"]
    plan = cast.found().plans["flexible"]
    gone = visitor.submit(results.form(id="choose"), press=f"rate={hut}:{plan}", status=409)
    assert "room_type=shepherds-hut" in gone.link("Tell me if it frees up")


def test_what_is_sold_out_for_another_reason_is_not_waited_for(app: Flask, visitor: Visitor) -> None:
    builders.restriction(cast.found(), FRIDAY, min_stay_arrival=3)
    page = visitor.get(f"/stays?location=combe-harrow&{NIGHTS}")
    assert not [link for link in page.all("a") if "/waitlist" in link.get("href", "")]


def test_joining_again_is_the_same_place_and_the_same_page(app: Flask, visitor: Visitor) -> None:
    sold()
    pages = []
    for _ in range(2):
        form = visitor.get(visitor.get(HUT).link("Tell me if it frees up")).form()
        pages.append(visitor.submit(form.fill(name="Bea", email="bea@example.org")).text)
    assert pages[0] == pages[1]
    assert len(told()) == 1


def test_the_place_in_the_line_and_leaving_it(app: Flask, visitor: Visitor) -> None:
    sold()
    entries = [waiting(who) for who in ("bea", "cyd", "dot")]
    page = visitor.get(address(entries[1]))
    assert page.h1 == "You are second of three"
    left = visitor.submit(page.form())
    assert left.h1 == "You left the line"
    assert states()[entries[1]] == "left"
    assert visitor.get(address(entries[2])).h1 == "You are second of two"
    again = visitor.get(left.link("Stand in it again"))
    assert again.one("input", name="earliest").get("value") == "2027-03-05"


def test_what_is_held_is_taken_at_its_price(app: Flask, visitor: Visitor, offered: int) -> None:
    page = visitor.get(address(offered))
    assert page.h1 == "It is yours until 10am"
    assert page.prices() == [27000, 30000, 46800]
    form = page.form(action=f"{address(offered)}/take")
    rate = page.one("li", data_rate_plan="flexible").find("button")
    assert rate is not None
    checkout = visitor.submit(form, press=f"rate={rate.get('value')}")
    assert "/checkout/" in checkout.url
    assert checkout.prices()[0] == 30000
    assert states() == {offered: "taken"}
    assert visitor.get(address(offered)).link("Go on to the checkout") == checkout.url
    (checkout_id,) = stock.rows("SELECT checkout_id FROM waitlist_entry")[0]
    booking.keep_details(int(str(checkout_id)), {"name": "Bea Noon", "email": "bea@example.org"})
    booking.place_booking(int(str(checkout_id)))
    after = visitor.get(address(offered))
    assert after.h1 == "You took it, and it is booked"
    assert after.link("See what you booked") == checkout.url


def test_a_price_that_has_moved_is_said_at_the_checkout(app: Flask, visitor: Visitor, offered: int) -> None:
    page = visitor.get(address(offered))
    builders.reprice(cast.found(), 20000)
    form = page.form(action=f"{address(offered)}/take")
    value = page.one("li", data_rate_plan="flexible").find("button")
    assert value is not None
    checkout = visitor.submit(form, press=f"rate={value.get('value')}")
    assert "£300" in checkout.text
    assert "£400" in checkout.text


def test_after_its_hour_it_cannot_be_taken(app: Flask, visitor: Visitor, offered: int, set_clock: Clock) -> None:
    page = visitor.get(address(offered))
    set_clock("2027-03-01T10:00+00:00")
    form = page.form(action=f"{address(offered)}/take")
    value = page.one("li", data_rate_plan="flexible").find("button")
    assert value is not None
    gone = visitor.submit(form, press=f"rate={value.get('value')}", status=409)
    assert gone.one(data_reason="not_held") is not None
    assert gone.h1 == "Its hour has passed"


def test_giving_it_to_the_next_one(app: Flask, visitor: Visitor, offered: int) -> None:
    second = waiting("cyd")
    page = visitor.get(address(offered))
    visitor.submit(page.form(action=f"{address(offered)}/leave"))
    assert states() == {offered: "left", second: "offered"}


@pytest.mark.parametrize("rate", ["", "x", "0:1", "1", "99999999999999999999:1", "1:-1"])
def test_a_rate_that_nobody_was_offered_takes_nothing(app: Flask, visitor: Visitor, offered: int, rate: str) -> None:
    answer = visitor.client.post(f"{address(offered)}/take", data={"rate": rate})
    assert answer.status_code in (303, 409)
    assert states() == {offered: "offered"}


def test_links_of_another_kind_are_all_answered_alike(app: Flask, visitor: Visitor, offered: int) -> None:
    for purpose, version in (("booking", 1), ("waitlist-joined", 1), ("waitlist", 2), ("checkout", 1)):
        token = link_token(purpose, offered, version)
        for path in ("", "/leave", "/take"):
            method = visitor.client.post if path else visitor.client.get
            assert method(f"/waitlist/{token}{path}").status_code == 404
    assert visitor.client.get(f"/waitlist/joined/{link_token('waitlist', offered, 1)}").status_code == 404


def test_the_mails_lead_to_the_place(app: Flask, visitor: Visitor, offered: int, set_clock: Clock) -> None:
    ((joined,), (free,)) = stock.rows("SELECT id FROM message WHERE subject = 'waitlist' ORDER BY id")
    first, second = announced(int(str(joined))), announced(int(str(free)))
    assert first is not None
    assert second is not None
    mail = compose(first)
    assert mail.subject == "In the line: Fri 5 to Sun 7 March"
    assert f"{address(offered)}\n" in mail.text
    mail = compose(second)
    assert mail.subject == "Free, and yours until 10am, Mon 1 March: Combe Harrow, Fri 5 to Sun 7 March"
    assert "from £270 in all" in mail.text
    assert visitor.get(address(offered)).h1 == "It is yours until 10am"
    set_clock("2027-03-01T10:00+00:00")
    with pytest.raises(NoLongerApplies):
        compose(second)


def test_whoever_waits_for_any_nights_reads_so(app: Flask, visitor: Visitor) -> None:
    sold(WEEKEND)
    sold(Stay.of(WEEKEND.departure, 1))
    first = waiting(wanted=wish(later=1))
    assert "any two nights from Fri 5 to Mon 8 March" in visitor.get(address(first)).text
