"""The account: stays, what is remembered, consent, sessions, details; each a press away from right or gone."""

from __future__ import annotations

import json
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import Booking
from app.guest.account.page import same_again
from app.identity.models import Consent, Guest, Preference
from app.identity.operations import know_guest, note_preference, say_preference
from app.identity.rules import CHANNELS
from app.kernel import clock
from app.kernel.stay import Stay
from app.store import transaction
from tests import cast, markup
from tests.baskets import basket
from tests.page import Page, Visitor
from tests.web.guest.desk import ANNA, fresh
from tests.web.guest.signing_in import sessions, sign_in

READS = 9
"""Statements of the account page, whatever is on it."""


@pytest.fixture
def no_token_needed() -> None:
    """Here every form carries its token."""


def book(night: int = 5, room: str = "snug", name: str = ANNA["name"], left: bool = False) -> int:
    """Two nights in March; with `left` they are over."""
    arrival = date(2027, 3, night)
    stay = Stay.of(arrival, 2)
    supper = ((arrival, "20:00"),)
    started = booking.start_checkout(basket(cast.found(), room, stay=stay, suppers=supper))
    booking.keep_details(started.checkout_id, {"name": name, "email": ANNA["email"], "phone": ANNA["phone"]})
    placed = booking.place_booking(started.checkout_id).booking_id
    if left:
        booking.check_in(placed)
        booking.check_out(placed)
    return placed


def anna() -> int:
    return int(fresh().execute(select(Guest.id).where(Guest.name == ANNA["name"])).scalar_one())


@pytest.fixture
def full(visitor: Visitor) -> Page:
    """Two stays that are over, one to come, and two things that were said and noted."""
    for night in (2, 9):
        book(night, left=True)
    book(20)
    say_preference(anna(), "table", "By the window")
    note_preference(anna(), "bed", "One extra pillow", cast.found().id)
    return sign_in(visitor)


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


class TestConsent:
    def test_nothing_is_ticked_before_the_guest_ticks_it(self, full: Page) -> None:
        boxes = full.all("input", type="checkbox")
        assert {box.get("name") for box in boxes} == set(CHANNELS)
        assert not [box for box in boxes if "checked" in box.attrib]

    def test_each_word_is_kept_with_the_text_and_its_time(self, visitor: Visitor, full: Page) -> None:
        page = visitor.submit(full.form(action="/account/consents").fill(offers="y"))
        assert "Agreed, Mon 1 March 2027" in page.text
        visitor.submit(page.form(action="/account/consents"))
        data = page.form(action="/account/consents").data()
        data.pop("offers")
        page = visitor.post("/account/consents", data)
        assert "Withdrawn, Mon 1 March 2027" in page.text
        rows = fresh().execute(select(Consent.channel, Consent.given, Consent.text).order_by(Consent.id)).all()
        assert rows == [("offers", True, CHANNELS["offers"]), ("offers", False, CHANNELS["offers"])]


class TestDetails:
    def test_name_and_telephone_are_corrected(self, visitor: Visitor, full: Page) -> None:
        page = visitor.submit(full.form(action="/account/details").fill(name="Anna Hale", phone=""))
        assert (page.one("input", id="name").get("value"), page.one("input", id="phone").get("value")) == (
            "Anna Hale",
            "",
        )
        assert fresh().execute(select(Guest.name, Guest.phone)).one() == ("Anna Hale", None)

    @pytest.mark.parametrize("typed", [{"name": ""}, {"phone": "nought"}, {"name": "x" * 201}])
    def test_what_cannot_be_right_is_said_and_stays(self, visitor: Visitor, full: Page, typed: dict[str, str]) -> None:
        page = visitor.submit(full.form(action="/account/details").fill(**typed), status=422)
        ((name, value),) = typed.items()
        assert page.one("input", id=name).get("value") == value


