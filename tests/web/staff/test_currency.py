"""A house that is paid in euros reads euros, wherever its staff are told an amount or a sign."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from app.booking import operations as booking
from app.catalogue.models import Location
from app.kernel.stay import Stay
from app.kernel.words import currency_name, currency_sign
from app.store import transaction, write
from app.store.version import CATALOGUE, raise_versions
from tests.baskets import basket
from tests.builders import TODAY
from tests.cards import placed
from tests.cast import found
from tests.page import Visitor
from tests.staffing import desk

HOUSE = "/staff/combe-harrow"
READS = 30
"""Of the page of a booking, as its own tests allow."""


@pytest.fixture
def reference(app: Flask) -> str:
    """A guest who owes the house in euros, today."""

    def work() -> None:
        write(update(Location).where(Location.slug == "combe-harrow").values(currency="EUR"))
        raise_versions([CATALOGUE])

    transaction(work)
    done = placed(basket(found(), "snug", stay=Stay.of(TODAY, 2)))
    booking.check_in(done.booking_id)
    return done.reference


@pytest.fixture
def priya(app: Flask) -> Visitor:
    return desk(app, "manager")


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("path", ["rates", "rates/many"])
def test_prices_are_rounded_to_euros(priya: Visitor, path: str) -> None:
    page = priya.get(f"{HOUSE}/{path}")
    steps = [option.text for option in page.one("select", name="rounding").iter("option")]
    assert steps == ["€1", "€5", "€0.50", "€0.01"]


@pytest.mark.usefixtures("reference")
def test_the_till_is_counted_in_euros(app: Flask, set_clock: Callable[[str], None]) -> None:
    set_clock("2027-03-02T10:30+00:00")
    priya = desk(app, "manager")
    page = priya.get(f"{HOUSE}/day-close")
    assert "In euros, counted by hand" in page.text
    wrong = priya.submit(page.form(action=f"{HOUSE}/day-close").fill(counted="£12"), 422)
    assert "Enter an amount in euros, like 412.50" in wrong.text
    much = priya.submit(wrong.form(action=f"{HOUSE}/day-close").fill(counted="2,000,000"), 422)
    assert "Enter less than a million euros" in much.text
    assert "In the till: €95.00" in priya.submit(much.form(action=f"{HOUSE}/day-close").fill(counted="€95")).text


@pytest.mark.usefixtures("reference")
def test_who_owes_stands_on_the_chart_with_the_sign_of_the_house(priya: Visitor) -> None:
    page = priya.get(f"{HOUSE}/tape-chart")
    assert "€ Balance to pay" in page.text
    assert "£" not in page.words("main")


def test_what_is_too_much_is_said_in_euros(priya: Visitor, reference: str) -> None:
    url = f"{HOUSE}/bookings/{reference}"
    form = priya.get(url, reads=READS).form(action=f"{url}/charges")
    refused = priya.submit(form.fill(what="other", words="A party", price="9000", count="2"), 422, reads=READS)
    assert "That comes to more than €10,000; charge it in parts" in refused.text


@pytest.mark.usefixtures("reference")
def test_media_are_entered_in_the_currency_of_the_group(app: Flask) -> None:
    assert "In euros, without VAT that comes back" in desk(app, "marketing").get("/marketing/spend/2027-02").text


def test_a_currency_that_we_have_no_words_for_is_called_by_its_code() -> None:
    assert (currency_sign("SEK"), currency_name("SEK")) == ("SEK", "SEK")
