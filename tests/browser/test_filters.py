"""The filters beside the results, on a phone: they stay open and keep the focus while the results change."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.builders import FRIDAY


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"viewport": {"width": 390, "height": 844}}


def test_a_filter_changes_results_and_address_and_stays_at_hand(page: Page) -> None:
    page.goto(f"/stays?arrival={FRIDAY}&departure={FRIDAY.replace(day=FRIDAY.day + 2)}")
    page.get_by_text("Filters and order").click()
    page.get_by_role("checkbox", name="A bath").press("Space")
    page.wait_for_url("**has=bath**")
    expect(page.locator("#filters")).to_have_attribute("open", "")
    expect(page.get_by_role("checkbox", name="A bath")).to_be_checked()
    expect(page.get_by_role("checkbox", name="A bath")).to_be_focused()
    expect(page.locator("live-region")).to_have_text(page.locator("h1").inner_text())
    page.go_back()
    expect(page.locator("[value=bath][name=has]")).not_to_be_checked()
