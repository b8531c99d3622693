"""A mail says what was so when it was announced, whatever has happened since."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.kernel.stay import Stay
from app.web.mail import compose, mail_of
from app.web.mail.letter import Mail
from tests import cards
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cast import found
from tests.unit.web.mail.examples import at_the_house, changed, newest

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]


@pytest.fixture
def engine() -> str:
    return "sqlite"


def words(mail: Mail) -> tuple[str, str, str]:
    """Subject, text, and the HTML that people see: what machines read beside it tells the state of today."""
    seen = re.sub(r"<script.*?</script>", "", mail.html, flags=re.DOTALL)
    return mail.subject, mail.text, seen


def amend(booking_id: int, nights: int, revision: int) -> None:
    offer = price_amendment(booking_id, basket(found(), "garden", stay=Stay.of(FRIDAY, nights)))
    booking.amend_booking(booking_id, offer.basket, seen_minor=offer.total_minor, seen_revision=revision)


def test_booked_says_what_was_booked_after_changes_payments_and_the_end(set_clock: Callable[[str], None]) -> None:
    booking_id = at_the_house()
    message = newest("booked")
    before = words(compose(message))
    set_clock("2027-03-01T09:01+00:00")
    amend(booking_id, 3, 0)
    assert words(compose(message)) == before
    cards.paid(booking_id, 20000)
    assert words(compose(message)) == before
    booking.cancel_booking(booking_id)
    assert words(compose(message)) == before


def test_a_change_that_was_changed_again_still_says_its_figures() -> None:
    message = changed()
    before = compose(message)
    amend(message.subject_id, 4, 1)
    after = compose(message)
    assert before.subject == after.subject
    figures = re.compile(r"^(?:Fri|Sat|Sun|Extras and|Total|That is).*$", re.MULTILINE)
    assert figures.findall(before.text) == figures.findall(after.text)
    assert "Nights: Fri 5 to Mon 8 March" in after.text, "what the quote alone can tell"


def test_a_mail_is_the_same_to_the_byte_each_time() -> None:
    at_the_house()
    message = newest("booked")
    assert mail_of(message) == mail_of(message)


def test_a_calendar_counts_up_and_ends_as_cancelled() -> None:
    booking_id = at_the_house()

    def calendar(kind: str) -> str:
        (file,) = compose(newest(kind)).attachments
        return file.body.decode()

    first = calendar("booked")
    amend(booking_id, 3, 0)
    second = calendar("changed")
    booking.cancel_booking(booking_id)
    third = calendar("cancelled")
    uids = {re.search(r"UID:(\S+)", one)[1] for one in (first, second, third)}  # type: ignore[index]
    assert len(uids) == 1
    for number, (one, method, status) in enumerate(
        ((first, "PUBLISH", "CONFIRMED"), (second, "PUBLISH", "CONFIRMED"), (third, "CANCEL", "CANCELLED"))
    ):
        assert f"SEQUENCE:{number}" in one
        assert f"METHOD:{method}" in one
        assert f"STATUS:{status}" in one


def test_a_change_after_the_hour_until_which_it_was_free_says_so(set_clock: Callable[[str], None]) -> None:
    booking_id, passed = at_the_house(), "That hour had passed when this was changed."
    amend(booking_id, 3, 0)
    assert passed not in compose(newest("changed")).text
    set_clock("2027-03-04T10:00+00:00")
    amend(booking_id, 4, 1)
    assert passed in compose(newest("changed")).text
