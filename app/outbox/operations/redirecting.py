"""Sending what waits to somebody else."""

from __future__ import annotations

from sqlalchemy import update

from app.outbox.models import Message
from app.store import transaction, write

_message = Message.__table__
NOBODY = "there is no address to send it to any more"


def redirect_messages(subject: str, subject_id: int, address: str | None) -> int:
    """Every message about that which waits goes to this address, or nowhere where it is None; answers how many.

    One that a worker has in hand just now may still go where it was going.
    """
    waiting = update(_message).where(
        _message.c.subject == subject, _message.c.subject_id == subject_id, _message.c.state == "waiting"
    )
    changed = {"address": address} if address else {"state": "withdrawn", "failure": NOBODY}
    return transaction(lambda: int(write(waiting.values(changed)).rowcount))
