"""What somebody waits for, and for how long a place is held. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.kernel.errors import Invalid
from app.kernel.party import Party
from app.kernel.stay import LONGEST_STAY, ONE_NIGHT, Stay
from app.kernel.wall import wall_instant

OWNER = "waitlist"
"""Who holds the claim of an offered place; its id is the entry's."""

LIVE = ("waiting", "offered")
"""The states of an entry that may still come to something."""

STANDS = timedelta(hours=1)
"""How long somebody has to take a place, from when they could have read of it."""

FIRST_HOUR, LAST_HOUR = 8, 21
"""On the house's wall: nobody's hour begins before the first or from the last on."""

LONGEST_SPAN = 62
"""Days between the earliest arrival and the latest departure."""

MOST_ENTRIES = 8
"""How many wishes one mail may have in the line."""


@dataclass(frozen=True, slots=True)
class Wish:
    """`nights` nights for a party between two days, in any of these room types.

    `rooms` is 1 for one room, more for so many of one house, None for one room or, where none takes the party, the
    cheapest set of them. Raises `Invalid` where no such stay can be.
    """

    earliest: date
    latest: date
    nights: int
    party: Party
    room_types: tuple[int, ...]
    rooms: int | None = 1

    def __post_init__(self) -> None:
        if not 1 <= self.nights <= LONGEST_STAY:
            raise Invalid(f"Wait for one night to {LONGEST_STAY}.")
        if (self.latest - self.earliest).days < self.nights:
            raise Invalid("The latest departure must leave room for all the nights.")
        if (self.latest - self.earliest).days > LONGEST_SPAN:
            raise Invalid(f"Choose dates within {LONGEST_SPAN} days of each other.")

    def stays(self, first_arrival: date) -> Iterator[Stay]:
        """Every stay that would do and that arrives on `first_arrival` or later, the earliest first."""
        arrival = max(self.earliest, first_arrival)
        while arrival + timedelta(days=self.nights) <= self.latest:
            yield Stay.of(arrival, self.nights)
            arrival += ONE_NIGHT


def hour_to_stand_by(freed_at: datetime, zone: str) -> tuple[datetime, datetime]:
    """When the hour begins in which a place freed at an instant is somebody's, and when it ends.

    It begins at once between 08:00 and 21:00 of the house, else at the next 08:00, and lasts sixty minutes whatever the
    clocks do.
    """
    local = freed_at.astimezone(ZoneInfo(zone))
    if FIRST_HOUR <= local.hour < LAST_HOUR:
        return freed_at, freed_at + STANDS
    day = local.date() if local.hour < FIRST_HOUR else local.date() + ONE_NIGHT
    begins = wall_instant(day, FIRST_HOUR, 0, zone)
    return begins, begins + STANDS


def first_arrival_told(freed_at: datetime, zone: str) -> date:
    """The first day on which somebody could arrive who is told of a place that is freed at that instant: who stands by
    from tomorrow morning on cannot come tonight."""
    begins, _ = hour_to_stand_by(freed_at, zone)
    return begins.astimezone(ZoneInfo(zone)).date()
