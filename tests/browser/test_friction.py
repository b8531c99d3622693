"""What a browser tells of its pages: what was in the way, never what was typed; and nothing for whoever objects."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import create_engine, text

from app.store.db import normalised_url
from tests.browser.conftest import PATIENCE_MS
from tests.browser.journey import hold

Told = Callable[[], set[str]]


@pytest.fixture
def told(site_database: str) -> Told:
    """Every signal that stands in the log, as name:code."""
    engine = create_engine(normalised_url(site_database))

    def read() -> set[str]:
        with engine.connect() as connection:
            found = {f"{name}:{code}" for name, code in connection.execute(text("SELECT name, code FROM event"))}
        engine.dispose()
        return found

    return read


def soon(told: Told, wanted: set[str]) -> set[str]:
    """The signals once those that are wanted are there, or at the end of patience."""
    until = monotonic() + PATIENCE_MS / 1000
    while not wanted <= (found := told()) and monotonic() < until:
        sleep(0.1)
    return found


def get_in_the_way(page: Page) -> None:
    """A mail that is corrected, a heading that is pressed in anger, and off from the field for the telephone."""
    hold(page, week=6)
    page.get_by_label("Email").fill("anna@exmaple.com")
    page.get_by_label("Email").blur()
    page.get_by_label("Email").fill("anna@example.com")
    page.get_by_label("Email").blur()
    page.get_by_role("heading", level=1).click(click_count=1)
    for _ in range(2):
        page.get_by_role("heading", level=1).click(delay=10)
    page.get_by_label(re.compile("^Mobile")).focus()
    page.goto("/terms")


def test_what_was_in_the_way_is_told_by_name(page: Page, told: Told) -> None:
    get_in_the_way(page)

    wanted = {"correction:email", "rage_click:h", "left_at_field:phone", "lcp:details", "cls:details"}
    found = soon(told, wanted)
    assert wanted <= found
    assert not [one for one in found if "anna" in one or "exmaple" in one]


def test_who_objects_tells_nothing(newcomer: Callable[..., Page]) -> None:
    page = newcomer()
    sent: list[Any] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/beacon") else None)
    page.goto("/privacy/objection")
    page.get_by_role("button", name="Don’t count me").click()
    page.get_by_role("heading", name="You are not counted").wait_for()
    get_in_the_way(page)
    assert sent == []
