"""Changing a booking for its guest: both prices before, the name of who did it after, and a form that is too old."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.booking import operations as booking
from app.booking.queries import booking_of, stays_of
from app.booking.rules import ChosenStay
from app.insight import verify
from app.journal.models import Entry
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.models import Rate
from app.store import db, transaction, write
from app.store.version import prices_of, raise_versions
from tests import cast
from tests.baskets import basket, several
from tests.builders import FRIDAY, TODAY
from tests.cards import asked_back, balance, paid, placed
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.web.staff.front import checked_in

READS = 34
DEED = 110
THREE = {"arrival": "2027-03-04", "departure": "2027-03-07"}


def book(room_type: str = "garden", **chosen: object) -> tuple[int, str]:
    done = placed(basket(cast.found(), room_type, **chosen))  # type: ignore[arg-type]
    return done.booking_id, url_of(done.reference)


def url_of(reference: str) -> str:
    return f"/staff/combe-harrow/bookings/{reference}"


def look(visitor: Visitor, url: str, status: int = 200, **asked: object) -> Page:
    return visitor.get(f"{url}/amendment", status, reads=READS, query_string=asked)


def press(visitor: Visitor, page: Page, status: int = 200) -> Page:
    return visitor.submit(page.form(id="confirm"), status, reads=DEED)


def chosen_of(booking_id: int) -> ChosenStay:
    db.session.rollback()
    return stays_of(booking_id)[0].chosen


def dearer(pounds: int) -> None:
    house = cast.found()

    def work() -> None:
        own = Rate.rate_plan_id.in_(house.plans.values())
        write(update(Rate).where(own).values(amount_minor=Rate.amount_minor + pounds * 100))
        raise_versions([prices_of(house.id)])

    transaction(work)


def test_a_night_more_with_both_prices_and_who_did_it(app: Flask) -> None:
    booking_id, url = book()
    paid(booking_id, 30000)
    visitor = desk(app)
    link = visitor.get(url, reads=26).link("Change it")
    assert "Nothing is changed yet" in visitor.get(link, reads=READS).text
    page = look(visitor, url, **THREE)
    before, after = (data.attrib["value"] for data in page.one(class_="compare").iter("data"))
    assert (before, after) == ("30000", "45000")
    assert "They owe £150.00 afterwards" in page.text
    assert "anna@example.com is told by mail" in page.text
    done = press(visitor, page)
    assert "Changed, dates; £300.00 before, £450.00 now" in done.text
    assert chosen_of(booking_id).stay == Stay(FRIDAY - timedelta(days=1), FRIDAY + timedelta(days=2))
    assert balance(booking_id) == 15000
    entry = db.session.scalars(select(Entry).where(Entry.action == "amended")).one()
    assert (entry.actor, entry.actor_id) == ("staff", 1)
    assert [result.detail for result in verify.run() if not result.ok] == []


def test_room_rate_party_supper_and_extras_in_one_press(app: Flask) -> None:
    booking_id, url = book("snug")
    visitor = desk(app)
    house = cast.found()
    sitting = str(house.sittings["20:00"])
    asked = {
        "shown": 1,
        "rate": "garden.supper",
        "adults": 3,
        "supper-2027-03-05": sitting,
        "supper-2027-03-06": sitting,
        f"extra-{house.extras['flowers']}": 1,
    }
    press(visitor, look(visitor, url, **asked))
    chosen = chosen_of(booking_id)
    assert (chosen.room_type_id, chosen.rate_plan_id) == (house.room_types["garden"], house.plans["supper"])
    assert (chosen.party, len(chosen.suppers)) == (Party(3), 2)
    assert chosen.extras == ((house.extras["flowers"], 1),)


def test_less_goes_back_and_the_desk_is_told_how(app: Flask) -> None:
    booking_id, url = book()
    paid(booking_id, 30000)
    visitor = desk(app)
    page = look(visitor, url, departure="2027-03-06")
    assert "£150.00 goes back to where they paid from" in page.text
    press(visitor, page)
    assert asked_back() == [(15000, "amended")]


def test_one_of_two_rooms_alone(app: Flask) -> None:
    house = cast.found()
    done = placed(several(house, basket(house, "garden"), basket(house, "snug")))
    visitor = desk(app)
    page = look(visitor, url_of(done.reference))
    assert page.all("input", name="adults") == page.all("select", name="adults") == []
    page = visitor.get(page.link("Room 2: "), reads=READS)
    press(visitor, look(visitor, url_of(done.reference), part=1, departure="2027-03-06"))
    db.session.rollback()
    assert [own.chosen.stay.nights for own in stays_of(done.booking_id)] == [2, 1]


def test_whoever_is_here_keeps_room_and_arrival_but_not_their_number(app: Flask) -> None:
    booking_id, reference = checked_in(nights=2)
    visitor = desk(app)
    page = look(visitor, url_of(reference))
    assert page.all("input", name="arrival") == page.all("input", name="rate") == []
    assert "another room is a move" in page.text
    press(visitor, look(visitor, url_of(reference), departure="2027-03-04", adults=3, arrival="2027-03-02"))
    assert (chosen_of(booking_id).stay, chosen_of(booking_id).party) == (Stay.of(TODAY, 3), Party(3))


def test_a_price_that_moved_is_told_and_nothing_is_changed(app: Flask) -> None:
    booking_id, url = book()
    visitor = desk(app)
    page = look(visitor, url, **THREE)
    dearer(5)
    refused = press(visitor, page, 409)
    assert "The new total was £450.00 and is £455.00 now" in refused.text
    assert balance(booking_id) == 30000
    press(visitor, refused)
    assert balance(booking_id) == 45500


def test_of_two_people_with_the_page_open_the_second_is_told(app: Flask) -> None:
    booking_id, url = book()
    visitor = desk(app)
    first, second = look(visitor, url, **THREE), look(visitor, url, departure="2027-03-08")
    press(visitor, first)
    refused = press(visitor, second, 409)
    assert "has changed since you opened the page" in refused.text
    press(visitor, first)
    assert booking_of(booking_id).revision == 1, "pressed twice it is changed once"  # type: ignore[union-attr]


def test_what_is_full_says_so_with_other_dates(app: Flask) -> None:
    booking_id, url = book("shepherds-hut")
    placed(basket(cast.found(), "shepherds-hut", stay=Stay.of(FRIDAY - timedelta(days=1), 1)))
    page = look(desk(app), url, **THREE)
    assert page.all("form", id="confirm") == []
    assert "is taken on Thursday 4 March" in page.text
    assert page.all("ul", aria_label="Other dates")
    assert balance(booking_id) == 30000


@pytest.mark.parametrize("word", ["", "x" * 10_000, "2027-02-01", "2027-13-40", "\x00", "🍐", "-1", "9" * 30])
def test_nothing_that_is_typed_breaks_the_page(app: Flask, word: str) -> None:
    booking_id, url = book()
    visitor = desk(app)
    names = ("arrival", "departure", "adults", "children", "cots", "dogs", "rate", "part", "supper-2027-03-05")
    for name in names:
        answer = visitor.client.get(f"{url}/amendment", query_string={name: word, "shown": 1})
        assert answer.status_code in (200, 422), name
    assert balance(booking_id) == 30000


def test_what_is_over_is_not_changed(app: Flask) -> None:
    booking_id, url = book()
    visitor = desk(app)
    page = look(visitor, url, **THREE)
    booking.cancel_booking(booking_id)
    assert "Nothing can be changed in this booking any more" in look(visitor, url).text
    press(visitor, page, 409)
    assert balance(booking_id) == 0
