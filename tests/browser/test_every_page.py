"""What holds for every kind of page in every state, at every width, for eyes, readers and fingers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import CONTRAST_EVERY, Accessible
from tests.browser.kinds import KINDS, SetClock
from tests.conftest import FULL

WIDER = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > width + 1)
        .slice(0, 5).map(one => one.tagName + "." + one.className + " " + one.innerText?.slice(0, 30));
}"""
"""What sticks out on the right of a page that scrolls sideways."""


SMALL = """() => [...document.querySelectorAll(":is(header, main, footer) :is(button, input, select, textarea, summary,"
    + " .tick, .btn)")]
    .filter(one => one.checkVisibility() && !one.matches(".vh, .vh *, .tick input, .choice input, .option input"))
    .filter(one => one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML.slice(0, 120))"""
"""What a finger misses: controls of less than 44 px."""


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_nothing_scrolls_sideways_and_fingers_hit(
    page: Page, accessible: Accessible, set_site_clock: SetClock, kind: str
) -> None:
    KINDS[kind](page, set_site_clock)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(WIDER) == [], f"{width} px"
        if FULL or width == 390:
            accessible(page, contrast=list(KINDS).index(kind) % CONTRAST_EVERY == 0)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate(WIDER) == [], "320 px"
    assert page.evaluate(SMALL) == []


def test_the_check_for_sideways_scrolling_can_fail(page: Page) -> None:
    page.goto("/terms")
    page.set_viewport_size({"width": 320, "height": 700})
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', `<hr width=900>`)")
    assert page.evaluate(WIDER) != []
