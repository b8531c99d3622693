"""Reviews of two guests who are one belong to that one, are taken away with the rest, and go with them. On both
engines."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.booking.models import Booking
from app.experience.reviews.errors import NoReview
from app.experience.reviews.operations import answer_review, forget_reviews, write_review
from app.experience.reviews.operations.writing import Said
from app.experience.reviews.queries.chain import chain_links, compared, database_faults
from app.experience.reviews.queries.stays import reviewed_stay
from app.experience.reviews.rules import Rated
from app.identity.exporting import everything_about
from app.identity.merging import merge_guests, undo_merge
from app.identity.operations import erase_guests
from app.kernel import clock
from app.store import db
from tests.reviewing import LEFT, SetClock, reviewed, stayed

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app")]
TWIN = {"name": "A Whitlock", "email": "other@example.com"}


def words_of(guest_id: int) -> list[object]:
    return [row["words"] for row in everything_about([guest_id]).get("review", [])]


def test_merged_taken_away_taken_apart_and_forgotten(app: Flask, set_clock: SetClock) -> None:
    one, other = stayed(set_clock, until=LEFT), stayed(set_clock, "snug", who=TWIN)
    reviewed(one, "The leeks.")
    second = write_review(other, Said(Rated({"room": 2}), "Cold."), device="abc").review_id
    answer_review(second, "Sorry.", seen_at=None, by=1)
    owners = select(Booking.guest_id).where(Booking.id.in_([one, other])).order_by(Booking.id)
    kept, gone = (int(guest or 0) for guest in db.session.scalars(owners))
    downloaded = chain_links()

    merge_id = merge_guests(kept, gone, None)
    assert words_of(kept) == ["The leeks.", "Cold."]
    taken = everything_about([kept])
    assert [row["words"] for row in taken["review_answer"]] == ["Sorry."]
    assert not any({"device", "salt"} & row.keys() for rows in taken.values() for row in rows), "what opens is secret"
    undo_merge(merge_id, None)
    assert (words_of(kept), words_of(gone)) == (["The leeks."], ["Cold."])
    merge_guests(kept, gone, None)
    assert database_faults() == []

    erase_guests([kept])
    assert db.session.execute(text("SELECT COUNT(*) FROM review_salt")).scalar_one() == 0, "nobody can guess the words"
    for booking_id in (one, other):
        with pytest.raises(NoReview):
            reviewed_stay(booking_id)
    assert forget_reviews(clock.today("UTC").replace(year=2020)) == 2
    assert database_faults() == []
    assert list(compared(downloaded, chain_links())) == [], "the chain still begins like the one somebody kept"
    assert [link.kind for link in chain_links()[len(downloaded) :]] == ["erased", "erased"]
    said = db.session.execute(text("SELECT words, room, device FROM review ORDER BY id")).all()
    assert [tuple(row) for row in said] == [("", None, None)] * 2
