"""Which notice an enquiry is about, on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.booking.models import Booking
from app.care.enquiries import Asked, EnquiryChanged, ask_by_form, log_call, tie_to_notice, write_to_house
from app.care.enquiries.queries import enquiries_about, enquiry_in
from app.care.notices.models import NoticeTouch
from app.care.notices.operations import end_notice
from app.kernel import clock
from app.kernel.errors import Invalid
from app.store import db, transaction, write
from tests import cast
from tests.baskets import basket
from tests.cards import placed
from tests.touching import noticed

pytestmark = pytest.mark.houses(1)
SetClock = Callable[[str], None]


@pytest.fixture
def booking_id(app: Flask) -> int:
    return placed(basket(cast.found(), "garden")).booking_id


def asked(reference: str, words: str) -> Asked:
    return Asked(cast.found().id, "garden", words, email="anna@example.com", reference=reference)


def test_what_a_told_guest_asks_is_about_the_notice_while_it_runs(booking_id: int, set_clock: SetClock) -> None:
    notice_id = noticed(booking_id)
    reference = db.session.execute(select(Booking.reference)).scalar_one()
    asked_before = about(log_call(Asked(cast.found().id, "broken", "Is it cold?"), by=1, booking_id=booking_id))
    transaction(lambda: write(update(NoticeTouch).values(told_at=clock.now())))
    thread = write_to_house(booking_id, "broken", "Is there hot water on Friday?")
    call = log_call(Asked(cast.found().id, "broken", "And on Saturday?"), by=1, booking_id=booking_id)
    form = ask_by_form(asked(reference, "And the radiators?"))
    elsewhere = ask_by_form(asked("", "What is in bloom?"))
    assert asked_before is None, "nobody had told them"
    assert [about(one) for one in (thread, call, form, elsewhere)] == [notice_id, notice_id, notice_id, None]
    assert enquiries_about(notice_id) == {"broken": 2, "garden": 1}
    tie_to_notice(elsewhere, notice_id, seen_revision=0, by=1)
    tie_to_notice(thread, None, seen_revision=0, by=1)
    assert (about(elsewhere), about(thread)) == (notice_id, None)
    with pytest.raises(EnquiryChanged):
        tie_to_notice(thread, notice_id, seen_revision=0, by=1)
    with pytest.raises(Invalid):
        tie_to_notice(thread, notice_id + 1, seen_revision=1, by=1)
    set_clock("2027-03-05T18:00+00:00")
    assert about(log_call(Asked(cast.found().id, "broken", "Still cold"), by=1, booking_id=booking_id)) == notice_id
    end_notice(notice_id, "", seen_revision=1, by=None)
    assert about(log_call(Asked(cast.found().id, "broken", "Warm again"), by=1, booking_id=booking_id)) is None


def about(enquiry_id: int) -> int | None:
    found = enquiry_in(enquiry_id)
    assert found is not None
    return found.notice_id
