"""A complaint is a case though nobody knows its booking, and follows it there; a case always has somebody who has it.
On both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.booking import operations as booking
from app.booking.models import Booking
from app.care.cases import (
    CaseChanged,
    NoBooking,
    NotAskedAny,
    answer_caller,
    contact_guest,
    escalate_case,
    forget_cases,
    give_remedy,
    hand_over_case,
    resolve_case,
)
from app.care.cases.models import Case
from app.care.cases.queries import HouseCase, case_in, cases_of, cases_to_ask_about, notes_of, remedies_of
from app.care.enquiries import Asked, BookingKnown, EnquiryChanged, ask_by_form, log_call, tie_to_booking
from app.care.enquiries.models import Enquiry
from app.care.enquiries.queries import enquiry_in
from app.identity.operations import erase_guests
from app.identity.staff.operations.people import close_staff
from app.insight.cases import case_report
from app.insight.period import Filters
from app.insight.verify import CHECKS, result
from app.kernel import clock
from app.kernel.errors import Invalid
from app.offers.decisions.queries import known_of
from app.outbox.models import Message
from app.store import db, transaction, write
from app.worker.cases import look_after_cases
from tests import cast
from tests.baskets import basket
from tests.cards import placed
from tests.staffing import hired

pytestmark = pytest.mark.houses(2)
SetClock = Callable[[str], None]
ANNA = {"name": "Anna Whitlock", "email": "anna@example.com"}


@pytest.fixture
def booking_id(app: Flask) -> int:
    started = booking.start_checkout(basket(cast.found(), "garden"))
    booking.keep_details(started.checkout_id, ANNA)
    return booking.place_booking(started.checkout_id).booking_id


def complained(**more: Any) -> tuple[int, int]:
    """(enquiry, case) of somebody who complained by the form and named no booking."""
    told = {"theme": "room", "words": "It was cold", "complaint": True, "email": "ANNA@example.com", **more}
    enquiry_id = ask_by_form(Asked(cast.found().id, name="Anna W", phone="07700 900461", **told))
    return enquiry_id, db.session.execute(select(Case.id).where(Case.subject_id == enquiry_id)).scalar_one()


def one(case_id: int) -> HouseCase:
    db.session.rollback()
    found = case_in(case_id)
    assert found is not None
    return found


def sound() -> bool:
    return all(result(check).ok for check in CHECKS if check.name in ("cases", "enquiries", "remedies"))


def told(kind: str) -> list[str]:
    return list(db.session.scalars(select(Message.address).where(Message.kind == kind).order_by(Message.id)))


def recovered() -> tuple[int, int]:
    """Of how many who answered when asked again it is put right, and how many did."""
    march = Filters(date(2027, 3, 1), date(2027, 3, 31))
    share = case_report(march, "Europe/London").whole.recovered
    return share.k, share.n


def test_a_complaint_without_a_booking_is_a_case_of_whoever_complained(booking_id: int) -> None:
    guest_id = db.session.execute(select(Booking.guest_id).where(Booking.id == booking_id)).scalar_one() or 0
    _, case_id = complained()
    case = one(case_id)
    assert (case.booking_id, case.reference, case.arrival_on, case.title) == (None, "", None, "Complaint: the room")
    assert (case.who, case.guest_email, case.guest_phone) == ("Anna W", "ANNA@example.com", "07700 900461")
    assert (case.guest_id, known_of([guest_id], clock.now()).open_case) == (guest_id, True), "known by the mail"
    contact_guest(case_id, "mail", "Dear Anna", seen_revision=0, by=1)
    (letter,) = db.session.execute(select(Message).where(Message.kind == "case_reply")).scalars()
    assert (letter.address, letter.subject, letter.subject_id) == ("ANNA@example.com", "care_case", case_id)
    with pytest.raises(NoBooking):
        give_remedy(case_id, 2500, "Cold", limit_minor=None, seen_revision=1, by=1)
    resolve_case(case_id, "room", "Mended", seen_revision=1, by=1)
    assert [row.id for row in cases_to_ask_about(clock.now().replace(year=2020))] == [case_id]
    call = log_call(Asked(cast.found().id, "broken", "The tap drips", complaint=True, phone="01404 1"), by=1)
    by_phone = next(case for case in cases_of(cast.found().id, resolved=False, most=9) if case.subject_id == call)
    assert (by_phone.who, by_phone.guest_id) == ("01404 1", None)
    assert sound()


def test_whoever_complained_is_asked_once_a_closing_and_their_word_stands(app: Flask, set_clock: SetClock) -> None:
    """By mail where there is one; yes closes it, no opens it again, and neither twice nor after thirty days."""
    set_clock("2027-03-01T10:00+00:00")
    _, case_id = complained()
    call = log_call(Asked(cast.found().id, "broken", "The tap drips", complaint=True, phone="01404 1"), by=1)
    unwritten = next(case.id for case in cases_of(cast.found().id, resolved=False, most=9) if case.subject_id == call)
    for one_id in (case_id, unwritten):
        contact_guest(one_id, "telephone", "Sorry", seen_revision=0, by=1)
        resolve_case(one_id, "room", "Mended", seen_revision=1, by=1)
    set_clock("2027-03-02T10:01+00:00")
    assert look_after_cases() == 1
    assert look_after_cases() == 0
    assert told("case_asked") == ["ANNA@example.com"], "who left no address is asked by nobody"
    assert answer_caller(case_id, 1, put_right=True, words="Warm now") is None
    assert one(case_id).put_right_at is not None
    assert [note.words for note in notes_of(case_id)][-1] == "Warm now"
    assert recovered() == (1, 1)
    due_at = answer_caller(case_id, 1, put_right=False, words="Cold again")
    assert (one(case_id).state, one(case_id).words, one(case_id).due_at) == ("open", "Cold again", due_at)
    assert recovered() == (0, 1)
    assert answer_caller(case_id, 1, put_right=False, words="And damp") == due_at
    assert answer_caller(case_id, 1, put_right=True) is None
    assert (one(case_id).state, one(case_id).words) == ("open", "And damp"), "open again, it stays so"
    contact_guest(case_id, "telephone", "Sorry", seen_revision=one(case_id).revision, by=1)
    resolve_case(case_id, "room", "Mended", seen_revision=one(case_id).revision, by=1)
    with pytest.raises(NotAskedAny):
        answer_caller(case_id, 1, put_right=True)
    set_clock("2027-03-03T10:01+00:00")
    assert look_after_cases() == 1
    assert len(told("case_asked")) == 2
    set_clock("2027-04-02T10:02+00:00")
    with pytest.raises(NotAskedAny):
        answer_caller(case_id, 2, put_right=True)
    assert one(case_id).put_right_at is None
    assert sound()


def test_the_case_follows_once_the_booking_is_named(booking_id: int) -> None:
    elsewhere = placed(basket(cast.found("withy-moor"), "garden"), {"name": "Tom", "email": "tom@example.com"})
    enquiry_id, case_id = complained(email="partner@example.com")
    for wrong, seen, refused in (
        (elsewhere.booking_id, 0, Invalid),
        (10**9, 0, Invalid),
        (booking_id, 7, EnquiryChanged),
    ):
        with pytest.raises(refused):
            tie_to_booking(enquiry_id, wrong, seen_revision=seen, by=1)
    assert one(case_id).booking_id is None
    tie_to_booking(enquiry_id, booking_id, seen_revision=0, by=1)
    case, enquiry = one(case_id), enquiry_in(enquiry_id)
    assert enquiry is not None
    assert (case.booking_id, enquiry.booking_id, case.guest_id) == (booking_id, booking_id, enquiry.guest_id)
    assert (case.revision, case.guest_email) == (1, "partner@example.com"), "who complained is answered"
    with pytest.raises(BookingKnown):
        tie_to_booking(enquiry_id, booking_id, seen_revision=1, by=1)
    give_remedy(case_id, 2500, "Cold", limit_minor=None, seen_revision=1, by=1)
    assert [remedy.amount_minor for remedy in remedies_of(case_id)] == [2500]
    assert sound()
    case_row = Case.__table__
    transaction(lambda: write(update(case_row).where(case_row.c.id == case_id).values(booking_id=None)))
    assert not sound(), "a case that lost what its enquiry knows is found"


def test_a_complaint_that_has_no_case_yet_has_one_with_its_booking(booking_id: int) -> None:
    enquiry, told = Enquiry.__table__, Asked(cast.found().id, "food", "Late", email="x@example.com")
    quiet, loud = ask_by_form(told), ask_by_form(Asked(cast.found().id, "room", "Cold", email="x@example.com"))
    transaction(lambda: write(update(enquiry).where(enquiry.c.id == loud).values(complaint=True)))
    tie_to_booking(quiet, booking_id, seen_revision=0, by=1)
    tie_to_booking(loud, booking_id, seen_revision=0, by=1)
    (case,) = cases_of(cast.found().id, resolved=False, most=9)
    assert (case.subject_id, case.booking_id, case.words) == (loud, booking_id, "Cold")


def test_whoever_complained_is_forgotten_at_their_wish_and_in_time(booking_id: int) -> None:
    _, case_id = complained()
    _, other = complained(email="nobody.known@example.com")
    erase_guests([db.session.execute(select(Booking.guest_id).where(Booking.id == booking_id)).scalar_one() or 0])
    row = db.session.execute(select(Case.name, Case.email, Case.phone, Case.words).where(Case.id == case_id)).one()
    assert tuple(row) == ("", None, "", "")
    contact_guest(other, "telephone", "Kind", seen_revision=0, by=1)
    resolve_case(other, "room", "Mended", seen_revision=1, by=1)
    assert one(other).guest_email == "nobody.known@example.com"
    assert forget_cases(clock.now().replace(year=2030)) == 4, "the letter, the end, the words and the person"
    assert one(other).who == "Somebody"


def test_the_manager_has_it_until_somebody_takes_it_and_a_breach_finds_who_is_there(
    app: Flask, set_clock: SetClock
) -> None:
    set_clock("2027-03-01T10:00+00:00")
    ada = hired("administrator", mail="ada@quince.example")
    _, of_nobody = complained(words="No manager is here")
    assert one(of_nobody).owner_id == ada, "a house without a manager is the group's"
    first = hired("manager")
    _, case_id = complained()
    assert one(case_id).owner_id == first
    second, elsewhere = hired("manager", mail="second@quince.example"), hired("manager", "withy-moor")
    for stranger in (elsewhere, hired("reception")):
        with pytest.raises(Invalid):
            hand_over_case(case_id, stranger, seen_revision=0, by=first)
    hand_over_case(case_id, second, seen_revision=0, by=first)
    assert [case.id for case in cases_of(cast.found().id, resolved=False, most=9, owner_id=second)] == [case_id]
    assert cases_of(cast.found().id, resolved=False, most=9, owner_id=first) == []
    with pytest.raises(CaseChanged):
        hand_over_case(case_id, first, seen_revision=0, by=first)
    close_staff(second, by=ada)
    set_clock("2027-03-02T10:00+00:00")
    assert escalate_case(case_id)
    assert not escalate_case(case_id)
    assert one(case_id).owner_id == first, "who has gone has nothing"
    assert told("case_escalated") == ["ada@quince.example", "manager@combe-harrow.example"]
