"""Group blocks at the desk: rooms are kept, guests booked out of them, the rest given back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests import stock
from tests.builders import FRIDAY
from tests.cards import taken
from tests.cast import found
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.unit.booking.rooms.test_free_doors import shut
from tests.unit.booking.rooms.test_saleable import doors

LIST = "/staff/combe-harrow/blocks"
WEDDING = {
    "name": "Holt wedding",
    "contact_name": "Ida Holt",
    "contact_phone": "07700 900461",
    "arrival": "2027-03-05",
    "departure": "2027-03-07",
    "cut_off": "2027-03-03",
}
ROSE = {"name": "Rose Ash", "email": "rose@example.org"}


@pytest.fixture
def manager(app: Flask) -> Visitor:
    return desk(app, "manager")


def kept(manager: Visitor, status: int = 200, rooms: str = "2", price: str = "", **more: str) -> Page:
    snug = found().room_types["snug"]
    typed = WEDDING | {f"rooms-{snug}": rooms, f"price-{snug}": price} | more
    return manager.submit(manager.get(LIST).form(action=LIST).fill(**typed), status)


def picked(visitor: Visitor, page: Page, *, ticked: tuple[str, ...] = ("terms_read",), **more: str) -> Page:
    """The price, the yes, the booking."""
    url = f"{page.url.split('#')[0].split('?')[0]}/bookings"
    priced = visitor.submit(page.form(action=url).fill(**(ROSE | more)), press="act=price")
    return visitor.submit(priced.form(action=url).fill(**dict.fromkeys(ticked, "y")), press="act=book")


def test_from_kept_to_picked_up(app: Flask, manager: Visitor) -> None:
    page = kept(manager, price="123")
    assert page.h1 == "Holt wedding"
    assert "£123" in page.words("table", class_="mid")
    reception = desk(app, "reception")
    done = picked(reception, reception.get(page.url), ticked=("terms_read", "pay_link"))
    assert "Rose Ash" in done.text
    assert stock.rows("SELECT source, block_id FROM booking") == [("block", 1)]
    assert stock.rows("SELECT total_minor FROM quote ORDER BY id DESC LIMIT 1") == [(24600,)]
    assert stock.rows("SELECT kind FROM message ORDER BY id") == [("booked",), ("balance",)]
    listed = manager.get(LIST, reads=10).text
    assert "Holt wedding" in listed
    assert "Ida Holt, 07700 900461" in listed
    assert taken("snug", FRIDAY) == 2
    assert not stock.faults()


def test_nobody_else_sees_the_agreed_rate(app: Flask, manager: Visitor) -> None:
    kept(manager, price="1.00")
    guest = Visitor(app).get("/houses/combe-harrow?arrival=2027-03-05&departure=2027-03-07&adults=2")
    assert min(guest.prices()) > 20000
    assert "Holt wedding" not in guest.text


def test_more_than_there_is_is_refused_and_what_was_typed_stays(manager: Visitor) -> None:
    page = kept(manager, 409, rooms="9")
    assert "Not that many are free on Fri 5 March" in page.text
    assert page.one("input", name="name").get("value") == "Holt wedding"
    shut("snug", doors(found())[0], FRIDAY)
    shut("snug", doors(found())[1], FRIDAY + timedelta(days=1))
    page = kept(manager, 409, rooms="2")
    assert "That many are free each night, but only one room all through" in page.text
    assert stock.rows("SELECT COUNT(*) FROM group_block") == [(0,)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "x" * 10_000},
        {"name": ""},
        {"arrival": "2027-03-09"},
        {"departure": "2027-09-07"},
        {"cut_off": "2027-03-06"},
        {"cut_off": "2027-02-01"},
        {"cut_off": "soon"},
        {"rooms": "0"},
        {"rooms": "-1"},
        {"rooms": "1e9"},
        {"price": "0"},
        {"price": "-5"},
        {"price": "1.234"},
        {"contact_email": "ida"},
        {"contact_phone": "\x00\u202e9"},
        {"plan": "99999999999999999999"},
    ],
    ids=str,
)
def test_bad_input_is_named_and_stays(manager: Visitor, wrong: dict[str, str]) -> None:
    page = kept(manager, 422, **wrong)
    assert page.all(class_="errors")
    assert stock.rows("SELECT COUNT(*) FROM group_block") == [(0,)]


def test_a_price_for_one_type_asks_for_the_other(manager: Visitor) -> None:
    garden = found().room_types["garden"]
    page = kept(manager, 422, price="120", **{f"rooms-{garden}": "1"})
    assert "Give a price for each" in page.text


def test_the_price_is_seen_before_it_is_booked(manager: Visitor) -> None:
    page = kept(manager)
    url = f"{page.url}/bookings"
    form = page.form(action=url).fill(**ROSE, seen="1")
    moved = manager.submit(form, 409, press="act=book")
    assert moved.all(data_reason="price_changed")
    refused = manager.submit(moved.form(action=url), 422, press="act=book")
    assert "tick this" in refused.text
    unmailed = refused.form(action=url).fill(terms_read="y", pay_link="y", email="", phone="07700 900461")
    assert "Enter their email" in manager.submit(unmailed, 422, press="act=book").text
    assert stock.rows("SELECT COUNT(*) FROM booking") == [(0,)]


def test_a_party_that_does_not_fit_or_nights_outside_are_refused(manager: Visitor) -> None:
    page = kept(manager)
    url = f"{page.url}/bookings"
    priced = manager.submit(page.form(action=url).fill(**ROSE, adults="4"), press="act=price")
    full = manager.submit(priced.form(action=url).fill(terms_read="y"), 409, press="act=book")
    assert "does not take so many" in full.text
    priced = manager.submit(page.form(action=url).fill(**ROSE, departure="2027-03-09"), press="act=price")
    assert manager.submit(priced.form(action=url).fill(terms_read="y"), 409, press="act=book").all(
        data_reason="not_in_block"
    )
    wrong = manager.submit(page.form(action=url).fill(name="", arrival="2027-03-19", departure="2027-03-09"), 422)
    assert {link.get("href") for link in wrong.one(role="alert").iter("a")} == {"#name", "#b-departure"}


def test_fewer_and_none_and_the_form_that_was_overtaken(app: Flask, manager: Visitor) -> None:
    page = kept(manager, rooms="3")
    snug = found().room_types["snug"]
    rooms = page.form(action=f"{page.url}/rooms")
    manager.submit(rooms.fill(**{f"left-{snug}": "1"}))
    assert taken("snug", FRIDAY) == 1
    late = manager.submit(rooms.fill(**{f"left-{snug}": "0"}), 409)
    assert "This block has changed" in late.words(data_reason="stale")
    late = manager.submit(page.form(action=f"{page.url}/release"), 409)
    assert "This block has changed" in late.words(data_reason="stale")
    fresh = manager.get(page.url)
    manager.submit(fresh.form(action=f"{page.url}/rooms").fill(**{f"left-{snug}": "x"}), 422)
    over = manager.submit(fresh.form(action=f"{page.url}/release"))
    assert "on sale again" in over.text
    assert taken("snug", FRIDAY) == 0
    assert not over.all("form", action=f"{page.url}/bookings")
    assert stock.rows("SELECT action FROM journal WHERE subject = 'block' AND actor = 'staff' ORDER BY id") == [
        ("block_held",), ("block_shrunk",), ("block_released",),
    ]  # fmt: skip


def test_reception_books_out_but_keeps_and_gives_back_nothing(app: Flask, manager: Visitor) -> None:
    page = kept(manager)
    reception = desk(app, "reception")
    assert not reception.get(LIST).all("form", action=LIST)
    shown = reception.get(page.url)
    assert not shown.all("form", action=f"{page.url}/release")
    elsewhere = desk(app, "manager", "withy-moor")
    elsewhere.get(page.url, 404)
    elsewhere.get(page.url.replace("combe-harrow", "withy-moor"), 404)


def test_nobody_is_booked_out_once_the_cut_off_day_is_over(
    app: Flask, manager: Visitor, set_clock: Callable[[str], None]
) -> None:
    """Also before the worker has come by to give the rooms back."""
    page = kept(manager)
    url = f"{page.url}/bookings"
    set_clock("2027-03-04T00:10+00:00")
    late = desk(app, "reception")
    token = late.get(page.url).all("input", name="csrf_token")[0].attrib["value"]
    priced = late.submit(page.form(action=url).fill(**ROSE, csrf_token=token), press="act=price")
    late.submit(priced.form(action=url).fill(terms_read="y"), press="act=book", status=409)
    assert stock.rows("SELECT id FROM booking") == []
