"""From the home page to booked, with every form as the pages give it, by somebody without JavaScript."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from app.kernel.words import money
from tests.page import Visitor
from tests.web.guest.desk import ANNA, visible_fields


@pytest.fixture(autouse=True)
def no_token_needed(app: Flask) -> None:
    """Here every form carries its own token."""
    app.config["WTF_CSRF_ENABLED"] = True


def test_four_pages_and_eight_fields_lead_from_home_to_booked(visitor: Visitor) -> None:
    home = visitor.get("/")
    results = visitor.submit(home.form(role="search").fill(arrival="2027-03-05", departure="2027-03-07"))
    row = next(row for row in results.all("li", data_rate_plan="flexible"))
    total = next(int(price.attrib["value"]) for price in row.iter("data") if price.get("class") == "price")
    rate = next(row.iter("button")).attrib["value"]
    details = visitor.submit(results.form(id="choose"), press=f"rate={rate}")
    assert details.prices() == [total]
    assert len(visible_fields(details)) <= 8
    assert money(total) in details.words("button", value="owe")
    booked = visitor.submit(details.form(id="details").fill(**ANNA), press="act=owe")
    assert booked.h1.startswith("Booked.")
    assert booked.prices() == [total]
    reserved = json.loads("".join(booked.one("script", type="application/ld+json").itertext()))
    assert reserved["reservationNumber"] == booked.one("data", class_="reference").attrib["value"]
    assert reserved["totalPrice"] == f"{total // 100}.{total % 100:02}"
    assert visitor.get(booked.link("See your booking")).prices() == [total]
