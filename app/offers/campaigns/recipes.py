"""Campaigns that run by themselves, day by day. Pure: what each is called, whom it looks for, and its first words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.offers.campaigns.rules import BASKET, OFFERS

WIN_BACK, THIRD, DATES, UNFINISHED, SAME_TIME = "win_back", "third_stay", "dates", "unfinished", "same_time"

AWAY_MOST = timedelta(days=1095)
"""Nobody is won back who left longer ago than that: they would wonder who writes."""

THIRD_AFTER, THIRD_UNTIL = timedelta(days=21), timedelta(days=365)
DATES_AFTER, DATES_UNTIL = timedelta(days=7), timedelta(days=30)
UNFINISHED_AFTER, UNFINISHED_UNTIL = timedelta(hours=3), timedelta(hours=48)
AHEAD = timedelta(days=63)
"""So long before the day a year after their arrival guests are asked about the same time."""

AHEAD_DAYS = timedelta(days=7)
"""So many days in a row the same arrivals are looked at, lest a day without a worker loses any."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """`rule` is who is found, in words; `channel` the consent that it needs; `subject` and `letter` to begin with."""

    key: str
    title: str
    rule: str
    subject: str
    letter: str
    channel: str = OFFERS


RECIPES = (
    Recipe(
        WIN_BACK,
        "Win back",
        "Guests who have been away for twice the time that usually lies between two of their stays, left in the last"
        " three years and have nothing booked. Once for each time they left.",
        "It has been a while",
        "The garden has moved on since you were here, and your room has not.\n\nCome and see.",
    ),
    Recipe(
        THIRD,
        "Third stay",
        "Guests with exactly two stays, who left three weeks to a year ago and have nothing booked. Once.",
        "Third time",
        "Twice is a visit. The third time the kitchen knows what you leave on the plate.",
    ),
    Recipe(
        DATES,
        "Cancelled for dates",
        "Guests who cancelled one to four weeks ago, said that the dates did not suit any more, and have booked nothing"
        " since. Once for each booking.",
        "Other dates",
        "The dates did not suit. There are others, and most of them are quieter.",
    ),
    Recipe(
        UNFINISHED,
        "Unfinished booking",
        "Guests who left a booking unfinished three hours to two days ago and asked, with a tick of its own, to be"
        " reminded. Once for each arrival.",
        "The room you looked at",
        "You were nearly done. The room is not held, but it may still be there.",
        BASKET,
    ),
    Recipe(
        SAME_TIME,
        "Same time next year",
        "Guests who came at this time last year: in nine weeks it is a year since they arrived. Nothing booked. Once a"
        " year.",
        "Same time this year?",
        "Some guests like a month of the garden better than the others. If this one is yours, it is still free.",
    ),
)
"""In the order of the page."""

BY_KEY = {recipe.key: recipe for recipe in RECIPES}


def channel_of(recipe: str | None) -> str:
    """The channel of consent that a campaign needs."""
    return BY_KEY[recipe].channel if recipe else OFFERS
