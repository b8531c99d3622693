"""The page of the day: what happens now, in one house and in all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.booking import operations as booking
from app.booking.people.operations import keep_people
from app.booking.people.rules import CannotEat
from app.care import add_task
from app.insight.changes import Change
from app.inventory.operations import set_room_state
from app.inventory.room_states import CLEAN, DIRTY
from app.staff.today.changed import told
from app.staff.today.views import OF_ALL, PAGES
from tests.builders import FRIDAY
from tests.cast import found
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.web.staff.houses import AT_TWO, SUNDAY, room, stayed

pytestmark = pytest.mark.houses(2)
SetClock = Callable[[str], None]
URL = "/staff/combe-harrow/today"
THURSDAY = FRIDAY - timedelta(days=1)
READS_OF_A_HOUSE, READS_OF_A_LEAD, READS_OF_ALL = 16, 18, 17


def figures(page: Page) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for item in page.one("ul", class_="figrow").findall("li"):
        key, value, words = ("".join(part.itertext()) for part in list(item)[:3])
        found[key] = (value, words)
    return found


def a_day(set_clock: SetClock) -> None:
    """Delaney has left, Webb stays on, Castellane is here, Lund and Nakamura are to come."""
    set_clock("2027-03-04T15:00+00:00")
    gone = stayed("Bea Delaney", "snug 1", THURSDAY, FRIDAY)
    webb = stayed("Tom Webb", "snug 2", THURSDAY, SUNDAY)
    for one in (gone, webb):
        booking.check_in(one)
    set_clock(AT_TWO)
    booking.check_out(gone)
    booking.check_in(stayed("Ida Castellane", "garden 1"))
    lund = stayed("Eva Lund", "snug 1", arrival_time="15:15", suppers=((FRIDAY, "20:00"),))
    stayed("Ken Nakamura", "garden 2", notes="Coming by train")
    keep_people(lund, {}, {(0, 1): CannotEat("Eva", ("nuts",), "severe")})
    set_room_state(room("snug 1").room_id, DIRTY, None)
    set_room_state(room("garden 2").room_id, CLEAN, None)


def test_the_figures_of_the_day(app: Flask, set_clock: SetClock) -> None:
    a_day(set_clock)
    page = desk(app).get(URL, reads=READS_OF_A_HOUSE)
    assert page.h1 == "Friday 5 March, Combe Harrow"
    found = figures(page)
    assert found["Arriving"] == ("3", "1 here, 2 to come")
    assert found["Leaving"] == ("1", "1 gone, 0 to go")
    assert found["Staying on"] == ("1", "2 in house now")
    assert found["Rooms not ready"] == ("2", "1 dirty, first guest 3.15")
    assert found["Supper tonight"][0] == "1"
    assert "2 covers of" in found["Supper tonight"][1]
    assert "1 with allergies" in found["Supper tonight"][1]
    assert "4 of 7 rooms tonight, 4 tomorrow" in page.text
    owing = desk(app, "manager").get(
        page.one("a", class_="v", href="/staff/combe-harrow/to-pay").attrib["href"], reads=14
    )
    assert len(owing.one("table").findall("tbody/tr")) == int(found["To pay"][0]) > 0


def test_who_comes_next_and_what_to_know(app: Flask, set_clock: SetClock) -> None:
    a_day(set_clock)
    page = desk(app, "manager").get(URL, reads=READS_OF_A_LEAD)
    rows = ["".join(row.itertext()) for row in page.one("table", class_="mid").iter("tr")][1:]
    assert len(rows) == 2
    for words in ("3.15", "Lund", "snug 1", "dirty", "£300.00", "No nuts (Eva)"):
        assert words in rows[0], words
    for words in ("not said", "Nakamura", "clean, not checked", "Coming by train"):
        assert words in rows[1], words


def test_reception_reads_that_there_is_an_allergy_and_not_which(app: Flask, set_clock: SetClock) -> None:
    a_day(set_clock)
    page = desk(app).get(URL, reads=READS_OF_A_HOUSE)
    assert "One guest with an allergy" in page.words("table", class_="mid")
    assert "nuts" not in page.text
    assert "nuts" in desk(app, "manager").get(URL, reads=READS_OF_A_LEAD).text


def test_what_needs_a_person(app: Flask, set_clock: SetClock) -> None:
    a_day(set_clock)
    stayed("Max Rao", None, FRIDAY + timedelta(days=1), SUNDAY, room_type="garden")
    now = datetime(2027, 3, 5, 14, 10, tzinfo=UTC)
    add_task(
        "not_right", "booking", 1, "Something is not right", location_id=found().id, due_at=now - timedelta(minutes=30)
    )
    add_task(
        "request", "booking", 1, "Towels", location_id=found().id, occasion="later", due_at=now + timedelta(hours=9)
    )
    words = desk(app).get(URL, reads=READS_OF_A_HOUSE).words("ul", class_="says")
    assert "Not right, 30 min late Something is not right Due 1.40pm." in words
    assert "snug 1 is dirty. Lund is due at 3.15pm." in words
    assert "Rao has no Garden yet for tomorrow." in words
    assert "garden 2 is clean, but nobody has checked it. Nakamura comes today and said no hour." in words
    assert "Towels" not in words


def test_who_did_not_come_is_asked_about(app: Flask, set_clock: SetClock) -> None:
    stayed("Max Rao", "snug 1", THURSDAY, SUNDAY)
    set_clock(AT_TWO)
    page = desk(app).get(URL, reads=READS_OF_A_HOUSE)
    assert "Rao was to come on Thu 4 March. Did they?" in page.words("ul", class_="says")
    assert figures(page)["Staying on"][0] == "0"


def test_what_was_changed_today_has_a_name_and_a_time(app: Flask, set_clock: SetClock) -> None:
    a_day(set_clock)
    words = desk(app).get(URL, reads=READS_OF_A_HOUSE).words("ol", class_="audit")
    assert "2.10pm" in words
    assert "checked in Ida Castellane" in words
    assert "Tom Webb" not in words


def test_all_houses_together_and_in_a_line_each(app: Flask, set_clock: SetClock) -> None:
    a_day(set_clock)
    stayed("Lea Quill", "snug 1", house=found("withy-moor"))
    boss = desk(app, "administrator")
    page = boss.get("/staff/today", reads=READS_OF_ALL)
    assert figures(page)["Arriving"] == ("4", "1 here, 3 to come")
    lines = ["".join(row.itertext()) for row in page.all("table", class_="mid")[1].iter("tr")]
    assert lines[1].startswith("Combe Harrow3114 of 757%2")
    assert lines[2].startswith("Withy Moor1001 of 714%0")
    assert lines[3].startswith("All two4115 of 1436%2")
    assert "Quill" in page.text
    assert "Quill" not in boss.get(URL, reads=READS_OF_A_HOUSE).text
    assert "Withy Moor" in boss.get(URL, reads=READS_OF_A_HOUSE).text


def test_an_empty_day(app: Flask) -> None:
    page = desk(app).get(URL, reads=READS_OF_A_HOUSE)
    assert {value for value, _ in figures(page).values()} == {"0"}
    for words in ("Nobody is still to come today", "Nothing waits for anybody", "Nothing has changed yet today"):
        assert words in page.text


def test_more_guests_cost_no_more_statements(app: Flask, set_clock: SetClock) -> None:
    """Two guests more are not one statement more."""
    a_day(set_clock)
    visitor = desk(app)
    before = len(visitor.get(URL, reads=READS_OF_A_HOUSE).statements.reads)
    stayed("Una Tate", "garden 3", arrival_time="16:00")
    stayed("Una Tate", "snug 3", suppers=((FRIDAY, "20:00"),))
    assert len(visitor.get(URL, reads=READS_OF_A_HOUSE).statements.reads) == before


@pytest.mark.parametrize(("to", "there"), [("withy-moor", "/staff/withy-moor/rooms"), ("all", "/staff/today")])
def test_the_same_page_of_another_house(app: Flask, to: str, there: str) -> None:
    boss = desk(app, "administrator")
    assert boss.client.get(f"/staff/house?to={to}&page=rooms").location == there
    assert boss.client.get(f"/staff/house?to={to}&page=//evil.example").location == there.replace("rooms", "today")


def test_every_page_that_leads_to_another_house_leads_to_the_same_there(app: Flask) -> None:
    boss = desk(app, "administrator")
    lacking = [
        one
        for one in PAGES
        if f'name="page" value="{one}"' not in boss.client.get(f"/staff/combe-harrow/{one}").text
        or boss.client.get(f"/staff/house?to=withy-moor&page={one}").location != f"/staff/withy-moor/{one}"
    ]
    assert lacking == []
    assert all(boss.client.get(f"/staff/{one}").status_code == 200 for one in OF_ALL)


def test_nobody_switches_to_a_house_where_they_do_not_work(app: Flask) -> None:
    visitor: Visitor = desk(app)
    assert visitor.client.get("/staff/house?to=withy-moor").status_code == 404
    assert visitor.client.get("/staff/withy-moor/today").status_code == 404
    assert desk(app, "kitchen").client.get(URL).status_code == 403


def test_the_clock_of_the_house(app: Flask, set_clock: SetClock) -> None:
    set_clock("2027-06-01T22:30+00:00")
    visitor = desk(app)
    assert visitor.get(URL, reads=READS_OF_A_HOUSE).h1.startswith("Tuesday 1 June")
    set_clock("2027-06-01T23:30+00:00")
    assert visitor.get(URL, reads=READS_OF_A_HOUSE).h1.startswith("Wednesday 2 June")


@pytest.mark.parametrize(
    ("action", "facts", "words"),
    [
        ("moved", {"before": {"doors": [["2027-03-05", 1]]}, "after": {"doors": [["2027-03-05", 2]]}, "price": "kept"},
         "Priya Nair moved |Delaney| from 18 Sorrel to 19 Lovage, price kept"),
        ("room_given", {"before": [], "after": [[2, "2027-03-05", "2027-03-07"]]},
         "Priya Nair gave 19 Lovage to |Delaney|"),
        ("room_given", {"part": 0, "before": None, "after": 2}, "Priya Nair gave 19 Lovage to |Delaney|"),
        ("room_given", {"before": [[2, "2027-03-05", "2027-03-07"]], "after": []},
         "Priya Nair took the room of |Delaney|"),
        ("room_closed", {"until_on": "2027-03-12", "reason": "bath resealed"},
         "Priya Nair closed |Delaney| until Fri 12 March: bath resealed"),
        ("amended", {"total_minor": 57000}, "Priya Nair changed |Delaney|, now €570.00"),
        ("moved", {}, "Priya Nair moved |Delaney|"),
    ],
)  # fmt: skip
def test_a_deed_in_a_line(action: str, facts: dict[str, object], words: str) -> None:
    at = datetime(2027, 3, 5, 14, 2, tzinfo=UTC)
    change = Change(at, "staff", "Priya Nair", action, 1, "ABCD1234", "Delaney", facts)
    line = told(change, "Europe/London", "EUR", {1: "18 Sorrel", 2: "19 Lovage"})
    assert (line.when, f"{line.before}|{line.about}|{line.after}") == ("2.02pm", words)
