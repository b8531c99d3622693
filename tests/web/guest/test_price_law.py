"""The price that is shown first is the price that is paid: every rate of a results page, step by step.

At each step the total is the first one plus what the guest added; nothing is ticked beforehand; no page promises what
the chosen rate does not keep; "left" is what is left.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import func, select

from app.booking import operations as booking
from app.booking.models import Booking
from app.inventory.models import Allotment, Resource
from app.pricing.models import Quote
from tests import cast
from tests.builders import FRIDAY
from tests.page import Page, Visitor
from tests.web.guest.desk import ANNA, fresh

PARTIES: list[dict[str, Any]] = [
    {"adults": "2"},
    {"adults": "1"},
    {"adults": "3", "children": "4", "dogs": "1"},
    {"adults": "2", "cots": "1", "needs": "step-free"},
    {"adults": "5", "children": "4", "dogs": "1"},
    {"adults": "2", "children": "4,15", "rooms": "2"},
]
FREE_TO_CANCEL = "Free to cancel"


def offered(page: Page) -> list[tuple[Element, Element, int]]:
    """(room, rate row, total) of everything that can be chosen on the page."""
    found = []
    for room in page.all("li", class_="room"):
        for row in (one for one in room.iter("li") if "data-rate-plan" in one.attrib):
            prices = [price for price in row.iter("data") if price.get("class") == "price"]
            found.append((room, row, int(prices[0].attrib["value"])))
    return found


def ticked_beforehand(page: Page) -> list[str]:
    """Names of boxes that are ticked, and of counts above none, before the guest touched anything."""
    main = next(page.tree.iter("main"))
    boxes = [
        box.attrib["name"] for box in main.iter("input") if box.get("type") == "checkbox" and "checked" in box.attrib
    ]
    counts = [
        choice.attrib["name"]
        for choice in main.iter("select")
        for option in choice.iter("option")
        if "selected" in option.attrib and option.get("value") not in ("", "0")
    ]
    return boxes + counts


@pytest.mark.parametrize("party", PARTIES, ids=str)
def test_each_rate_costs_what_it_said_at_first(visitor: Visitor, party: dict[str, Any]) -> None:
    asked = {"arrival": "2027-03-05", "departure": "2027-03-07", "location": "combe-harrow"} | party
    rates = offered(visitor.get("/stays", query_string=asked))
    assert rates
    for _, row, total in rates:
        results = visitor.get("/stays", query_string=asked)
        chosen = next(row_.find(".//button") for _, row_, _ in offered(results) if _same(row_, row))
        assert chosen is not None
        details = visitor.submit(results.form(id="choose"), press=f"rate={chosen.attrib['value']}")
        saver = row.attrib["data-rate-plan"] == "saver"
        assert details.prices() == [total]
        assert ticked_beforehand(details) == []
        assert (FREE_TO_CANCEL in details.text) is not saver
        act = "pay" if saver else "owe"
        paid = visitor.submit(details.form(id="details").fill(**ANNA), press=f"act={act}")
        booked = visitor.submit(paid.form(), press="card=works") if saver else paid
        assert booked.prices() == [total]
        assert (FREE_TO_CANCEL in booked.text) is not saver
        assert visitor.get(booked.link("See your booking")).prices() == [total]
        assert fresh().execute(select(Quote.total_minor).order_by(Quote.id.desc()).limit(1)).scalar_one() == total
        _cancel_everything()


def test_what_is_left_is_left(visitor: Visitor) -> None:
    asked = {"arrival": "2027-03-05", "departure": "2027-03-07", "adults": "2", "location": "combe-harrow"}
    house = cast.found()
    for room, _, _ in offered(visitor.get("/stays", query_string=asked)):
        said = next("".join(e.itertext()) for e in room.iter() if "stock" in e.get("class", "").split())
        left = fresh().execute(
            select(func.min(Allotment.sellable - Allotment.taken))
            .join(Resource, Resource.id == Allotment.resource_id)
            .where(
                Resource.room_type_id == house.room_types[room.attrib["data-room-type"]],
                Allotment.night.in_([FRIDAY, FRIDAY + timedelta(days=1)]),
            )
        )
        assert said == f"{left.scalar_one()} left"


def _same(one: Element, other: Element) -> bool:
    first, second = one.find(".//button"), other.find(".//button")
    assert first is not None
    assert second is not None
    return first.attrib["value"] == second.attrib["value"]


def _cancel_everything() -> None:
    for booking_id in fresh().scalars(select(Booking.id).where(Booking.state == "confirmed")).all():
        booking.cancel_booking(booking_id)
