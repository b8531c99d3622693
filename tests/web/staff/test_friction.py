"""Whoever works in a house notes what got in a guest's way, on the page where they are; its managers read and sort."""

from __future__ import annotations

import pytest
from flask import Flask

from app.care.friction import friction_notes
from tests.cast import found
from tests.page import Page, Visitor
from tests.staffing import desk

LIST = "/staff/combe-harrow/friction"


def note(visitor: Visitor, words: str, page: str = "/staff/combe-harrow/rooms", **typed: str) -> Page:
    return visitor.submit(visitor.get(page).form(action=LIST).fill(words=words, **typed))


def test_a_note_is_kept_with_its_page_and_answered_with_thanks(app: Flask) -> None:
    visitor = desk(app, "housekeeping")
    thanks = note(visitor, "No hook in the bath of Snug 2", theme="room")
    assert thanks.h1 == "Noted, thank you"
    assert thanks.link("Back to where you were").endswith("/staff/combe-harrow/rooms")
    (kept,) = friction_notes(found().id)
    assert (kept.words, kept.theme, kept.page, kept.by) == (
        "No hook in the bath of Snug 2",
        "room",
        "/staff/combe-harrow/rooms",
        "Bea Lowe",
    )


def test_in_place_it_is_the_form_alone(app: Flask) -> None:
    visitor = desk(app, "kitchen")
    data = visitor.get("/staff/me").form(action="/staff/friction").data()
    headers = {"HX-Request": "true", "HX-Target": "friction"}
    answer = visitor.client.post("/staff/friction", data=data | {"words": "Cold soup"}, headers=headers)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<details class="friction" id="friction" open>')
    assert "Noted, thank you" in answer.text
    assert "Cold soup" not in answer.text
    wrong = visitor.client.post("/staff/friction", data=data | {"theme": "food"}, headers=headers)
    assert wrong.status_code == 422
    assert "Say in a few words" in wrong.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": " "}, "Say in a few words"),
        ({"words": "x" * 1001}, "1,000 characters at most"),
        ({"words": "Soup", "theme": "weather"}, ""),
    ],
)
def test_a_note_that_is_none(app: Flask, typed: dict[str, str], sentence: str) -> None:
    visitor = desk(app, "reception")
    form = visitor.get("/staff/combe-harrow/rooms").form(action=LIST)
    page = visitor.submit(form.fill(**typed), status=422)
    assert sentence in page.text
    assert friction_notes(None) == []


def test_the_way_back_is_our_own(app: Flask) -> None:
    visitor = desk(app, "reception")
    page = note(visitor, "Soup", page="/staff/combe-harrow/rooms")
    assert "elsewhere" not in page.response.text
    form = visitor.get("/staff/combe-harrow/rooms").form(action=LIST).fill(words="Soup", page="//elsewhere.example")
    assert visitor.submit(form).link("Back to where you were") == "/staff"


def test_managers_read_by_theme_and_give_another(app: Flask) -> None:
    note(desk(app, "housekeeping"), "<b>No hook</b>", theme="room")
    manager = desk(app, "manager")
    page = manager.get(LIST, reads=8)
    assert "<b>No hook</b>" in page.text
    assert "No hook" not in manager.get(f"{LIST}?theme=food").text
    form = page.form(class_="relabel")
    manager.submit(form.fill(theme="broken"))
    assert [one.theme for one in friction_notes(found().id)] == ["broken"]
    stale = manager.submit(form.fill(theme="sleep"), status=409)
    assert "Things that do not work" in stale.text
    assert [one.theme for one in friction_notes(found().id)] == ["broken"]
    manager.submit(manager.get(LIST).form(class_="relabel").fill(theme="weather"), status=422)


def test_the_group_reads_all(app: Flask) -> None:
    note(desk(app, "housekeeping"), "No hook")
    assert "Combe Harrow" in desk(app, "administrator").get("/staff/friction").text


@pytest.mark.parametrize("role", ["reception", "kitchen", "housekeeping"])
def test_others_note_and_do_not_read(app: Flask, role: str) -> None:
    visitor = desk(app, role)
    visitor.get(LIST, status=403)
    assert not [a for a in visitor.get("/staff/me").all("a") if a.get("href") == LIST]
