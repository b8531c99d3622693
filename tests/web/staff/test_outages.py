"""An outage at the desk: told at once, to as many as were shown, and once."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.care.notices.models import Notice
from tests import cast, touched
from tests.page import Visitor
from tests.staffing import desk
from tests.web.guest.desk import fresh

pytestmark = pytest.mark.houses(2)
URL = "/staff/combe-harrow/notices"
FRIDAY, SUNDAY = date(2027, 3, 5), date(2027, 3, 7)
READS = 16


@pytest.fixture
def manager(app: Flask) -> Visitor:
    """At a house where three bookings sleep from Friday to Sunday."""
    house = cast.found()
    for number in range(3):
        touched.booked(house, number, [{"arrival_on": FRIDAY, "departure_on": SUNDAY}])
    return desk(app, "manager")


def only_id() -> int:
    return int(fresh().query(Notice.id).scalar())


def test_an_outage_takes_two_taps(app: Flask, manager: Visitor) -> None:
    page = manager.get(f"{URL}/new?kind=outage", reads=READS)
    assert "It touches" in page.text
    for _ in range(2):
        manager.submit(page.form(action=f"{URL}/new"), press="now=yes")
        assert touched.notice_row(only_id()).state == "announced", "pressed twice it is told once"


def test_what_cannot_go_out_at_once_leaves_no_draft(manager: Visitor) -> None:
    page = manager.get(f"{URL}/new?kind=outage", reads=READS)
    form = page.form(action=f"{URL}/new").fill(begins_on="2027-02-01", ends_on="2027-02-02")
    again = manager.submit(form, 409, press="now=yes")
    assert "This has ended already." in again.text
    assert "It touches" in again.text, "whom it touches as it is typed now"
    assert fresh().query(Notice).count() == 0


def test_an_outage_goes_only_to_as_many_as_were_shown(manager: Visitor) -> None:
    new = f"{URL}/new"
    page = manager.get(f"{new}?kind=outage", reads=READS)
    longer = {"ends_on": "2027-03-07", "ends_hour": "09:00"}
    wrong = manager.submit(page.form(action=new).fill(title="", **longer), 422, press="now=yes")
    assert "Tell them now" in wrong.text
    page = manager.submit(wrong.form(action=new).fill(title="No water"), 409, press="now=yes")
    assert "As it is typed now it touches others than were shown." in page.text
    assert "Tell all 3 now" in page.text
    page = manager.submit(page.form(action=new).fill(ends_hour="10:00"), press="now=count")
    assert fresh().query(Notice).count() == 0
    manager.submit(page.form(action=new), press="now=yes")
    assert touched.notice_row(only_id()).state == "announced"
