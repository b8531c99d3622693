"""Every file of the desk: what cannot be read in its address is refused in words, never left out."""

import pytest
from flask import Flask

from app.marketing.comments import WORDS
from app.marketing.funnel.another_way import SHAPES
from tests.page import Page
from tests.staffing import desk
from tests.web.marketing.offered import made

LISTS = ("against", "source", "device", "guests", "party", "lead")
FILTERS = (
    "period=ever",
    "period=dates",
    "period=dates&from=2027-03-02&until=2027-03-01",
    "period=dates&from=2001-01-01&until=2027-03-01",
    *(f"{key}=toaster" for key in LISTS),
    "device=phone&source=%20pigeon",
)
FILTERED = ("actions", "board", "cases", "comments", "denied", "friction", "funnel", "journey", "scores", "tables")
MORE = {
    "comments": tuple(f"{key}=toaster" for key in WORDS),
    "denied": ("table=salaries",),
    "friction": ("table=salaries",),
    "funnel": (
        "table=salaries",
        "table=groups&by=mood",
        "table=visits&step=booked",
        *(f"table=another_way&{key}=toaster" for key in SHAPES),
    ),
    "journey": ("table=salaries",),
    "offers": ("state=toaster",),
    "scores": ("table=salaries",),
    "spend": ("year=MMXXVII", "year=1066", "year=20270"),
}
PREVIEW = ("arrival=yesterday&departure=2027-03-12", "arrival=2027-03-12&departure=2027-03-10", "adults=none")
WITHOUT = ("segments", "results", "days", "groups", "reasons")
"""Files whose address asks for nothing beside the thing that they are of."""


def named(rule: str) -> str:
    return rule.rpartition("/")[2].partition(".")[0]


def files(app: Flask) -> set[str]:
    rules = [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/marketing/")]
    return {named(rule) for rule in rules if rule.endswith((".csv", ".zip"))}


def test_every_file_of_the_desk_stands_in_this_test(app: Flask) -> None:
    assert files(app) == {*FILTERED, *MORE, *WITHOUT, "preview"}


@pytest.mark.parametrize("name", sorted({*FILTERED, *MORE}))
def test_a_file_with_a_filter_that_cannot_be_read_is_refused_in_words(app: Flask, name: str) -> None:
    client = desk(app, "marketing").client
    address = f"/marketing/{name}.{'zip' if name == 'tables' else 'csv'}"
    for query in (*(FILTERS if name in FILTERED else ()), *MORE.get(name, ())):
        answer = client.get(f"{address}?{query}")
        assert (answer.status_code, answer.mimetype) == (422, "text/plain"), query
        assert answer.text.endswith(".\n"), query
        assert "Content-Disposition" not in answer.headers
        assert not {"These are the last 28 days", "It is left out"} & set(answer.text.strip().split(". ")), query
    assert client.get(address).status_code == 200


def test_a_preview_of_dates_that_cannot_be_read_is_no_file(app: Flask) -> None:
    address = f"/marketing/offers/{made().slug}/preview.csv"
    client = desk(app, "marketing").client
    for query in PREVIEW:
        answer = client.get(f"{address}?{query}")
        assert (answer.status_code, answer.mimetype) == (422, "text/plain"), query
    assert client.get(address).status_code == 200


def test_the_refusal_says_what_may_be_asked(app: Flask) -> None:
    client = desk(app, "marketing").client
    said = client.get("/marketing/friction.csv?device=toaster").text
    assert said == "Choose the device from its list (phone, tablet, desk).\n"
    said = client.get("/marketing/denied.csv?period=dates&from=2027-03-02&until=2027-03-01").text
    assert said == "The last day comes before the first. Turn them round.\n"


def test_the_file_of_offers_holds_those_that_the_page_shows(app: Flask) -> None:
    made()
    visitor = desk(app, "marketing")
    page: Page = visitor.get("/marketing/offers?state=draft")
    address = next(link.attrib["href"] for link in page.all("a") if "offers.csv" in link.attrib.get("href", ""))
    assert len(visitor.client.get(address).text.splitlines()) == 2
    assert len(visitor.client.get("/marketing/offers.csv?state=running").text.splitlines()) == 1
    assert "Choose the state" in visitor.get("/marketing/offers?state=toaster", 422).text


def test_a_year_that_is_none_is_said(app: Flask) -> None:
    page = desk(app, "marketing").get("/marketing/spend?year=MMXXVII", 422)
    assert "A year is written like 2027" in page.text
