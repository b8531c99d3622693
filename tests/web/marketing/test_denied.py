"""What was asked for and not served, and the way to the rule."""

import pytest
from flask import Flask

from app.care import open_tasks
from app.pricing.operations import restrict
from app.store import transaction
from tests.builders import FRIDAY
from tests.cast import found
from tests.markup import words
from tests.staffing import desk
from tests.unit.availability.test_reasons import forbid
from tests.unit.insight.funnel.visits import many

READS = 15
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
        "Minimum stay,3,3,0,A minimum of one night,Combe Harrow,3,0,45000,GBP"
    )


def test_one_click_lays_the_rule_before_the_manager_with_its_worth_and_who_asks(app: Flask) -> None:
    many(3, "results", ("results", "denied", "min_stay"), properties=MONDAY)
    manager = desk(app, "manager")
    marketing = desk(app, "marketing")
    page = marketing.get("/marketing/denied?device=phone", reads=READS)
    assert "Nothing was refused" in page.text, "what is shown is what the filters hold"
    page = marketing.get("/marketing/denied", reads=READS)
    press = page.form(action="/marketing/denied/shown")
    for _ in range(2):
        after = marketing.submit(press)
    assert after.url == "/marketing/denied"
    assert "Shown on Mon 1 March, Priya Nair has it" in after.text
    assert not after.all("form", action="/marketing/denied/shown"), "it lies there already"

    needs = manager.get("/staff/combe-harrow/today", reads=18).all("ul", class_="says")[0]
    [need] = [one for one in needs if "Rule" in words(one)]
    assert "A minimum of one night would have served 3 searches, worth £450 at most" in words(need)
    assert "Nell Ash asks you to look at it." in words(need)
    tasks = manager.get("/staff/combe-harrow/tasks?show=mine")
    rule = next(link for link in tasks.all("a") if words(link).startswith("See the rule")).attrib["href"]
    assert rule == page.all("a", class_="row")[0].attrib["href"]
    assert "see the rule" not in desk(app, "kitchen").get("/staff/combe-harrow/tasks").text.lower()

    done = tasks.all("form", class_="task__done")
    assert len(done) == 1
    manager.submit(tasks.form(action=done[0].attrib["action"]).fill(outcome="One night on Sundays now"))
    page = marketing.get("/marketing/denied", reads=READS)
    assert "Looked at on Mon 1 March: One night on Sundays now" in page.text


def test_whoever_may_change_a_rule_shows_it_to_nobody(app: Flask) -> None:
    many(3, "results", ("results", "denied", "min_stay"), properties=MONDAY)
    page = desk(app, "manager").get("/marketing/denied")
    assert not page.all("form", action="/marketing/denied/shown")


@pytest.mark.parametrize("change", ["", "min_stay/min_stay:9/combe-harrow", "min_stay/min_stay:1/nowhere", "x" * 5000])
def test_a_change_that_is_not_there_is_shown_to_nobody(app: Flask, change: str) -> None:
    many(3, "results", ("results", "denied", "min_stay"), properties=MONDAY)
    marketing = desk(app, "marketing")
    press = marketing.get("/marketing/denied").form(action="/marketing/denied/shown")
    page = marketing.submit(press.fill(change=change), 409)
    assert "Nothing was shown to anybody" in page.text
    assert not open_tasks()


def test_where_no_change_of_a_rule_would_have_served_it_says_so(app: Flask) -> None:
    full = MONDAY | {"rule": None, "value_minor": 0}
    many(2, "results", ("results", "denied", "full"), properties=full)
    page = desk(app, "marketing").get("/marketing/denied", reads=READS)
    cells = [words(cell) for cell in page.one("table").findall(".//tbody/tr/td")]
    assert cells == ["2", "None"]


