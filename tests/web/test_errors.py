import errno

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from app.kernel.errors import Invalid, Refused
from app.store import db
from app.web.errors import database_unwell
from app.web.links import link_token
from tests.page import Visitor


@pytest.mark.parametrize(
    "address", ["/nothing-here", "/%00", "/stays/../../etc/passwd", "/houses/%F0%9F%8C%B1", "/" + "a" * 9000]
)
def test_an_unknown_address_is_a_page(app: Flask, address: str) -> None:
    page = Visitor(app).get(address, status=404)
    assert page.h1 == "Nothing grows here"


def test_a_post_without_its_token_does_nothing_and_says_so(app: Flask) -> None:
    seen = []
    app.add_url_rule("/deed", "deed", lambda: seen.append(1) or "done", methods=["POST"])
    page = Visitor(app).post("/deed", {}, status=400)
    assert "stale" in page.h1
    assert not seen


def test_a_body_that_is_too_large_is_a_page(app: Flask) -> None:
    app.add_url_rule("/deed", "deed", lambda: "done", methods=["POST"])
    Visitor(app).post("/deed", {"words": "x" * 1_000_001}, status=413)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Invalid("Mend the dates."), 422),
        (Refused("Somebody took the last one."), 409),
        (OSError(errno.ENOSPC, "no space"), 503),
        (OperationalError("INSERT", {}, Exception("database or disk is full")), 503),
        (RuntimeError("a bug"), 500),
    ],
)
def test_what_goes_wrong_inside_is_a_page(app: Flask, error: Exception, status: int) -> None:
    def deed() -> str:
        raise error

    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/deed", "deed", deed)
    page = Visitor(app).get("/deed", status=status)
    if isinstance(error, Invalid | Refused):
        assert str(error) in page.text


def test_a_wrong_statement_is_not_taken_for_a_database_that_is_away() -> None:
    import pysqlite3.dbapi2 as sqlite

    assert not database_unwell(OperationalError("SELEC", {}, sqlite.OperationalError("no such table: x")))


def test_what_a_guest_typed_is_never_in_an_error(app: Flask) -> None:
    with pytest.raises(DBAPIError) as failed:
        db.session.execute(text("INSERT INTO nowhere VALUES (:email)"), {"email": "anna@example.com"})
    assert "nowhere" in str(failed.value)
    assert "anna" not in str(failed.value)


def test_error_pages_stand_without_a_database(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("SELECT", {}, Exception("unable to open database file"))

    monkeypatch.setattr("app.web.trader.trader", away)
    response = app.test_client().get("/nothing-here")
    assert response.status_code == 404
    assert "Nothing grows here" in response.text


def test_another_host_is_not_answered(app: Flask) -> None:
    app.config["TRUSTED_HOSTS"] = ["quince.example"]
    assert app.test_client().get("/health", headers={"Host": "evil.example"}).status_code == 400
    assert app.test_client().get("/health", headers={"Host": "quince.example"}).status_code == 200


def test_every_route_declares_who_may_use_it(app: Flask) -> None:
    from app.web.access import rule_of

    rules = {endpoint: rule_of(app, endpoint) for endpoint in app.view_functions}
    assert [endpoint for endpoint, rule in rules.items() if rule is None] == []


def test_a_link_of_another_purpose_opens_nothing(app: Flask) -> None:
    with app.test_request_context():
        token = link_token("survey", 1, 1)
    for address in (f"/checkout/{token}", f"/bookings/{token}"):
        Visitor(app).get(address, status=404)


def test_a_fault_is_logged_without_the_secret_in_its_address(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(**_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(app.view_functions, "bookings.show", breaks)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert app.test_client().get("/bookings/secret-token").status_code == 500
    assert "/bookings/<token:token>" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "secret-token" not in caplog.text
