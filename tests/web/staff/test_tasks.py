"""Tasks: taken, given, done, and made by staff; what a guest asks for arrives there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.booking import operations as booking
from app.care import add_task, ask_for, finish_task
from tests.cast import found
from tests.page import Page, Visitor
from tests.staffing import desk, hired
from tests.web.guest.stays import booked
from tests.web.staff.houses import AT_TWO

pytestmark = pytest.mark.houses(2)
SetClock = Callable[[str], None]
URL = "/staff/combe-harrow/tasks"
READS = 6
NOW = datetime(2027, 3, 5, 14, 10, tzinfo=UTC)


@pytest.fixture
def jo(app: Flask, set_clock: SetClock) -> Visitor:
    set_clock(AT_TWO)
    return desk(app, "reception")


def task(title: str = "Towels", minutes: int = 30, **more: object) -> int:
    due_at = NOW + timedelta(minutes=minutes)
    return add_task("request", "booking", 1, title, location_id=found().id, occasion=title, due_at=due_at, **more)


def card(page: Page, task_id: int) -> str:
    return page.words("li", id=f"task-{task_id}")


def act(visitor: Visitor, task_id: int, deed: str, press: str | None = None, status: int = 200, **typed: str) -> Page:
    forms = visitor.get(URL).all("form", action=f"{URL}/{task_id}/{deed}")
    page = visitor.get(URL)
    form = page.form(action=f"{URL}/{task_id}/{deed}") if len(forms) == 1 else None
    data = (form.data(press) if form else {"seen": "0"}) | typed
    return visitor.post(f"{URL}/{task_id}/{deed}", _with_token(page, data) | ({"owner": "me"} if press else {}), status)


def _with_token(page: Page, data: dict[str, object]) -> dict[str, object]:
    token = next(one.attrib["value"] for one in page.all("input", name="csrf_token"))
    return data | {"csrf_token": token}


def test_overdue_stands_first_and_says_so(jo: Visitor) -> None:
    later, overdue = task("Towels", 30), task("Firewood", -30)
    page = jo.get(URL, reads=READS)
    assert [one.get("id") for one in page.all("li", class_="task")] == [f"task-{overdue}", f"task-{later}"]
    assert "Overdue" in card(page, overdue)
    assert "Due 1.40pm. Nobody has it yet." in card(page, overdue)
    assert "Overdue" not in card(page, later)
    assert "Two tasks open, 1 overdue" in page.text


def test_taking_giving_and_doing(app: Flask, jo: Visitor) -> None:
    one, bea = task(), hired("housekeeping")
    assert "Jo Tamsin looks after it" in card(act(jo, one, "owner", "owner=me"), one)
    assert len(jo.get(f"{URL}?show=mine").all("li", class_="task")) == 1
    assert "Bea Lowe looks after it" in card(act(jo, one, "owner", seen=_id(jo), owner=str(bea)), one)
    assert "Nothing is open" in act(jo, one, "done", outcome="Two, and a bath mat").text
    done = card(jo.get(f"{URL}?show=done"), one)
    assert "Two, and a bath mat" in done
    assert "Done 2.10pm, Bea Lowe" in done


def _id(visitor: Visitor) -> str:
    """The id of whoever has the only task, as its form says."""
    return next(one.attrib["value"] for one in visitor.get(URL).all("input", name="seen"))


def test_of_two_who_take_it_the_later_is_told(app: Flask, jo: Visitor) -> None:
    one = task()
    act(desk(app, "manager"), one, "owner", "owner=me")
    page = act(jo, one, "owner", seen="0", owner="me", status=409)
    assert "Priya Nair has that task now, since you looked." in page.text
    finish_task(one, actor="staff")
    page = act(jo, one, "owner", seen="0", owner="me", status=409)
    assert "That was done at 2.10pm, after you looked." in page.text
    assert "Somebody has done that already" in act(jo, one, "done", status=409).text


def test_a_new_task_of_staff(app: Flask, jo: Visitor) -> None:
    form = jo.get(URL).form(action=URL)
    page = jo.submit(form.fill(title="Mend the gate", words="Hinge", due="2027-03-05T18:00"))
    words = page.words("ul", class_="task-list")
    for expected in ("Mend the gate", "Hinge", "Due 6pm", "Nobody has it yet"):
        assert expected in words
    jo.submit(form.fill(title="Mend the gate", due="2027-03-05T18:00"))
    assert len(jo.get(URL).all("li", class_="task")) == 2


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"title": ""}, "Say what is to be done"),
        ({"due": ""}, "Say by when"),
        ({"due": "tomorrow"}, "Say by when"),
        ({"title": "x" * 300}, "Use 200 characters at most"),
        ({"owner": "999999"}, "Choose somebody of this house"),
    ],
)
def test_a_task_that_cannot_be_keeps_what_was_typed(jo: Visitor, typed: dict[str, str], says: str) -> None:
    page = jo.submit(jo.get(URL).form(action=URL).fill(**({"title": "Mend the gate", "words": "Hinge"} | typed)), 422)
    assert says in page.text
    assert page.form(action=URL).data()["words"] == ["Hinge"]
    assert not page.all("li", class_="task")


def test_what_a_guest_asks_for_arrives_and_the_guest_sees_that_it_was_done(app: Flask, jo: Visitor) -> None:
    booking_id, url = booked()
    booking.check_in(booking_id)
    asked = ask_for(booking_id, "More towels", "Two")
    shown = card(jo.get(URL), asked)
    assert "More towels" in shown
    assert "Anna Whitlock" in shown
    act(jo, asked, "done")
    assert "Done at 2.10pm" in Visitor(app).get(url).text


def test_kitchen_and_housekeeping_see_no_money(app: Flask, jo: Visitor) -> None:
    add_task("refund_failed", "refund", 1, "A refund of £20 failed", location_id=found().id)
    assert "refund" in jo.get(URL).text
    assert "refund" not in desk(app, "kitchen").get(URL).text


def test_tasks_of_another_house(app: Flask, jo: Visitor) -> None:
    other = add_task("request", "booking", 1, "Towels", location_id=found("withy-moor").id)
    page = jo.get(URL)
    for deed in ("owner", "done"):
        answer = jo.client.post(f"{URL}/{other}/{deed}", data=_with_token(page, {"owner": "me", "seen": "0"}))
        assert answer.status_code == 404
    assert jo.client.get("/staff/withy-moor/tasks").status_code == 404


def test_somebody_of_another_house_is_given_nothing(app: Flask, jo: Visitor) -> None:
    one, stranger = task(), hired("kitchen", "withy-moor")
    assert "Choose somebody of this house" in act(jo, one, "owner", seen="0", owner=str(stranger), status=422).text


@pytest.mark.parametrize("kind", ["refund_failed", "mail_failed"])
def test_what_is_of_the_desk_is_nobody_elses_to_take_or_to_finish(app: Flask, jo: Visitor, kind: str) -> None:
    """Nor by its number: it is on no list of theirs."""
    due_at = NOW + timedelta(minutes=30)
    own = add_task(kind, "location", found().id, "Money", location_id=found().id, occasion="one", due_at=due_at)
    for role in ("kitchen", "housekeeping"):
        visitor = desk(app, role)
        assert "Money" not in visitor.get(URL).text
        act(visitor, own, "owner", status=404, owner="me")
        act(visitor, own, "done", status=404)
    act(jo, own, "done")


def test_what_is_of_no_house_stands_before_the_administrator_until_it_is_done(app: Flask, jo: Visitor) -> None:
    """On the day of all houses and on a list of its own; nobody of a house sees either."""
    task_id = add_task("mail_failed", "lookup", 1, "A mail did not arrive: find", words="ada@example.com: 550")
    nell = desk(app, "administrator")
    assert "A mail did not arrive: find It is of no house." in nell.get("/staff/today", reads=60).words(class_="says")
    page = nell.get(nell.get(URL).link("Of the group"), reads=READS)
    assert "ada@example.com: 550" in card(page, task_id)
    assert "Nobody has it yet" in card(page, task_id)
    owner = f"/staff/tasks/{task_id}/owner"
    page = nell.submit(page.form(action=owner), press="owner=me")
    assert "Ada Finch looks after it" in card(page, task_id)
    mine = page.form(action=owner)
    page = nell.submit(mine, press="owner=0")
    assert "Somebody took or did that task" in nell.submit(mine, 409, press="owner=me").text
    nell.post(f"/staff/tasks/{task_id}/done", _with_token(page, {"outcome": "x" * 501}), 422)
    nell.submit(page.form(action=f"/staff/tasks/{task_id}/done").fill(outcome="Rung"))
    page = nell.get(nell.get("/staff/houses").link("Tasks of the group"))
    assert {one.get("href") for one in page.all("a", aria_current="page")} == {"/staff/tasks"}
    assert "Nothing is open." in page.text
    assert "Rung" in page.text
    nell.post(f"/staff/tasks/{task_id}/done", _with_token(page, {}), 409)
    nell.post(f"/staff/tasks/{task()}/done", _with_token(page, {}), 404)
    assert "of no house" not in nell.get("/staff/today", reads=60).text
    jo.get("/staff/tasks", status=403)
    assert [a for a in jo.get(URL).all("a") if a.get("href") == "/staff/tasks"] == []
