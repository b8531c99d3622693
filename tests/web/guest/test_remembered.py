"""What is remembered: each thing with its source and use, a press away from right or gone; and the switch."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.people.models import Allergy
from app.booking.people.operations import keep_people
from app.booking.people.rules import CannotEat
from app.identity.models import Guest, Preference
from app.identity.operations import know_guest, say_preference
from app.kernel import clock
from app.offers.history.popular import count_popularity
from app.offers.history.queries import history_of
from app.store import transaction
from tests import cast, markup
from tests.page import Page, Visitor
from tests.pasts import Past, guest, past, pasts
from tests.web.guest.desk import ANNA, fresh
from tests.web.guest.signing_in import sign_in
from tests.web.guest.staying import anna, book, full_account

URL = "/account/history"
SEARCH = "/stays?arrival=2027-03-26&departure=2027-03-28"
READS = 14
"""Statements of the page, however much is remembered."""

POPULAR = ["withy-moor", "oast-end", "combe-harrow"]


@pytest.fixture
def no_token_needed() -> None:
    """Here every form carries its token."""


@pytest.fixture
def full(visitor: Visitor) -> Page:
    full_account(visitor)
    return visitor.get(URL, reads=READS)


def row(page: Page, what: str) -> str:
    return next(words for words in map(markup.words, page.all("tr")) if words.startswith(what))


def forget(visitor: Visitor, page: Page, what: str) -> Page:
    form = next(
        form
        for form in page.all("form")
        if any(b.get("aria-label", "").startswith(f"Forget: {what}") for b in form.iter())
    )
    return visitor.submit(page.form(action=form.attrib["action"]))


def houses(page: Page) -> list[str]:
    return [str(one.get("data-location")) for one in page.all("article", class_="result")]


def at_home(page: Page) -> list[str]:
    return [str(one.get("data-location")) for one in page.all("li", class_="house-card")]


def listed(page: Page, which: int) -> list[str]:
    return [markup.words(item) for item in page.all("ol")[which].iter("li")]


class TestThings:
    def test_each_says_where_it_came_from_and_what_it_is_used_for(self, full: Page) -> None:
        assert "You said so, Mon 1 March 2027" in row(full, "By the window")
        assert "Combe Harrow noted it, Mon 1 March 2027" in row(full, "One extra pillow")
        assert "Two suppers on two stays" in row(full, "Supper at 8.00")
        assert "Both your stays" in row(full, "Snug")
        assert "The order of houses" in row(full, "Combe Harrow")
        assert "Never to set a price" in full.text

    def test_everything_that_is_used_stands_there_and_is_counted(self, full: Page) -> None:
        kinds = {form.attrib["action"] for form in full.all("form") if "seen-" in form.get("action", "")}
        assert {action.split("seen-")[1].split("/")[0] for action in kinds} == {
            "supper", "room", "extras", "party", "dog", "house", "season", "when", "rhythm", "spend"
        }  # fmt: skip
        assert len(full.all("button", class_="link-btn")) == 12
        assert "12 things, each with where it came from" in full.text or "Twelve things" in full.text

    def test_one_stay_is_a_fact_and_no_habit(self, visitor: Visitor) -> None:
        book(left=True)
        sign_in(visitor)
        page = visitor.get(URL, reads=READS)
        assert "Your stay" in row(page, "Combe Harrow")
        assert "One stay, in March 2027" in page.text

    @pytest.mark.parametrize("what", ["By the window", "One extra pillow", "Supper at 8.00", "2 adults", "About £"])
    def test_each_is_forgotten_at_a_press_and_stays_so(self, visitor: Visitor, full: Page, what: str) -> None:
        page = forget(visitor, full, what)
        assert "Forgotten." in page.text
        assert what not in page.text
        book(23, left=True)
        assert what not in visitor.get(URL, reads=READS).text

    @pytest.mark.parametrize("what", ["One extra pillow", "Supper at 8.00"])
    def test_each_is_corrected_in_the_guests_own_words(self, visitor: Visitor, full: Page, what: str) -> None:
        form = visitor.get(full.link(f"Correct: {what}")).form()
        page = visitor.submit(form.fill(value="Otherwise, please"))
        assert "You said so" in row(page, "Otherwise, please")
        assert f"Correct: {what}" not in [a.get("aria-label") for a in page.all("a")]

    def test_a_house_is_corrected_to_one_that_there_is(self, visitor: Visitor, full: Page) -> None:
        form = visitor.get(full.link("Correct: Combe Harrow")).form()
        assert "Choose from the list" in visitor.submit(form.fill(value="The Ritz"), status=422).text
        assert "You said so" in row(visitor.submit(form.fill(value="Withy Moor")), "Withy Moor")

    def test_something_is_added(self, visitor: Visitor, full: Page) -> None:
        form = full.form(action="/account/preferences").fill(kind="arrival", value="By train")
        assert "You said so" in row(visitor.submit(form), "By train")

    @pytest.mark.parametrize("typed", [{"kind": "health"}, {"kind": "table", "value": ""}, {"value": "x" * 201}])
    def test_what_cannot_be_kept_is_said_and_stays(self, visitor: Visitor, full: Page, typed: dict[str, str]) -> None:
        form = full.form(action="/account/preferences").fill(**({"kind": "other", "value": "So"} | typed))
        page = visitor.submit(form, status=422)
        assert "There is a problem" in page.text
        assert page.one("input", id="value").get("value") == ({"value": "So"} | typed)["value"]

    def test_all_of_it_is_forgotten_at_a_press(self, visitor: Visitor, full: Page) -> None:
        page = visitor.submit(full.form(action=f"{URL}/erasure"))
        assert "All of it is forgotten" in page.text
        assert page.all("table") == []
        book(23, left=True)
        assert visitor.get(URL, reads=READS).all("table") == []
        fresh()
        assert history_of(anna()).stays == 0

    @pytest.mark.parametrize("every", [False, True])
    def test_what_cannot_be_eaten_is_kept_no_longer_at_a_press(self, visitor: Visitor, full: Page, every: bool) -> None:
        told = CannotEat("Tom", ("crustaceans", "molluscs"), kept=True)
        over, coming = book(23), book(26, "garden")
        for booking_id in (over, coming):
            keep_people(booking_id, {}, {(0, 1): told, (0, 2): CannotEat("Anna", ("nuts",))})
        booking.check_in(over)
        booking.check_out(over)
        page = visitor.get(URL, reads=READS)
        assert "You told us, for your stay of March 2027" in row(page, "No crustaceans and molluscs (Tom)")
        assert "nuts" not in page.text
        page = visitor.submit(page.form(action=f"{URL}/erasure")) if every else forget(visitor, page, "No crustaceans")
        assert "crustaceans" not in page.text
        people = fresh().execute(select(Allergy.person, Allergy.kept).order_by(Allergy.id)).all()
        assert people == [("Anna", False), ("Tom", False), ("Anna", False)]

    def test_what_is_another_guests_is_not_there(self, visitor: Visitor, full: Page) -> None:
        ben = transaction(lambda: know_guest("Ben Hale", "ben@example.com", None, "en", clock.now()))
        say_preference(ben, "table", "By the fire")
        key = fresh().execute(select(Preference.id).where(Preference.guest_id == ben)).scalar_one()
        token = full.form(action="/sign-out").data()["csrf_token"][0] if full.all("form", action="/sign-out") else ""
        token = token or full.form(action=URL).data()["csrf_token"][0]
        visitor.get(f"/account/preferences/{key}", status=404)
        for path in ("", "/erasure"):
            visitor.post(f"/account/preferences/{key}{path}", {"csrf_token": token, "value": "x"}, status=404)
        visitor.post("/account/preferences/seen-nothing/erasure", {"csrf_token": token}, status=404)
        assert fresh().execute(select(Preference.value).where(Preference.id == key)).scalar_one() == "By the fire"

    def test_a_stranger_reads_what_there_would_be_and_keeps(self, visitor: Visitor) -> None:
        page = visitor.get(visitor.get("/").link("What we remember about you"))
        assert "Nothing is remembered about whoever has not booked" in page.text
        assert "/sign-in" in page.link("Sign in")
        assert page.all("form", action=URL) == []

    def test_a_guest_without_a_stay_is_told_so(self, visitor: Visitor) -> None:
        transaction(lambda: know_guest(ANNA["name"], ANNA["email"], None, "en", clock.now()))
        sign_in(visitor)
        assert "Nothing yet" in visitor.get(URL, reads=READS).text

    def test_htmx_swaps_the_part(self, visitor: Visitor, full: Page) -> None:
        token = full.form(action=URL).data()["csrf_token"][0]
        headers = {"HX-Request": "true", "HX-Target": "remembered"}
        answer = visitor.client.post(f"{URL}/erasure", data={"csrf_token": token}, headers=headers)
        assert (answer.status_code, "<html" in answer.text) == (200, False)
        assert 'data-said="All of it is forgotten' in answer.text


@pytest.mark.houses(3)
class TestOrder:
    """Anna stayed at the third house twice; most people book the second."""

    @pytest.fixture(autouse=True)
    def _booked(self, app: Flask) -> None:
        with app.app_context():
            me = guest(ANNA["name"], email=ANNA["email"], email_lower=ANNA["email"])
            pasts(cast.found("oast-end"), me, [date(2025, 4, 4), date(2026, 5, 1)], room="garden", suppers=1)
            for n in range(3):
                past(cast.found("withy-moor"), guest(f"Guest {n}"), Past(date(2026, 7, 3), lead=10))
            count_popularity()

    def test_houses_rooms_and_the_sentence_are_the_guests_own_and_prices_everybodys(
        self, app: Flask, visitor: Visitor
    ) -> None:
        stranger = Visitor(app).get(SEARCH)
        assert houses(stranger)[0] == "combe-harrow"
        assert "In your order" not in stranger.text
        sign_in(visitor)
        page = visitor.get(SEARCH, reads=20)
        assert houses(page) == ["oast-end", "withy-moor", "combe-harrow"]
        assert "In your order, Anna: you stayed at Oast End twice, both in spring." in page.text
        assert "Your stays: April 2025 and May 2026, both in the Garden." in page.text
        first = page.all("article", class_="result")[0]
        assert markup.words(next(first.iter("h3"))) == "Garden"
        assert sorted(page.prices()) == sorted(stranger.prices())
        by_price = visitor.get(page.link("Sort by price"), reads=20)
        assert houses(by_price) == houses(stranger)
        assert by_price.prices() == stranger.prices()
        assert "In your order, Anna" not in by_price.text

    def test_home_has_the_same_order_and_a_strangers_stays_as_it_was(self, app: Flask, visitor: Visitor) -> None:
        before = Visitor(app).get("/")
        assert at_home(before) == POPULAR
        sign_in(visitor)
        page = visitor.get("/", reads=16)
        assert at_home(page) == ["oast-end", "withy-moor", "combe-harrow"]
        assert "you stayed at Oast End twice, both in spring" in page.text
        assert sorted(page.prices()) == sorted(before.prices())
        again = Visitor(app).get("/")
        assert at_home(again) == at_home(before)
        assert "Anna" not in again.text
        assert again.statements.reads == [] or len(again.statements.reads) < 3

    def test_off_is_the_order_most_people_book_in_at_once_everywhere(self, visitor: Visitor) -> None:
        sign_in(visitor)
        page = visitor.submit(visitor.get(SEARCH, reads=20).form(action=URL), reads=20)
        assert houses(page) == POPULAR
        assert "In your order, Anna" not in page.text
        assert at_home(visitor.get("/", reads=16)) == houses(page)
        assert not [read for read in visitor.get(SEARCH, reads=20).statements.reads if "FROM booking JOIN" in read]
        taste = visitor.get(URL, reads=READS)
        assert "Off: houses and offers as most people book them" in taste.text
        assert listed(taste, 0) == ["Oast End", "Withy Moor", "Combe Harrow"]
        assert listed(taste, 1) == ["Withy Moor", "Oast End", "Combe Harrow"]
        visitor.submit(taste.form(action=URL).fill(use="on"))
        assert houses(visitor.get(SEARCH, reads=20))[0] == "oast-end"

    def test_putting_the_house_right_changes_the_order_at_once(self, visitor: Visitor) -> None:
        sign_in(visitor)
        correcting = visitor.get(visitor.get(URL, reads=READS).link("Correct: Oast End"))
        taste = visitor.submit(correcting.form().fill(value="Combe Harrow"))
        assert listed(taste, 0) == ["Combe Harrow", "Withy Moor", "Oast End"]
        page = visitor.get(SEARCH, reads=20)
        assert houses(page) == ["combe-harrow", "withy-moor", "oast-end"]
        assert "you named Combe Harrow" in page.text
        forget(visitor, taste, "Combe Harrow")
        assert "In your order, Anna" not in visitor.get(SEARCH, reads=20).text

    def test_a_shared_link_in_somebodys_order_is_a_strangers_page(self, app: Flask) -> None:
        page = Visitor(app).get(f"{SEARCH}&sort=yours")
        assert houses(page)[0] == "combe-harrow"
        assert houses(Visitor(app).get(f"{SEARCH}&sort=popular"))[0] == "withy-moor"

    def test_a_way_back_to_another_site_is_not_taken(self, visitor: Visitor) -> None:
        sign_in(visitor)
        form = visitor.get(SEARCH, reads=20).form(action=URL).fill(next="https://elsewhere.example/")
        assert visitor.submit(form, reads=20).url.startswith("/account/history")
        assert fresh().execute(select(Guest.history_off_at).where(Guest.email == ANNA["email"])).scalar_one()
