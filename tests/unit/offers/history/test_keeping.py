"""Histories follow the journal, merges, wishes and erasures, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from app.booking.forgetting import forget_guests
from app.identity.merging import merge_guests, undo_merge
from app.identity.models import Guest
from app.identity.operations import forget_all_remembered, forget_seen, say_preference, use_history
from app.insight.verify import histories, result
from app.journal.models import Entry
from app.offers.history import operations
from app.offers.history.models import GuestHistory, HistoryCursor
from app.offers.history.operations import count_again, keep_histories
from app.offers.history.popular import count_popularity
from app.offers.history.queries import histories_of, history_of, known_guests, popularity
from app.offers.history.rules.facts import FACTS, OFF
from app.offers.history.rules.kinds import KINDS
from app.store import db, transaction, write
from tests.cast import found
from tests.pasts import Past, guest, past, pasts
from tests.statements import counted
from tests.unit.insight.answers import asked

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app")]
SPRING = (date(2025, 4, 4), date(2026, 4, 3))


def kept(guest_id: int) -> GuestHistory | None:
    db.session.rollback()
    return db.session.execute(select(GuestHistory).where(GuestHistory.guest_id == guest_id)).scalar_one_or_none()


def faults() -> list[str]:
    db.session.rollback()
    return [one.detail for one in map(result, histories.CHECKS) if not one.ok]


def test_the_first_run_counts_everybody_and_says_what_one_reading_says() -> None:
    one, other, nobody = guest(), guest("Ben Hale"), guest("Cora New")
    booked = pasts(found(), one, SPRING, suppers=1, extras=("bicycle",))
    past(found("withy-moor"), other, Past(date(2026, 5, 5), state="cancelled"))
    asked(found(), date(2026, 4, 5), booking_id=booked[1], guest_id=one, nps=9, ces=6)
    assert keep_histories() == 2
    for guest_id in (one, other):
        row, fresh = kept(guest_id), history_of(guest_id)
        assert row is not None
        assert {name: getattr(row, name) for name in FACTS} == {name: getattr(fresh, name) for name in FACTS}
    row = kept(one)
    assert row is not None
    assert (row.stays, row.supper_stays, row.extra_stays, row.last_nps, row.spend_minor) == (2, 2, 2, 9, 80_000)
    assert kept(nobody) is None
    assert history_of(nobody).state == "new"
    assert faults() == []


def test_later_runs_follow_the_journal_and_come_twice_without_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "OVERLAP", 2)
    monkeypatch.setattr(operations, "AT_ONCE", 3)
    one, other = guest(), guest("Ben Hale")
    pasts(found(), one, SPRING)
    keep_histories()
    assert keep_histories() == 0
    pasts(found("withy-moor"), other, [date(2026, month, 6) for month in range(1, 8)])
    pasts(found(), one, [date(2026, 10, 2)])
    assert faults() == []
    assert keep_histories() >= 2
    assert [row.stays for row in (kept(one), kept(other)) if row] == [3, 7]
    assert keep_histories() == 0
    assert faults() == []


def test_verify_sees_a_history_that_is_wrong() -> None:
    one = guest()
    pasts(found(), one, SPRING)
    keep_histories()
    transaction(lambda: write(update(GuestHistory.__table__).values(nights=9)))
    assert len(faults()) == 1
    count_again()
    assert faults() == []


def test_a_merge_brings_both_together_and_its_undoing_parts_them() -> None:
    one, other = guest(), guest("Anna Whitlock-Hay")
    pasts(found(), one, SPRING)
    pasts(found("withy-moor"), other, [date(2026, 10, 2)])
    keep_histories()
    merge_id = merge_guests(one, other, None)
    keep_histories()
    assert (kept(one).stays, kept(other)) == (3, None)  # type: ignore[union-attr]
    assert history_of(one, other).stays == 3
    undo_merge(merge_id, None)
    keep_histories()
    assert (kept(one).stays, kept(other).stays) == (2, 1)  # type: ignore[union-attr]
    assert faults() == []


def test_off_works_at_once_and_reads_no_booking() -> None:
    one, other = guest(), guest("Anna W")
    pasts(found(), one, SPRING)
    keep_histories()
    assert use_history([one], on=False) == 1
    assert use_history([one], on=False) == 0
    db.session.rollback()
    with counted() as statements:
        assert history_of(one) == OFF
    assert not [read for read in statements.reads if "booking" in read]
    assert history_of(one, other) == OFF
    assert db.session.execute(known_guests(GuestHistory.guest_id)).all() == []
    keep_histories()
    assert kept(one) is None
    assert faults() == []
    use_history([one], on=True)
    assert history_of(one).stays == 2
    keep_histories()
    assert kept(one) is not None
    actions = db.session.scalars(select(Entry.action).where(Entry.subject == "guest", Entry.subject_id == one)).all()
    assert actions == ["history_off", "history_on"]


def test_a_merge_keeps_history_off_if_one_of_the_two_wants_it_so() -> None:
    one, other = guest(), guest("Anna W")
    use_history([other], on=False)
    merge_guests(one, other, None)
    assert history_of(one).off
    assert db.session.execute(select(Guest.history_off_at).where(Guest.id == one)).scalar_one() is not None


def test_what_is_forgotten_is_neither_counted_nor_concluded_again() -> None:
    one = guest()
    pasts(found(), one, SPRING, suppers=2)
    keep_histories()
    forget_seen(one, "supper")
    assert history_of(one).supper_share_bp is None
    keep_histories()
    assert (kept(one).supper_stays, kept(one).stays) == (0, 2)  # type: ignore[union-attr]
    pasts(found(), one, [date(2026, 10, 2)], suppers=2)
    keep_histories()
    assert kept(one).supper_share_bp is None  # type: ignore[union-attr]
    say_preference(one, "table", "By the window")
    forget_all_remembered(one, [one], KINDS)
    forget_all_remembered(one, [one], KINDS)
    empty = history_of(one)
    assert (empty.stays, empty.said, empty.forgotten) == (0, {}, frozenset(KINDS))


def test_an_erased_guest_has_none() -> None:
    one = guest()
    pasts(found(), one, SPRING)
    keep_histories()
    forget_guests([one])
    assert kept(one) is None
    keep_histories()
    assert kept(one) is None
    assert history_of(one).state == "new"
    assert histories_of([one]) == {}


def test_one_guest_costs_the_same_for_many_stays(count: Callable[[int, int], int]) -> None:
    few, many = guest(), guest("Ben Hale")
    pasts(found(), few, SPRING, suppers=1)
    pasts(found(), many, [date(2020, 1, 3) + timedelta(days=14 * n) for n in range(count(40, 400))], suppers=1)
    cost = []
    for guest_id in (few, many):
        db.session.rollback()
        with counted() as statements:
            history_of(guest_id)
            history_of(guest_id)
        cost.append(len(statements.reads))
    assert cost == [2, 2]


def test_popularity_is_counted_from_the_bookings_of_twelve_months() -> None:
    assert popularity().houses == {}
    combe, withy = found(), found("withy-moor")
    for n in range(31):
        past(withy, guest(f"Guest {n}"), Past(date(2026, 6, 1) + timedelta(days=n // 2), suppers=n % 3, lead=10))
    past(combe, guest(), Past(date(2026, 6, 5), room="garden", extras=("bicycle",)))
    past(combe, guest(), Past(date(2026, 6, 5), state="cancelled"))
    past(combe, guest(), Past(date(2025, 6, 5), room="garden"))
    keep_histories()
    assert count_popularity() == 1
    assert count_popularity() == 0
    db.session.remove()
    known = popularity()
    assert known.houses == {withy.id: 31, combe.id: 1}
    assert known.room_types == {withy.room_types["snug"]: 31, combe.room_types["garden"]: 1}
    assert known.months[6].bookings == 32
    assert known.months[6].suppers == 20
    assert known.months[6].extras == {combe.extras["bicycle"]: 1}
    assert known.most_take_supper(6)
    assert known.population.stays == 33
    assert known.population.night_edges == (20_000, 20_000, 20_000)


def test_the_cursor_stands_where_the_journal_ends() -> None:
    pasts(found(), guest(), SPRING)
    keep_histories()
    last = db.session.execute(select(func.max(Entry.id))).scalar_one()
    assert db.session.execute(select(HistoryCursor.journal_id)).scalar_one() == last
