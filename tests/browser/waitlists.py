"""How a guest comes to the pages of the waitlist: the hut is held by somebody else for two weekends of a site."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page

from app.config import DEFAULT_SECRET
from app.web.links import secret_token
from tests.browser.journey import hold, weekend
from tests.browser.stays import on

SetClock = Callable[[str], None]
HUT = "Shepherds hut"
AFTER_THE_HOLD = "2027-03-01T09:16+00:00"
_joined: dict[tuple[str, int], str] = {}


def dates(week: int) -> str:
    return weekend(week).partition("?")[2]


def form(page: Page, _: SetClock) -> None:
    page.goto(f"/waitlist?location=combe-harrow&{dates(9)}")


def form_with_mistakes(page: Page, clock: SetClock) -> None:
    form(page, clock)
    page.get_by_label("Email").fill("bea")
    page.get_by_role("button", name="Stand in the line").click()
    page.wait_for_selector(".errors")


def room_now(page: Page, clock: SetClock) -> None:
    form(page, clock)
    fill_in(page)
    page.wait_for_selector(".errors")


def fill_in(page: Page, name: str = "Bea Noon", email: str = "bea@example.org") -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Email").fill(email)
    page.get_by_role("button", name="Stand in the line").click()


def sold_out(page: Page, week: int) -> None:
    """The page of the hut, which somebody else holds for that weekend."""
    other = page.context.new_page()
    hold(other, week=week, room=HUT)
    other.close()
    page.goto(f"/houses/combe-harrow/rooms/shepherds-hut?{dates(week)}")


def joined(page: Page, week: int = 9) -> str:
    """The page after joining for that weekend; the address of the place that its mail tells."""
    page.goto("/terms")
    key = (page.url.removesuffix("/terms"), week)
    if key not in _joined:
        sold_out(page, week)
        page.get_by_role("link", name="Tell me if it frees up").click()
        fill_in(page)
        page.wait_for_url("**/waitlist/joined/*")
        _joined[key] = page.url
    page.goto(_joined[key])
    entry_id = int(_joined[key].rpartition("/")[2].split("-")[0], 36)
    return f"{key[0]}/waitlist/{secret_token('waitlist', entry_id, 1, (DEFAULT_SECRET,))}"


def after_joining(page: Page, _: SetClock) -> None:
    joined(page)


def in_the_line(page: Page, _: SetClock) -> None:
    page.goto(joined(page))


def held(page: Page, clock: SetClock) -> None:
    """The hold has run out, and somebody who wants another weekend serves the line."""
    place = joined(page, week=10)
    with on(clock, AFTER_THE_HOLD):
        page.goto(place)
        if "yours until" not in page.locator("h1").inner_text():
            hold(page, week=11, room=HUT)
            page.goto(place)
        page.get_by_role("heading", name="It is yours until").wait_for()


def left(page: Page, clock: SetClock) -> None:
    page.goto(joined(page))
    leave = page.get_by_role("button", name=re.compile("Leave the line|Give it to the next"))
    if leave.is_visible():
        leave.click()
    page.get_by_role("heading", name="You left the line").wait_for()


KINDS = {
    "waitlist": form,
    "waitlist with mistakes": form_with_mistakes,
    "waitlist for what is free": room_now,
    "after joining the line": after_joining,
    "place in the line": in_the_line,
    "place that is held": held,
    "place that was left": left,
}
