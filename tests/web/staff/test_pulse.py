"""Once a month staff are asked how easy work was; the answer is counted without a name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.identity.staff.operations import begin_staff_session
from app.journal.models import Entry
from app.plan.pulse import pulse_months
from app.plan.pulse.models import PulseAsked, PulseCount
from app.store import db
from tests.cast import found
from tests.page import Page, Visitor
from tests.staffing import desk

PAGES = {
    "reception": "/staff/combe-harrow/today",
    "kitchen": "/staff/combe-harrow/covers",
    "housekeeping": "/staff/combe-harrow/rooms",
}
AT, AWAY = "/staff/combe-harrow/pulse", "/staff/combe-harrow/pulse/away"
MARCH = date(2027, 3, 1)


def asked(page: Page) -> bool:
    return bool(page.all("form", action=AT))


def counts() -> list[tuple[date, int, int, int]]:
    db.session.rollback()
    table = PulseCount.__table__
    return [tuple(row) for row in db.session.execute(select(table).order_by(table.c.ease))]  # type: ignore[misc]


@pytest.mark.parametrize("role", PAGES)
def test_a_tap_is_counted_once_and_leads_back(app: Flask, role: str) -> None:
    visitor = desk(app, role)
    page = visitor.get(PAGES[role], reads=16)
    assert asked(page)
    after = visitor.submit(page.form(action=AT), press="ease=4")
    assert after.url == PAGES[role]
    assert not asked(after)
    visitor.post(AT, page.form(action=AT).data("ease=1"))
    assert counts() == [(MARCH, found().id, 4, 1)]


def test_put_away_it_is_not_asked_before_the_next_month(app: Flask, set_clock: Callable[[str], None]) -> None:
    visitor = desk(app, "reception")
    page = visitor.get(PAGES["reception"], reads=16)
    assert not asked(visitor.submit(page.form(action=AWAY)))
    assert counts() == []
    (who,) = db.session.execute(select(PulseAsked.staff_id)).scalars().all()
    for instant, again in (("2027-03-31T20:00+01:00", False), ("2027-04-01T10:00+01:00", True)):
        set_clock(instant)
        visitor.client.set_cookie(app.config["SESSION_COOKIE_NAME"], begin_staff_session(who, "a test", proven=True))
        assert asked(visitor.get(PAGES["reception"], reads=16)) is again


def test_nothing_tells_whose_answer_it_was(app: Flask) -> None:
    visitor = desk(app, "reception")
    before = db.session.execute(select(Entry.id)).all()
    visitor.submit(visitor.get(PAGES["reception"], reads=16).form(action=AT), press="ease=1")
    db.session.rollback()
    assert db.session.execute(select(Entry.id)).all() == before
    assert {column.name for column in PulseCount.__table__.c} == {"month_on", "location_id", "ease", "answers"}


def test_in_place_it_is_thanks_alone(app: Flask) -> None:
    visitor = desk(app, "housekeeping")
    data = visitor.get(PAGES["housekeeping"], reads=16).form(action=AT).data("ease=5")
    answer = visitor.client.post(AT, data=data, headers={"HX-Request": "true", "HX-Target": "pulse"})
    assert answer.status_code == 200
    assert "without your name" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("ease", ["", "0", "6", "x" * 9000, "٣", "-1"])
def test_what_is_none_of_the_five_is_asked_again(app: Flask, ease: str) -> None:
    visitor = desk(app, "reception")
    data = visitor.get(PAGES["reception"], reads=16).form(action=AT).data()
    page = visitor.post(AT, data | {"ease": ease}, status=422)
    assert "Tap one of the five" in page.text
    assert asked(page)
    assert counts() == []


def test_whoever_works_at_no_house_is_not_asked(app: Flask) -> None:
    boss: Visitor = desk(app, "administrator")
    assert "easy to do your work" not in boss.get("/staff/today", reads=18).text


def test_fewer_than_five_answers_are_not_shown(app: Flask) -> None:
    house = found()
    for answers in (4, 5):
        db.session.rollback()
        db.session.execute(PulseCount.__table__.delete())
        db.session.add(PulseCount(month_on=MARCH, location_id=house.id, ease=4, answers=answers))
        db.session.commit()
        shown = pulse_months(MARCH, MARCH, [house.id])
        assert [one.n for one in shown] == ([] if answers < 5 else [5, 5])
