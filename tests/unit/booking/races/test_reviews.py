"""Sixteen reviews at once make one chain; without holding its end they make several beginnings."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.booking import operations as booking
from app.experience.reviews.models import ReviewChain
from app.experience.reviews.operations import Said, write_review
from app.experience.reviews.queries.chain import chain_links, database_faults
from app.experience.reviews.rules import Rated
from app.kernel import clock
from app.kernel.stay import Stay
from app.store import db, transaction, write
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cards import placed
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.reviewing import SetClock
from tests.unit.booking.races.bunks import Sixteen

pytestmark = [pytest.mark.houses(1), pytest.mark.race]
LATER = "2027-03-08T10:00+00:00"


def review(meet: Meet, booking_id: int, words: str) -> int:
    clock.configure(LATER)
    meet()
    return write_review(booking_id, Said(Rated({"room": 4}), words)).review_id


def read_first(meet: Meet, number: int) -> bool:
    """Appends behind the end as it was before the others wrote."""
    end = db.session.execute(select(ReviewChain.number, ReviewChain.digest)).one()
    db.session.rollback()
    meet()
    row = {"number": end.number + 1, "previous": end.digest, "digest": f"{number:064}"}
    statement = text(
        "INSERT INTO review_entry (number, at, kind, review_id, content, previous, digest)"
        " VALUES (:number, '2027-03-08 10:00:00', 'erased', 1, NULL, :previous, :digest)"
    )
    try:
        transaction(lambda: write(statement, row))
    except IntegrityError:
        return False
    return True


def left() -> int:
    booking_id = placed(basket(found(), "shepherds-hut", stay=Stay.of(FRIDAY, 2))).booking_id
    booking.check_in(booking_id, at=datetime.fromisoformat("2027-03-05T18:00+00:00"))
    booking.check_out(booking_id, at=datetime.fromisoformat("2027-03-07T10:00+00:00"))
    return booking_id


def test_one_stay_has_one_review_and_the_chain_holds(sixteen: Sixteen, set_clock: SetClock) -> None:
    booking_id = left()
    answers = sixteen(review, [(booking_id, f"Number {number}") for number in range(CLIENTS)])
    assert len(set(answers)) == 1
    set_clock(LATER)
    db.session.rollback()
    links = chain_links()
    assert [link.number for link in links] == list(range(1, CLIENTS + 1))
    assert database_faults() == []


def test_without_holding_the_end_fifteen_find_their_place_taken(sixteen: Sixteen, set_clock: SetClock) -> None:
    """The negative control: whoever reads the end first and then writes is refused, so that the test above can fail."""
    booking_id = left()
    set_clock(LATER)
    write_review(booking_id, Said(Rated({"room": 4}), "First"))
    assert sum(sixteen(read_first, [(number,) for number in range(CLIENTS)])) == 1
