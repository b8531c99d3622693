"""The marketing desk in a browser: its charts say what their tables say, and without them the tables serve."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from app.identity.staff.operations import begin_staff_session
from tests.browser.test_every_page import WIDER
from tests.builders import TODAY
from tests.cast import found
from tests.conftest import FULL
from tests.databases import Databases, opened
from tests.staffing import hired
from tests.unit.insight.answers import asked
from tests.unit.insight.funnel.visits import MINUTE, WEEK_AGO, many

PAGES = ("/marketing/", "/marketing/funnel", "/marketing/friction", "/marketing/scores", "/marketing/comments")
NUMBERS = """(kind) => [...document.querySelectorAll(`data-chart[kind=${kind}]`)].map((element) => {
  const table = document.getElementById(element.getAttribute("table"));
  const series = Object.fromEntries(element.chart.getOption().series.map((one) => [one.id, one]));
  const heads = [...table.tHead.rows[0].cells];
  const column = (as) => {
    const place = heads.findIndex((head) => head.dataset.as === as);
    const said = [...table.tBodies[0].rows].map((row) => row.cells[place].dataset.value);
    return said.map((one) => (one === undefined ? null : Number(one)));
  };
  const drawn = (one) => (one.value === undefined ? one : one.value);
  if (kind === "paths") return [
    series.paths.links.map((link) => [link.source, link.target, link.value]),
    [...table.tBodies[0].rows].map(({ cells: [from, to, count] }) =>
      [from.dataset.node, to.dataset.node, Number(count.textContent.replace(",", ""))]),
  ];
  if (kind === "bars") return [[...series.bar.data, ...series.was.data], [...column("bar"), ...column("was")]];
  return [
    [series.line.data.map(drawn), series.band.data.map((one) => one[1]), series.band.data.map((one) => one[2])],
    [column("line"), column("low"), column("high")],
  ];
})"""


@pytest.fixture(scope="module")
def token(sqlite_databases: Databases, site_database: str, site: str) -> Iterator[str]:
    """Of somebody in marketing, where a hundred visits left tracks and three guests answered."""
    with opened(sqlite_databases.config(site_database)):
        house = found()
        many(20, "booked", location_id=house.id)
        many(6, "booked", location_id=house.id, at=WEEK_AGO - timedelta(days=28))
        many(
            4, "booked", location_id=house.id, pace=3 * MINUTE, walk=("search", "results", "room", "results", "details")
        )
        many(30, "room", ("room", "rage_click", "calendar"), device="phone")
        many(10, "results", ("results", "denied", "min_stay"), properties={"location": house.slug, "nights": 1})
        for days, nps in ((3, 10), (4, 9), (40, 3)):
            asked(house, TODAY - timedelta(days=days), nps=nps, ces=6, csat_room=4, words="The bath ran cold.")
        yield begin_staff_session(hired("marketing"), "a test", proven=True)


@pytest.fixture
def marketing(page: Page, token: str, site: str) -> Page:
    page.context.add_cookies([{"name": "quince", "value": token, "url": site}])
    return page


def test_the_charts_say_what_their_tables_say(marketing: Page) -> None:
    marketing.goto("/marketing/")
    marketing.wait_for_selector("data-chart[drawn] canvas")
    for kind, least in (("paths", 5), ("bars", 3), ("trend", 1)):
        charts = marketing.evaluate(NUMBERS, kind)
        assert charts, kind
        for drawn, written in charts:
            assert drawn == written
            assert len([one for one in drawn if one]) >= least
    assert marketing.locator("data-chart [role=img]").first.get_attribute("aria-label")


@pytest.mark.parametrize("width", [1440, 390] if FULL else [390])
def test_axe_finds_nothing_on_pages_with_figures(
    marketing: Page, accessible: Callable[[Page], None], width: int
) -> None:
    marketing.set_viewport_size({"width": width, "height": 900})
    for address in PAGES:
        marketing.goto(address)
        accessible(marketing)
        assert marketing.evaluate(WIDER) == [], address


def test_without_script_the_tables_serve(newcomer: Callable[..., Page], token: str, site: str) -> None:
    page = newcomer(java_script_enabled=False)
    page.context.add_cookies([{"name": "quince", "value": token, "url": site}])
    page.goto("/marketing/")
    assert page.locator("#paths-table").is_visible()
    assert not page.locator("canvas").count()


@pytest.mark.parametrize("scripted", [False, True])
def test_the_numbers_of_a_chart_make_no_page_wider(
    newcomer: Callable[..., Page], token: str, site: str, scripted: bool
) -> None:
    page = newcomer(java_script_enabled=scripted)
    page.context.add_cookies([{"name": "quince", "value": token, "url": site}])
    page.set_viewport_size({"width": 390, "height": 900})
    for address in ("/marketing/", "/marketing/funnel", "/marketing/scores"):
        page.goto(address)
        for summary in page.locator(".chart summary").all():
            summary.click()
        assert page.locator(".chart table").first.is_visible()
        wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide[0] <= wide[1], address


def test_on_paper_what_is_folded_is_read_and_links_to_files_are_left_out(marketing: Page) -> None:
    marketing.goto("/marketing/journey?device=phone")
    promised = marketing.locator(".promises table").first
    assert not promised.is_visible()
    marketing.emulate_media(media="print")
    assert promised.is_visible()
    assert marketing.get_by_text("Narrowed to: Phones.").is_visible()
    assert not marketing.locator(".block > header > a").first.is_visible()


def test_in_print_the_tables_stand_instead_of_the_charts(marketing: Page) -> None:
    marketing.goto("/marketing/")
    assert not marketing.locator("#paths-table").is_visible()
    marketing.emulate_media(media="print")
    assert marketing.locator("#paths-table").is_visible()
    assert not marketing.locator("data-chart canvas").first.is_visible()
