"""Messages that have had their day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from app.outbox.models import KeptMail, Message
from app.store import transaction, write

_message, _kept = Message.__table__, KeptMail.__table__


def forget_messages(kinds: Collection[str], made_before: datetime) -> int:
    """Messages of these kinds that were announced before then are gone, with what the mailbox kept of them; answers how
    many. Only for kinds that announce nothing which has to be proved later."""
    old = select(_message.c.id).where(_message.c.kind.in_(kinds), _message.c.made_at < made_before)

    def work() -> int:
        write(delete(_kept).where(_kept.c.message_id.in_(old)))
        return int(write(delete(_message).where(_message.c.id.in_(old))).rowcount)

    return transaction(work)


def forget_kept_mails(kept_before: datetime) -> int:
    """What the mailbox kept before then is gone, word for word; answers how many. That the mails went stays."""
    old = delete(_kept).where(_kept.c.kept_at < kept_before)
    return transaction(lambda: int(write(old).rowcount))


def forget_messages_about(subject: str, subject_ids: Collection[int]) -> int:
    """As `forget_messages`, for all messages about these subjects."""
    about = select(_message.c.id).where(_message.c.subject == subject, _message.c.subject_id.in_(sorted(subject_ids)))

    def work() -> int:
        write(delete(_kept).where(_kept.c.message_id.in_(about)))
        return int(write(delete(_message).where(_message.c.id.in_(about))).rowcount)

    return transaction(work)
