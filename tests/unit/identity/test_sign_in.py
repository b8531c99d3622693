"""Signing in by a mail: one row for whatever is typed, one use of what is mailed, and only where it was asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.identity import operations as identity
from app.identity.models import Session, SignIn
from app.identity.queries import guests_of, signed_in
from app.identity.rules import CODE_TRIES, DAILY_TRIES, code_of
from app.outbox.models import Message
from app.store import db
from tests.statements import counted
from tests.unit.identity.asking import ELSEWHERE, HERE, SECRETS, asked, guest, sessions, typed, wrong

pytestmark = pytest.mark.usefixtures("app")


def test_asking_writes_one_row_whoever_it_is() -> None:
    guest()
    seen = []
    for email in ("anna@example.com", "nobody@example.com"):
        with counted() as statements:
            identity.ask_to_sign_in(email, HERE)
        seen.append((statements.reads, statements.writes))
    assert seen[0] == seen[1]
    assert [len(part) for part in seen[0]] == [0, 1]


def test_the_worker_mails_a_guest_and_tells_a_stranger_that_there_is_no_booking() -> None:
    known = guest()
    identity.ask_to_sign_in("ANNA@example.com", HERE)
    identity.ask_to_sign_in("nobody@example.com", HERE)
    assert identity.decide_sign_ins() == 2
    rows = db.session.execute(select(Message.kind, Message.address, Message.facts).order_by(Message.id)).all()
    assert [(row.kind, row.address, row.facts["known"]) for row in rows] == [
        ("sign_in", "ANNA@example.com", True),
        ("sign_in", "nobody@example.com", False),
    ]
    assert db.session.scalars(select(SignIn.guest_id).order_by(SignIn.id)).all() == [known, None]
    assert identity.decide_sign_ins() == 0


def test_no_code_stands_in_the_database() -> None:
    guest()
    request = asked()
    digits = code_of(*request, SECRETS[0])
    kept = [str(row) for model in (SignIn, Message) for row in db.session.execute(select(*model.__table__.c)).all()]
    assert not any(digits in row for row in kept)


def test_a_code_signs_in_once() -> None:
    known = guest()
    request = asked()
    token = typed(request)
    assert token
    who = signed_in(token)
    assert who
    assert (who.guest_id, who.name, who.email) == (known, "Anna Whitlock", "Anna@Example.com")
    assert typed(request) is None
    assert sessions() == 1


def test_the_token_is_not_in_the_database() -> None:
    guest()
    token = typed(asked())
    assert token not in str(db.session.execute(select(*Session.__table__.c)).all())


def test_a_code_under_an_older_secret_is_good() -> None:
    guest()
    request = asked()
    assert identity.sign_in_by_code(HERE, code_of(*request, SECRETS[1]), SECRETS, "")


def test_after_five_tries_the_right_code_is_wrong() -> None:
    guest()
    request = asked()
    for _ in range(CODE_TRIES - 1):
        assert identity.sign_in_by_code(HERE, wrong(request), SECRETS, "") is None
    fresh = asked()
    for _ in range(CODE_TRIES):
        assert identity.sign_in_by_code(HERE, wrong(fresh), SECRETS, "") is None
    assert typed(fresh) is None
    assert sessions() == 0


def test_the_fifth_try_may_be_right() -> None:
    guest()
    request = asked()
    for _ in range(CODE_TRIES - 1):
        identity.sign_in_by_code(HERE, wrong(request), SECRETS, "")
    assert typed(request)


def test_after_twenty_tries_a_day_no_code_of_that_mail_is_good_but_its_link_is(
    set_clock: Callable[[str], None],
) -> None:
    guest()
    for number in range(DAILY_TRIES // CODE_TRIES):
        request = asked(browser=f"{number}" * 64)
        for _ in range(CODE_TRIES):
            identity.sign_in_by_code(f"{number}" * 64, wrong(request), SECRETS, "")
    request = asked()
    assert typed(request) is None
    assert identity.sign_in_by_link(*request, HERE, "")
    set_clock("2027-03-02T09:01+00:00")
    assert typed(asked())


def test_a_code_of_another_browser_is_wrong() -> None:
    guest()
    request = asked()
    assert typed(request, ELSEWHERE) is None
    asked("anna@example.com", ELSEWHERE)
    assert typed(request, ELSEWHERE) is None
    assert sessions() == 0


def test_only_the_newest_request_of_a_browser_has_a_code() -> None:
    guest()
    first, second = asked(), asked()
    assert typed(first) is None
    assert typed(second)


@pytest.mark.parametrize(("minutes", "good"), [(9, True), (10, False)])
def test_a_code_and_a_link_last_ten_minutes(set_clock: Callable[[str], None], minutes: int, good: bool) -> None:
    guest()
    request, other = asked(), asked(browser=ELSEWHERE)
    set_clock(f"2027-03-01T09:{minutes:02}+00:00")
    assert bool(typed(request)) is good
    assert bool(identity.sign_in_by_link(*other, ELSEWHERE, "")) is good


def test_a_request_that_waited_too_long_is_not_mailed(set_clock: Callable[[str], None]) -> None:
    guest()
    identity.ask_to_sign_in("anna@example.com", HERE)
    set_clock("2027-03-01T09:11+00:00")
    assert identity.decide_sign_ins() == 1
    assert db.session.scalars(select(Message.id)).all() == []


def test_a_link_signs_in_once_where_it_was_asked_for() -> None:
    guest()
    request = asked()
    assert identity.sign_in_by_link(*request, ELSEWHERE, "") is None
    assert identity.sign_in_by_link(request[0], request[1] + 1, HERE, "") is None
    assert identity.sign_in_by_link(*request, HERE, "")
    assert identity.sign_in_by_link(*request, HERE, "") is None
    assert typed(request) is None


def test_nobody_signs_in_under_a_mail_without_a_booking() -> None:
    request = asked("nobody@example.com")
    assert typed(request) is None
    assert identity.sign_in_by_link(*request, HERE, "") is None
    assert sessions() == 0


def test_a_proven_mail_is_every_guest_under_it() -> None:
    anna = guest()
    tom = guest("Tom Whitlock")
    guest("Anna Whitlock", "another@example.com")
    who = signed_in(typed(asked()) or "")
    assert who
    assert who.guest_id == tom
    assert guests_of(who) == [tom, anna]
