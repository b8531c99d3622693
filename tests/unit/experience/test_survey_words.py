"""What guests wrote leaves with them, goes with them when they ask for it, and is gone when its time is over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from app.booking.forgetting import forget_guests
from app.booking.models import Booking
from app.care.cases import add_note, contact_guest, resolve_case
from app.care.cases.models import Case
from app.experience.surveys import Given, ask_after_stay, asked, record_answer
from app.experience.surveys.models import Answer
from app.experience.surveys.rules import STAY, Scores
from app.identity.exporting import everything_about
from app.outbox import announced
from app.outbox.models import Message
from app.store import db, transaction, write
from app.web.mail import NoLongerApplies, compose
from app.worker.purges import purge_guests
from tests import mailing
from tests.staffing import hired
from tests.unit.identity.test_erasing import everywhere

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]
TELLTALE = "Tell-tale"
SetClock = Callable[[str], None]


def heard() -> tuple[int, int]:
    """(booking, guest) of somebody who wrote, was written to and whose case is resolved; nothing on it is theirs only
    by chance."""
    booking_id = mailing.booked()
    transaction(lambda: write(update(Booking).where(Booking.id == booking_id).values(state="departed")))
    ask_after_stay(booking_id)
    given = Given(Scores(nps=2), f"{TELLTALE} is a fire", contact_agreed=True, named=True)
    record_answer(STAY, booking_id, 0, given)
    by = hired("manager")
    case_id = db.session.scalars(select(Case.id)).one()
    contact_guest(case_id, "mail", f"Dear {TELLTALE}", seen_revision=0, by=by)
    add_note(case_id, f"{TELLTALE} rings", by=by)
    resolve_case(case_id, "food", f"{TELLTALE} is well", seen_revision=2, by=by)
    guest_id = db.session.scalars(select(Booking.guest_id).where(Booking.id == booking_id)).one()
    return booking_id, guest_id or 0


def test_erasing_a_guest_leaves_the_numbers_and_no_words() -> None:
    booking_id, guest_id = heard()
    assert everywhere(TELLTALE) == ["answer.words", "care_case.words", "case_note.words"]
    transaction(lambda: write(update(Message).values(state="sent", sent_at=Message.made_at)))
    forget_guests([guest_id])
    assert everywhere(TELLTALE) == []
    assert db.session.scalars(select(Answer.nps)).one() == 2
    assert asked(STAY, booking_id, 0) is None, "the link opens nothing any more"
    letter = db.session.scalars(select(Message.id).where(Message.kind == "case_reply")).one()
    message = announced(letter)
    assert message is not None
    with pytest.raises(NoLongerApplies):
        compose(message)


def test_a_guest_takes_all_of_it_away() -> None:
    _, guest_id = heard()
    held = everything_about([guest_id])
    assert [row["nps"] for row in held["answer"]] == [2]
    assert [row["moment"] for row in held["survey"]] == [STAY]
    assert {row["words"] for row in held["case_note"]} >= {f"Dear {TELLTALE}", f"{TELLTALE} is well"}
    assert [row["words"] for row in held["care_case"]] == [f"{TELLTALE} is a fire"]


def test_words_are_kept_for_25_months(set_clock: SetClock) -> None:
    heard()
    set_clock("2029-03-29T09:00+00:00")
    purge_guests()
    assert everywhere(TELLTALE)
    set_clock("2029-03-31T09:00+00:00")
    purge_guests()
    assert everywhere(TELLTALE) == []
    assert db.session.scalars(select(Answer.nps)).one() == 2
