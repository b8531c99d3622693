"""Reviews and their sums in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from app.catalogue.closed import house_of
from app.experience.reviews.queries.shown import Invited, ShownReview, Sums
from app.experience.reviews.rules import FLOOR, HIGHEST, LOWEST, MOMENT_WORDS, REASONS
from app.kernel.words import MONTHS, counted, dated, number

KINDS = {"alone": "somebody alone", "couple": "a couple", "family": "a family", "friends": "friends"}
IN_WORDS = 12
FEW = 30
"""Under so many a share is shown grey."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The share who gave a moment 4 or 5; `ink` says good or poor by colour, `share` by number."""

    name: str
    share: int
    n: int
    ink: str


@dataclass(frozen=True, slots=True)
class SumWords:
    """Sums as they are read; `overall` is empty under the floor."""

    n: int
    overall: str
    words: str
    few: bool
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A review as it is read: whose stay, and in its place what became of it."""

    id: int
    stay: str
    house: str
    house_url: str
    scores: tuple[tuple[str, int], ...]
    overall: str
    words: str
    answer: str
    answered_by: str
    gone: str


def stay_words(review: ShownReview) -> str:
    """Which stay it was, as far as anybody is told: `2 nights in February 2027, a couple with a dog`."""
    nights = counted(review.nights, "night").capitalize()
    return f"{nights} in {month_words(review.departure_on)}, {kind_words(review.kind, dogs=review.dogs)}"


def kind_words(kind: str, *, dogs: bool) -> str:
    """Who stayed: `a couple with a dog`."""
    return f"{KINDS[kind]}{' with a dog' if dogs else ''}"


def month_words(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def quote_of(review: ShownReview) -> Quote:
    """A review, or what stands in its place."""
    house = house_of(review.location_id)
    gone = "" if review.words else "Taken away at its guest’s wish."
    if review.removed and review.removed_at:
        day = dated(review.removed_at.astimezone(ZoneInfo(house.timezone)).date())
        gone = f"Removed on {day}. {REASONS[review.removed]}"
    return Quote(
        id=review.id,
        stay=stay_words(review),
        house=house.name,
        house_url=f"/houses/{house.slug}",
        scores=tuple((MOMENT_WORDS[moment], score) for moment, score in review.scores.items()),
        overall=f"{review.overall:.1f}" if review.scores else "",
        words=review.words,
        answer=review.answer,
        answered_by=f"{review.answered_by.split()[0]}, {house.name}" if review.answered_by else house.name,
        gone=gone,
    )


def sum_words(sums: Sums) -> SumWords:
    """n and the dates always; a mean and shares from the floor on."""
    if not sums.n or sums.first_on is None or sums.last_on is None:
        return SumWords(0, "", "No reviews yet.", True, ())
    first, last = month_words(sums.first_on), month_words(sums.last_on)
    when = f"stays that ended in {last}" if first == last else f"stays that ended from {first} to {last}"
    many = counted(sums.n, "review") if sums.n <= IN_WORDS else f"{sums.n:,} reviews"
    from_words = f"{many}, {when}"
    if sums.n < FLOOR or sums.overall is None:
        too_few = (
            f"{from_words[:1].upper()}{from_words[1:]}. Too few for a mean: from {number(FLOOR)} on one stands here."
        )
        return SumWords(sums.n, "", too_few, True, ())
    bars = tuple(
        Bar(words, share := round(100 * own.good / own.n), own.n, "#2f6a57" if share >= 80 else "#a64b2a")
        for moment, words in MOMENT_WORDS.items()
        if (own := sums.moments[moment]).n >= FLOOR
    )
    return SumWords(sums.n, f"{sums.overall:.1f}", f"of {HIGHEST}: {from_words}.", sums.n < FEW, bars)


def asked_words(invited: Invited) -> str:
    """The counts that prove that everybody was asked."""
    if not invited.asked:
        return "Nobody was asked yet."
    wrote = "nobody" if not invited.wrote else f"{invited.wrote:,}"
    return f"We asked {invited.asked:,} since {month_words(invited.since_at.date())}; {wrote} of them wrote."


def rating_markup(sums: Sums, shown: Sequence[ShownReview]) -> dict[str, Any]:
    """schema.org's AggregateRating and Reviews, of real ones alone; nothing under the floor."""
    if sums.n < FLOOR or sums.overall is None:
        return {}
    scale = {"bestRating": HIGHEST, "worstRating": LOWEST}
    rating = {"@type": "AggregateRating", "ratingValue": f"{sums.overall:.1f}", "reviewCount": sums.n, **scale}
    return {"aggregateRating": rating, "review": [_markup(one, scale) for one in shown if one.words]}


def _markup(review: ShownReview, scale: dict[str, int]) -> dict[str, Any]:
    return {
        "@type": "Review",
        "reviewBody": review.words,
        "datePublished": review.written_at.date().isoformat(),
        "author": {"@type": "Person", "name": "A guest who stayed"},
        "reviewRating": {"@type": "Rating", "ratingValue": f"{review.overall:.1f}", **scale},
    }
