"""Offers on the page of a booking that is to come."""

from __future__ import annotations

from sqlalchemy import select

from app.booking.models import Booking
from app.promotions.operations import stop
from app.web.links import link_token
from tests.baskets import basket
from tests.cast import found
from tests.offers import offer
from tests.page import Visitor
from tests.unit.booking.promotions.test_checkouts import place
from tests.web.guest.desk import fresh
from tests.web.guest.test_offers_met import READS, cards, logged


def a_booking() -> str:
    """The address of Anna's booking, made by somebody who is not signed in."""
    booking_id = place(basket(found()))
    row = fresh().execute(select(Booking.version).where(Booking.id == booking_id)).one()
    return f"/bookings/{link_token('booking', booking_id, row.version)}"


def test_a_booking_to_come_can_be_given_more_with_both_totals_first(visitor: Visitor) -> None:
    supper = offer("supper-on-us", "supper", percent_bp=10_000)
    offer("a-tenth-less")
    url = a_booking()
    page = visitor.get(url, reads=READS)
    assert cards(page) == [supper.slug]
    both = visitor.get(page.link("See both totals"), reads=READS)
    assert len(both.prices()) == 1
    after = visitor.submit(both.form(id="confirm"))
    assert "an offer added" in after.text
    assert cards(visitor.get(url, reads=READS)) == []
    assert "It is in your booking already" in visitor.get(f"{url}/offers/{supper.slug}", reads=READS).text
    assert [place for place, _ in logged()] == ["booking"]


def test_an_offer_that_stopped_meanwhile_is_not_added(visitor: Visitor) -> None:
    supper = offer("supper-on-us", "supper", percent_bp=10_000)
    url = a_booking()
    both = visitor.get(f"{url}/offers/{supper.slug}", reads=READS)
    stop(supper.id, seen_revision=supper.revision, by=None)
    after = visitor.submit(both.form(id="confirm"), 409)
    assert "It is over" in after.text
    assert visitor.client.get(f"{url}/offers/no-such").status_code == 404


def test_not_this_one_on_a_booking_holds_for_whoever_booked(visitor: Visitor) -> None:
    supper = offer("supper-on-us", "supper", percent_bp=10_000)
    url = a_booking()
    page = visitor.get(url, reads=READS)
    visitor.submit(page.form(action=f"{url}/offers/{supper.slug}/refusal"))
    assert cards(visitor.get(url, reads=READS)) == []
