"""Guests may read what the nightly check of prices found; the desk says what was done about what differed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.booking.models import Booking
from app.booking.operations import start_checkout
from app.journal.models import Entry
from app.store import db
from tests import cards
from tests.baskets import basket
from tests.builders import TODAY
from tests.cast import found
from tests.page import Visitor
from tests.staffing import desk
from tests.unit.offers.fair.told import by_hand, checked, opened

PRICES, DESK = "/prices", "/marketing/prices"
DAY = f"{DESK}/{TODAY.isoformat()}"
SetClock = Callable[[str], None]


@pytest.fixture
def apart(app: Flask, set_clock: SetClock) -> int:
    """Two prices were told, one of them £12.50 under everybody's; answers its quote."""
    house = found()
    opened(house)
    start_checkout(basket(house, "snug"))
    placed = cards.placed(basket(house, "garden"))
    quote_id = int(db.session.execute(select(Booking.quote_id).where(Booking.id == placed.booking_id)).scalar_one())
    by_hand(quote_id, 1250)
    set_clock("2027-03-02T05:00+00:00")
    checked()
    return quote_id


def test_before_the_first_check_the_page_says_so(visitor: Visitor) -> None:
    page = visitor.get(PRICES, reads=4)
    assert page.h1 == "Your price is everybody’s price"
    assert "Nothing yet." in page.text
    assert page.all("table") == []


def test_everybody_finds_it_in_the_footer(visitor: Visitor) -> None:
    assert visitor.get("/terms").link("Everybody’s price").endswith(PRICES)


def test_guests_read_what_was_checked_and_what_differed(visitor: Visitor, apart: int) -> None:
    page = visitor.get(PRICES, reads=4)
    assert "On Monday 1 March 2027 we told two prices that were kept. We worked all of them out again" in page.text
    assert "1 came out the same to the penny and 1 differed" in page.text
    assert "One price at Combe Harrow was £12.50 less than everybody’s." in page.text
    assert "We are looking into it." in page.text


def test_the_desk_says_what_was_done_and_guests_read_it(app: Flask, visitor: Visitor, apart: int) -> None:
    nell = desk(app, "marketing")
    assert "1 price of Monday 1 March 2027 differed" in nell.get(DESK).text
    page = nell.get(DAY)
    assert "-£12.50 in all" in page.text
    done = nell.submit(page.form().fill(done="A price typed by hand. We have put it right."))
    assert done.url == DESK
    assert "Nobody has said what was done" not in done.text
    assert "A price typed by hand. We have put it right." in visitor.get(PRICES).text
    assert db.session.execute(select(func.count()).where(Entry.action == "prices_answered")).scalar_one() == 1


def test_of_two_who_say_what_was_done_the_second_sees_both(app: Flask, apart: int) -> None:
    nell, ada = desk(app, "marketing"), desk(app, "administrator")
    form = nell.get(DAY).form()
    ada.submit(ada.get(DAY).form().fill(done="It was mine."))
    page = nell.submit(form.fill(done="It was ours."), status=409)
    assert "It was mine." in page.words(data_reason="stale")
    assert "It was ours." in page.words("textarea", name="done")
    nell.submit(page.form())
    assert "It was ours." in nell.get(DESK).text


@pytest.mark.parametrize("typed", ["", "   ", "x" * 501])
def test_what_says_nothing_or_too_much_stays_as_typed(app: Flask, apart: int, typed: str) -> None:
    nell = desk(app, "marketing")
    page = nell.submit(nell.get(DAY).form().fill(done=typed), status=422)
    assert page.all(id="done-error")
    assert "Not answered" in nell.get(DESK).text


def test_a_manager_reads_and_marketing_writes(app: Flask, apart: int) -> None:
    priya = desk(app, "manager")
    page = priya.get(DAY)
    assert page.all("form", action=DAY) == []
    assert [a.get("href") for a in page.all("a") if "/bookings/" in a.get("href", "")]
    assert [a.get("href") for a in desk(app, "marketing").get(DAY).all("a") if "/bookings/" in a.get("href", "")] == []


@pytest.mark.parametrize("day", ["2027-02-28", "2027-02-31", "today", "2027-3-1", "9999-99-99", "٢٠٢٧-03-01"])
def test_a_day_on_which_nothing_differed_is_not_there(app: Flask, day: str) -> None:
    desk(app, "marketing").get(f"{DESK}/{day}", 404)
