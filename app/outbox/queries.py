"""Messages as those who render and deliver them read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.kernel import clock
from app.outbox.models import KeptMail, Message
from app.store import db

_message = Message.__table__
_kept = KeptMail.__table__


@dataclass(frozen=True, slots=True)
class Announced:
    """A message as it was written. `facts` and the rows that they name say all that its mail says."""

    id: int
    kind: str
    subject: str
    subject_id: int
    occasion: str
    template_version: int
    language: str
    address: str
    facts: Mapping[str, Any]
    message_id: str
    attempts: int
    made_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A mail of the mailbox; `raw` is the whole of it as it would have gone out."""

    id: int
    kind: str
    address: str
    sent_at: datetime
    raw: str


def anything_due() -> bool:
    """Whether a message waits whose time has come, also while another worker has it."""
    query = select(_message.c.id).where(_message.c.state == "waiting", _message.c.due_at <= clock.now()).limit(1)
    return db.session.execute(query).first() is not None


def announced(message_id: int) -> Announced | None:
    """One message; None when there is none."""
    query = select(*(_message.c[name] for name in Announced.__dataclass_fields__))
    row = db.session.execute(query.where(_message.c.id == message_id)).mappings().one_or_none()
    return Announced(**row) if row else None


def kept_mails(most: int, message_id: int | None = None) -> list[Kept]:
    """The newest mails of the mailbox, or the one of a message."""
    query = (
        select(_message.c.id, _message.c.kind, _message.c.address, _kept.c.kept_at.label("sent_at"), _kept.c.raw)
        .join(_kept, _kept.c.message_id == _message.c.id)
        .order_by(_kept.c.kept_at.desc(), _message.c.id.desc())
        .limit(most)
    )
    if message_id is not None:
        query = query.where(_message.c.id == message_id)
    return [Kept(**row) for row in db.session.execute(query).mappings()]


def message_of(mail_id: str) -> int | None:
    """The id of the message whose mail carries that Message-ID, whatever the domain behind its @; None for none."""
    words = mail_id.strip().strip("<>").partition("@")[0]
    return db.session.execute(select(_message.c.id).where(_message.c.message_id == f"<{words}@quince>")).scalar()
