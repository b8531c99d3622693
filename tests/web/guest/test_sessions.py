"""The one cookie, and the session that it names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.databases import Databases, opened
from tests.page import Visitor
from tests.web.guest.signing_in import ask, known, newest, sessions, sign_in

SECRET = "a long enough word that nobody else knows, for once"
OLDER = "the word before it, which was as long and as little known"


@pytest.fixture
def no_token_needed() -> None:
    """Here every form carries its token."""


@pytest.fixture
def anna(app: Flask) -> int:
    return known()


@pytest.mark.usefixtures("anna")
class TestSession:
    def test_a_stranger_costs_no_statement(self, visitor: Visitor) -> None:
        assert visitor.get("/terms", reads=3).statements.writes == []
        visitor.get("/houses/combe-harrow")
        before = len(visitor.get("/houses/combe-harrow").statements.reads)
        sign_in(visitor)
        assert len(visitor.get("/houses/combe-harrow").statements.reads) == before + 1

    def test_there_is_a_new_id_at_each_sign_in(self, visitor: Visitor) -> None:
        sign_in(visitor)
        first = visitor.client.get_cookie("quince")
        visitor.submit(visitor.get("/account").form(action="/sign-out"))
        assert visitor.get("/account").url == "/sign-in"
        sign_in(visitor)
        second = visitor.client.get_cookie("quince")
        assert first
        assert second
        assert first.value != second.value
        assert sessions() == 1

    def test_an_old_cookie_does_not_work_after_signing_out(self, visitor: Visitor, app: Flask) -> None:
        sign_in(visitor)
        cookie = visitor.client.get_cookie("quince")
        assert cookie
        visitor.submit(visitor.get("/account").form(action="/sign-out"))
        thief = Visitor(app)
        thief.client.set_cookie("quince", cookie.value)
        assert thief.get("/account").url == "/sign-in"

    @pytest.mark.parametrize("value", ["A" * 43, "a.b.c", "", "x" * 5000, "\x00", "é"])
    def test_a_cookie_that_is_no_session_is_a_strangers(self, visitor: Visitor, value: str) -> None:
        visitor.client.set_cookie("quince", value)
        assert visitor.get("/account").url == "/sign-in"
        page = ask(visitor)
        code, _ = newest(visitor.app)
        assert visitor.submit(page.form().fill(code=code)).url == "/account"

    def test_a_stranger_s_cookie_is_kept_when_one_of_our_secrets_signed_it_and_no_other(
        self, databases: Databases, database: str
    ) -> None:
        def held(secrets: tuple[str, ...], sent: str | None = None) -> str:
            with opened(databases.config(database, secrets=secrets)) as app:
                client = app.test_client()
                if sent is not None:
                    client.set_cookie("quince", sent)
                client.get("/sign-in")
                cookie = client.get_cookie("quince")
                assert cookie
                return cookie.value

        ours = held((OLDER,))
        assert held((SECRET, OLDER), ours) == ours, "also after the secrets have changed"
        assert held((SECRET,), ours) != ours
        token, _, signature = ours.partition(".")
        forged = [f"{'a' * 40}.{signature}", f"{token}.{'b' * 64}"]
        assert [held((OLDER,), one) == one for one in forged] == [False, False]

    def test_a_session_that_is_over_makes_a_stranger(self, visitor: Visitor, set_clock: Callable[[str], None]) -> None:
        sign_in(visitor)
        set_clock("2027-04-01T09:00+00:00")
        assert visitor.get("/account").url == "/sign-in"
        assert visitor.get("/terms").words("a", class_="masthead__who") == "Sign in"
        visitor.get("/sign-in")
        cookie = visitor.client.get_cookie("quince")
        assert cookie
        assert "." in cookie.value, "a stranger's, which costs no statement"

    def test_a_form_of_one_session_is_stale_in_another(self, visitor: Visitor, app: Flask) -> None:
        sign_in(visitor)
        form = visitor.get("/account").form(action="/account/consents")
        other = Visitor(app)
        sign_in(other)
        assert "stale" in other.submit(form, status=400).h1
        assert visitor.submit(form).url.startswith("/account")

    def test_a_form_from_before_signing_in_is_stale(self, visitor: Visitor) -> None:
        old = visitor.get("/bookings/find").form().fill(email="a@example.com", arrival="2027-03-05")
        sign_in(visitor)
        assert "stale" in visitor.submit(old, status=400).h1

    def test_last_seen_is_written_by_a_get_and_the_page_does_not_wait_for_it(
        self, visitor: Visitor, set_clock: Callable[[str], None]
    ) -> None:
        sign_in(visitor)
        assert visitor.get("/terms").statements.writes == []
        set_clock("2027-03-01T09:05+00:00")
        assert len(visitor.get("/terms").statements.writes) == 1
        assert visitor.get("/terms").statements.writes == []

    def test_error_pages_stand_when_the_session_cannot_be_read(
        self, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sign_in(visitor)

        def away(_token: str) -> None:
            raise OSError("the disk is gone")

        monkeypatch.setattr("app.web.session.signed_in", away)
        assert visitor.get("/nothing-here", status=404).words("a", class_="masthead__who") == "Sign in"


class TestCookies:
    """Only strictly necessary ones: one name, whoever it is."""

    def test_the_list_of_cookies(self, visitor: Visitor, anna: int) -> None:
        sign_in(visitor)
        visitor.get("/stays?arrival=2027-03-05&departure=2027-03-07")
        jar = visitor.client._cookies
        assert [cookie.key for cookie in jar.values()] == ["quince"]
        (cookie,) = jar.values()
        assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")

    def test_in_production_they_are_bound_to_the_host_and_to_tls(
        self, databases: Databases, database: str, tmp_path: Path, anna: int
    ) -> None:
        settings = databases.config(database, env="production", secrets=(SECRET,), hosts=("localhost",), data=tmp_path)
        with opened(settings) as app:
            client = app.test_client()
            set_by_form = client.get("/sign-in", base_url="https://localhost").headers["Set-Cookie"]
            assert set_by_form.startswith("__Host-quince=")
            assert all(f"; {word}" in set_by_form for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
            assert "Domain" not in set_by_form
            for page in ("/terms", "/privacy", "/static/guest.css"):
                assert "Set-Cookie" not in client.get(page, base_url="https://localhost").headers, "nothing is changed"
