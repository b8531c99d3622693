"""Figures, recovery codes and invitations of staff work once, however many show them at once; a PIN has three tries.

That without a guard in the UPDATE one of them would work many times, `test_sign_in` shows.
"""

from __future__ import annotations

from collections import Counter

import pytest

from app.identity.staff.errors import InvitationOver, LastAdministrator, MailTaken
from app.identity.staff.operations import (
    accept_invitation,
    add_staff,
    close_staff,
    invite,
    new_recovery_codes,
    show_factor,
    show_pin,
    trust_desk,
)
from app.identity.staff.rules import PIN_TRIES
from app.kernel import clock
from tests import stock
from tests.clients import CLIENTS, Meet
from tests.keys import figures, with_keys
from tests.staffing import hired
from tests.unit.booking.races.bunks import Sixteen

pytestmark = [pytest.mark.houses(1), pytest.mark.race]


def show(meet: Meet, staff_id: int, typed: str) -> bool:
    meet()
    return show_factor(staff_id, typed)


def accept(meet: Meet, staff_id: int, version: int, number: int) -> bool:
    meet()
    try:
        accept_invitation(staff_id, version, f"nine slow barges at anchor {number}", "JBSWY3DPEHPK3PXP")
    except InvitationOver:
        return False
    return True


def type_pin(meet: Meet, staff_id: int, desk: str) -> bool:
    meet()
    return show_pin(staff_id, desk, "0001", clock.now())


def take_on(meet: Meet) -> bool:
    meet()
    try:
        add_staff("Rory Vale", "Rory@quince.example", [("marketing", None)])
    except MailTaken:
        return False
    return True


def leave(meet: Meet, staff_id: int, by: int) -> bool:
    meet()
    try:
        close_staff(staff_id, by=by)
    except LastAdministrator:
        return False
    return True


ONE = {True: 1, False: CLIENTS - 1}


def test_figures_and_recovery_codes_work_once(sixteen: Sixteen) -> None:
    staff_id, _ = with_keys()
    assert Counter(sixteen(show, [(staff_id, figures(staff_id, 1))] * CLIENTS)) == ONE
    code = new_recovery_codes(staff_id)[0]
    assert Counter(sixteen(show, [(staff_id, code)] * CLIENTS)) == ONE


def test_an_invitation_is_taken_up_once(sixteen: Sixteen) -> None:
    staff_id = hired("kitchen")
    version = invite(staff_id)
    answers = sixteen(accept, [(staff_id, version, number) for number in range(CLIENTS)])
    assert Counter(answers) == ONE
    assert stock.rows("SELECT COUNT(*) FROM staff_recovery_code") == [(10,)]


def test_sixteen_at_once_have_three_tries_of_a_pin_together(sixteen: Sixteen) -> None:
    staff_id, _ = with_keys()
    desk = trust_desk(staff_id)
    assert not any(sixteen(type_pin, [(staff_id, desk)] * CLIENTS))
    assert stock.rows("SELECT tries FROM staff_desk") == [(PIN_TRIES,)]


def test_one_mail_is_one_person(sixteen: Sixteen) -> None:
    assert Counter(sixteen(take_on, [()] * CLIENTS)) == ONE


def test_one_administrator_stays_when_all_leave_at_once(sixteen: Sixteen) -> None:
    all_of_them = [add_staff(f"Ada {n}", f"ada{n}@quince.example", [("administrator", None)]) for n in range(CLIENTS)]
    answers = sixteen(leave, [(one, one) for one in all_of_them])
    assert Counter(answers) == {True: CLIENTS - 1, False: 1}
