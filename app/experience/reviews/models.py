"""What guests say in public of a stay, what the house says to it, and the chain that shows that nothing vanished."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.experience.reviews.rules import KINDS_OF_ENTRY, KINDS_OF_STAY, MOMENTS, REASONS
from app.store import Base
from app.store.types import APPEND_ONLY, FORGOTTEN, PERSONAL, SECRET, BigId, Id


def _listed(column: str, words: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(word) for word in words)})", column)


class Review(Base):
    """One stay as its guest tells everybody. The guest is the booking's.

    `kind`, `dogs` and `nights` say what kind of stay it was, `room_type_id` where all of it was in rooms of one type.
    Scores are 1 to 5 by moment, None where one was left out; one at least is there, and words. Everybody reads it from
    `shows_at` on; until then the guest may change it. Words and scores go at the guest's wish or after 36 months:
    empty words say so, and `forgotten_at` when the chain was told. `device` tells two reviews from one device within an
    hour, and is gone a month later.
    """

    __tablename__ = "review"

    id: Mapped[Id]
    booking_id: Mapped[int] = mapped_column(BigId, ForeignKey("booking.id"), unique=True)
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    room_type_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("room_type.id"))
    kind: Mapped[str] = mapped_column(String(7))
    dogs: Mapped[bool]
    nights: Mapped[int]
    departure_on: Mapped[date]
    arrival: Mapped[int | None] = mapped_column(info=PERSONAL)
    room: Mapped[int | None] = mapped_column(info=PERSONAL)
    supper: Mapped[int | None] = mapped_column(info=PERSONAL)
    garden: Mapped[int | None] = mapped_column(info=PERSONAL)
    leaving: Mapped[int | None] = mapped_column(info=PERSONAL)
    words: Mapped[str] = mapped_column(String(2000), info=PERSONAL)
    written_at: Mapped[datetime]
    shows_at: Mapped[datetime]
    forgotten_at: Mapped[datetime | None]
    device: Mapped[str | None] = mapped_column(String(32), info=PERSONAL | SECRET)

    __table_args__ = (
        _listed("kind", KINDS_OF_STAY),
        CheckConstraint("nights > 0", "nights"),
        CheckConstraint(f"words = '' OR COALESCE({', '.join(MOMENTS)}) IS NOT NULL", "scored"),
        *(CheckConstraint(f"{moment} BETWEEN 1 AND 5", moment) for moment in MOMENTS),
        CheckConstraint("written_at < shows_at", "shown"),
        Index("ix_review_departure", "location_id", "departure_on"),
        Index("ix_review_room_type", "room_type_id", "departure_on"),
        {"sqlite_autoincrement": True},
    )


class ReviewAnswer(Base):
    """What the house says below a review; said again, the last one stands."""

    __tablename__ = "review_answer"

    review_id: Mapped[int] = mapped_column(BigId, ForeignKey("review.id"), primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(String(2000), info=PERSONAL)
    staff_id: Mapped[int] = mapped_column(BigId)
    answered_at: Mapped[datetime]


class ReviewRemoval(Base):
    """A review that is shown no more, for a published reason, which stands in its place. Once a review.

    `words` tell its author what in it that was. The author may appeal once; somebody else than who removed it decides,
    and what is restored stays.
    """

    __tablename__ = "review_removal"

    review_id: Mapped[int] = mapped_column(BigId, ForeignKey("review.id"), primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(String(2000), info=PERSONAL)
    staff_id: Mapped[int] = mapped_column(BigId)
    removed_at: Mapped[datetime]
    appeal_words: Mapped[str | None] = mapped_column(String(2000), info=PERSONAL)
    appealed_at: Mapped[datetime | None]
    decision_words: Mapped[str | None] = mapped_column(String(2000), info=PERSONAL)
    decided_by: Mapped[int | None] = mapped_column(BigId)
    decided_at: Mapped[datetime | None]
    restored: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        _listed("reason", tuple(REASONS)),
        CheckConstraint("decided_at IS NULL OR appealed_at IS NOT NULL", "decided"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", "decider"),
        CheckConstraint("decided_by <> staff_id", "somebody_else"),
        CheckConstraint("NOT restored OR decided_at IS NOT NULL", "restored"),
    )


class ReviewReport(Base):
    """Somebody, who is not asked for a name, thinks that a review breaks a published rule. `removed`: how it ended."""

    __tablename__ = "review_report"

    id: Mapped[Id]
    review_id: Mapped[int] = mapped_column(BigId, ForeignKey("review.id"), index=True)
    reason: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(String(500), info=PERSONAL)
    reported_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(BigId)
    removed: Mapped[bool | None]

    __table_args__ = (
        _listed("reason", tuple(REASONS)),
        CheckConstraint("(closed_at IS NULL) = (removed IS NULL)", "closed"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", "closer"),
    )


class ReviewEntry(Base):
    """A link of the published chain: `digest` is that of everything else in the row (`app.experience.reviews.rules`).

    `content` digests what was written, answered, removed or restored, with a salt that stands in `review_salt` as long
    as the words do; None of what was erased. No row is ever changed or deleted.
    """

    __tablename__ = "review_entry"

    number: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(8))
    review_id: Mapped[int] = mapped_column(BigId, ForeignKey("review.id"), index=True)
    content: Mapped[str | None] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64), unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)

    __table_args__ = (
        _listed("kind", KINDS_OF_ENTRY),
        CheckConstraint("number > 0", "number"),
        CheckConstraint("(kind = 'erased') = (content IS NULL)", "content"),
        {"info": APPEND_ONLY},
    )


class ReviewSalt(Base):
    """The salt of an entry's content; without it nobody can find out what was digested."""

    __tablename__ = "review_salt"

    number: Mapped[int] = mapped_column(BigId, ForeignKey("review_entry.number"), primary_key=True, autoincrement=False)
    review_id: Mapped[int] = mapped_column(BigId, ForeignKey("review.id"), index=True)
    salt: Mapped[str] = mapped_column(String(64), info=PERSONAL | SECRET)

    __table_args__ = ({"info": FORGOTTEN},)


class ReviewChain(Base):
    """The end of the chain, one row: whoever appends holds it. Guests are asked for reviews since `began_at`."""

    __tablename__ = "review_chain"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigId)
    digest: Mapped[str] = mapped_column(String(64))
    began_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("id = 1", "one"),)
