"""Why nothing begins on a day of the price calendar: words as short as a day is narrow, and what they mean."""

from __future__ import annotations

from app.availability.calendar import ArrivalDay
from app.kernel.words import counted

NO_TABLE = "no table"
WORDS = {
    "full": "Full",
    "closed": "Closed",
    "closed_to_arrival": "no arr.",
    "closed_to_departure": "no dep.",
    "no_rate": "Not yet",
    "too_far_ahead": "Not yet",
    "party_too_large": "Too small",
    "needs": "Not here",
    "max_stay": "shorter",
}
MEANINGS = {
    "no arr.": "stay over it, don’t start on it",
    "no dep.": "that stay would end on a day on which nobody leaves",
    "shorter": "from that day we sell shorter stays only",
    NO_TABLE: "rooms are free, the tables that go with them are not",
}


def words_of(arrival: ArrivalDay) -> str:
    """The words on the day; where only a table is lacking those instead of `full`."""
    if arrival.no_table:
        return NO_TABLE
    if arrival.reason == "min_stay":
        return f"min {arrival.least_nights}"
    return WORDS.get(arrival.reason or "full", "")


def key_of(arrival: ArrivalDay) -> str:
    """What they mean; empty where the day can be had, or its words say it themselves."""
    if arrival.total_minor is not None:
        return ""
    words = words_of(arrival)
    if arrival.reason == "min_stay":
        return f"“{words}”: stay at least {counted(arrival.least_nights, 'night')}"
    return f"“{words}”: {MEANINGS[words]}" if words in MEANINGS else ""
