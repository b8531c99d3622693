"""Who may review what until when, how long it is shown, and what kind of stay it was. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.party import Party

MOMENTS = ("arrival", "room", "supper", "garden", "leaving")
"""What is scored, 1 to 5, in the order in which it is lived."""

MOMENT_WORDS = {
    "arrival": "Arriving",
    "room": "The room",
    "supper": "Supper",
    "garden": "The garden",
    "leaving": "Leaving",
}
LOWEST, HIGHEST = 1, 5
GOOD = 4
"""From here on a score is good, as elsewhere."""

KINDS_OF_STAY = ("alone", "couple", "family", "friends")
REASONS = {
    "unlawful": "It threatens, insults or discriminates, or is against the law.",
    "private": "It names somebody, or tells what is private to somebody.",
    "not_stay": "It is not about this stay or this house.",
    "advert": "It advertises something, or links to it.",
    "fake": "It was paid for, or written by somebody who works for us or against us.",
}
"""The published reasons for which a review is removed, and no others; a low score or hard words are none."""

WRITTEN_WITHIN_MONTHS = 3
SHOWN_FOR_MONTHS = 36
SHOWN_AFTER = timedelta(hours=24)
"""From writing until everybody reads it: so long the guest may change it. Nobody of the house reads it first."""

APPEALED_WITHIN = timedelta(days=30)
FLOOR = 5
"""With fewer reviews than this no mean is shown: it would say more about one guest than about the house."""


@dataclass(frozen=True, slots=True)
class Rated:
    """The scores of a review by moment. `overall` is their mean."""

    of: Mapping[str, int]

    @property
    def overall(self) -> float:
        return sum(self.of.values()) / len(self.of)


def months_after(day: date, months: int) -> date:
    """The same day so many months later (earlier where negative); the last of its month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def may_review(departure_on: date, today: date) -> bool:
    """Whether a stay that ended then can still be reviewed: from the day of departure, for three months."""
    return departure_on <= today <= months_after(departure_on, WRITTEN_WITHIN_MONTHS)


def shown_since(today: date) -> date:
    """Reviews of stays that ended before this day are shown no more."""
    return months_after(today, -SHOWN_FOR_MONTHS)


def kind_of_stay(parties: Sequence[Party]) -> str:
    """One of `KINDS_OF_STAY`: any child or infant makes a family, else the adults of all rooms are counted."""
    if any(party.children or party.cots for party in parties):
        return "family"
    adults = sum(party.adults for party in parties)
    return "alone" if adults <= 1 else "couple" if adults == 2 else "friends"
