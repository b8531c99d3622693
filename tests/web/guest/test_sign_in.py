"""Signing in, as somebody without JavaScript does it in one browser or two."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.web.links import link_token
from tests.page import Visitor
from tests.web.guest.desk import ANNA
from tests.web.guest.signing_in import ask, known, newest, sessions, unlimited


@pytest.fixture
def no_token_needed() -> None:
    """Here every form carries its token."""


@pytest.fixture
def anna(app: Flask) -> int:
    return known()


@pytest.mark.usefixtures("anna")
class TestByCode:
    def test_the_code_is_typed_where_it_was_asked_for(self, visitor: Visitor) -> None:
        page = ask(visitor)
        assert page.h1 == "Look in your mail"
        assert ANNA["email"] in page.text
        code, _ = newest(visitor.app)
        account = visitor.submit(page.form().fill(code=f"{code[:3]} {code[3:]}"))
        assert account.url == "/account"
        assert account.words("a", class_="masthead__who") == "Anna"

    def test_a_wrong_code_is_said_and_kept(self, visitor: Visitor) -> None:
        page = ask(visitor)
        again = visitor.submit(page.form().fill(code="12"), status=422)
        assert again.one("input", id="code").get("value") == "12"
        assert "That is not the code" in again.text
        assert "Enter the six figures" in visitor.submit(again.form().fill(code=""), status=422).text

    def test_every_wrong_code_gets_the_same_answer(self, visitor: Visitor, set_clock: Callable[[str], None]) -> None:
        """Mistyped, spent by tries, and too late: one text."""
        page = ask(visitor)
        code, _ = newest(visitor.app)
        other = "000000" if code != "000000" else "111111"
        said = [visitor.submit(page.form().fill(code=other), status=422) for _ in range(6)]
        said.append(visitor.submit(page.form().fill(code=code), status=422))
        fields = {one.words("div", id="code-field") for one in said}
        assert len(fields) == 1

    def test_another_browser_cannot_type_it(self, visitor: Visitor, app: Flask) -> None:
        ask(visitor)
        code, _ = newest(app)
        other = Visitor(app)
        page = ask(other, "nobody@example.com")
        assert "That is not the code" in other.submit(page.form().fill(code=code), status=422).text
        assert sessions() == 0

    def test_without_having_asked_there_is_nowhere_to_type(self, visitor: Visitor) -> None:
        assert visitor.get("/sign-in/code").url == "/sign-in"


@pytest.mark.usefixtures("anna")
class TestByLink:
    def test_a_get_changes_nothing_and_the_button_signs_in(self, visitor: Visitor) -> None:
        ask(visitor)
        _, link = newest(visitor.app)
        for _ in range(2):
            page = visitor.get(link)
        assert sessions() == 0
        assert page.h1 == "One more press"
        assert visitor.submit(page.form()).url == "/account"
        assert sessions() == 1

    def test_opened_elsewhere_it_shows_the_code(self, visitor: Visitor, app: Flask) -> None:
        asked = ask(visitor)
        code, link = newest(app)
        phone = Visitor(app)
        shown = phone.get(link)
        assert shown.words("p", class_="code").replace(" ", "") == code
        assert not [form for form in shown.all("form") if "sign-in" in form.get("action", "")]
        assert visitor.submit(asked.form().fill(code=code)).url == "/account"
        assert "Anna" not in phone.get("/").words("header")

    def test_pressed_elsewhere_it_signs_nobody_in(self, visitor: Visitor, app: Flask) -> None:
        ask(visitor)
        _, link = newest(app)
        other = Visitor(app)
        token = other.get("/bookings/find").form().data()["csrf_token"][0]
        assert other.post(link, {"csrf_token": token}, status=404).h1 == "That link has had its day"
        assert sessions() == 0

    def test_every_bad_link_gets_the_same_answer(
        self, visitor: Visitor, app: Flask, set_clock: Callable[[str], None]
    ) -> None:
        form = ask(visitor).form()
        code, spent = newest(app)
        visitor.submit(form.fill(code=code))
        other = Visitor(app)
        ask(other, "nobody@example.com")
        _, unknown = newest(app)
        third = Visitor(app)
        ask(third)
        _, expired = newest(app)
        set_clock("2027-03-01T09:10+00:00")
        with app.test_request_context():
            purpose = f"/sign-in/{link_token('booking', 1, 1)}"
        altered = expired[:-1] + ("A" if expired[-1] != "A" else "B")
        forged = "/sign-in/1-1-aaaaaaaaaaaaaaaaaaaaaaaaaaa"
        bodies = {third.get(bad, status=404).text for bad in (spent, unknown, expired, altered, purpose, forged)}
        assert bodies == {next(iter(bodies))}


def test_known_and_unknown_addresses_get_the_same_answer(app: Flask, anna: int) -> None:
    """Words, headers, statements and what follows are equal; there is nothing to time."""
    seen = []
    for email in (ANNA["email"], "nobody@example.com"):
        visitor = Visitor(app)
        form = visitor.get("/sign-in").form().fill(email=email)
        answer = visitor.client.post(form.action, data=form.data())
        page = visitor.get("/sign-in/code")
        again = visitor.submit(form)
        headers = {name: value for name, value in answer.headers if name not in ("Set-Cookie", "Date")}
        seen.append((answer.status, headers, answer.text, page.text.replace(email, ""), unlimited(again)))
    assert seen[0] == seen[1]


def test_a_mail_that_is_none_is_said_and_kept(visitor: Visitor) -> None:
    page = visitor.submit(visitor.get("/sign-in").form().fill(email="anna"), status=422)
    assert page.one("input", id="email").get("value") == "anna"


def test_one_mail_is_asked_for_six_times_an_hour_from_wherever(app: Flask) -> None:
    for _ in range(6):
        ask(Visitor(app))
    visitor = Visitor(app)
    form = visitor.get("/sign-in").form()
    assert visitor.submit(form.fill(email="Anna@Example.com "), status=429).h1 == "Too many at once"
    assert visitor.submit(form.fill(email="ben@example.com")).h1 == "Look in your mail"


def test_one_address_asks_for_twenty_mails(visitor: Visitor) -> None:
    form = visitor.get("/sign-in").form()
    for number in range(20):
        visitor.submit(form.fill(email=f"guest{number}@example.com"))
    visitor.submit(form.fill(email="last@example.com"), status=429)
