"""Messages are taken by one worker at a time, and what became of each is written down once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import outbox
from app.kernel import clock
from app.outbox.models import KeptMail, Message
from app.store import db, transaction, write

pytestmark = pytest.mark.usefixtures("app")
LEASE = timedelta(minutes=2)


@pytest.fixture(autouse=True)
def three(app: object) -> None:
    def work() -> None:
        for number in (1, 2, 3):
            outbox.announce("booked", "booking", number, f"{number}@example.com", {})

    transaction(work)


def states() -> list[tuple[int, str, int]]:
    rows = db.session.execute(select(Message.subject_id, Message.state, Message.attempts).order_by(Message.id))
    return [tuple(row) for row in rows]


def run_out() -> None:
    """Every lease ends, as when its time has passed."""
    past = clock.machine_now() - timedelta(seconds=1)
    transaction(lambda: write(update(Message).where(Message.holder.is_not(None)).values(held_until_at=past)))


def test_no_two_holders_get_the_same_message() -> None:
    first = [message.subject_id for message in outbox.take_messages(2, LEASE, "one")]
    second = [message.subject_id for message in outbox.take_messages(2, LEASE, "two")]
    assert (first, second) == ([1, 2], [3])
    assert outbox.take_messages(2, LEASE, "one") == []


def test_what_a_dead_worker_held_is_anybodys_again() -> None:
    outbox.take_messages(3, LEASE, "dead")
    run_out()
    assert len(outbox.take_messages(3, LEASE, "alive")) == 3


def test_what_is_given_back_is_free_at_once() -> None:
    taken = outbox.take_messages(3, LEASE, "one")
    outbox.give_back([message.id for message in taken[1:]], "one")
    assert [message.subject_id for message in outbox.take_messages(3, LEASE, "two")] == [2, 3]


def test_nobody_gives_back_what_is_anothers() -> None:
    taken = outbox.take_messages(3, LEASE, "one")
    outbox.give_back([message.id for message in taken], "two")
    assert outbox.take_messages(3, LEASE, "two") == []


def test_a_message_waits_for_its_time(set_clock: Callable[[str], None]) -> None:
    due = clock.now() + timedelta(hours=1)
    transaction(lambda: outbox.announce("paid", "booking", 1, "1@example.com", {}, due_at=due))
    assert len(outbox.take_messages(9, LEASE, "one")) == 3
    set_clock("2027-03-01T10:00+00:00")
    assert [message.kind for message in outbox.take_messages(9, LEASE, "one")] == ["paid"]


def test_the_longest_due_goes_first() -> None:
    early = clock.now() - timedelta(hours=1)
    transaction(lambda: outbox.announce("paid", "booking", 1, "1@example.com", {}, due_at=early))
    assert outbox.take_messages(1, LEASE, "one")[0].kind == "paid"


def test_sent_is_sent_once() -> None:
    first, *_ = outbox.take_messages(3, LEASE, "one")
    assert outbox.record_sent(first.id, "From: us\r\n\r\nWords")
    assert not outbox.record_sent(first.id, "From: us\r\n\r\nOther words")
    assert states() == [(1, "sent", 1), (2, "waiting", 0), (3, "waiting", 0)]
    assert db.session.scalars(select(KeptMail.raw)).all() == ["From: us\r\n\r\nWords"]


def test_a_mail_that_left_is_sent_although_the_lease_was_lost() -> None:
    first, *_ = outbox.take_messages(1, LEASE, "slow")
    run_out()
    outbox.take_messages(1, LEASE, "quick")
    assert outbox.record_sent(first.id)
    assert states()[0] == (1, "sent", 1)


def test_only_its_holder_puts_a_message_off(set_clock: Callable[[str], None]) -> None:
    first, *_ = outbox.take_messages(1, LEASE, "one")
    later = clock.now() + timedelta(minutes=5)
    assert not outbox.put_off(first.id, later, "451 later", "two")
    assert outbox.put_off(first.id, later, "451 later", "one")
    assert states()[0] == (1, "waiting", 1)
    assert [message.subject_id for message in outbox.take_messages(3, LEASE, "two")] == [2, 3]
    set_clock("2027-03-01T09:05+00:00")
    assert [message.subject_id for message in outbox.take_messages(3, LEASE, "two")] == [1]


def test_a_message_that_no_longer_applies_is_never_taken_again() -> None:
    first, *_ = outbox.take_messages(1, LEASE, "one")
    assert outbox.withdraw_message(first.id, "It was cancelled.", "one")
    assert states()[0] == (1, "withdrawn", 0)
    assert not outbox.fail_message(first.id, "too late")


def test_an_event_is_announced_once() -> None:
    assert not outbox.announce_once("booked", "booking", 1, "1@example.com", {})
    assert outbox.announce_once("booked", "booking", 1, "1@example.com", {}, occasion="again")
    assert len(states()) == 4


def test_a_mail_is_found_by_its_message_id_whatever_its_domain() -> None:
    first, *_ = outbox.take_messages(1, LEASE, "one")
    assert outbox.message_of("<booked-booking-1@quince.example>") == first.id
    assert outbox.message_of(" booked-booking-1@anything ") == first.id
    assert outbox.message_of("<booked-booking-9@quince.example>") is None
    assert outbox.message_of("") is None
