"""Messages as those who render and deliver them read them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from app.kernel import clock
from app.outbox.models import KeptMail, Message
from app.store import db

_message = Message.__table__
_kept = KeptMail.__table__
HEAD = 3000


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
    """A mail of the mailbox; `raw` is the whole of it as it would have gone out, or only how it begins."""

    id: int
    kind: str
    address: str
    sent_at: datetime
    raw: str


def anything_due() -> bool:
    """Whether a message waits whose time has come, also while another worker has it."""
    query = select(_message.c.id).where(_message.c.state == "waiting", _message.c.due_at <= clock.now()).limit(1)
    return db.session.execute(query).first() is not None


def longest_wait() -> int | None:
    """Whole seconds that the oldest message waits whose time has come; None where none does."""
    due = select(_message.c.due_at).where(_message.c.state == "waiting", _message.c.due_at <= clock.now())
    since = db.session.execute(due.order_by(_message.c.due_at).limit(1)).scalar()
    return None if since is None else int((clock.now() - since).total_seconds())


def announced(message_id: int) -> Announced | None:
    """One message; None when there is none."""
    query = select(*(_message.c[name] for name in Announced.__dataclass_fields__))
    row = db.session.execute(query.where(_message.c.id == message_id)).mappings().one_or_none()
    return Announced(**row) if row else None


@dataclass(frozen=True, slots=True)
class Written:
    """A message about something and what became of it."""

    id: int
    kind: str
    occasion: str
    address: str
    state: str
    made_at: datetime
    due_at: datetime
    sent_at: datetime | None


def latest_messages(subject: str, subject_ids: Collection[int], most: int) -> list[Written]:
    """The newest messages about any of these; one statement."""
    columns = [_message.c[name] for name in Written.__dataclass_fields__]
    mine = (_message.c.subject == subject, _message.c.subject_id.in_(sorted(subject_ids)))
    query = select(*columns).where(*mine).order_by(_message.c.id.desc()).limit(most)
    return [Written(*row) for row in db.session.execute(query)]


def messages_about(subject: str, subject_id: int) -> list[Written]:
    """Every message about one thing, the newest first; one statement."""
    columns = [_message.c[name] for name in Written.__dataclass_fields__]
    mine = (_message.c.subject == subject, _message.c.subject_id == subject_id)
    return [Written(*row) for row in db.session.execute(select(*columns).where(*mine).order_by(_message.c.id.desc()))]


def kept_mails(most: int, address: str = "") -> list[Kept]:
    """The newest mails of the mailbox whole, to everybody or to one address whatever its case."""
    query = _kept_mail(_kept.c.raw).order_by(_kept.c.kept_at.desc(), _message.c.id.desc()).limit(most)
    if address:
        query = query.where(func.lower(_message.c.address) == address.lower())
    return [Kept(**row) for row in db.session.execute(query).mappings()]


def kept_heads(most: int) -> list[Kept]:
    """The newest mails of the mailbox, of each only the characters in which its headers stand."""
    head = func.substr(_kept.c.raw, 1, HEAD).label("raw")
    query = _kept_mail(head).order_by(_kept.c.kept_at.desc(), _message.c.id.desc()).limit(most)
    return [Kept(**row) for row in db.session.execute(query).mappings()]


def kept_mail(message_id: int) -> Kept | None:
    """The mail of a message, whole; None where none was kept."""
    row = db.session.execute(_kept_mail(_kept.c.raw).where(_message.c.id == message_id)).mappings().one_or_none()
    return Kept(**row) if row else None


def _kept_mail(raw: ColumnElement[str]) -> Select[Any]:
    found = select(_message.c.id, _message.c.kind, _message.c.address, _kept.c.kept_at.label("sent_at"), raw)
    return found.join(_kept, _kept.c.message_id == _message.c.id)


def message_of(mail_id: str) -> int | None:
    """The id of the message whose mail carries that Message-ID, whatever the domain behind its @; None for none."""
    words = mail_id.strip().strip("<>").partition("@")[0]
    return db.session.execute(select(_message.c.id).where(_message.c.message_id == f"<{words}@quince>")).scalar()
