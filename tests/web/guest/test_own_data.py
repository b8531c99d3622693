"""Consent, details, sessions, taking away, being forgotten, and being known again."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import Booking
from app.identity.models import Consent, Guest
from app.identity.rules import CHANNELS
from tests import cast
from tests.page import Page, Visitor
from tests.web.guest.desk import ANNA, fresh
from tests.web.guest.signing_in import sessions, sign_in
from tests.web.guest.staying import book, full_account

READS = 18
"""Statements of a page that has the order and the offers of the guest who looks at it."""


@pytest.fixture
def no_token_needed() -> None:
    """Here every form carries its token."""


@pytest.fixture
def full(visitor: Visitor) -> Page:
    return full_account(visitor)


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

    def test_new_words_are_agreed_to_anew(self, visitor: Visitor, full: Page, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whoever agreed to older ones finds them there, and nothing ticked beside today's."""
        old = CHANNELS["offers"]
        visitor.submit(full.form(action="/account/consents").fill(offers="y"))
        monkeypatch.setitem(CHANNELS, "offers", "Write to me of everything.")
        page = visitor.get("/account")
        assert f"Agreed, Mon 1 March 2027, to older words: “{old}”" in page.text
        assert not [box for box in page.all("input", type="checkbox") if "checked" in box.attrib]
        page = visitor.submit(page.form(action="/account/consents").fill(offers="y"))
        assert "older words" not in page.text
        rows = fresh().execute(select(Consent.given, Consent.text).order_by(Consent.id)).all()
        assert rows == [(True, old), (True, "Write to me of everything.")]


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
        link = full.link("See it: Combe Harrow, Tue 9 to Thu 11 March 2027")
        visitor.get(link, reads=40)
        done = visitor.submit(page.form().fill(sure="y"), reads=600)
        visitor.get(link, status=404)
        assert done.h1 == "Who was that?"
        assert visitor.get("/account").url == "/sign-in"
        assert fresh().execute(select(Guest.name, Guest.email)).one() == ("Forgotten guest", None)

    def test_a_stay_to_come_stands_in_the_way(self, visitor: Visitor, full: Page) -> None:
        page = visitor.submit(visitor.get("/account/erasure").form().fill(sure="y"), status=409)
        assert "Nothing was forgotten" in page.text
        assert "cancel it, or ask again after Mon 22 March 2027" in page.text
        assert "Forget everything else" not in page.text, "there is nobody else under this mail"
        assert visitor.get("/account").url == "/account"

    def test_what_somebody_else_booked_under_the_mail_does_not_keep_its_owner_known(
        self, visitor: Visitor, full: Page
    ) -> None:
        for placed in fresh().scalars(select(Booking.id).where(Booking.state == "confirmed")).all():
            booking.cancel_booking(placed)
        book(23, name="Ben Hale")
        page = visitor.submit(visitor.get("/account/erasure").form().fill(sure="y"), status=409)
        assert "made as Ben Hale" in page.text
        assert "ring 01803 496 0101 and we write their own mail beside it" in page.text
        rest = page.form(id="rest")
        assert visitor.submit(rest, press="act=rest", reads=600).h1 == "Who was that?"
        names = fresh().execute(select(Guest.name, Guest.email).order_by(Guest.id)).all()
        assert names == [("Forgotten guest", None), ("Ben Hale", ANNA["email"])]


@pytest.mark.parametrize(
    "path",
    [
        "/account",
        "/account/email",
        "/account/email/code",
        "/account/export",
        "/account/export.json",
        "/account/erasure",
        "/account/preferences/1",
    ],
)
def test_a_stranger_is_led_to_sign_in(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).url == "/sign-in"


class TestRecognition:
    def test_home_greets_a_guest_with_their_next_stay_and_nobody_else(
        self, app: Flask, visitor: Visitor, full: Page
    ) -> None:
        line = visitor.get("/", reads=READS).words("p", class_="greeting")
        assert line == "Good to see you again, Anna. Next: Combe Harrow, Sat 20 to Mon 22 March, in 19 days."
        assert visitor.get(visitor.get("/", reads=READS).link("Combe Harrow, Sat 20"), reads=40).status == 200
        stranger = Visitor(app).get("/")
        assert stranger.all("p", class_="greeting") == []
        assert "Anna" not in stranger.response.text.replace("Be Anna", "")

    def test_being_recognised_costs_a_dozen_statements(self, visitor: Visitor, full: Page) -> None:
        before = len(visitor.get("/terms").statements.reads)
        visitor.get("/", reads=READS)
        assert len(visitor.get("/", reads=READS).statements.reads) <= before + 12

    def test_the_checkout_knows_who_is_signed_in(self, visitor: Visitor, full: Page) -> None:
        results = visitor.get("/stays?arrival=2027-03-26&departure=2027-03-28", reads=READS)
        house = cast.found()
        chosen = f"rate={house.room_types['garden']}:{house.plans['flexible']}"
        page = visitor.submit(results.form(id="choose"), press=chosen, reads=60)
        values = [page.one("input", id=name).get("value") for name in ("name", "email", "phone")]
        assert values == [ANNA["name"], ANNA["email"], ANNA["phone"]]
        again = visitor.submit(page.form(id="details").fill(name="", email="", phone=""), press="act=owe", status=422)
        assert again.one("input", id="name").get("value") == ""
