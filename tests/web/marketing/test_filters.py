"""Filters live in the address; what cannot be read stays as it was typed."""

from flask import Flask

from tests.markup import words
from tests.page import Page
from tests.staffing import desk

READS = 24


def chosen(page: Page, name: str) -> str:
    return picked(page, f"f-{name}")


def picked(page: Page, select: str) -> str:
    options = page.one("select", id=select).iter("option")
    return next(option.attrib["value"] for option in options if "selected" in option.attrib)


def test_every_filter_is_shown_as_the_address_says(app: Flask) -> None:
    said = {
        "period": "2027-02", "against": "year", "house": "withy-moor", "source": "mail", "device": "phone",
        "guests": "returning", "party": "3-4", "lead": "8-30",
    }  # fmt: skip
    query = "&".join(f"{key}={value}" for key, value in said.items())
    page = desk(app, "marketing").get(f"/marketing/friction?{query}")
    assert {key: chosen(page, key) for key in said} == said
    assert "February 2027, Withy Moor" in page.text
    assert "Mon 1 to Sun 28 February 2027 against Mon 2 February to Sun 1 March 2026" in page.text


def test_days_of_two_years_say_which(app: Flask) -> None:
    visitor = desk(app, "marketing")
    page = visitor.get("/marketing/friction?from=2025-11-23&until=2026-11-21")
    assert "Sun 23 November 2025 to Sat 21 November 2026 against Sun 24 November 2024 to Sat 22" in page.text
    page = visitor.get("/marketing/friction?from=2026-01-01&until=2026-01-10")
    assert "Thu 1 to Sat 10 January 2026 against Mon 22 to Wed 31 December 2025." in page.text


def test_the_form_leads_to_the_same_address_again(app: Flask) -> None:
    visitor = desk(app, "marketing")
    page = visitor.get("/marketing/friction")
    page = visitor.submit(page.form(aria_label="Filters").fill(device="tablet"))
    assert chosen(page, "device") == "tablet"


def test_two_days_need_no_period(app: Flask) -> None:
    page = desk(app, "marketing").get("/marketing/friction?from=2027-02-01&until=2027-02-14&against=none")
    assert "14 days to Sun 14 February 2027, all two houses" in page.text
    assert chosen(page, "period") == "dates"


def test_a_month_of_long_ago_is_on_its_list(app: Flask) -> None:
    assert chosen(desk(app, "marketing").get("/marketing/friction?period=2024-02"), "period") == "2024-02"


UNREADABLE = (
    "period=ever",
    "period=9999-12",
    "period=dates&from=yesterday&until=2027-03-01",
    "period=dates&from=2027-03-02&until=2027-03-01",
    "period=dates&from=2001-01-01&until=2027-03-01",
    "device=toaster",
    "guests=both&party=0&lead=-1",
    "against=tomorrow",
)


def test_what_cannot_be_read_is_said_in_a_sentence(app: Flask) -> None:
    visitor = desk(app, "marketing")
    for query in UNREADABLE:
        page = visitor.get(f"/marketing/friction?{query}", 422)
        assert page.words(id="filters-problem").endswith(".")
        field = next(one for kind in ("select", "input") for one in page.all(kind) if "aria-invalid" in one.attrib)
        said = page.words(id=f"{field.attrib['id']}-error")
        assert page.words(id="filters-problem").startswith(said), query
        assert all(page.one("input", id=f"f-{name}").attrib["value"] in query for name in ("from", "until"))
    assert visitor.client.get("/marketing/friction?source=%00").status_code == 200


def test_a_house_that_is_none_is_not_there(app: Flask) -> None:
    assert desk(app, "marketing").client.get("/marketing/friction?house=blackadder").status_code == 404


def test_marketing_begins_here_and_comes_back_after_the_second_factor(app: Flask) -> None:
    assert desk(app, "marketing").client.get("/staff").headers["Location"] == "/marketing/"
    answer = desk(app, "manager", proven=False).client.get("/marketing/friction.csv?device=phone")
    assert answer.headers["Location"] == "/staff/proof?next=%2Fmarketing%2Ffriction.csv%3Fdevice%3Dphone"


def test_whoever_measures_nothing_stays_outside(app: Flask) -> None:
    for role in ("reception", "kitchen", "housekeeping"):
        assert desk(app, role).client.get("/marketing/").status_code == 403


def test_what_a_filter_of_visits_leaves_whole_is_said_where_it_stands(app: Flask) -> None:
    visitor = desk(app, "marketing")
    for path in ("", "scores", "comments", "cases", "board", "denied", "journey", "funnel"):
        page = visitor.get(f"/marketing/{path}?device=phone&source=mail", reads=READS + 40)
        assert words(page.one(id="whole")).startswith("Source and device narrow visits alone. "), path
        assert not visitor.get(f"/marketing/{path}", reads=READS + 40).all(id="whole"), path
    assert not visitor.get("/marketing/friction?device=phone").all(id="whole")


def test_days_that_the_period_leaves_out_are_said_and_one_press_away(app: Flask) -> None:
    visitor = desk(app, "marketing")
    page = visitor.get("/marketing/friction?period=28d&from=2027-02-01&until=2027-02-14&device=phone")
    assert "open" in next(iter(page.one("form", aria_label="Filters").iter("details"))).attrib
    page = visitor.get(page.one("p", id="days-unused").find("a").attrib["href"])
    assert "14 days to Sun 14 February 2027" in page.text
    assert chosen(page, "device") == "phone"
    assert not page.all("p", id="days-unused")


def test_paper_says_what_the_lists_were_set_to(app: Flask) -> None:
    visitor = desk(app, "marketing")
    page = visitor.get("/marketing/friction?device=phone&guests=new&party=2&against=year")
    assert words(page.one("p", class_="on-paper")) == "Narrowed to: Phones, New guests, Party: two."
    assert not visitor.get("/marketing/friction?against=year").all("p", class_="on-paper")


def test_what_a_page_asks_beside_the_filters_is_read_as_strictly(app: Flask) -> None:
    visitor = desk(app, "marketing")
    for address in ("funnel?by=mood", "funnel?order=backwards", "funnel/visits?step=booked", "comments?theme=toaster"):
        page = visitor.get(f"/marketing/{address}", 422, reads=60)
        assert "from its list" in page.words(id="filters-problem"), address


def test_the_filters_keep_how_the_steps_are_counted(app: Flask) -> None:
    visitor = desk(app, "marketing")
    page = visitor.get("/marketing/funnel?order=strict&window=1h&by=lead", reads=60)
    page = visitor.submit(page.form(aria_label="Filters").fill(device="tablet"), reads=60)
    assert picked(page, "o-order") == "strict"
    assert picked(page, "o-window") == "1h"