class TestSessions:
    def test_another_session_is_ended_from_here(self, app: Flask, visitor: Visitor, full: Page) -> None:
        other = Visitor(app)
        sign_in(other)
        page = visitor.get("/account")
        form = next(form for form in page.all("form") if "/account/sessions/" in form.get("action", ""))
        visitor.submit(page.form(action=form.attrib["action"]))
        assert other.get("/account").url == "/sign-in"
        assert visitor.get("/account").url == "/account"

    def test_all_others_are_ended_at_once(self, app: Flask, visitor: Visitor, full: Page) -> None:
        for _ in range(2):
            sign_in(Visitor(app))
        visitor.submit(visitor.get("/account").form(action="/account/sessions/end"))
        assert sessions() == 1

    def test_somebody_elses_session_is_not_there(self, app: Flask, visitor: Visitor, full: Page) -> None:
        token = full.form(action="/sign-out").data()["csrf_token"][0]
        visitor.post("/account/sessions/999/end", {"csrf_token": token}, status=404)
        assert sessions() == 1


class TestAway:
    def test_everything_is_taken_away_as_json_and_read_on_a_page(self, visitor: Visitor, full: Page) -> None:
        answer = visitor.client.get("/account/export.json")
        assert "attachment" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "private, no-store"
        found = json.loads(answer.text)
        assert len(found["booking"]) == 3
        assert found["preference"][0]["value"] == "By the window"
        page = visitor.get("/account/export", reads=400)
        assert "By the window" in page.text
        assert "Mails to you" in page.text

    def test_being_forgotten_takes_two_steps_and_names_what_is_kept(self, visitor: Visitor, full: Page) -> None:
        for placed in fresh().scalars(select(Booking.id).where(Booking.state == "confirmed")).all():
            booking.cancel_booking(placed)
        page = visitor.get(full.link("Have it forgotten"))
        for kept in ("register", "12 months", "Invoices", "six years"):
            assert kept in page.text
        assert "Tick this" in visitor.submit(page.form(), status=422).text
        done = visitor.submit(page.form().fill(sure="y"), reads=600)
        assert done.h1 == "Who was that?"
        assert visitor.get("/account").url == "/sign-in"
        assert fresh().execute(select(Guest.name, Guest.email)).one() == ("Forgotten guest", None)

    def test_a_stay_to_come_stands_in_the_way(self, visitor: Visitor, full: Page) -> None:
        page = visitor.submit(visitor.get("/account/erasure").form().fill(sure="y"), status=409)
        assert "is still to come" in page.text
        assert visitor.get("/account").url == "/account"


@pytest.mark.parametrize(
    "path", ["/account", "/account/export", "/account/export.json", "/account/erasure", "/account/preferences/1"]
)
def test_a_stranger_is_led_to_sign_in(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).url == "/sign-in"


class TestRecognition:
    def test_home_greets_a_guest_with_their_next_stay_and_nobody_else(
        self, app: Flask, visitor: Visitor, full: Page
    ) -> None:
        line = visitor.get("/").words("p", class_="greeting")
        assert line == "Good to see you again, Anna. Next: Combe Harrow, Sat 20 to Mon 22 March, in 19 days."
        assert visitor.get(visitor.get("/").link("Combe Harrow, Sat 20"), reads=40).status == 200
        stranger = Visitor(app).get("/")
        assert stranger.all("p", class_="greeting") == []
        assert "Anna" not in stranger.response.text.replace("Be Anna", "")

    def test_a_greeting_costs_four_statements(self, visitor: Visitor, full: Page) -> None:
        before = len(visitor.get("/terms").statements.reads)
        visitor.get("/")
        assert len(visitor.get("/").statements.reads) <= before + 4

    def test_the_checkout_knows_who_is_signed_in(self, visitor: Visitor, full: Page) -> None:
        results = visitor.get("/stays?arrival=2027-03-26&departure=2027-03-28")
        house = cast.found()
        chosen = f"rate={house.room_types['garden']}:{house.plans['flexible']}"
        page = visitor.submit(results.form(id="choose"), press=chosen, reads=60)
        values = [page.one("input", id=name).get("value") for name in ("name", "email", "phone")]
        assert values == [ANNA["name"], ANNA["email"], ANNA["phone"]]
        again = visitor.submit(page.form(id="details").fill(name="", email="", phone=""), press="act=owe", status=422)
        assert again.one("input", id="name").get("value") == ""
