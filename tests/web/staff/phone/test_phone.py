"""The phone desk: a caller's room is looked for in every house, held, and booked or paid for by mail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import Booking, Checkout
from app.outbox.models import Message
from app.store import db
from app.web.mail import compose
from app.worker.holds import sweep_holds
from tests import stock
from tests.baskets import basket
from tests.cast import found
from tests.page import Form, Visitor
from tests.staffing import desk
from tests.unit.web.mail.examples import newest
from tests.web.staff.phone.calls import CALLER, WEEKEND, deeds, end, held, press

SetClock = Callable[[str], None]


@pytest.fixture
def reception(app: Flask) -> Visitor:
    return desk(app, "reception")


@pytest.fixture
def group(app: Flask) -> Visitor:
    return desk(app, "administrator")


def link_of(app: Flask) -> str:
    mail = compose(newest("phone_hold"))
    return "/checkout/" + mail.text.split("/checkout/")[1].split()[0]


def test_one_search_over_every_house_at_which_one_works(app: Flask, group: Visitor, reception: Visitor) -> None:
    assert {own.get("data-location") for own in group.get(WEEKEND).all("section", class_="block")} >= {
        "combe-harrow", "withy-moor",
    }  # fmt: skip
    own = reception.get(WEEKEND)
    assert "Withy Moor" not in own.text
    assert own.prices()[0] > 0


def test_the_desk_reads_out_the_prices_that_guests_see(reception: Visitor, app: Flask) -> None:
    shown = set(reception.get(WEEKEND).prices())
    guest = Visitor(app).get("/houses/combe-harrow?arrival=2027-03-05&departure=2027-03-07&adults=2")
    assert set(guest.prices()) <= shown


def test_a_full_house_says_why_and_what_is_nearest(reception: Visitor) -> None:
    page = reception.get("/staff/phone?arrival=2027-03-05&departure=2027-03-07&adults=1&children=4,5,6,7")
    assert page.all(data_reason="party_too_large")
    past = reception.get("/staff/phone?arrival=2027-02-05&departure=2027-02-07", 422)
    assert past.one(role="alert").find(".//a").get("href") == f"#{past.all(class_='error')[0].get('id')[:-6]}"


def test_a_caller_pays_by_the_link_in_the_mail(app: Flask, reception: Visitor) -> None:
    page = held(reception, plan="Saver")
    end(reception, page, "link")
    assert deeds("checkout") == ["held", "pay_link_sent"]
    guest = Visitor(app)
    checkout = guest.get(link_of(app))
    assert "Tue 2 March" in checkout.text, "the day, since the hold reaches past this one"
    form = checkout.form(id="details")
    values = form.data()
    assert values["name"] == [CALLER["name"]]
    paying = guest.submit(form, press="act=pay")
    done = guest.submit(paying.form(), press="card=works")
    assert done.all("data", class_="reference")
    assert stock.rows("SELECT source FROM booking") == [("phone",)]
    assert not stock.faults()


def test_what_is_owed_at_the_house_is_read_out_first(reception: Visitor) -> None:
    page = held(reception)
    assert "Shall I book it" in page.words(class_="read-out")
    refused = end(reception, page, "owe", 422)
    assert "Read it out" in refused.text
    booked = end(reception, refused, "owe", terms_read="y")
    assert booked.all("data", class_="reference")
    (facts,) = stock.rows("SELECT facts FROM journal WHERE action = 'booked' AND actor = 'staff'")
    assert '"terms_read": 1' in str(facts[0]) or facts[0]["terms_read"] == 1
    assert db.session.scalars(select(Message.kind)).all() == ["booked"]
    assert not stock.faults()


def test_a_card_taken_on_the_telephone_pays_a_saver(reception: Visitor) -> None:
    page = held(reception, plan="Saver")
    booked = end(reception, page, "card", terms_read="y")
    assert "All of it is paid" in booked.text
    assert stock.rows("SELECT method, amount_minor FROM payment") == [("card_machine", 27000)]
    assert not stock.faults()


def test_a_saver_is_not_owed(reception: Visitor) -> None:
    page = held(reception, plan="Saver")
    assert not page.all("button", value="owe")
    form = page.form(class_="call").fill(**CALLER, terms_read="y")
    reception.post(form.action, form.data() | {"act": "owe"}, 409)
    assert db.session.scalars(select(Booking.id)).all() == []


def test_a_caller_without_mail_gets_no_link_but_may_owe(reception: Visitor) -> None:
    page = end(reception, held(reception), "link", 422, email="")
    assert "Ask for the address" in page.text
    end(reception, page, "owe", email="", terms_read="y")
    assert db.session.scalars(select(Message.id)).all() == []


def test_wrong_input_stays_and_is_named(reception: Visitor) -> None:
    page = end(reception, held(reception), "link", 422, email="ida", name="x" * 10_000, phone="no")
    assert page.one("input", name="email").get("value") == "ida"
    assert len(page.all(class_="field--bad")) == 3


def test_allergies_are_kept_only_with_the_callers_yes(reception: Visitor) -> None:
    page = held(reception)
    refused = end(reception, page, "keep", **{"allergens-1": ["nuts"], "person-1": "Ida"})
    stored = db.session.scalars(select(Checkout.details)).one()
    assert stored["allergies"] == []
    end(reception, refused, "owe", 422, terms_read="y", **{"allergens-1": ["nuts"]})
    fresh = reception.get(page.url)
    end(reception, fresh, "owe", terms_read="y", allergies_consent="y", **{"allergens-1": ["nuts"]})
    assert stock.rows("SELECT allergens FROM allergy") == [("nuts",)]


def test_a_hold_lasts_a_day_and_then_lapses_where_staff_see_it(
    app: Flask, reception: Visitor, set_clock: SetClock
) -> None:
    end(reception, held(reception), "link")
    set_clock("2027-03-02T08:59+00:00")
    sweep_holds()
    next_day = desk(app, "manager")
    assert "Link sent" in next_day.get("/staff/phone").words(id="held")
    set_clock("2027-03-02T09:01+00:00")
    sweep_holds()
    words = next_day.get("/staff/phone").words(id="held")
    assert "Let pass" in words
    assert CALLER["name"] in words
    assert not stock.faults()


def test_a_hold_without_a_link_lasts_an_hour(reception: Visitor, set_clock: SetClock) -> None:
    page = held(reception)
    set_clock("2027-03-01T10:01+00:00")
    sweep_holds()
    assert "Nothing is held" in reception.get("/staff/phone").words(id="held")
    over = reception.get(page.url)
    assert "The hold is over" in over.text
    again = next(form for form in over.all("form") if form.find(".//button[@value='renew']") is not None)
    renewed = reception.submit(Form(over.url, again), press="act=renew")
    assert "The hold is over" not in renewed.text


def test_longer_and_released(app: Flask, reception: Visitor, set_clock: SetClock) -> None:
    end(reception, held(reception), "link")
    set_clock("2027-03-01T20:00+00:00")
    reception = desk(app, "manager")
    page = press(reception, reception.get("/staff/phone"), "/extension")
    assert "8pm, Tue 2 March" in reception.get("/staff/phone").words(id="held")
    press(reception, page, "/release")
    assert "Nothing is held" in reception.get("/staff/phone").words(id="held")
    assert deeds("checkout") == ["held", "pay_link_sent", "hold_extended", "hold_released"]
    press(reception, page, "/extension", 409)
    assert not stock.faults()


def test_a_hold_never_reaches_past_check_in(app: Flask, set_clock: SetClock) -> None:
    set_clock("2027-03-05T09:00+00:00")
    reception = desk(app)
    end(reception, held(reception), "link")
    assert "3pm, Fri 5 March" in reception.get("/staff/phone").words(id="held")


def test_a_form_that_somebody_overtook_is_stale(app: Flask, reception: Visitor) -> None:
    page = held(reception)
    end(reception, page, "keep", name="Ida Holt-Brown")
    stale = end(reception, page, "keep", 409, name="Eve Holt")
    assert "Ida Holt-Brown" in stale.text
    assert stale.one("input", name="name").get("value") == "Eve Holt"
    end(reception, stale, "keep", name="Eve Holt")
    assert "Eve Holt" in reception.get("/staff/phone").words(id="held")


def test_another_houses_hold_is_not_there(app: Flask, reception: Visitor) -> None:
    page = held(reception)
    other = desk(app, "manager", "withy-moor")
    path = page.url.split("?")[0]
    other.get(path, 404)
    other.get(path.replace("combe-harrow", "withy-moor"), 404)


def test_the_last_room_goes_to_one_caller(reception: Visitor) -> None:
    page = reception.get(WEEKEND)
    held(reception, room="Shepherds hut")
    rate = next(
        b.attrib["value"] for b in page.all("button") if b.get("aria-label", "").startswith("Hold Shepherds hut")
    )
    form = page.one("form", action="/staff/phone", method="post")
    assert reception.submit(Form(page.url, form), 409, press=f"rate={rate}").all(data_reason="full")
    reception.submit(Form(page.url, form), 422, press="rate=1.2.3")


def test_a_web_checkout_is_no_callers_hold(reception: Visitor) -> None:
    started = booking.start_checkout(basket(found()))
    reception.get(f"/staff/combe-harrow/phone/{started.checkout_id}", 404)


def test_kitchen_has_no_phone_desk(app: Flask) -> None:
    desk(app, "kitchen").get("/staff/phone", 403)


def test_nobody_holds_a_room_past_three_days(app: Flask, reception: Visitor, set_clock: SetClock) -> None:
    """However often it is made longer: every quarter of an hour would do, if each gave another."""
    end(reception, held(reception), "link")
    hold_id = db.session.scalars(select(Checkout.id)).one()
    for at in ("2027-03-02T08:00", "2027-03-03T07:00", "2027-03-04T06:00", "2027-03-04T08:59", "2027-03-04T09:01"):
        set_clock(f"{at}+00:00")
        booking.extend_for_caller(hold_id, by=1)
    reception = desk(app, "manager")
    page = reception.get("/staff/phone")
    assert "9.15am, Thu 4 March" in page.words(id="held"), "a quarter of an hour past the three days"
    set_clock("2027-03-04T09:10+00:00")
    assert "held for as long as it can be" in press(reception, page, "/extension", 409).text
