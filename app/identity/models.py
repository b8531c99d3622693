"""Guests, how they sign in, and what is known and agreed about them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from app.identity.keys import NAME_LONGEST, PHONE_LONGEST, name_key, phone_key
from app.store import Base
from app.store.types import APPEND_ONLY, FORGOTTEN, MAIL, PERSONAL, SECRET, BigId, Id


def _name_key(context: DefaultExecutionContext) -> str:
    return name_key(context.get_current_parameters()["name"])


def _phone_key(context: DefaultExecutionContext) -> str | None:
    return phone_key(context.get_current_parameters().get("phone"))


class Guest(Base):
    """Somebody who booked. Erasure leaves the row as a pseudonym.

    `name_key` and `phone_key` are name and telephone as they are searched; they follow a new row by themselves, and
    whoever changes the one changes the other. One who was found to be another says so in `merged_into_id`. What they
    booked before is not used for what they are shown since `history_off_at`; None is the rule.
    """

    __tablename__ = "guest"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    email_lower: Mapped[str | None] = mapped_column(String(254), info=MAIL)
    phone: Mapped[str | None] = mapped_column(String(30), info=PERSONAL)
    name_key: Mapped[str | None] = mapped_column(String(NAME_LONGEST), default=_name_key, info=PERSONAL | SECRET)
    phone_key: Mapped[str | None] = mapped_column(String(PHONE_LONGEST), default=_phone_key, info=PERSONAL | SECRET)
    language: Mapped[str] = mapped_column(String(10), default="en")
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(BigId, index=True)
    history_off_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_guest_email_lower", "email_lower"),
        Index("ix_guest_name_key", "name_key"),
        Index("ix_guest_phone_key", "phone_key"),
        {"sqlite_autoincrement": True},
    )


class Session(Base):
    """A browser that is signed in, a guest's or one of staff. Its cookie holds a random token; `key` is the digest.

    It lets in until `ends_at`, or until it was not seen for a while, or was ended, whichever is first. `proven_at` is
    when a member of staff last showed their second factor.
    """

    __tablename__ = "session"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(64), unique=True, info=SECRET)
    guest_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("guest.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff.id"), index=True)
    device: Mapped[str] = mapped_column(String(60), info=PERSONAL)
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    proven_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(guest_id IS NULL) <> (staff_id IS NULL)", "whose"),
        {"sqlite_autoincrement": True, "info": FORGOTTEN},
    )


class SignIn(Base):
    """A browser asks to be signed in under a mail. The worker finds out whose (`guest_id`, `decided_at`) and mails.

    Link and code are made of `id` and `version`, which is drawn at random, and of a secret that is not in the database.
    `browser` is the digest of the asking browser; the request is spent once `used_at` is set.
    """

    __tablename__ = "sign_in"

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(info=SECRET)
    email: Mapped[str] = mapped_column(String(254), info=PERSONAL)
    email_lower: Mapped[str] = mapped_column(String(254), info=MAIL)
    browser: Mapped[str] = mapped_column(String(64), index=True, info=SECRET)
    guest_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("guest.id"))
    tries: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("tries >= 0", "tries"),
        Index("ix_sign_in_decided_at", "decided_at", "asked_at"),
        Index("ix_sign_in_email_lower", "email_lower", "asked_at"),
        {"sqlite_autoincrement": True, "info": FORGOTTEN},
    )


class MailChange(Base):
    """A guest asks to be reached at another mail. Its code is made of `id`, `version` and a secret, and may be typed in
    the session that asked; the request is over once `used_at` is set.
    """

    __tablename__ = "mail_change"

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(info=SECRET)
    guest_id: Mapped[int] = mapped_column(BigId, ForeignKey("guest.id"), index=True)
    session_id: Mapped[int] = mapped_column(BigId, index=True)
    email: Mapped[str] = mapped_column(String(254), info=PERSONAL)
    email_lower: Mapped[str] = mapped_column(String(254), info=MAIL)
    tries: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("tries >= 0", "tries"),
        {"sqlite_autoincrement": True, "info": FORGOTTEN},
    )


class Consent(Base):
    """A guest agreed to be written to on a channel, or withdrew (`given` false). The newest row of a channel holds."""

    __tablename__ = "consent"

    id: Mapped[Id]
    guest_id: Mapped[int] = mapped_column(BigId, ForeignKey("guest.id"), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    given: Mapped[bool]
    text: Mapped[str] = mapped_column(String(500))
    said_at: Mapped[datetime]

    __table_args__ = ({"sqlite_autoincrement": True, "info": APPEND_ONLY},)


class Preference(Base):
    """One thing remembered about a guest, and where it came from.

    `said` by the guest, `noted` by a house, or `seen` on stays. What is seen is concluded anew each time, so a row of
    it has no value and means that it is not to be concluded again.
    """

    __tablename__ = "preference"

    id: Mapped[Id]
    guest_id: Mapped[int] = mapped_column(BigId, ForeignKey("guest.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str | None] = mapped_column(String(200), info=PERSONAL)
    source: Mapped[str] = mapped_column(String(10))
    location_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("location.id"))
    known_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("source IN ('said', 'seen', 'noted')", "source"),
        CheckConstraint("(source = 'seen') = (value IS NULL)", "value"),
        {"sqlite_autoincrement": True, "info": FORGOTTEN},
    )


class Erasure(Base):
    """A guest who was forgotten. The list is kept outside the database too, and applied again after a restore.

    An id alone would not do: after a restore it may become somebody else's. `guest_since` tells them apart.
    """

    __tablename__ = "erasure"

    id: Mapped[Id]
    guest_id: Mapped[int] = mapped_column(BigId, unique=True)
    guest_since: Mapped[datetime]
    erased_at: Mapped[datetime]

    __table_args__ = ({"sqlite_autoincrement": True, "info": APPEND_ONLY},)