@pytest.mark.houses(2)
def test_a_change_names_its_house_to_the_eye_and_all_has_its_calls(app: Flask) -> None:
    many(3, "results", ("results", "denied", "min_stay"), properties=MONDAY)
    visitor = desk(app, "marketing")
    page = visitor.get("/marketing/denied", reads=READS)
    link = page.all("table")[0].find(".//tbody/tr/td/a")
    assert link is not None
    assert link.text == "A minimum of one night at Combe Harrow"
    reception = desk(app)
    call = reception.get("/staff/phone?arrival=2027-03-05&departure=2027-03-07&adults=2").form(
        action="/staff/lost-calls", method="post"
    )
    reception.submit(call.fill(reason="full"))
    page = visitor.get("/marketing/denied", reads=READS)
    assert next(words(cell) for cell in page.all("table")[0].findall(".//tfoot/tr/td")) == "3and one call"


def test_what_a_broken_event_says_is_left_out(app: Flask) -> None:
    many(1, "results", ("results", "denied", "min_stay"), properties={"nights": "x", "rule": "min_stay:x"})
    page = desk(app, "marketing").get("/marketing/denied", reads=READS)
    assert "Minimum stay" in page.text


def test_a_lost_call_has_the_rule_that_would_have_served_it_and_its_worth(app: Flask) -> None:
    forbid(FRIDAY, min_stay_arrival=4)
    reception = desk(app)
    wanted = "/staff/phone?arrival=2027-03-05&departure=2027-03-07&adults=2"
    for reason in ("min_stay", "price"):
        call = reception.get(wanted).form(action="/staff/lost-calls", method="post")
        reception.submit(call.fill(reason=reason))
    forbid(FRIDAY, min_stay_arrival=1)
    call = reception.get(wanted).form(action="/staff/lost-calls", method="post")
    reception.submit(call.fill(reason="full", words="Wanted the garden room"))

    visitor = desk(app, "marketing")
    page = visitor.get("/marketing/denied", reads=READS)
    cells = [words(cell) for cell in page.all("table")[0].findall(".//tbody/tr/td")]
    assert cells[:3] == ["0and one call", "None", "0and one call"]
    assert cells[3] == "A minimum of two nights at Combe Harrow: see the rule: one call, worth £270"
    assert visitor.client.get("/marketing/denied.csv").text.splitlines()[1:] == [
        "Full,0,0,1,,,,,,",
        "Minimum stay,0,0,1,A minimum of two nights,Combe Harrow,0,1,27000,GBP",
    ], "a house that had something refused nobody by a rule"
    assert visitor.client.get("/marketing/denied.csv?table=calls").text.splitlines()[1:] == ["Too dear,1"]
    assert "Minimum stay" not in visitor.get("/marketing/denied?device=phone", reads=READS).text


@pytest.mark.houses(2)
def test_a_call_about_two_houses_is_one_call_with_a_change_at_each(app: Flask) -> None:
    other = found("withy-moor").id
    forbid(FRIDAY, min_stay_arrival=4)
    rule = {"night": FRIDAY, "scope": "location", "scope_id": other, "min_stay_arrival": 4}
    transaction(lambda: restrict(other, [rule]))
    group = desk(app, "administrator")
    call = group.get("/staff/phone?arrival=2027-03-05&departure=2027-03-07&adults=2")
    group.submit(call.form(action="/staff/lost-calls", method="post").fill(reason="min_stay"))

    visitor = desk(app, "marketing")
    page = visitor.get("/marketing/denied", reads=READS)
    reason, changes = page.all("table")[:2]
    assert words(reason.findall(".//tbody/tr/td")[0]) == "0and one call"
    assert [words(cell) for cell in reason.findall(".//tfoot/tr/td")] == ["0and one call", "£270 at most"], (
        "they would have taken one"
    )
    rows = [[words(cell) for cell in row] for row in changes.findall(".//tbody/tr")]
    assert {(row[1], row[3]) for row in rows} == {("Combe Harrow", "one call"), ("Withy Moor", "one call")}
    here = desk(app, "manager", "withy-moor").get("/marketing/denied", reads=READS)
    assert "Combe Harrow" not in words(here.all("table")[1]), "a house is told its own"

    forbid(FRIDAY, min_stay_arrival=1)
    group.submit(call.form(action="/staff/lost-calls", method="post").fill(reason="full", words="Wanted the other"))
    told = visitor.client.get("/marketing/denied.csv").text.splitlines()
    assert "Full,0,0,1,,,,,," in told, "one house had something, the other was not full"
