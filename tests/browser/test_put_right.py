"""The pages on which somebody without a booking says whether it is put right, for eyes, readers and fingers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.care.cases import contact_guest, resolve_case
from app.care.cases.models import Case
from app.care.enquiries import Asked, ask_by_form
from app.experience.surveys import ask_about_case
from app.store import db
from app.web.case_links import case_path
from tests.browser.conftest import Accessible
from tests.browser.test_every_page import SMALL, WIDER
from tests.cast import found
from tests.databases import Databases, opened


@pytest.fixture(scope="module")
def asked(sqlite_databases: Databases, site_database: str, site: str) -> Iterator[int]:
    """A complaint by the form, resolved, whose author was asked."""
    with opened(sqlite_databases.config(site_database)):
        ask_by_form(Asked(found().id, "room", "It was cold", complaint=True, name="Tom", email="tom@example.com"))
        case_id = db.session.scalars(select(Case.id)).one()
        contact_guest(case_id, "telephone", "Sorry", seen_revision=0, by=1)
        resolve_case(case_id, "room", "Mended", seen_revision=1, by=1)
        assert ask_about_case(case_id)
        yield case_id


def test_from_the_question_to_both_answers_nothing_is_in_anybody_s_way(
    page: Page, asked: int, accessible: Accessible
) -> None:
    def looked_over(title: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        for width in (1440, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(WIDER) == [], f"{title}: {width} px"
        accessible(page)
        assert page.evaluate(SMALL) == []

    def answer(label: str) -> None:
        page.get_by_label(label).check()
        page.get_by_role("button", name="Send my answer").click()

    page.goto(case_path(asked, 1))
    looked_over("Is it put right?")
    page.get_by_role("button", name="Send my answer").click()
    page.wait_for_selector(".errors")
    looked_over("Is it put right?")
    answer("Yes, it is put right")
    looked_over("Thank you. It is closed by your word.")
    page.get_by_role("link", name="Say so").click()
    answer("No, not yet")
    looked_over("We have it again.")


def test_a_question_that_is_closed_says_so(page: Page, asked: int, accessible: Callable[[Page], None]) -> None:
    page.goto(case_path(asked, 2))
    expect(page.get_by_role("heading", level=1)).to_have_text("This question is closed")
    accessible(page)
    assert page.evaluate(SMALL) == []
