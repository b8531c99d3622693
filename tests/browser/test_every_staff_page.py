"""Every page of the desk that there is an address for, as the administrator sees it with an object behind each name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from app.identity.staff.operations import begin_staff_session
from tests.browser.conftest import CONTRAST_EVERY, Accessible
from tests.browser.test_every_page import SMALL, WIDER
from tests.conftest import FULL
from tests.databases import Databases, opened
from tests.staffing import hired
from tests.web.staff.group_objects import GROUP_BUILDERS
from tests.web.staff.objects import ASKED_WITH, BUILDERS, Objects
from tests.web.staff.test_matrix import OWN, Route, routes

NO_PAGE = (".csv", ".zip", ".pdf", "export", "/staff/house", "/photo", "/picture")
"""What ends so is a file, or only leads on."""


@dataclass(frozen=True)
class Desk:
    """The addresses of the pages, and the session of the administrator."""

    addresses: tuple[str, ...]
    token: str


@pytest.fixture(scope="module")
def desk(sqlite_databases: Databases, site_database: str, site: str) -> Iterator[Desk]:
    with opened(sqlite_databases.config(site_database)) as app:
        shown = [route for route in routes(app) if route.method == "GET" and not route.rule.rule.endswith(NO_PAGE)]
        keys = set().union(*(route.keys for route in shown))
        own = Objects(OWN)
        objects = {key: GROUP_BUILDERS[key]() for key in sorted(keys & GROUP_BUILDERS.keys())}
        objects |= {key: BUILDERS[key](own) for key in sorted(keys & BUILDERS.keys())}
        urls = app.url_map.bind("localhost")

        def address(route: Route) -> str:
            values = {name: objects[key] for name, key in route.names.items()}
            asked = ASKED_WITH.get(route.rule.rule, {})
            return urls.build(route.rule.endpoint, values | ({"house": OWN} if route.of_house else {}) | asked)

        token = begin_staff_session(hired("administrator"), "a test", proven=True)
        yield Desk(tuple(dict.fromkeys(address(route) for route in shown)), token)


@pytest.fixture
def staff(page: Page, desk: Desk, site: str) -> Page:
    page.context.add_cookies([{"name": "quince", "value": desk.token, "url": site}])
    return page


@pytest.mark.long(2)
@pytest.mark.parametrize("width", [1440, 390] if FULL else [390])
def test_axe_finds_nothing_nothing_scrolls_sideways_and_fingers_hit_on_a_small_phone(
    staff: Page, desk: Desk, accessible: Accessible, width: int
) -> None:
    faults = []
    for number, address in enumerate(desk.addresses):
        staff.set_viewport_size({"width": width, "height": 900})
        answer = staff.goto(address)
        assert answer
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        if answer.status != 200:
            faults.append(f"{address}: {answer.status}")
            continue
        faults += [f"{address}: {wide}" for wide in staff.evaluate(WIDER)]
        try:
            accessible(staff, contrast=number % CONTRAST_EVERY == 0)
        except AssertionError as found:
            faults.append(str(found))
        staff.set_viewport_size({"width": 320, "height": 700})
        faults += [f"{address} at 320: {one}" for one in (*staff.evaluate(WIDER), *staff.evaluate(SMALL))]
    assert not faults, "\n".join(faults)
    assert len(desk.addresses) > 50
