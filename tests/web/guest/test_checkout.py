"""A rate is chosen, held, filled in and booked, by somebody without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.booking.models import BookedExtra, BookedStay, BookedSupper, Booking, Checkout
from app.booking.people.models import Allergy
from app.catalogue.models import Location
from app.store import transaction, write
from app.store.version import CATALOGUE, raise_versions
from tests import cast
from tests.builders import FRIDAY
from tests.page import Visitor
from tests.web.guest.desk import ANNA, WEEKEND, choose, count, fresh


def test_book_and_owe(visitor: Visitor) -> None:
    held = choose(visitor)
    assert held.h1 == "Your details and payment"
    assert "until 9.15am" in held.text
    assert held.prices() == [30000]
    booked = visitor.submit(held.form(id="details").fill(**ANNA), press="act=owe")
    assert booked.h1 == "Booked. Combe Harrow, Fri 5 March."
    assert booked.prices() == [30000]
    assert "We’re writing to anna@example.com." in booked.text
    reference = booked.one("data", class_="reference").attrib["value"]
    again = visitor.get(booked.url)
    assert again.one("data", class_="reference").attrib["value"] == reference
    own = visitor.get(booked.link("See your booking"))
    assert own.prices() == [30000]
    assert reference in own.text
    assert count(Booking) == 1


def test_pressing_twice_and_going_back_books_once(visitor: Visitor) -> None:
    form = choose(visitor).form(id="details").fill(**ANNA)
    first = visitor.submit(form, press="act=owe")
    second = visitor.submit(form, press="act=owe")
    assert first.url == second.url
    assert visitor.get(form.url).url == first.url
    assert count(Booking) == 1


def test_mistakes_are_said_and_what_was_typed_stays(visitor: Visitor) -> None:
    form = choose(visitor).form(id="details")
    page = visitor.submit(
        form.fill(name="", email="anna.example.com", notes="No feathers"), status=422, press="act=owe"
    )
    assert page.one("title").text.startswith("Error: ")
    problems = [problem.attrib["href"] for problem in page.one(class_="errors").iter("a")]
    assert problems == ["#name", "#email"]
    typed = page.form(id="details").data()
    assert (typed["email"], typed["notes"]) == (["anna.example.com"], ["No feathers"])
    assert count(Booking) == 0


def test_the_hold_lasts_longer_and_keeps_what_was_typed(visitor: Visitor, set_clock: Callable[[str], None]) -> None:
    held = choose(visitor)
    set_clock("2027-03-01T09:10+00:00")
    held = visitor.get(held.url)
    longer = visitor.submit(held.form(id="details").fill(name="Anna", email="not yet"), press="act=extend")
    assert "until 9.30am" in longer.text, "a quarter of an hour more than it was"
    assert longer.form(id="details").data()["email"] == ["not yet"]
    set_clock("2027-03-01T09:20+00:00")
    assert visitor.get(held.url).form(id="details").data()["name"] == ["Anna"]


def test_an_ended_hold_is_taken_again_by_one_button(visitor: Visitor, set_clock: Callable[[str], None]) -> None:
    held = choose(visitor)
    set_clock("2027-03-01T09:16+00:00")
    late = visitor.submit(held.form(id="details").fill(**ANNA), status=409, press="act=owe")
    assert late.h1 == "Your hold has ended"
    assert visitor.get(held.url).h1 == "Your hold has ended"
    again = visitor.submit(late.form())
    assert again.form(id="details").data()["name"] == [ANNA["name"]]
    assert visitor.submit(again.form(id="details"), press="act=owe").h1.startswith("Booked.")


def test_a_room_that_went_meanwhile_is_said_to_have_gone(
    visitor: Visitor, app: Flask, set_clock: Callable[[str], None]
) -> None:
    held = choose(visitor)
    other = Visitor(app)
    sold_out = choose(other, status=409)
    assert sold_out.h1 == "That one has just gone"
    assert sold_out.one(data_reason="full") is not None
    assert count(Checkout) == 1
    set_clock("2027-03-01T09:16+00:00")
    choose(other)
    gone = visitor.submit(held.form(id="details").fill(**ANNA), status=409, press="act=owe")
    assert gone.h1 == "Somebody else has it now"


def test_supper_and_extras_change_the_price_before_it_is_paid(visitor: Visitor) -> None:
    house = cast.found()
    held = choose(visitor)
    form = held.form(id="details")
    form = form.fill(
        **ANNA, **{"supper-2027-03-05": str(house.sittings["20:00"]), f"extra-{house.extras['flowers']}": "1"}
    )
    updated = visitor.submit(form, press="act=update")
    assert updated.prices() == [33500]
    assert updated.words("button", value="owe") == "Book and owe £335 at the house"
    booked = visitor.submit(updated.form(id="details"), press="act=owe")
    assert booked.prices() == [33500]
    assert "Supper Fri 5 March, 8.00" in " ".join(booked.response.text.split())
    supper = fresh().scalars(select(BookedSupper)).one()
    assert (supper.night, supper.covers) == (FRIDAY, 2)
    assert fresh().scalars(select(BookedExtra.extra_id)).one() == house.extras["flowers"]


def test_an_extra_ticked_without_updating_is_never_charged_silently(visitor: Visitor) -> None:
    house = cast.found()
    form = choose(visitor).form(id="details").fill(**ANNA, **{f"extra-{house.extras['flowers']}": "1"})
    changed = visitor.submit(form, status=409, press="act=owe")
    assert "£300" in changed.text
    assert "£335" in changed.text
    assert count(Booking) == 0
    assert visitor.submit(changed.form(id="details"), press="act=owe").prices() == [33500]


def test_allergies_are_kept_only_with_consent(visitor: Visitor) -> None:
    held = choose(visitor)
    typed = {"person-1": "Tom", "allergens-1": ["fish", "eggs"], "severity-1": "severe", "words-1": "and prawns"}
    form = held.form(id="details").fill(**ANNA, **typed)
    refused = visitor.submit(form, status=422, press="act=owe")
    assert "Tick this" in refused.text
    assert fresh().scalars(select(Checkout.details)).one()["allergies"] == []
    visitor.submit(refused.form(id="details").fill(allergies_consent="y"), press="act=owe")
    allergy = fresh().scalars(select(Allergy)).one()
    assert (allergy.person, allergy.allergens, allergy.severity) == ("Tom", "eggs, fish", "severe")


def test_a_price_that_moved_since_the_results_is_said(visitor: Visitor) -> None:
    house = cast.found()
    held = choose(visitor, rate=f"{house.room_types['snug']}:{house.plans['flexible']}:29000")
    assert "£290" in held.text
    assert "£300" in held.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"rate": ""},
        {"rate": "1:1:1:1"},
        {"rate": f"{10**20}:1"},
        {"arrival": "2027-02-01"},
        {"adults": "40"},
        {"departure": ""},
        {"location": "nowhere"},
    ],
)
def test_a_choice_that_cannot_be_read_is_said(visitor: Visitor, wrong: dict[str, str]) -> None:
    house = cast.found()
    good = WEEKEND | {"rate": f"{house.room_types['snug']}:{house.plans['flexible']}"}
    page = visitor.post("/checkout", good | wrong, status=422)
    assert "Nothing is held yet" in page.text
    assert ".." not in page.text
    assert count(Checkout) == 0


def test_the_marker_never_leaves_the_house(visitor: Visitor, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    choose(visitor, status=400)
    app.config["WTF_CSRF_ENABLED"] = False
    held = choose(visitor)
    app.config["WTF_CSRF_ENABLED"] = True
    assert visitor.app.config["CSRF_MARKER"] not in held.response.text
    assert visitor.submit(held.form(id="details").fill(**ANNA), press="act=owe").h1.startswith("Booked.")


def test_holds_are_limited_per_address(app: Flask, visitor: Visitor) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], limit_holds="2 per minute")
    for _ in range(2):
        choose(visitor, room_type="snug")
    assert choose(visitor, room_type="snug", status=429).h1


def test_taking_a_hold_again_is_limited_too(app: Flask, visitor: Visitor, set_clock: Callable[[str], None]) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], limit_holds="1 per hour")
    held = choose(visitor)
    set_clock("2027-03-01T09:16+00:00")
    visitor.submit(visitor.get(held.url).form(), press="act=renew")
    set_clock("2027-03-01T09:32+00:00")
    again = visitor.submit(visitor.get(held.url).form(), press="act=renew", status=429)
    assert again.h1 == "Too many at once"


def test_the_calendar_file_tells_the_hours(visitor: Visitor) -> None:
    booked = visitor.submit(choose(visitor).form(id="details").fill(**ANNA), press="act=owe")
    file = visitor.client.get(f"{booked.url.removesuffix('/confirmed')}/calendar.ics")
    assert file.mimetype == "text/calendar"
    assert "DTSTART:20270305T150000Z" in file.text
    assert "DTEND:20270307T110000Z" in file.text


def test_the_calendar_file_says_the_house_once(visitor: Visitor) -> None:
    booked = visitor.submit(choose(visitor).form(id="details").fill(**ANNA), press="act=owe")
    address = f"{booked.url.removesuffix('/confirmed')}/calendar.ics"
    assert "LOCATION:Combe Harrow\\, Harrow\\, Devon TQ9 0AB" in visitor.client.get(address).text
    named = update(Location).values(address="Combe Harrow, Devon TQ9 0AB")
    transaction(lambda: (write(named), raise_versions([CATALOGUE])))
    assert "LOCATION:Combe Harrow\\, Devon TQ9 0AB" in visitor.client.get(address).text


def test_choosing_the_last_room_twice_holds_it_once(visitor: Visitor, app: Flask) -> None:
    first, second = choose(visitor), choose(visitor)
    assert first.url == second.url
    assert count(Checkout) == 1
    choose(Visitor(app), status=409)


def test_where_a_guest_came_from_travels_with_them_from_page_to_page(visitor: Visitor) -> None:
    results = visitor.submit(visitor.get("/?referral=spring+letter").form(role="search").fill(**WEEKEND))
    form = results.form(id="choose")
    visitor.submit(form, press=f"rate={results.all('button', name='rate')[0].get('value')}")
    assert fresh().scalars(select(Checkout.referral)).all() == ["spring letter"]


def test_where_a_guest_came_from_is_kept_clean(visitor: Visitor) -> None:
    choose(visitor, ref="spring\x00\r\nletter")
    assert fresh().scalars(select(Checkout.referral)).all() == ["spring letter"]


def test_an_assistance_dog_is_free_in_any_room(visitor: Visitor) -> None:
    held = choose(visitor)
    page = visitor.submit(held.form(id="details").fill(assistance_dogs="1"), press="act=update")
    assert page.prices() == held.prices()
    assert "one assistance dog" in visitor.submit(page.form(id="details").fill(**ANNA), press="act=owe").text
    assert fresh().scalars(select(BookedStay.assistance_dogs)).all() == [1]


def test_a_counted_dog_that_assists_pays_no_fee(visitor: Visitor) -> None:
    held = choose(visitor, room_type="garden", dogs="1")
    page = visitor.submit(held.form(id="details").fill(assistance_dogs="1"), press="act=update")
    assert page.prices()[0] == held.prices()[0] - 2000
    wrong = visitor.submit(page.form(id="details").fill(assistance_dogs="9"), press="act=update", status=422)
    assert "Choose 0 to 4" in wrong.text
