"""What guests are asked, and what they answered."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.experience.surveys.rules import MOMENTS
from app.store import Base
from app.store.types import PERSONAL, BigId, Id


class Survey(Base):
    """Questions to one guest at one moment of a booking: booked, changed, cancelled, after the stay, after a case.

    `occasion` tells several of a moment apart: the revision of a change or cancellation, the id of a case, else 0. What
    was asked is counted by `arrival_on`, `departure_on` and `source`, which are the booking's as they were then.
    `opened_at` is when a person first looked, as their browser says.
    """

    __tablename__ = "survey"

    id: Mapped[Id]
    booking_id: Mapped[int] = mapped_column(BigId, ForeignKey("booking.id"))
    guest_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("guest.id"))
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    moment: Mapped[str] = mapped_column(String(12))
    occasion: Mapped[int] = mapped_column(BigId, default=0)
    source: Mapped[str] = mapped_column(String(10))
    arrival_on: Mapped[date]
    departure_on: Mapped[date]
    sent_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closes_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("booking_id", "moment", "occasion"),
        CheckConstraint(f"moment IN ({', '.join(repr(moment) for moment in MOMENTS)})", "moment"),
        Index("ix_survey_guest", "guest_id", "moment", "sent_at"),
        Index("ix_survey_sent", "moment", "sent_at"),
    )


def _scale(column: str, low: int, high: int) -> CheckConstraint:
    return CheckConstraint(f"{column} BETWEEN {low} AND {high}", column)


class Answer(Base):
    """What was answered, each time anew until the survey is closed; None where a question was left out.

    `nps` 0 to 10, `ces` 1 to 7, all others 1 to 5. `csat` is for the whole, asked after a case and by other tools.
    `theme` is one of `app.care.themes`, `sentiment` is `good`, `mixed` or `bad`; both are of `words`. With
    `named` the guest's name may stand beside it, without it nowhere but on a case. `times` counts the answers;
    `origin` is `guest` or `import`.
    """

    __tablename__ = "answer"

    survey_id: Mapped[int] = mapped_column(BigId, ForeignKey("survey.id"), primary_key=True, autoincrement=False)
    nps: Mapped[int | None]
    ces: Mapped[int | None]
    csat: Mapped[int | None]
    csat_arrival: Mapped[int | None]
    csat_room: Mapped[int | None]
    csat_supper: Mapped[int | None]
    csat_garden: Mapped[int | None]
    csat_leaving: Mapped[int | None]
    expected: Mapped[int | None]
    worth: Mapped[int | None]
    words: Mapped[str] = mapped_column(String(2000), default="", info=PERSONAL)
    theme: Mapped[str | None] = mapped_column(String(20))
    sentiment: Mapped[str | None] = mapped_column(String(5))
    contact_agreed: Mapped[bool] = mapped_column(default=False)
    named: Mapped[bool] = mapped_column(default=False)
    origin: Mapped[str] = mapped_column(String(6), default="guest")
    times: Mapped[int] = mapped_column(default=1)
    answered_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (
        _scale("nps", 0, 10),
        _scale("ces", 1, 7),
        *(
            _scale(column, 1, 5)
            for column in (
                "csat",
                "csat_arrival",
                "csat_room",
                "csat_supper",
                "csat_garden",
                "csat_leaving",
                "expected",
                "worth",
            )
        ),
        CheckConstraint("sentiment IN ('good', 'mixed', 'bad')", "sentiment"),
        CheckConstraint("origin IN ('guest', 'import')", "origin"),
        CheckConstraint("times > 0", "times"),
    )


class SurveyRefusal(Base):
    """A guest who wants to be asked no more after a stay."""

    __tablename__ = "survey_refusal"

    id: Mapped[Id]
    guest_id: Mapped[int] = mapped_column(BigId, ForeignKey("guest.id"), index=True)
    refused_at: Mapped[datetime]
