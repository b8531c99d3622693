"""What the pages of the front desk say beside their forms, and the way to pay by mail."""

from __future__ import annotations

from flask import Flask

from app.booking.people.operations import keep_people
from app.booking.people.rules import CannotEat
from app.kernel.party import Party
from tests import stock
from tests.staffing import desk
from tests.web.staff.front import guest
from tests.web.staff.test_check_in import PEOPLE, asked, deeds, receive


def test_the_way_to_pay_goes_by_mail_once(app: Flask) -> None:
    booking_id, reference = guest()
    staff = desk(app)
    send = asked(staff, reference).form(id="pay-link")
    for _ in range(2):
        assert "on its way to them" in staff.submit(send).text
    assert stock.rows("SELECT COUNT(*) FROM message WHERE kind = 'balance'") == [(1,)]
    assert deeds(booking_id)[-1] == "pay_link_sent"


def test_the_page_says_what_one_should_know_and_who_was_quicker(app: Flask) -> None:
    booking_id, reference = guest(party=Party(2, cots=1), notes="Bath before ten")
    keep_people(booking_id, {}, {(0, 1): CannotEat("Anna", ("milk",))})
    first, second = desk(app), desk(app, "manager")
    opened = asked(first, reference)
    assert "Allergies (1). Cot in the room. Bath before ten" in opened.text
    receive(second, asked(second, reference), **PEOPLE, settle="cash")
    assert "Priya Nair was here at 9am" in receive(first, opened, 409, **PEOPLE, settle="cash").text
