"""Taking messages to deliver, and writing down what became of them.

A worker takes a few messages at a time: they are its own until an instant of the machine's clock, so that no other
delivers them meanwhile, and when it dies they are anybody's again. What is done with a message is written down for each
by itself, so a worker that is killed repeats at most the one it had in hand.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, insert, or_, select, update

from app.kernel import clock
from app.outbox.models import KeptMail, Message
from app.outbox.queries import Announced
from app.store import db, transaction, write
from app.store.lease import HOLDER

_message = Message.__table__
_FREE = {"holder": None, "held_until_at": None}
FAILURE = 500
"""Characters of a failure that are kept."""


def take_messages(most: int, lasting: timedelta, holder: str = HOLDER) -> list[Announced]:
    """Up to `most` messages that are due and nobody's, the longest due first; the holder's until `lasting` from now.

    Of any number of callers at the same instant, no two get the same message.
    """

    def work() -> list[Announced]:
        machine_now = clock.machine_now()
        free = (
            _message.c.state == "waiting",
            _message.c.due_at <= clock.now(),
            or_(_message.c.held_until_at.is_(None), _message.c.held_until_at <= machine_now),
        )
        oldest = select(_message.c.id).where(*free).order_by(_message.c.due_at, _message.c.id).limit(most)
        ids = db.session.execute(oldest.with_for_update(skip_locked=True)).scalars().all()
        if not ids:
            return []
        taken = (
            update(_message)
            .where(_message.c.id.in_(ids), *free)
            .values(holder=holder, held_until_at=machine_now + lasting)
            .returning(*(_message.c[name] for name in Announced.__dataclass_fields__))
        )
        rows = [Announced(**row) for row in write(taken).mappings()]
        return sorted(rows, key=lambda message: (message.due_at, message.id))

    return transaction(work)


def record_sent(message_id: int, raw: str | None = None) -> bool:
    """The message is sent, whoever holds it; `raw` is the mail itself where there is only the mailbox to send it to.

    False when it was no longer waiting, which changes nothing.
    """

    def work() -> bool:
        at = clock.now()
        sent = {"state": "sent", "sent_at": at, "failure": None, "attempts": _message.c.attempts + 1}
        if not _changed(message_id, _message.c.state == "waiting", sent):
            return False
        if raw is not None:
            write(insert(KeptMail.__table__), {"message_id": message_id, "raw": raw, "kept_at": at})
        return True

    return transaction(work)


def put_off(message_id: int, until_at: datetime, failure: str, holder: str = HOLDER) -> bool:
    """The message waits until `until_at`, with one attempt more; False when the holder has lost it."""
    values = {"due_at": until_at, "failure": failure[:FAILURE], "attempts": _message.c.attempts + 1}
    return transaction(lambda: _changed(message_id, _mine(holder), values))


def withdraw_message(message_id: int, why: str, holder: str = HOLDER) -> bool:
    """The message no longer applies and is never sent; False when the holder has lost it."""
    values = {"state": "withdrawn", "failure": why[:FAILURE]}
    return transaction(lambda: _changed(message_id, _mine(holder), values))


def fail_message(message_id: int, failure: str) -> bool:
    """The message is not delivered and not tried again; False when it is `failed` or `withdrawn` already.

    One that was sent may fail as well: when it comes back. `sent_at` stays. `care` gives somebody a task with it.
    """
    alive = _message.c.state.in_(("waiting", "sent"))
    values = {"state": "failed", "failure": failure[:FAILURE]}
    return transaction(lambda: _changed(message_id, alive, values))


def give_back(message_ids: list[int], holder: str = HOLDER) -> None:
    """Messages that were taken and not tried are anybody's again, as due as before."""
    if message_ids:
        transaction(lambda: write(update(_message).where(_message.c.id.in_(message_ids), _mine(holder)).values(_FREE)))


def _mine(holder: str) -> ColumnElement[bool]:
    return (_message.c.state == "waiting") & (_message.c.holder == holder)


def _changed(message_id: int, when: ColumnElement[bool], values: dict[str, Any]) -> bool:
    return write(update(_message).where(_message.c.id == message_id, when).values({**values, **_FREE})).rowcount == 1
