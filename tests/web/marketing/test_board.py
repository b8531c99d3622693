"""The board: every figure with its definition, its n and its trend."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from app.booking.models import Booking
from app.experience.reviews.models import Review, ReviewChain
from app.experience.spend import CHANNELS, Entry, enter_spend
from app.experience.surveys.models import Survey
from app.identity.models import Guest
from app.identity.referrals import referral_code
from app.kernel.stay import Stay
from app.offers.proof.rules import arm_of
from app.pricing.models import QuoteLine
from app.store import db, transaction, write
from tests.baskets import basket
from tests.builders import TODAY
from tests.cards import placed
from tests.cast import found
from tests.markup import words
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.unit.insight.answers import asked
from tests.unit.offers.decided import SALT, guests, hold_out, log
from tests.unit.offers.decided import row as row_of
from tests.web.marketing.answered import answer
from tests.web.marketing.visited import visits

URL = "/marketing/board?from=2027-03-01&until=2027-03-31"
READS = 28
MARCH = date(2027, 3, 1)
_booking = Booking.__table__


@pytest.fixture
def nell(app: Flask) -> Visitor:
    return desk(app, "marketing")


def book(name: str, day: int, house: str = "combe-harrow", **changed: object) -> int:
    """A booking of that guest for two nights of March; its id."""
    details = {"name": name, "email": f"{name.lower().replace(' ', '.')}@example.com"}
    done = placed(basket(found(house), "garden", stay=Stay.of(TODAY.replace(day=day), 2)), details)
    if changed:
        transaction(lambda: write(update(_booking).where(_booking.c.id == done.booking_id).values(**changed)))
    return done.booking_id


def guest_of(booking_id: int) -> int:
    return int(db.session.query(Booking.guest_id).filter_by(id=booking_id).scalar())


def row(page: Page, key: str) -> str:
    return words(page.one("tr", id=key))


def total(booking_id: int) -> int:
    from app.pricing.models import Quote

    quote = db.session.query(Booking.quote_id).filter_by(id=booking_id).scalar()
    return int(db.session.query(Quote.total_minor).filter_by(id=quote).scalar())


def test_without_data_nothing_is_zero(nell: Visitor) -> None:
    page = nell.get(URL, reads=READS)
    for key in (
        "repeat",
        "cost_new",
        "cost_kept",
        "value",
        "ambassadors",
        "look_to_book",
        "cases",
        "requests",
        "offers",
        "offers_cost",
        "enquiries",
        "complaints",
        "reviews",
        "review_scores",
    ):
        assert "no data" in row(page, key), key
    assert "0.0%" not in page.text


def test_who_has_been_here_before_comes_back(nell: Visitor) -> None:
    book("Anna Whitlock", 2, state="departed")
    book("Anna Whitlock", 9)
    book("Tom Tregear", 9, house="withy-moor")
    book("Una Vale", 9, state="cancelled")
    page = nell.get(URL, reads=READS)
    assert "33.3% 6.1% to 79.2%" in row(page, "repeat")
    assert "3 bookings that arrive" in row(page, "repeat")
    assert "no data" not in row(nell.get(f"{URL}&house=withy-moor", reads=READS), "repeat")
    assert "0.0%" in row(nell.get(f"{URL}&house=withy-moor", reads=READS), "repeat")


def test_books_that_do_not_reach_back_say_so(nell: Visitor) -> None:
    book("Anna Whitlock", 2, state="departed")
    page = nell.get(URL, reads=READS)
    told = "Stays are known from March 2027 on"
    assert told in row(page, "value")
    assert "fewer than 24 months of stays" in row(page, "value")
    assert f"{told}: whoever stayed only before counts as new" in row(page, "repeat")
    long_ago = date(2025, 4, 10)
    book("Tom Tregear", 3, state="departed", arrival_on=long_ago - timedelta(days=2), departure_on=long_ago)
    page = nell.get(URL, reads=READS)
    assert "Stays are known from" not in page.text


def test_what_a_guest_costs_is_commission_and_media_by_the_guests_who_came(nell: Visitor) -> None:
    anna = book("Anna Whitlock", 9, commission_bp=1000)
    book("Tom Tregear", 9)
    page = nell.get(URL, reads=READS)
    assert "spend not entered" in row(page, "cost_new")
    least = total(anna) // 10 / 2
    assert f"At least £{least / 100:,.2f}: the media spend of March 2027 is not entered in full." in row(
        page, "cost_new"
    )
    enter_spend(Entry(MARCH, "GBP", {"search": 40000}), seen={}, by=1)
    page = nell.get(URL, reads=READS)
    assert "spend not entered" in row(page, "cost_new"), "a channel that is empty is not known, and not 0"
    assert f"At least £{(least + 20000) / 100:,.2f}" in row(page, "cost_new")
    whole = dict.fromkeys(CHANNELS, 0) | {"search": 40000, "letters": 9900}
    enter_spend(Entry(MARCH, "GBP", whole), seen={"search": 40000}, by=1)
    page = nell.get(URL, reads=READS)
    assert f"£{(least + 20000) / 100:,.2f}" in row(page, "cost_new")
    assert "At least" not in row(page, "cost_new")
    assert "2 first bookings of guests" in row(page, "cost_new")
    assert "no data" in row(page, "cost_kept"), "nobody came back, so nothing can be divided"


def test_a_promoter_whose_link_brought_somebody_is_an_ambassador(app: Flask, nell: Visitor) -> None:
    anna, tom = book("Anna Whitlock", 2), book("Tom Tregear", 2)
    answer(anna, nps=10)
    answer(tom, nps=9)
    keys = app.config["SETTINGS"].secrets
    book("Una Vale", 9, referral=referral_code(guest_of(anna), keys))
    book("Tom Tregear", 16, referral=referral_code(guest_of(tom), keys))
    page = nell.get(URL, reads=READS)
    assert "50.0%" in row(page, "ambassadors")
    assert "2 promoters" in row(page, "ambassadors")
    assert "One booking of the period came by" in row(page, "ambassadors")


def test_a_referrer_who_was_found_to_be_another_counts_as_that_one(app: Flask, nell: Visitor) -> None:
    anna, twin = book("Anna Whitlock", 2), book("A. Whitlock", 2)
    answer(anna, nps=10)
    book("Una Vale", 9, referral=referral_code(guest_of(twin), app.config["SETTINGS"].secrets))
    assert "0.0%" in row(nell.get(URL, reads=READS), "ambassadors")
    guest = Guest.__table__
    transaction(lambda: write(update(guest).where(guest.c.id == guest_of(twin)).values(merged_into_id=guest_of(anna))))
    assert "100.0%" in row(nell.get(URL, reads=READS), "ambassadors")


def test_look_to_book_and_its_file_say_the_same(nell: Visitor) -> None:
    visits(date(2027, 3, 5), found().id, results=320, booked=10)
    visits(date(2027, 2, 5), found().id, results=100, booked=9)
    page = nell.get(URL, reads=READS)
    assert "3.1% one in 32" in row(page, "look_to_book")
    assert "320 visits that saw prices" in row(page, "look_to_book")
    lines = list(csv.reader(io.StringIO(nell.client.get(URL.replace("board", "board.csv")).text)))
    told = {line[1]: (line[3], line[6], line[7]) for line in lines if line[0] == "Look to book"}
    assert told["2027-02-01"] == ("0.09", "share", "100")
    assert told["2027-03-01"] == ("0.03125", "share", "320")


def test_offers_stand_there_with_what_they_add_and_what_they_took_off(nell: Visitor) -> None:
    hold_out()
    log(row_of(one, 1, arm=arm_of(one, SALT), came=arm_of(one, SALT) == "offers") for one in guests(200))
    page = nell.get(f"{URL}&house=withy-moor", reads=READS)
    assert "+100.0 points" in row(page, "offers")
    assert "200 guests compared" in row(page, "offers")
    assert "Adds." in row(page, "offers")
    assert "all houses together" in row(page, "offers")
    lines = list(csv.reader(io.StringIO(nell.client.get(URL.replace("board", "board.csv")).text)))
    told = {line[1]: (line[3], line[7]) for line in lines if line[0] == "Lift of personal offers"}
    assert told["2027-01-01"] == ("1.0", "200")
    assert told["2027-03-01"] == ("", "0")


def test_what_offers_took_off_is_their_cost(nell: Visitor) -> None:
    for name in ("Anna Whitlock", "Tom Tregear"):
        reduce(book(name, 9), 2500 if name.startswith("Anna") else 1500)
    book("Una Vale", 9)
    page = nell.get(URL, reads=READS)
    assert "£20.00" in row(page, "offers_cost")
    assert "2 bookings with an offer" in row(page, "offers_cost")
    assert "£40 in all." in row(page, "offers_cost")


def reduce(booking_id: int, minor: int) -> None:
    """The quote of the booking has a reduction."""
    quote = db.session.query(Booking.quote_id).filter_by(id=booking_id).scalar()
    line = QuoteLine(
        quote_id=quote, position=99, kind="reduction", label="Offer", gross_minor=-minor, vat_bp=2000, vat_minor=0
    )
    transaction(lambda: db.session.add(line))


def test_many_bookings_cost_no_more_statements(nell: Visitor) -> None:
    before = len(nell.get(URL, reads=READS).statements.reads)
    for day in (9, 16):
        book("Anna Whitlock", day)
    assert len(nell.get(URL, reads=READS).statements.reads) == before


def test_a_manager_sees_their_own_house(app: Flask) -> None:
    book("Tom Tregear", 9, house="withy-moor")
    assert "no data" in row(desk(app, "manager").get(URL, reads=READS), "repeat")


def test_reviews_are_a_share_of_the_guests_who_were_asked_and_good_from_four_on(nell: Visitor) -> None:
    day, at = date(2027, 3, 1), datetime(2027, 3, 1, 8, tzinfo=UTC)
    transaction(lambda: write(update(ReviewChain.__table__).values(began_at=datetime(2027, 1, 1, tzinfo=UTC))))
    surveys = [asked(found(), day) for _ in range(3)]
    first = list(db.session.scalars(select(Survey.booking_id).where(Survey.id.in_(surveys[:2])).order_by(Survey.id)))
    said = {
        "location_id": found().id, "kind": "couple", "dogs": False, "nights": 2, "room": 4, "departure_on": day,
        "words": "Leeks", "written_at": at, "shows_at": at + timedelta(days=1),
    }  # fmt: skip
    two = [
        said | {"booking_id": booking_id, "supper": supper} for booking_id, supper in zip(first, (4, 3), strict=True)
    ]
    transaction(lambda: write(insert(Review.__table__), two))
    page = nell.get(URL, reads=READS)
    assert "66.7%" in row(page, "reviews")
    assert "3 guests asked" in row(page, "reviews")
    assert "50.0%" in row(page, "review_scores"), "3.5 in the mean is no good review"
    assert "2 reviews" in row(page, "review_scores")
