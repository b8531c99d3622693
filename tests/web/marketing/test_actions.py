"""An action names its figure before it starts; when its day has come the page judges it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.plan.actions.models import PlanAction
from app.store import db, transaction, write
from tests.cast import found
from tests.page import Page, Visitor
from tests.pasts import pasts
from tests.staffing import desk
from tests.web.marketing.visited import visits

NEW = "/marketing/actions/new"
TYPED = {
    "title": "Price in the calendar",
    "evidence": "157 bookings lost",
    "phase": "choosing",
    "channel": "web",
    "desk": "marketing",
    "measure": "step:results>details",
    "aim": "50",
    "starts_on": "2027-03-08",
    "due_on": "2027-04-05",
}


@pytest.fixture
def nell(app: Flask) -> Visitor:
    return desk(app, "marketing")


def own(page: Page) -> str:
    """The staff id of the only person who is offered as an owner."""
    return [o.attrib["value"] for o in page.one("select", name="owner").iter("option") if o.get("value")][-1]


def planned(visitor: Visitor, **typed: str) -> int:
    page = visitor.get(NEW)
    visitor.submit(page.form().fill(**TYPED | {"owner": own(page)} | typed))
    db.session.rollback()
    return int(db.session.execute(select(PlanAction.id).order_by(PlanAction.id.desc()).limit(1)).scalar_one())


def row(action_id: int) -> PlanAction:
    db.session.rollback()
    return db.session.execute(select(PlanAction).where(PlanAction.id == action_id)).scalar_one()


def test_an_action_keeps_the_figure_as_it_stands(nell: Visitor) -> None:
    visits(date(2027, 2, 20), found().id, results=80, details=28)
    kept = row(planned(nell))
    assert (kept.baseline_thousandths, kept.baseline_n) == (350, 80)
    assert (kept.baseline_since_on, kept.baseline_until_on) == (date(2027, 2, 1), date(2027, 2, 28))
    page = nell.get("/marketing/actions")
    for words in (
        "Choosing: 157 bookings lost",
        "Step rate, results to details",
        "35% (n 80)",
        "50%",
        "Starts Mon 8 March",
    ):
        assert words in page.text


def test_a_change_is_told_with_its_interval(nell: Visitor, set_clock: Callable[[str], None]) -> None:
    visits(date(2027, 2, 20), found().id, results=300, details=90)
    planned(nell)
    visits(date(2027, 3, 10), found().id, results=300, details=150)
    set_clock("2027-04-05T09:00+01:00")
    page = desk(nell.app, "administrator").get("/marketing/actions")
    assert "A change, +20 points (p < .001). Keep" in page.text
    assert "95%" in page.text


@pytest.mark.parametrize(
    ("results", "details", "words"),
    [
        (20, 8, "Cannot tell yet, needs about"),
        (300, 60, "A change for the worse"),
        (2000, 610, "No change (p"),
        (0, 0, "Cannot tell: no data on one side"),
    ],
)
def test_what_cannot_be_told_is_said_so(
    nell: Visitor, set_clock: Callable[[str], None], results: int, details: int, words: str
) -> None:
    visits(date(2027, 2, 20), found().id, results=max(300, results), details=max(300, results) * 3 // 10)
    planned(nell)
    visits(date(2027, 3, 10), found().id, results=results, details=details)
    set_clock("2027-04-05T09:00+01:00")
    assert words in desk(nell.app, "administrator").get("/marketing/actions").text


def test_what_judges_a_running_action_stands(nell: Visitor, set_clock: Callable[[str], None]) -> None:
    action_id = planned(nell)
    set_clock("2027-03-09T09:00+00:00")
    boss = desk(nell.app, "administrator")
    page = boss.get(f"/marketing/actions/{action_id}")
    refused = boss.submit(page.form(action=f"/marketing/actions/{action_id}").fill(aim="36"), status=409)
    assert refused.one(data_reason="begun")
    assert row(action_id).aim_thousandths == 500
    boss.submit(page.form(action=f"/marketing/actions/{action_id}").fill(title="Price by the day"))
    assert row(action_id).title == "Price by the day"


def test_the_day_of_judgement_is_not_moved_to_one_whose_figures_are_known(
    nell: Visitor, set_clock: Callable[[str], None]
) -> None:
    action_id = planned(nell)
    set_clock("2027-04-12T09:00+01:00")
    boss = desk(nell.app, "administrator")
    own_form = boss.get(f"/marketing/actions/{action_id}").form(action=f"/marketing/actions/{action_id}")
    refused = boss.submit(own_form.fill(due_on="2027-03-20"), 422)
    assert "on a day that is still to come: after Mon 12 April" in refused.text
    boss.submit(own_form.fill(title="Judged already, and renamed"))
    assert (row(action_id).title, row(action_id).due_on) == ("Judged already, and renamed", date(2027, 4, 5))
    late = boss.get(f"/marketing/actions/{action_id}").form(action=f"/marketing/actions/{action_id}")
    boss.submit(late.fill(due_on="2027-05-03"))
    assert row(action_id).due_on == date(2027, 5, 3), "more may be waited for"


def test_a_plan_that_is_sent_twice_is_one(nell: Visitor) -> None:
    first, again = planned(nell), planned(nell)
    assert first == again
    assert planned(nell, title="Another") != first


def test_an_aim_reads_as_it_was_typed(nell: Visitor) -> None:
    planned(nell, measure="nps:", aim="45.5")
    planned(nell, aim="40.5")
    assert "45.5" in nell.get("/marketing/actions").text
    assert "40.5%" in nell.get("/marketing/actions").text


def test_a_stale_form_shows_both(nell: Visitor) -> None:
    action_id = planned(nell)
    form = nell.get(f"/marketing/actions/{action_id}").form(action=f"/marketing/actions/{action_id}")
    table = PlanAction.__table__
    transaction(lambda: write(update(table).values(title="Somebody else’s", version=2)))
    page = nell.submit(form.fill(title="Mine"), status=409)
    assert page.one(data_reason="stale")
    assert "Somebody else’s" in page.text
    assert page.one("input", name="title").attrib["value"] == "Mine"
    nell.submit(page.form(action=f"/marketing/actions/{action_id}"))
    assert row(action_id).title == "Mine"


def test_somebody_says_what_became_of_it(nell: Visitor) -> None:
    action_id = planned(nell)
    page = nell.get(f"/marketing/actions/{action_id}")
    form = page.form(action=f"/marketing/actions/{action_id}/decision")
    nell.submit(form, status=422)
    listed = nell.submit(form.fill(decision="dropped"))
    assert "Dropped. Starts Mon 8 March" in listed.text
    nell.submit(form.fill(decision="kept"), status=409)
    assert row(action_id).decision == "dropped"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "Say what is done"),
        ({"title": "x" * 121}, "120 characters at most"),
        ({"aim": "101"}, "from 0 to 100 per cent"),
        ({"aim": "much"}, "from 0 to 100 per cent"),
        ({"aim": "9" * 400}, "from 0 to 100 per cent"),
        ({"measure": "nps:", "aim": "-101"}, "from -100 to 100"),
        ({"measure": "weather:"}, "Choose one from the list"),
        ({"measure": "step:booked>search"}, "Choose one from the list"),
        ({"phase": "sailing"}, "Choose one from the list"),
        ({"due_on": "2027-03-08"}, "on a day after it starts"),
        ({"starts_on": "2027-01-04", "due_on": "2027-03-01"}, "on a day that is still to come: after Mon 1 March"),
        ({"aim": "٣"}, "from 0 to 100 per cent"),
        ({"measure": "came:offers", "aim": "5", "house": "withy-moor"}, "This figure is of all houses together"),
        ({"starts_on": "soon"}, "Starts on: enter a day"),
        ({"house": "nowhere"}, "Choose one of your houses"),
        ({"owner": "99999999999999999999"}, "Choose one from the list"),
    ],
)
def test_what_cannot_be_planned_stays_as_typed(nell: Visitor, typed: dict[str, str], sentence: str) -> None:
    page = nell.get(NEW)
    wrong = nell.submit(page.form().fill(**TYPED | {"owner": own(page)} | typed), status=422)
    assert sentence in wrong.text
    if typed.get("title") != "":
        assert wrong.one("input", name="title").attrib["value"] == typed.get("title", TYPED["title"])
    assert db.session.execute(select(PlanAction.id)).all() == []


def test_a_manager_plans_for_their_own_house_alone(app: Flask, nell: Visitor) -> None:
    priya = desk(app, "manager")
    page = priya.get(NEW)
    assert "All houses" not in page.text
    assert priya.submit(page.form().fill(**TYPED | {"owner": own(page)}, house="combe-harrow")).h1 == "Action plan"
    form = page.form().fill(**TYPED | {"owner": own(page)}, house="")
    priya.submit(form, status=422)
    priya.submit(form.fill(house="withy-moor"), status=422)
    everywhere, elsewhere = planned(nell), planned(nell, house="withy-moor")
    for action_id in (everywhere, elsewhere):
        priya.get(f"/marketing/actions/{action_id}", 404)
    shown = priya.get("/marketing/actions")
    assert len(shown.all("th", scope="row")) == 2, "their own and the one for all houses"


def test_the_page_costs_the_same_for_many_actions_of_one_figure(nell: Visitor) -> None:
    planned(nell)
    before = len(nell.get("/marketing/actions").statements.reads)
    for number in range(4):
        planned(nell, title=f"Another {number}")
    assert len(nell.get("/marketing/actions").statements.reads) == before
    assert "Price in the calendar" in nell.client.get("/marketing/actions.csv").text


def test_a_baseline_lies_before_the_first_day_whenever_it_is_written(nell: Visitor) -> None:
    late = row(planned(nell, starts_on="2027-02-01", due_on="2027-04-12"))
    assert late.baseline_until_on == date(2027, 1, 31)
    assert late.baseline_until_on - late.baseline_since_on == timedelta(days=69)


@pytest.mark.parametrize(("every", "words"), [(1, "A change, +"), (14, "Cannot tell yet, needs about")])
def test_sales_judge_an_action(nell: Visitor, set_clock: Callable[[str], None], every: int, words: str) -> None:
    """A stay of two nights a fortnight before it, and one so often after."""
    begins = date(2027, 4, 5)
    pasts(found(), None, (begins - timedelta(days=days) for days in (28, 14)))
    set_clock(f"{begins}T09:00+01:00")
    boss = desk(nell.app, "administrator")
    kept = row(planned(boss, measure="occupancy:", aim="2%", starts_on=f"{begins}", due_on="2027-05-03"))
    assert (kept.baseline_thousandths, kept.baseline_n) == (10, 56), "28 nights at two houses, 4 of 392 rooms"
    pasts(found(), None, (begins + timedelta(days=days) for days in range(0, 28, every)))
    set_clock("2027-05-03T09:00+01:00")
    owen = desk(nell.app, "marketing", mail="owen@quince.example")
    page = owen.get("/marketing/actions", reads=40)
    assert words in page.text
    assert "1.0% (n 56)" in page.text
    refused = owen.get(NEW).form().fill(**TYPED | {"measure": "revpar:", "aim": "£20000"})
    assert "Enter an aim from 0 to 10,000" in owen.submit(refused, 422).text
