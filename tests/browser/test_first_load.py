"""How little a first visit may cost: results at most 15 requests and 150 kB. tests/bench weighs the demo group."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.journey import weekend
from tests.weight import DESK, PHONE, weigh

MOST_REQUESTS, MOST_KILOBYTES = 15, 150


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_first_load_of_results(newcomer: Callable[..., Page], viewport: dict[str, int]) -> None:
    found = weigh(newcomer(viewport=viewport), weekend())
    assert found.requests <= MOST_REQUESTS, found
    assert found.kilobytes <= MOST_KILOBYTES, found
    assert any(".css" in url for url in found.urls), f"nothing was counted: {found}"
    assert found.kilobytes > 40, f"bytes were not counted: {found}"


def test_a_second_page_brings_no_style_script_or_font_again(page: Page) -> None:
    page.goto(weekend())
    found = weigh(page, weekend(week=1))
    assert found.kilobytes < 25, found
