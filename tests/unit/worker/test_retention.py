"""What is only kept for a while goes when its time is over, and not before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from app.booking import operations as booking
from app.booking.models import Booking, Checkout, Lookup
from app.identity import operations as identity
from app.identity.models import Guest, Session, SignIn
from app.journal.models import PersonalEntry
from app.outbox import record_sent
from app.outbox.models import KeptMail, Message
from app.store import db, transaction, write
from app.worker.purges import purge_guests
from app.worker.sign_ins import answer_asked
from tests import cast
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.mailing import booked
from tests.unit.identity.asking import asked, typed

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]

ANNA = {"name": "Anna Wren", "email": "anna@example.com"}


def count(*columns: object) -> int:
    db.session.rollback()
    return len(db.session.execute(select(*columns)).all())  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("instant", "left"),
    [
        ("2027-03-03T08:59+00:00", (1, 1, 1, 1)),
        ("2027-03-03T09:01+00:00", (0, 1, 1, 1)),
        ("2027-03-08T09:01+00:00", (0, 0, 1, 1)),
        ("2027-03-31T09:01+00:00", (0, 0, 0, 1)),
        ("2027-05-01T09:01+00:00", (0, 0, 0, 0)),
    ],
)
def test_each_kind_has_its_time(set_clock: Callable[[str], None], instant: str, left: tuple[int, ...]) -> None:
    booked()
    typed(asked(ANNA["email"]))
    booking.ask_for_link(ANNA["email"], FRIDAY)
    answer_asked()
    unfinished = booking.start_checkout(basket(cast.found(), "garden")).checkout_id
    booking.keep_details(unfinished, ANNA)
    transaction(lambda: write(update(Checkout).where(Checkout.id == unfinished).values(state="lapsed")))
    set_clock(instant)
    purge_guests()
    typed_in = count(Checkout.id) - len(
        [row for row in db.session.execute(select(Checkout.details)).scalars() if not row]
    )
    assert (count(SignIn.id), typed_in, count(Lookup.id), count(Session.id)) == left
    kinds = set(db.session.scalars(select(Message.kind)).all())
    assert kinds == ({"booked", "sign_in", "find"} if left[2] else {"booked"})


def test_what_is_being_typed_stays(set_clock: Callable[[str], None]) -> None:
    checkout = booking.start_checkout(basket(cast.found(), "garden")).checkout_id
    booking.keep_details(checkout, ANNA)
    set_clock("2027-03-20T09:00+00:00")
    purge_guests()
    assert db.session.execute(select(Checkout.details)).scalar_one()["name"] == "Anna Wren"


@pytest.mark.parametrize(("instant", "left"), [("2028-02-29T08:59+00:00", 1), ("2028-02-29T09:01+00:00", 0)])
def test_what_stood_before_a_correction_is_kept_a_year(
    set_clock: Callable[[str], None], instant: str, left: int
) -> None:
    booked()
    identity.correct_guest(db.session.execute(select(Guest.id)).scalar_one(), "Anna Hale", None)
    set_clock(instant)
    purge_guests()
    assert count(PersonalEntry.field) == left


@pytest.mark.parametrize(("instant", "known"), [("2033-03-07T09:00+00:00", True), ("2033-03-08T09:00+00:00", False)])
def test_a_guest_is_forgotten_six_years_after_the_last_stay(
    set_clock: Callable[[str], None], instant: str, known: bool
) -> None:
    booked()
    set_clock(instant)
    purge_guests()
    db.session.rollback()
    assert (db.session.execute(select(Guest.email)).scalar_one() is not None) is known
    assert count(Booking.id) == 1


@pytest.mark.parametrize(("instant", "left"), [("2027-05-30T08:59+00:00", 1), ("2027-05-30T09:01+00:00", 0)])
def test_the_words_of_a_mail_are_kept_ninety_days(set_clock: Callable[[str], None], instant: str, left: int) -> None:
    booked()
    message_id = db.session.execute(select(Message.id)).scalar_one()
    record_sent(message_id, raw="Dear Anna")
    set_clock(instant)
    purge_guests()
    assert (count(KeptMail.message_id), count(Message.id)) == (left, 1)
