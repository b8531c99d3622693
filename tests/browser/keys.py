"""Moving through a page with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MOST_STOPS = 120
RINGED = """element => {
    const around = [element, element.nextElementSibling, element.parentElement, element.parentElement?.parentElement];
    return around.filter(Boolean).some(one => {
        const style = getComputedStyle(one);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    });
}"""
"""Whether focus can be seen: a ring on the control, on what it draws itself with, or on the frame around it."""


def tab_to(page: Page, wanted: Locator) -> None:
    """`wanted` has the focus; every stop on the way could be seen."""
    passed = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.locator(":focus")
        passed.append(stop.evaluate("one => (one.ariaLabel || one.innerText || one.name || one.tagName).slice(0, 40)"))
        assert stop.evaluate(RINGED), f"focus cannot be seen on {passed[-1]!r}"
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"not reached by Tab, only {passed}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
