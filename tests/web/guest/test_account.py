"""The account's stays and what is remembered; each a press away from right or gone."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.guest.account.page import same_again
from app.identity.models import Preference
from app.identity.operations import know_guest, say_preference
from app.kernel import clock
from app.kernel.stay import Stay
from app.store import transaction
from tests import markup
from tests.page import Page, Visitor
from tests.web.guest.desk import ANNA, fresh
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
        for part in ("location=combe-harrow", "arrival=2028-03-07", "departure=2028-03-09", "adults=2"):
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
        assert "Nothing yet" in page.text


class TestRemembered:
    def test_each_thing_says_where_it_came_from(self, full: Page) -> None:
        assert "You said so, Mon 1 March 2027" in row(full, "By the window")
        assert "Combe Harrow noted it, Mon 1 March 2027" in row(full, "One extra pillow")
        assert "Two suppers on two stays" in row(full, "Supper at 8.00")
        assert "Both your stays" in row(full, "Snug")

    def test_nothing_is_concluded_from_one_stay(self, visitor: Visitor) -> None:
        book(left=True)
        assert "Nothing yet" in sign_in(visitor).text

    @pytest.mark.parametrize("what", ["By the window", "One extra pillow", "Supper at 8.00", "2 adults"])
    def test_each_is_forgotten_at_a_press(self, visitor: Visitor, full: Page, what: str) -> None:
        form = next(
            form for form in full.all("form") if f"Forget: {what}" in [b.get("aria-label") for b in form.iter()]
        )
        page = visitor.submit(full.form(action=form.attrib["action"]))
        assert "Forgotten." in page.text
        assert what not in page.text.replace("2 adults, ", "").partition("What we remember")[2]

    @pytest.mark.parametrize("what", ["One extra pillow", "Supper at 8.00"])
    def test_each_is_corrected_in_the_guests_own_words(self, visitor: Visitor, full: Page, what: str) -> None:
        form = visitor.get(full.link(f"Correct: {what}")).form()
        page = visitor.submit(form.fill(value="Otherwise, please"))
        assert "You said so" in row(page, "Otherwise, please")
        assert f"Correct: {what}" not in [a.get("aria-label") for a in page.all("a")]

    def test_something_is_added(self, visitor: Visitor, full: Page) -> None:
        form = full.form(action="/account/preferences").fill(kind="arrival", value="By train")
        assert "You said so" in row(visitor.submit(form), "By train")

    @pytest.mark.parametrize("typed", [{"kind": "health"}, {"kind": "table", "value": ""}, {"value": "x" * 201}])
    def test_what_cannot_be_kept_is_said_and_stays(self, visitor: Visitor, full: Page, typed: dict[str, str]) -> None:
        form = full.form(action="/account/preferences").fill(**({"kind": "other", "value": "So"} | typed))
        page = visitor.submit(form, status=422)
        assert "There is a problem" in page.text
        assert page.one("input", id="value").get("value") == ({"value": "So"} | typed)["value"]

    def test_what_is_another_guests_is_not_there(self, visitor: Visitor, full: Page) -> None:
        ben = transaction(lambda: know_guest("Ben Hale", "ben@example.com", None, "en", clock.now()))
        say_preference(ben, "table", "By the fire")
        key = fresh().execute(select(Preference.id).where(Preference.guest_id == ben)).scalar_one()
        token = full.form(action="/sign-out").data()["csrf_token"][0]
        visitor.get(f"/account/preferences/{key}", status=404)
        for path in ("", "/erasure"):
            visitor.post(f"/account/preferences/{key}{path}", {"csrf_token": token, "value": "x"}, status=404)
        visitor.post("/account/preferences/seen-dog/erasure", {"csrf_token": token}, status=404)
        assert fresh().execute(select(Preference.value).where(Preference.id == key)).scalar_one() == "By the fire"
