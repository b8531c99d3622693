"""Two guests who are one: everything changes hands, comes back exactly, and is forgotten together."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, text

from app.booking import operations as booking
from app.booking.forgetting import forget_guests
from app.booking.models import Booking
from app.identity import operations as identity
from app.identity.merging import CannotMerge, alike, merge_guests, merges_of, undo_merge
from app.identity.merging.models import MergedRow
from app.identity.merging.reach import guest_keys
from app.identity.models import Guest, Preference
from app.identity.queries import guests_of, signed_in
from app.kernel import clock
from app.store import db, transaction, write
from tests.baskets import basket
from tests.cards import placed
from tests.cast import found
from tests.staffing import hired

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]
ANNA = {"name": "Anna Whitlock", "email": "anna@example.com", "phone": "07700 900461"}
OTHER = {"name": "Anna Whitlock-Hay", "email": "awh@example.org", "phone": "+44 7700 900461"}


def guest_of(booking_id: int) -> int:
    db.session.rollback()
    guest_id = db.session.execute(select(Booking.guest_id).where(Booking.id == booking_id)).scalar_one()
    assert guest_id is not None
    return guest_id


@pytest.fixture
def two() -> tuple[int, int]:
    """Two bookings of one person under two names."""
    return (
        placed(basket(found()), ANNA).booking_id,
        placed(basket(found(), "snug"), OTHER).booking_id,
    )


def everything() -> list[object]:
    """Whose each row is, in every table that names guests, but for the record of merges."""
    db.session.rollback()
    return [
        db.session.execute(text(f"SELECT id, guest_id FROM {table} ORDER BY id")).all()
        for table in ("booking", "preference", "session", "sign_in", "consent")
    ] + [db.session.execute(select(Guest.id, Guest.name, Guest.email, Guest.merged_into_id).order_by(Guest.id)).all()]


def test_all_that_named_one_names_the_other_and_comes_back_exactly(two: tuple[int, int]) -> None:
    kept, gone = map(guest_of, two)
    identity.say_preference(gone, "table", "By the window")
    token = identity.begin_session(gone, "a phone")
    before = everything()
    merge_id = merge_guests(kept, gone, hired("manager"))
    assert guest_of(two[1]) == kept
    assert db.session.scalars(select(Preference.guest_id)).all() == [kept]
    who = signed_in(token)
    assert who is not None
    assert who.guest_id == kept
    assert [one.gone_id for one in merges_of(kept)] == [gone]
    assert undo_merge(merge_id, None) == (kept, gone)
    assert everything() == before
    assert merges_of(kept) == []


def test_what_came_after_the_merge_stays_with_the_one_who_was_kept(two: tuple[int, int]) -> None:
    kept, gone = map(guest_of, two)
    merge_id = merge_guests(kept, gone, None)
    again = transaction(lambda: identity.know_guest(OTHER["name"], OTHER["email"], None, "en", clock.now()))
    assert again == kept
    later = placed(basket(found(), "garden"), OTHER).booking_id
    undo_merge(merge_id, None)
    assert guest_of(later) == kept
    assert guest_of(two[1]) == gone


def test_whoever_proves_either_mail_is_the_one_who_was_kept(two: tuple[int, int]) -> None:
    kept, gone = map(guest_of, two)
    merge_guests(kept, gone, None)
    who = signed_in(identity.begin_session(gone, "a phone"))
    assert who is not None
    assert kept in guests_of(who)


def test_forgetting_the_one_forgets_both(two: tuple[int, int]) -> None:
    kept, gone = map(guest_of, two)
    merge_id = merge_guests(kept, gone, None)
    for booking_id in two:
        booking.cancel_booking(booking_id)
    assert forget_guests([kept]) == 2
    names = db.session.scalars(select(Guest.name).where(Guest.id.in_([kept, gone]))).all()
    assert names == ["Forgotten guest", "Forgotten guest"]
    with pytest.raises(CannotMerge):
        undo_merge(merge_id, None)


def test_nobody_is_merged_twice_with_themselves_or_with_the_forgotten(two: tuple[int, int]) -> None:
    kept, gone = map(guest_of, two)
    merge_guests(kept, gone, None)
    for pair in ((kept, gone), (gone, kept), (kept, kept), (kept, 999)):
        with pytest.raises(CannotMerge):
            merge_guests(*pair, None)


def test_merges_of_merges_are_taken_apart_the_last_first(two: tuple[int, int]) -> None:
    kept, gone = map(guest_of, two)
    third = guest_of(placed(basket(found(), "garden"), {"name": "A. Whitlock", "email": "a@example.net"}).booking_id)
    before = everything()
    first = merge_guests(kept, gone, None)
    second = merge_guests(third, kept, None)
    assert guest_of(two[0]) == guest_of(two[1]) == third
    with pytest.raises(CannotMerge):
        undo_merge(first, None)
    undo_merge(second, None)
    undo_merge(first, None)
    assert everything() == before
    with pytest.raises(CannotMerge):
        undo_merge(first, None)


def test_likeness_is_judged_with_caution(two: tuple[int, int]) -> None:
    kept, gone = map(guest_of, two)
    assert [(one.id, one.evidence) for one in alike(kept)] == [(gone, ("phone",))]
    stranger = {"name": "Ben Marsh", "email": "ben@example.org", "phone": "07700 900461"}
    placed(basket(found(), "garden"), stranger)
    assert [one.id for one in alike(kept)] == [gone]


def test_the_strongest_evidence_is_found_behind_many_namesakes(two: tuple[int, int]) -> None:
    kept, gone = map(guest_of, two)
    namesake = {"name": ANNA["name"], "language": "en", "created_at": clock.now()}
    keys = {"name_key": db.session.get_one(Guest, kept).name_key, "phone_key": None}
    rows = [
        {**namesake, **keys, "email": mail, "email_lower": mail} for mail in (f"a{n}@example.net" for n in range(210))
    ]
    mine = {**rows[0], "email": "Anna@example.com", "email_lower": "anna@example.com"}
    transaction(lambda: write(insert(Guest.__table__), [*rows, mine]))
    found_ = alike(kept)
    assert [one.evidence for one in found_][:3] == [("mail", "name"), ("phone",), ("name",)]
    assert found_[1].id == gone


def test_every_row_that_moved_is_written_down(two: tuple[int, int]) -> None:
    kept, gone = map(guest_of, two)
    merge_id = merge_guests(kept, gone, None)
    rows = db.session.execute(select(MergedRow.in_table, MergedRow.key).where(MergedRow.merge_id == merge_id)).all()
    assert rows == [("booking", [two[1]])]


def test_every_guest_key_of_any_table_can_change_hands() -> None:
    """A key that no two rows may share would make a merge fail for some people: nobody has made one."""
    shared = [
        f"{table.name}.{column.name}"
        for table, column in guest_keys()
        if column.unique or column.primary_key or any(i.unique and column.name in i.columns for i in table.indexes)
    ]
    assert shared == []
