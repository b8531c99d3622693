"""The demo's bar: on every page, moves the clock for everybody, and is not there in production."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.config import Config
from app.kernel import clock
from tests.databases import Databases, opened
from tests.page import Form, Page, Visitor

SECRET = "a long enough word that nobody else knows, for once"


@pytest.fixture
def config(databases: Databases, database: str) -> Config:
    """The clock runs, and starts on a day on which the houses of the tests have rooms."""
    settings = databases.config(database, now="")
    (settings.data / "now").write_text("2027-03-01T09:00+00:00..", "utf-8")
    return settings


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    with opened(config) as application:
        yield application


def clock_form(page: Page) -> Form:
    return page.form(action="/demo/clock")


def shown() -> timedelta:
    """How far the clock is from where these tests start it."""
    return clock.now() - datetime(2027, 3, 1, 9, tzinfo=UTC)


def test_every_page_says_that_it_is_a_demonstration_and_what_time_it_is(visitor: Visitor) -> None:
    for url in ("/", "/stays", "/terms", "/houses/combe-harrow"):
        assert "Demonstration 9am, Mon 1 March 2027" in visitor.get(url).words("aside", class_="demo-bar")


@pytest.mark.parametrize(("step", "far"), [("1h", 1), ("6h", 6), ("1d", 24), ("7d", 168)])
def test_a_button_moves_the_clock_for_everybody(visitor: Visitor, step: str, far: int) -> None:
    page = visitor.submit(clock_form(visitor.get("/")), press=f"by={step}")
    assert timedelta(hours=far) <= shown() < timedelta(hours=far, minutes=5)
    assert page.url == "/"


def test_the_clock_goes_to_a_chosen_hour_of_the_houses_and_runs_on(visitor: Visitor, config: Config) -> None:
    visitor.submit(clock_form(visitor.get("/")).fill(at="2027-07-01T10:30"), press="by=at")
    assert (config.data / "now").read_text("utf-8") == "2027-07-01T09:30:00+00:00.."


def test_enter_in_the_field_sets_the_clock(visitor: Visitor) -> None:
    (form,) = visitor.get("/").all("form", action="/demo/clock")
    pressed_by_enter = next(form.iter("button"))
    assert (pressed_by_enter.get("name"), pressed_by_enter.get("value")) == ("by", "at")


def test_it_leads_back_to_the_page_it_was_pressed_on(visitor: Visitor) -> None:
    came = "http://localhost/stays?location=combe-harrow"
    page = visitor.post("/demo/clock", {"by": "1h"} | token(visitor), headers={"Referer": came})
    assert page.url == "/stays?location=combe-harrow"


@pytest.mark.parametrize(
    "came",
    [
        "http://elsewhere.example/stays",
        "http://localhost/nowhere",
        "http://localhost/stays?x=\x80",
        "//",
        "http://[",
        "",
    ],
)
def test_it_leads_nowhere_else(visitor: Visitor, came: str) -> None:
    page = visitor.post("/demo/clock", {"by": "1h"} | token(visitor), headers={"Referer": came})
    assert page.url == "/"


@pytest.mark.parametrize(
    "typed", ["", "tomorrow", "2027-02-30T10:00", "9999-12-31T23:59", "\0", "2027-03-01T10:00" * 700]
)
def test_what_is_no_instant_is_said_and_kept(visitor: Visitor, typed: str) -> None:
    page = visitor.submit(clock_form(visitor.get("/")).fill(at=typed), press="by=at", status=422)
    assert "There is a problem" in page.text
    assert page.one("input", id="demo-at").get("value") == typed.replace("\0", "")
    assert shown() < timedelta(minutes=5)


def test_real_time_comes_back(visitor: Visitor, config: Config) -> None:
    page = visitor.submit(clock_form(visitor.get("/terms")), press="by=real")
    assert not (config.data / "now").exists()
    assert "Back to real time" not in page.words("aside", class_="demo-bar")


def test_without_its_token_nothing_moves(visitor: Visitor, config: Config) -> None:
    visitor.client.post("/demo/clock", data={"by": "1d"})
    assert (config.data / "now").read_text("utf-8") == "2027-03-01T09:00+00:00.."


def test_a_clock_that_is_held_is_said_to_be(databases: Databases, database: str) -> None:
    with opened(databases.config(database)) as app:
        visitor = Visitor(app)
        page = visitor.get("/")
        assert "Its clock is held at 9am, Mon 1 March 2027" in page.words("aside", class_="demo-bar")
        assert not page.all("form", action="/demo/clock")
        page = visitor.submit(clock_form(visitor.get("/demo/clock")), press="by=1d", status=422)
        assert "This clock is held by QUINCE_NOW" in page.text


def test_production_has_none_of_it(databases: Databases, database: str, tmp_path: Path) -> None:
    settings = databases.config(database, env="production", secrets=(SECRET,), hosts=("localhost",), data=tmp_path)
    with opened(settings) as app:
        client = app.test_client()
        assert "demo-bar" not in client.get("/").text
        assert client.get("/demo/clock").status_code == 404
        assert "seed" not in app.cli.list_commands(None)  # type: ignore[arg-type]


def token(visitor: Visitor) -> dict[str, str]:
    data = clock_form(visitor.get("/")).data()
    return {"csrf_token": data["csrf_token"][0]}
