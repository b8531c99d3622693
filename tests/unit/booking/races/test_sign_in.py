"""One mail signs in once, however many press it, and a code is tried five times, however many try at once."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import text

from app.identity import operations as identity
from app.identity.rules import CODE_TRIES, MAIL_CHANGE, code_of
from app.store import db, transaction
from tests import stock
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen
from tests.unit.identity.asking import HERE, SECRETS, asked, guest, wrong

pytestmark = [pytest.mark.houses(1), pytest.mark.race]


def press(meet: Meet, sign_in_id: int, version: int) -> bool:
    meet()
    return identity.sign_in_by_link(sign_in_id, version, HERE, "") is not None


def type_in(meet: Meet, code: str) -> bool:
    meet()
    return identity.sign_in_by_code(HERE, code, SECRETS, "") is not None


def decide(meet: Meet) -> int:
    meet()
    return identity.decide_sign_ins()


def use_unguarded(meet: Meet) -> bool:
    """Looks whether the request is used and then uses it, with nothing in between that holds."""
    with stock.in_the_open() as execute:
        left = execute("SELECT taken FROM control WHERE night = 1")
        meet()
        execute("UPDATE control SET taken = taken + 1 WHERE night = 1")
        return left == 0


def test_one_link_signs_in_once(sixteen: Sixteen) -> None:
    guest()
    for _ in range(3):
        request = asked()
        assert Counter(sixteen(press, [request] * CLIENTS)) == {True: 1, False: CLIENTS - 1}
    assert stock.rows("SELECT COUNT(*) FROM session") == [(3,)]


def test_one_code_signs_in_once(sixteen: Sixteen) -> None:
    guest()
    request = asked()
    answers = Counter(sixteen(type_in, [(code_of(*request, SECRETS[0]),)] * CLIENTS))
    assert answers == {True: 1, False: CLIENTS - 1}


def test_sixteen_at_once_have_five_tries_together(sixteen: Sixteen) -> None:
    guest()
    request = asked()
    sixteen(type_in, [(wrong(request),)] * CLIENTS)
    assert stock.rows("SELECT tries FROM sign_in") == [(CODE_TRIES,)]


def test_several_workers_mail_each_request_once(sixteen: Sixteen) -> None:
    guest()
    for _ in range(CLIENTS):
        identity.ask_to_sign_in("anna@example.com", HERE)
    assert sum(sixteen(decide, [()] * CLIENTS)) == CLIENTS
    assert stock.rows("SELECT COUNT(*) FROM message WHERE kind = 'sign_in'") == [(CLIENTS,)]


def move(meet: Meet, session_id: int, code: str) -> bool:
    meet()
    return identity.change_mail(session_id, code, SECRETS) is not None


def test_of_sessions_that_change_the_mail_at_once_one_does(sixteen: Sixteen) -> None:
    guest_id = guest()
    asking = []
    for number in range(CLIENTS):
        identity.begin_session(guest_id, "")
        identity.ask_to_change_mail(guest_id, number + 1, f"anna{number}@example.com")
        version = stock.rows("SELECT version FROM mail_change ORDER BY id DESC LIMIT 1")[0][0]
        asking.append((number + 1, code_of(number + 1, version, SECRETS[0], MAIL_CHANGE)))
    moved = sixteen(move, asking)
    assert Counter(moved) == {True: 1, False: CLIENTS - 1}
    assert stock.rows("SELECT email FROM guest") == [(f"anna{moved.index(True)}@example.com",)]
    assert stock.rows("SELECT COUNT(*) FROM message WHERE kind = 'mail_changed'") == [(1,)]


def test_without_the_guard_in_the_update_one_link_signs_in_many(sixteen: Sixteen) -> None:
    transaction(lambda: db.session.execute(text("CREATE TABLE control (night INTEGER, taken INTEGER)")))
    transaction(lambda: db.session.execute(text("INSERT INTO control VALUES (1, 0)")))
    assert sum(sixteen(use_unguarded, [()] * CLIENTS)) > 1
