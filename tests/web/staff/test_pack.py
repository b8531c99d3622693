"""The evening pack can be opened at the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.worker.packs import make_packs
from tests.staffing import desk

pytestmark = pytest.mark.houses(2)
URL = "/staff/combe-harrow/pack"


def test_before_there_is_one_it_can_be_made_now(app: Flask, set_clock: Callable[[str], None]) -> None:
    set_clock("2027-03-05T17:30+00:00")
    visitor = desk(app)
    page = visitor.get(URL)
    assert "None is kept yet" in page.text
    for url in (page.link("As it is now"), f"{URL}.pdf"):
        answer = visitor.client.get(url)
        assert answer.data.startswith(b"%PDF")
        assert "no-store" in answer.headers["Cache-Control"]
    set_clock("2027-03-05T18:00+00:00")
    make_packs()
    assert "The last one was made this evening" in visitor.get(URL).text
    assert visitor.client.get(f"{URL}.pdf").data.startswith(b"%PDF")


def test_it_is_for_those_who_see_the_day(app: Flask) -> None:
    for role in ("kitchen", "housekeeping"):
        visitor = desk(app, role)
        assert [visitor.client.get(f"{URL}{end}").status_code for end in ("", ".pdf", "-now.pdf")] == [403] * 3
    assert desk(app).client.get("/staff/withy-moor/pack.pdf").status_code == 404
