"""The account's stays and what is remembered; each a press away from right or gone."""

from __future__ import annotations

from datetime import date

import pytest

from app.booking import operations as booking
from app.guest.account.page import same_again
from app.identity.operations import know_guest
from app.kernel import clock
from app.kernel.stay import Stay
from app.store import transaction
from tests import cast, markup
from tests.baskets import basket, several
from tests.page import Page, Visitor
from tests.web.guest.desk import ANNA
from tests.web.guest.signing_in import sign_in
from tests.web.guest.staying import book, full_account

READS = 9
"""Statements of the account page, whatever is on it."""


@pytest.fixture
def no_token_needed() -> None:
    """Here every form carries its token."""


@pytest.fixture
def full(visitor: Visitor) -> Page:
    return full_account(visitor)


def row(page: Page, what: str) -> str:
    return next(words for words in map(markup.words, page.all("tr")) if words.startswith(what))


class TestStays:
    def test_all_stays_of_the_mail_are_there(self, visitor: Visitor, full: Page) -> None:
        book(27, "garden", name="Tom Whitlock")
        page = visitor.get("/account", reads=READS)
        assert (
            page.text.index("Sat 20 to Mon 22 March") < page.text.index("Before") < page.text.index("Tue 9 to Thu 11")
        )
        assert "Sat 27 to Mon 29 March" in page.text
        assert visitor.get(page.link("Combe Harrow, Sat 27 to Mon 29 March 2027"), reads=40).status == 200

    def test_the_page_costs_the_same_for_many_stays(self, visitor: Visitor, full: Page) -> None:
        before = len(visitor.get("/account", reads=READS).statements.reads)
        for night in (13, 15, 17, 23, 25):
            book(night)
        assert len(visitor.get("/account", reads=READS).statements.reads) == before

    def test_the_same_again_is_a_search_a_year_on(self, visitor: Visitor, full: Page) -> None:
        again = full.link("Book the same again: Combe Harrow, Tue 9")
        assert again.startswith("/houses/combe-harrow/rooms/snug?")
        for part in ("arrival=2028-03-07", "departure=2028-03-09", "adults=2", "referral=again"):
            assert part in again
        same = f"{cast.found().room_types['snug']}:{cast.found().plans['flexible']}"
        near = again.replace("2028-03-07", "2027-04-06").replace("2028-03-09", "2027-04-08")
        rates = visitor.get(near).all("input", name="rate")
        ticked = [box.attrib["value"] for box in rates if "checked" in box.attrib]
        assert ticked == [same]

    def test_two_rooms_are_one_row_and_a_search_for_both(self, visitor: Visitor, full: Page) -> None:
        house = cast.found()
        stay = Stay.of(date(2027, 3, 25), 2)
        both = several(house, basket(house, "garden", stay=stay), basket(house, "snug", stay=stay))
        started = booking.start_checkout(both)
        booking.keep_details(started.checkout_id, {"name": ANNA["name"], "email": ANNA["email"], "phone": ""})
        done = booking.place_booking(started.checkout_id).booking_id
        booking.cancel_booking(done)
        page = visitor.get("/account", reads=READS)
        assert page.text.count("Garden and Snug, 4 adults, cancelled") == 1
        again = page.link("Book the same again: Combe Harrow, Thu 25")
        for part in ("/stays?", "location=combe-harrow", "adults=4", "rooms=2", "arrival=2028-03-23"):
            assert part in again
        visitor.get(again)

    @pytest.mark.parametrize(
        ("arrival", "today", "again"),
        [
            (date(2024, 10, 4), date(2027, 3, 1), date(2027, 10, 1)),
            (date(2026, 3, 2), date(2027, 3, 1), date(2028, 2, 28)),
            (date(2027, 3, 1), date(2027, 3, 1), date(2028, 2, 28)),
        ],
    )
    def test_the_same_again_lies_ahead_on_the_same_day_of_the_week(
        self, arrival: date, today: date, again: date
    ) -> None:
        found = same_again(Stay.of(arrival, 3), today)
        assert (found.arrival, found.nights) == (again, 3)
        assert found.arrival.weekday() == arrival.weekday()
        assert found.arrival > today

    def test_a_guest_without_a_stay_is_told_so(self, visitor: Visitor) -> None:
        transaction(lambda: know_guest(ANNA["name"], ANNA["email"], None, "en", clock.now()))
        page = sign_in(visitor)
        assert "Nothing is booked" in page.text
        assert "have not stayed with us yet" in page.text
