"""What was asked for and not served, and the way to the rule."""

from flask import Flask

from tests.markup import words
from tests.staffing import desk
from tests.unit.insight.funnel.visits import many

READS = 14
MONDAY = {
    "location": "combe-harrow", "arrival": "2027-03-06", "nights": 1, "room_type": "snug", "rate_plan": "flexible",
    "rule": "min_stay:1", "value_minor": 15_000, "currency": "GBP",
}  # fmt: skip


def test_one_click_shows_the_rule(app: Flask) -> None:
    many(3, "results", ("results", "denied", "min_stay"), properties=MONDAY)
    visitor = desk(app, "marketing")
    page = visitor.get("/marketing/denied", reads=READS)
    change = page.all("table")[0].findall(".//tbody/tr/td")[1]
    assert words(change) == "A minimum of one night at Combe Harrow: see the rule: 3, worth £450"
    link = page.all("a", class_="row")[0].attrib["href"]
    assert link == ("/staff/combe-harrow/why?arrival=2027-03-06&departure=2027-03-07&room_type=snug&rate_plan=flexible")
    assert visitor.client.get(link).status_code == 200
    assert visitor.client.get("/marketing/denied.csv").text.splitlines()[1] == (
        "Minimum stay,3,3,0,A minimum of one night,Combe Harrow,3,45000,GBP"
    )


def test_where_no_change_of_a_rule_would_have_served_it_says_so(app: Flask) -> None:
    full = MONDAY | {"rule": None, "value_minor": 0}
    many(2, "results", ("results", "denied", "full"), properties=full)
    page = desk(app, "marketing").get("/marketing/denied", reads=READS)
    cells = [words(cell) for cell in page.one("table").findall(".//tbody/tr/td")]
    assert cells == ["2", "None"]


def test_what_a_broken_event_says_is_left_out(app: Flask) -> None:
    many(1, "results", ("results", "denied", "min_stay"), properties={"nights": "x", "rule": "min_stay:x"})
    page = desk(app, "marketing").get("/marketing/denied", reads=READS)
    assert "Minimum stay" in page.text
