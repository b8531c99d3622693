"""Staff sign in with password and figures, lose the phone, change hands at a shared desk, and show that it is them."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context

import pytest
from playwright.sync_api import Page, expect

from app.identity.staff.operations import new_recovery_codes
from tests.databases import Databases, opened
from tests.keys import NEXT, PASSWORD, PIN, figures, with_keys

Accessible = Callable[[Page], None]


@pytest.fixture(scope="module")
def people(sqlite_databases: Databases, site_database: str, site: str) -> dict[str, tuple[int, str, str]]:
    """Everybody who signs in here: id, mail and a recovery code by role."""

    def hire() -> dict[str, tuple[int, str, str]]:
        with opened(sqlite_databases.config(site_database, base_url=site)):
            found = {}
            for role in ("reception", "manager", "kitchen", "administrator"):
                staff_id, email = with_keys(role)
                found[role] = (staff_id, email, new_recovery_codes(staff_id)[0])
            return found

    return Context().run(hire)


def show_password(page: Page, email: str, word: str = PASSWORD) -> None:
    page.goto("/staff/sign-in?next=/staff/me")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(word)
    page.get_by_role("button", name="Go on").click()


def show_figures(page: Page, typed: str) -> None:
    page.get_by_label("Figures").fill(typed)
    page.get_by_role("button", name="Sign in").click()


def title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def both_widths(page: Page, accessible: Accessible) -> None:
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        accessible(page)


def test_password_wrong_figures_then_right_ones(
    page: Page, people: dict[str, tuple[int, str, str]], accessible: Accessible
) -> None:
    staff_id, email, _ = people["reception"]
    show_password(page, email, "not the password")
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    both_widths(page, accessible)
    show_password(page, email)
    title(page, "And your phone")
    both_widths(page, accessible)
    show_figures(page, "123")
    expect(page.get_by_role("alert")).to_contain_text("not the figures")
    show_figures(page, figures(staff_id))
    title(page, "Your keys")
    both_widths(page, accessible)


def test_a_recovery_code_for_a_lost_phone(page: Page, people: dict[str, tuple[int, str, str]]) -> None:
    _, email, code = people["kitchen"]
    show_password(page, email)
    show_figures(page, code.lower())
    title(page, "Your keys")


def test_hands_change_at_a_shared_desk(
    page: Page, people: dict[str, tuple[int, str, str]], accessible: Accessible
) -> None:
    for role, step in (("manager", 0), ("reception", NEXT)):
        staff_id, email, _ = people[role]
        show_password(page, email)
        page.get_by_text("Trust this desk until midnight").click()
        show_figures(page, figures(staff_id, step))
        title(page, "Your keys")
        if role == "manager":
            page.get_by_role("main").get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Change hands").click()
    page.get_by_label("Priya Nair").check()
    page.get_by_label("PIN").fill("0000")
    page.get_by_role("button", name="Change hands").click()
    expect(page.get_by_role("alert")).to_contain_text("That is not the PIN")
    both_widths(page, accessible)
    page.get_by_label("PIN").fill(PIN)
    page.get_by_role("button", name="Change hands").click()
    expect(page.get_by_role("link", name="Priya Nair")).to_be_visible()


def test_the_staff_are_kept_with_the_second_factor_in_between(
    page: Page, people: dict[str, tuple[int, str, str]], accessible: Accessible
) -> None:
    staff_id, email, code = people["administrator"]
    show_password(page, email)
    page.get_by_text("Trust this desk until midnight").click()
    show_figures(page, figures(staff_id))
    title(page, "Your keys")
    page.goto("/staff/staff")
    both_widths(page, accessible)
    page.get_by_label("Name").fill("Rory Vale")
    page.get_by_label("Email").fill("rory@quince.example")
    page.get_by_role("group", name="Withy Moor").get_by_text("Reception").click()
    page.get_by_role("button", name="Take on and invite").click()
    title(page, "Rory Vale")
    both_widths(page, accessible)
    page.goto("/staff/combe-harrow/journal")
    both_widths(page, accessible)
    page.get_by_text("What got in a guest’s way?").click()
    page.get_by_role("button", name="Note it").click()
    voice, words = page.locator("live-region"), page.get_by_label("What happened?")
    expect(voice).to_have_text("Say in a few words what got in the way")
    expect(words).to_be_focused()
    words.fill("The gate sticks")
    page.get_by_role("button", name="Note it").click()
    expect(voice).to_contain_text("Noted, thank you")
    expect(page.locator("#friction")).to_be_focused()
    title(page, "Journal")
    page.get_by_role("link", name="Read what was noted").click()
    expect(page.get_by_text("The gate sticks")).to_be_visible()
    both_widths(page, accessible)
    page.goto("/staff/proof")
    page.get_by_label("Figures").fill(code)
    both_widths(page, accessible)
    page.goto("/staff/nowhere")
    title(page, "Not at this desk")
    both_widths(page, accessible)
