"""What keeps an offer from being shown, and how long things hold. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

PLACES = ("home", "results", "room", "checkout", "booking", "account", "mail")
"""Where a guest meets an offer."""

MOST_AT = {"home": 3, "results": 3, "room": 1, "checkout": 1, "booking": 2, "account": 3, "mail": 1}
"""How many offers stand at a place; never more than three on a page."""

OFFERS, HOLDOUT, RELEASED = "offers", "holdout", "released"
"""The arms: ranked by what the guest did; the most popular for whoever is held out; and ranked for whoever was held out
until the first verdict, who counts no further."""

MOST_A_WEEK = 3
WEEK = timedelta(days=7)
"""An offer is shown to a guest at most so often in so long, over all pages and mails together."""

REFUSED_FOR = timedelta(days=30)
SAME_PAGE = timedelta(hours=1)
"""A page that is looked at again within this time shows what it showed, and counts once."""

WINDOW = timedelta(days=28)
"""A booking within this time after an offer was shown is what came of it; for the hold-out as for everybody else."""

ADDED = ("better_room", "supper", "later_departure", "extra")
"""Kinds that a booking can still be given."""

KINDS_AT: Mapping[str, tuple[str, ...]] = {
    "checkout": ("percent", "amount", *ADDED),
    "booking": ADDED,
    "mail": ADDED,
}
"""Where only some kinds can be taken; elsewhere all can."""

REASONS = {
    "in_booking": "Already in the booking",
    "refused": "“Not this one”, within 30 days",
    "shown_enough": "Shown three times already",
    "open_case": "Open case",
    "each_used": "Used as often as a guest may",
    "no_consent": "No consent to marketing by mail",
    "audience": "Not in its audience",
    "full": "No room for the dates",
}
"""Why an offer was not shown to somebody; `promotions` has the reasons that lie in the offer and the dates."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An offer as it was shown: on which page of which place, and when."""

    promotion_id: int
    place: str
    page: str
    position: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Split:
    """Who is held out: the salt of their hash, and the part of guests between 0 and 1."""

    salt: str = ""
    share: float = 0.0
    verdict_at: datetime | None = None


NOBODY_HELD_OUT = Split()


@dataclass(frozen=True, slots=True)
class Known:
    """What stands against showing offers to a guest: what was shown in the last week and refused in the last 30 days,
    whether a house owes them an answer, whether they agreed to mails, which promotions their booking has, and which
    they have used as often as one guest may. And who is held out, which is read with it."""

    seen: tuple[Seen, ...] = ()
    refused: frozenset[int] = frozenset()
    open_case: bool = False
    agreed: bool = False
    booked: frozenset[int] = frozenset()
    used: frozenset[int] = frozenset()
    split: Split = NOBODY_HELD_OUT
    counts: Mapping[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        counts: dict[int, int] = {}
        for one in self.seen:
            counts[one.promotion_id] = counts.get(one.promotion_id, 0) + 1
        object.__setattr__(self, "counts", counts)

    def shown_here(self, place: str, page: str, at: datetime) -> tuple[int, ...]:
        """What this very page showed within the hour, in its order."""
        here = [one for one in self.seen if (one.place, one.page) == (place, page) and one.at > at - SAME_PAGE]
        return tuple(one.promotion_id for one in sorted(here, key=lambda one: (one.at, one.position)))


def unfit(promotion_id: int, known: Known, place: str) -> tuple[str, ...]:
    """Why a guest is not to see an offer at that place, the heaviest reason first; () where nothing is against it."""
    found = {
        "in_booking": promotion_id in known.booked,
        "open_case": known.open_case,
        "each_used": promotion_id in known.used,
        "no_consent": place == "mail" and not known.agreed,
        "refused": promotion_id in known.refused,
        "shown_enough": known.counts.get(promotion_id, 0) >= MOST_A_WEEK,
    }
    return tuple(reason for reason, holds in found.items() if holds)
