"""Nights. A stay is half-open: the night of departure is not slept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.errors import Invalid

LONGEST_STAY = 28
"""Nights that a guest may book at once; an import of history may hold longer stays."""

ONE_NIGHT = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Stay:
    """The nights from `arrival` up to but not including `departure`; at least one.

    Raises `Invalid` when the departure is not after the arrival.
    """

    arrival: date
    departure: date

    def __post_init__(self) -> None:
        if self.departure <= self.arrival:
            raise Invalid("The departure must be after the arrival.")

    @classmethod
    def of(cls, arrival: date, nights: int) -> Stay:
        """The stay of `nights` nights that begins on `arrival`."""
        try:
            return cls(arrival, arrival + timedelta(days=nights))
        except OverflowError:
            raise Invalid("The stay must end before the year 10000.") from None

    @property
    def nights(self) -> int:
        """Length of stay, counted in calendar days, whatever the clocks do in between."""
        return (self.departure - self.arrival).days

    @property
    def last_night(self) -> date:
        return self.departure - ONE_NIGHT

    def __iter__(self) -> Iterator[date]:
        night = self.arrival
        while night < self.departure:
            yield night
            night += ONE_NIGHT

    def __contains__(self, night: object) -> bool:
        return isinstance(night, date) and self.arrival <= night < self.departure

    def overlaps(self, other: Stay) -> bool:
        """True when at least one night belongs to both."""
        return self.arrival < other.departure and other.arrival < self.departure

    def moved(self, days: int) -> Stay:
        """The same length of stay, `days` later (earlier when negative)."""
        return Stay(self.arrival + timedelta(days=days), self.departure + timedelta(days=days))
