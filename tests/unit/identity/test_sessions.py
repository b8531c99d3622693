"""How long a session lets somebody in, and who ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.identity import operations as identity
from app.identity.models import Guest
from app.identity.queries import open_sessions, signed_in
from app.kernel import clock
from app.store import db, transaction, write
from tests.statements import counted
from tests.unit.identity.asking import asked, guest, sessions, typed

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("instant", "live"),
    [
        ("2027-03-31T08:59+00:00", True),
        ("2027-03-31T09:00+00:00", False),
    ],
)
def test_a_session_that_is_not_used_ends_after_thirty_days(
    set_clock: Callable[[str], None], instant: str, live: bool
) -> None:
    guest()
    token = typed(asked()) or ""
    set_clock(instant)
    assert bool(signed_in(token)) is live


def test_a_session_in_use_ends_after_half_a_year(set_clock: Callable[[str], None]) -> None:
    guest()
    token = typed(asked()) or ""
    for day in range(1, 8):
        at = clock.now() + timedelta(days=25)
        set_clock(at.isoformat())
        who = signed_in(token)
        assert who, f"after {day * 25} days"
        identity.see_session(who.session_id, who.seen_at)
        db.session.rollback()
    set_clock((clock.now() + timedelta(days=5)).isoformat())
    assert signed_in(token) is None


def test_last_seen_is_written_once_a_minute(set_clock: Callable[[str], None]) -> None:
    guest()
    token = typed(asked()) or ""
    writes = []
    for instant in ("09:00:30", "09:01:00", "09:01:59", "09:02:00"):
        set_clock(f"2027-03-01T{instant}+00:00")
        who = signed_in(token)
        assert who
        with counted() as statements:
            identity.see_session(who.session_id, who.seen_at)
        writes.append(len(statements.writes))
        db.session.rollback()
    assert writes == [0, 1, 0, 1]


def test_an_ended_session_lets_nobody_in_and_only_its_guest_ends_it() -> None:
    mine = guest()
    other = guest("Ben Hale", "ben@example.com")
    token, second = typed(asked()) or "", typed(asked()) or ""
    who, again = signed_in(token), signed_in(second)
    assert who
    assert again
    assert not identity.end_session(who.session_id, [other])
    assert signed_in(token)
    assert identity.end_session(who.session_id, [mine])
    assert signed_in(token) is None
    assert [one.id for one in open_sessions([mine])] == [again.session_id]
    third = typed(asked()) or ""
    assert identity.end_other_sessions(again.session_id, [mine]) == 1
    assert signed_in(third) is None
    assert signed_in(second)


def test_a_session_of_an_erased_guest_lets_nobody_in() -> None:
    known = guest()
    token = typed(asked()) or ""
    transaction(lambda: write(update(Guest).where(Guest.id == known).values(erased_at=clock.now())))
    assert signed_in(token) is None
    assert typed(asked()) is None


def test_what_is_over_is_forgotten(set_clock: Callable[[str], None]) -> None:
    guest()
    typed(asked())
    set_clock("2027-03-03T10:00+00:00")
    assert identity.forget_sign_ins(timedelta(days=2)) == 1
    assert identity.forget_sessions(timedelta(days=30)) == 0
    set_clock("2027-05-02T10:00+00:00")
    assert identity.forget_sessions(timedelta(days=30)) == 1
    assert sessions() == 0
