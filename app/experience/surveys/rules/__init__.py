"""What is asked when, which answers cannot wait, and what words are about. Pure."""

from app.experience.surveys.rules.asking import (
    BOOKED,
    CANCELLED,
    CASE,
    CHANGED,
    CLOSED_AFTER,
    MOMENTS,
    ONCE_IN,
    REMINDED_AFTER,
    SENT_AT,
    SOURCES,
    STAY,
    asked_at,
    reminded_at,
)
from app.experience.surveys.rules.reading import sentiment_of, theme_of
from app.experience.surveys.rules.scales import (
    ENDS,
    OPEN_QUESTIONS,
    PARTS,
    SCALES,
    Scores,
    cannot_wait,
    low,
    open_question,
)

__all__ = [
    "BOOKED",
    "CANCELLED",
    "CASE",
    "CHANGED",
    "CLOSED_AFTER",
    "ENDS",
    "MOMENTS",
    "ONCE_IN",
    "OPEN_QUESTIONS",
    "PARTS",
    "REMINDED_AFTER",
    "SCALES",
    "SENT_AT",
    "SOURCES",
    "STAY",
    "Scores",
    "asked_at",
    "cannot_wait",
    "low",
    "open_question",
    "reminded_at",
    "sentiment_of",
    "theme_of",
]
