"""What guests said of a house or a room type, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.catalogue.queries import House
from app.experience.reviews.queries.shown import Place, invited, review_sums, shown_reviews
from app.web.review_words import Quote, SumWords, asked_words, quote_of, rating_markup, sum_words

SHOWN = 4


@dataclass(frozen=True, slots=True)
class SaidPage:
    """The newest few, the sums of all, and where the rest stands; `markup` is what machines read of it."""

    sums: SumWords
    asked: str
    quotes: tuple[Quote, ...]
    url: str
    markup: dict[str, Any]


def said_of(house: House, today: date, room_type_id: int | None = None) -> SaidPage:
    """Of stays in that room type alone where one is named; four statements."""
    place = Place(today, house.id, room_type_id)
    sums, shown = review_sums(place), shown_reviews(place, most=SHOWN, readable=True)
    asked = asked_words(invited([house.id]))
    quotes = tuple(quote_of(one) for one in shown)
    return SaidPage(sum_words(sums), asked, quotes, f"/reviews?location={house.slug}", rating_markup(sums, shown))
