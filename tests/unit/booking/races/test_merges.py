"""Sixteen merge the same two guests at the same instant, either way round: one does it, the others are told."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from app.booking.models import Booking
from app.identity.merging import CannotMerge, merge_guests, undo_merge
from app.identity.models import Guest
from app.store import db, transaction
from tests import stock
from tests.baskets import basket
from tests.cards import placed
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen

pytestmark = [pytest.mark.houses(1), pytest.mark.race]


def unguarded(meet: Meet, kept: int, gone: int) -> bool:
    """Looks whether both are still their own, and merges, with neither transaction nor lock."""
    with stock.in_the_open() as execute:
        free = execute("SELECT COUNT(*) FROM control WHERE into_id IS NOT NULL") == 0
        meet()
        if free:
            execute(f"UPDATE control SET into_id = {kept} WHERE id = {gone}")
        return free


def test_without_our_guards_each_is_the_other(sixteen: Sixteen) -> None:
    def work() -> None:
        db.session.execute(text("CREATE TABLE control (id INTEGER, into_id INTEGER)"))
        db.session.execute(text("INSERT INTO control VALUES (1, NULL), (2, NULL)"))

    transaction(work)
    sixteen(unguarded, [(1, 2) if number % 2 else (2, 1) for number in range(CLIENTS)])
    assert len(stock.rows("SELECT id FROM control WHERE into_id IS NOT NULL")) == 2


def merge(meet: Meet, kept: int, gone: int) -> int:
    """The id of the merge; 0 where they were told."""
    meet()
    try:
        return merge_guests(kept, gone, None)
    except CannotMerge:
        return 0


def test_one_merge_and_nobody_is_lost(sixteen: Sixteen) -> None:
    names = ({"name": "Anna Whitlock", "email": "a@example.com"}, {"name": "A Whitlock", "email": "b@example.com"})
    bookings = [placed(basket(found(), "snug"), name).booking_id for name in names]
    owner = select(Booking.guest_id).where(Booking.id.in_(bookings)).order_by(Booking.id)
    one, two = db.session.scalars(owner).all()
    answers = sixteen(merge, [(one, two) if number % 2 else (two, one) for number in range(CLIENTS)])
    merges = [merge_id for merge_id in answers if merge_id]
    assert len(merges) == 1
    db.session.rollback()
    gone = dict(
        db.session.execute(select(Guest.id, Guest.merged_into_id).where(Guest.merged_into_id.is_not(None))).all()
    )
    assert list(gone.values()) in ([one], [two])
    assert set(db.session.scalars(owner)) == set(gone.values())
    undo_merge(merges[0], None)
    db.session.rollback()
    assert list(db.session.scalars(owner)) == [one, two]
