"""Stays that are over, and what their guests say of them, for tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import text

from app.booking import operations as booking
from app.experience.reviews.operations import Said, write_review
from app.experience.reviews.rules import Link, Rated, published
from app.kernel.party import Party
from app.store import db, is_sqlite
from tests.baskets import COUPLE, WEEKEND, basket
from tests.cards import placed
from tests.cast import found

SetClock = Callable[[str], None]
IN_HOUSE, LEFT, NEXT_DAY, SHOWN = (
    "2027-03-05T18:00+00:00", "2027-03-07T10:00+00:00", "2027-03-08T10:00+00:00", "2027-03-09T10:30+00:00",
)  # fmt: skip
GOOD = {"arrival": 5, "room": 4, "supper": 5, "garden": 5, "leaving": 3}


def stayed(
    set_clock: SetClock,
    room_type: str = "garden",
    party: Party = COUPLE,
    *,
    until: str = NEXT_DAY,
    house: str = "combe-harrow",
    who: dict[str, str] | None = None,
) -> int:
    """The id of a booking whose guests have left; it is then `until`. Anna's, where nobody is named."""
    set_clock("2027-03-01T09:00+00:00")
    booking_id = placed(basket(found(house), room_type, "flexible", WEEKEND, party), who).booking_id
    set_clock(IN_HOUSE)
    booking.check_in(booking_id)
    set_clock(LEFT)
    booking.check_out(booking_id)
    set_clock(until)
    return booking_id


def reviewed(booking_id: int, words: str = "Best leeks of my life. That is not nothing.", **scores: int) -> int:
    """The id of a review of that stay, written now."""
    return write_review(booking_id, Said(Rated(scores or GOOD), words)).review_id


def chain_file(links: Sequence[Link]) -> dict[str, Any]:
    """The chain of these entries as somebody downloads it."""
    found: dict[str, Any] = json.loads(json.dumps(published(links)))
    return found


def past_triggers(execute: Callable[[Any], object]) -> None:
    """Nothing refuses a change of the chain any more."""
    if is_sqlite():
        for deed in ("update", "delete"):
            execute(text(f"DROP TRIGGER IF EXISTS review_entry_append_only_{deed}"))
    else:
        execute(text("SET LOCAL session_replication_role = replica"))


def tampered(statement: str) -> None:
    """Somebody with the database's own password does that, past triggers and keys."""
    db.session.rollback()
    with db.engine.begin() as connection:
        past_triggers(connection.execute)
        connection.execute(text(statement))
