"""Cases from everywhere: how they open, what they cost, when they are late, and who closes them, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.booking import operations as booking
from app.booking.cancellation import purse_of
from app.booking.errors import AboveLimit, MoreThanCharged
from app.booking.models import Booking
from app.care.cases import CaseChanged, complain, contact_guest, give_remedy, reopen_case, resolve_case, say_put_right
from app.care.cases.models import Case, CaseRemedy
from app.care.cases.operations import records, remedying
from app.care.cases.queries import case_in, overdue_cases, remedies_of
from app.care.cases.rules import SOURCES
from app.kernel import clock
from app.kernel.errors import Invalid
from app.offers.decisions.queries import known_of
from app.store import db
from tests import cast
from tests.baskets import basket

pytestmark = pytest.mark.houses(1)
SetClock = Callable[[str], None]


@pytest.fixture
def booking_id(app: Flask) -> int:
    started = booking.start_checkout(basket(cast.found(), "garden"))
    booking.keep_details(started.checkout_id, {"name": "Anna Whitlock", "email": "anna@example.com"})
    return booking.place_booking(started.checkout_id).booking_id


@pytest.fixture
def case_id(booking_id: int) -> int:
    complain("enquiry", 7, booking_id, "Complaint: the room", "Cold")
    return newest()


def newest() -> int:
    return int(db.session.execute(select(func.max(Case.id))).scalar_one())


def reached(case_id: int) -> None:
    contact_guest(case_id, "telephone", "She is kind about it", seen_revision=revision(case_id), by=1)


def revision(case_id: int) -> int:
    db.session.rollback()
    found = case_in(case_id)
    assert found is not None
    return found.revision


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_opens_one_case_and_stops_promotions(booking_id: int, source: str) -> None:
    guest_id = db.session.execute(select(Booking.guest_id).where(Booking.id == booking_id)).scalar_one()
    assert not known_of([guest_id], clock.now()).open_case
    due_at = complain(source, 12, booking_id, "Promise not kept", "No crib")
    assert complain(source, 12, booking_id, "Promise not kept", "No crib") == due_at == clock_of() + timedelta(hours=24)
    assert db.session.execute(select(func.count()).select_from(Case)).scalar_one() == 1
    assert known_of([guest_id], clock.now()).open_case


def clock_of() -> object:
    return db.session.execute(select(Case.opened_at)).scalar_one()


def test_no_case_from_nowhere(booking_id: int) -> None:
    with pytest.raises(Invalid):
        complain("rumour", 1, booking_id, "Heard of")


def test_a_remedy_stands_on_the_folio_and_on_the_case(booking_id: int, case_id: int) -> None:
    before = purse_of(booking_id).due_minor
    give_remedy(case_id, 2500, "A cold bath", limit_minor=5000, seen_revision=0, by=1)
    assert purse_of(booking_id).due_minor == before - 2500
    (remedy,) = remedies_of(case_id)
    assert (remedy.amount_minor, remedy.currency, remedy.words) == (2500, "GBP", "A cold bath")


def test_a_remedy_that_may_not_be_given_leaves_nothing(booking_id: int, case_id: int) -> None:
    before = purse_of(booking_id)
    for amount, limit, seen, refused in (
        (2500, 2000, 0, AboveLimit),
        (99_999_00, None, 0, MoreThanCharged),
        (0, None, 0, Invalid),
        (2500, None, 9, CaseChanged),
    ):
        with pytest.raises(refused):
            give_remedy(case_id, amount, "A cold bath", limit_minor=limit, seen_revision=seen, by=1)
    assert (purse_of(booking_id), remedies_of(case_id)) == (before, [])


def test_of_three_who_give_at_once_one_gives(app: Flask, booking_id: int, case_id: int) -> None:
    before = purse_of(booking_id).due_minor
    assert given_at_once(app, case_id) == [False, False, True]
    assert purse_of(booking_id).due_minor == before - 1000
    assert db.session.execute(select(func.count()).select_from(CaseRemedy)).scalar_one() == 1


def test_without_looking_at_what_was_seen_all_three_give(
    app: Flask, booking_id: int, case_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = purse_of(booking_id).due_minor
    monkeypatch.setattr(remedying, "locked", lambda case_id, _seen: records.locked(case_id))
    assert given_at_once(app, case_id) == [True, True, True]
    assert purse_of(booking_id).due_minor == before - 3000


def given_at_once(app: Flask, case_id: int) -> list[bool]:
    """Whether each of three gave who saw the same case."""
    together = Barrier(3)
    db.session.rollback()

    def give(_: int) -> bool:
        with app.app_context():
            together.wait()
            try:
                give_remedy(case_id, 1000, "A cold bath", limit_minor=None, seen_revision=0, by=1)
            except CaseChanged:
                return False
            return True

    with ThreadPoolExecutor(3) as pool:
        return sorted(pool.map(give, range(3)))


def test_a_case_is_late_unreached_after_a_day_and_unresolved_after_a_week(case_id: int) -> None:
    opened = clock.now()
    assert overdue_cases(opened + timedelta(hours=23)) == []
    assert overdue_cases(opened + timedelta(hours=25)) == [case_id]
    reached(case_id)
    assert overdue_cases(opened + timedelta(days=6, hours=23)) == []
    assert overdue_cases(opened + timedelta(days=7, minutes=1)) == [case_id]
    resolve_case(case_id, "room", "Heater mended", seen_revision=revision(case_id), by=1)
    assert overdue_cases(opened + timedelta(days=30)) == []


def test_only_a_resolved_case_is_closed_by_its_guest(case_id: int) -> None:
    say_put_right(case_id)
    reached(case_id)
    say_put_right(case_id)
    resolve_case(case_id, "room", "Heater mended", seen_revision=revision(case_id), by=1)
    found = case_in(case_id)
    assert found is not None
    assert found.put_right_at is None
    say_put_right(case_id)
    first = case_in(case_id)
    assert first is not None
    assert first.put_right_at is not None
    say_put_right(case_id)
    reopen_case(case_id)
    again = case_in(case_id)
    assert again is not None
    assert (again.state, again.put_right_at) == ("open", None)
