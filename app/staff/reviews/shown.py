"""Reviews in words for the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from app.catalogue.queries import House
from app.experience.reviews.queries.desk import DeskReview
from app.experience.reviews.rules import MOMENT_WORDS, REASONS
from app.experience.reviews.rules.signals import SIGNALS
from app.kernel.words import at_hour, counted, short_day
from app.web.review_words import kind_words, month_words

SHOWN = {
    "answer": "To answer",
    "reported": "Reported",
    "appeals": "Appeals",
    "signals": "Signals of fakes",
    "all": "All",
}


@dataclass(frozen=True, slots=True)
class Card:
    """A review on the desk."""

    review: DeskReview
    url: str
    stay: str
    scores: tuple[tuple[str, int], ...]
    written: str
    tag: str
    tone: str
    reason: str
    reports: tuple[tuple[str, str], ...]
    signals: tuple[str, ...]
    answered: str


def cards_of(house: House, reviews: Iterable[DeskReview]) -> list[Card]:
    return [review_card(house, one) for one in reviews]


def review_card(house: House, review: DeskReview) -> Card:
    """One review in words."""
    zone = ZoneInfo(house.timezone)
    tag, tone = _tag(review)
    nights = counted(review.nights, "night").capitalize()
    return Card(
        review=review,
        url=f"/staff/{house.slug}/reviews/{review.id}",
        stay=f"{nights} in {month_words(review.departure_on)}, {kind_words(review.kind, dogs=review.dogs)}",
        scores=tuple((MOMENT_WORDS[moment], score) for moment, score in review.scores.items()),
        written=f"{short_day(review.written_at.astimezone(zone).date())}, {at_hour(review.written_at, house.timezone)}",
        tag=tag,
        tone=tone,
        reason=REASONS[review.removal.reason] if review.removal else "",
        reports=tuple((REASONS[reason], words) for reason, words in review.reports),
        signals=tuple(SIGNALS[name] for name in review.signals),
        answered=short_day(review.answered_at.astimezone(zone).date()) if review.answered_at else "",
    )


def _tag(review: DeskReview) -> tuple[str, str]:
    if review.appealed:
        return "Appealed", "bad"
    if review.removed:
        return "Removed", "info"
    if review.reports:
        return "Reported", "bad"
    return ("Answered", "ok") if review.answer else ("To answer", "info")
