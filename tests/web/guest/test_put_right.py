"""Whoever complained without a booking says whether it is put right: a GET does nothing, a POST what it said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.care.cases import contact_guest, resolve_case
from app.care.cases.models import Case
from app.care.enquiries import Asked, ask_by_form
from app.experience.surveys import ask_about_case
from app.kernel import clock
from app.store import transaction, write
from app.web.case_links import case_path
from tests import cast
from tests.page import Page, Visitor
from tests.web.guest.desk import fresh

pytestmark = pytest.mark.houses(1)


@pytest.fixture
def case_id(app: Flask) -> int:
    """A complaint by the form, resolved, whose author was asked."""
    ask_by_form(Asked(cast.found().id, "room", "It was cold", complaint=True, name="Tom", email="tom@example.com"))
    found = fresh().execute(select(Case.id)).scalar_one()
    contact_guest(found, "telephone", "Sorry", seen_revision=0, by=1)
    resolve_case(found, "room", "Mended", seen_revision=1, by=1)
    assert ask_about_case(found)
    return found


def stands(case_id: int) -> tuple[str, bool, str]:
    row = fresh().execute(select(Case.state, Case.put_right_at, Case.words).where(Case.id == case_id)).one()
    return row.state, row.put_right_at is not None, row.words


def ticked(page: Page) -> list[str]:
    return [box.attrib["value"] for box in page.all("input", name="right") if "checked" in box.attrib]


def test_yes_closes_it_no_opens_it_again_and_looking_does_nothing(visitor: Visitor, case_id: int) -> None:
    url = case_path(case_id, 1)
    page = visitor.get(f"{url}?right=no", reads=12)
    assert page.h1 == "Is it put right?"
    assert ticked(page) == ["no"]
    assert ticked(visitor.get(f"{url}?right=💐")) == []
    assert stands(case_id) == ("resolved", False, "It was cold")
    asked = visitor.get(url)
    for wrong in ({}, {"right": "maybe"}, {"right": "yes", "words": "x" * 10_000}):
        refused = visitor.submit(asked.form().fill(**wrong), 422)
        assert (refused.one("textarea", name="words").text or "").strip() == wrong.get("words", "")
    assert stands(case_id) == ("resolved", False, "It was cold")
    done = visitor.submit(asked.form().fill(right="yes", words="<script>alert(1)</script>"))
    assert done.h1 == "Thank you. It is closed by your word."
    assert stands(case_id)[:2] == ("resolved", True)
    after_all = visitor.get(done.link("Say so"))
    again = visitor.submit(after_all.form().fill(words="Cold again"))
    assert again.h1 == "We have it again."
    assert "is in touch by" in again.text
    assert stands(case_id) == ("open", False, "Cold again")
    assert visitor.submit(asked.form().fill(right="yes")).h1 == "We have it again."


def test_a_link_of_another_closing_or_of_nobody_answers_nothing(visitor: Visitor, case_id: int) -> None:
    form = visitor.get(case_path(case_id, 1)).form().fill(right="yes")
    visitor.get(case_path(case_id, 2), 410)
    visitor.get(f"/put-right/{case_path(case_id, 1).rsplit('/', 1)[1][:-1]}x", 404)
    earlier = update(Case).values(asked_again_at=clock.now() - timedelta(days=30))
    transaction(lambda: write(earlier))
    assert visitor.submit(form, 410).h1 == "This question is closed"
    transaction(lambda: write(update(Case).values(email=None)))
    visitor.get(case_path(case_id, 1), 404)
    assert stands(case_id)[:2] == ("resolved", False)
