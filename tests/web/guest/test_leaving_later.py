"""A later departure that was given: on the booking's page and its mails, and with everybody who waits for the room."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import BookedStay
from app.booking.queries import booking_of
from app.booking.rules import Details
from app.web.links import link_token
from tests import cast
from tests.baskets import basket
from tests.offers import now, offer
from tests.page import Visitor
from tests.staffing import desk
from tests.web.guest.desk import fresh

pytestmark = pytest.mark.houses(1)


def booked() -> tuple[int, str]:
    own = offer("later", "later_departure", leaves_by=time(14))
    started = booking.start_checkout(replace(basket(cast.found(), "snug"), promotions=(own.id,)))
    booking.keep_details(started.checkout_id, Details("Anna Whitlock", "anna@example.com").as_json())
    placed = booking.place_booking(started.checkout_id, 30000)
    return placed.booking_id, f"/bookings/{link_token('booking', placed.booking_id, placed.version)}"


def test_the_hour_is_on_the_page_and_on_every_list(visitor: Visitor, app: Flask) -> None:
    _, url = booked()
    page = visitor.get(url)
    assert "until 2pm" in page.text
    assert "Later" in page.text
    group = desk(app, "administrator")
    departures = group.get("/staff/combe-harrow/departures?on=2027-03-07", reads=20)
    assert "May keep the room until 2pm" in departures.text


def test_a_change_keeps_the_hour_and_cancelling_gives_the_use_back(app: Flask) -> None:
    booking_id, _ = booked()
    before = booking_of(booking_id)
    assert before is not None
    assert before.leaves_by == time(14)
    wanted = replace(before.basket, stays=(replace(before.chosen, extras=((cast.found().extras["flowers"], 1),)),))
    booking.amend_booking(booking_id, wanted, seen_minor=33500, seen_revision=0)
    assert fresh().scalars(select(BookedStay.leaves_by)).all() == [time(14)]
    assert now(1).used == 1
    booking.cancel_booking(booking_id)
    assert now(1).used == 0
