"""What each figure of a house's trade means. Pure; the sums add up over nights and houses, the ratios are of the sums.

Occupancy, ADR and RevPAR as in the Uniform System of Accounts for the Lodging Industry, 11th edition: room revenue
without VAT and without what else the price includes; complimentary rooms are taken, not sold.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta

LONG_CLOSURE_NIGHTS = 28
"""A closure that lasts as long takes its rooms out of those that could have been sold."""

YEAR = timedelta(days=364)
"""The same weekday a year before."""

DEFINITIONS = {
    "Occupancy": "Rooms taken, of all rooms less those closed for 28 nights or longer.",
    "ADR": "What rooms earned, without VAT, breakfast, supper and extras, by rooms sold. Complimentary rooms are not "
    "sold. A no-show is no room sold, and what it paid is no room revenue.",
    "RevPAR": "The same room revenue by all rooms less those closed for 28 nights or longer: ADR times occupancy where "
    "no room was complimentary.",
    "Revenue a room": "All that stays were charged, without VAT and levies, by the same rooms. What belongs to no "
    "night counts on the night of arrival, what staff add to a bill on the day on which they do.",
    "Spend a cover": "What supper earned, without VAT, by covers booked.",
    "Length of stay": "Nights of the stays that arrive in the period, by their number.",
    "Lead time": "Days from booking to arrival; half of the bookings have fewer.",
    "Cancelled": "Bookings to arrive in the period that were cancelled, of all to arrive in it.",
    "On the books": "Rooms for these nights that were booked by now, and not cancelled by now, against those booked "
    "for the same weekdays a year before by the same day then.",
}


@dataclass(frozen=True, slots=True)
class Period:
    """Nights from `first` up to and with `last`."""

    first: date
    last: date

    @property
    def until(self) -> date:
        return self.last + timedelta(days=1)

    @property
    def nights(self) -> int:
        return (self.until - self.first).days


def year_before(period: Period) -> Period:
    """The same weekdays, 364 days earlier."""
    return Period(period.first - YEAR, period.last - YEAR)


def ratio(part: int, whole: int) -> float | None:
    """None where there is nothing to divide by: no figure, and not 0."""
    return part / whole if whole > 0 else None


@dataclass(frozen=True, slots=True)
class Performance:
    """Sums of one house's night, or of any number of them. Money in minor units, without VAT."""

    rooms: int = 0
    long_closed: int = 0
    taken: int = 0
    complimentary: int = 0
    room_minor: int = 0
    supper_minor: int = 0
    revenue_minor: int = 0
    covers: int = 0

    def __add__(self, other: Performance) -> Performance:
        return Performance(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def could_be_sold(self) -> int:
        return self.rooms - self.long_closed

    @property
    def occupancy(self) -> float | None:
        return ratio(self.taken, self.could_be_sold)

    @property
    def adr_minor(self) -> float | None:
        return ratio(self.room_minor, self.taken - self.complimentary)

    @property
    def revpar_minor(self) -> float | None:
        return ratio(self.room_minor, self.could_be_sold)

    @property
    def revenue_a_room_minor(self) -> float | None:
        return ratio(self.revenue_minor, self.could_be_sold)

    @property
    def spend_a_cover_minor(self) -> float | None:
        return ratio(self.supper_minor, self.covers)


@dataclass(frozen=True, slots=True)
class Stays:
    """Bookings that arrive in a period. `leads` are days from booking to arrival, in order."""

    bookings: int = 0
    cancelled: int = 0
    stays: int = 0
    nights: int = 0
    leads: tuple[int, ...] = ()

    def __add__(self, other: Stays) -> Stays:
        return Stays(
            self.bookings + other.bookings,
            self.cancelled + other.cancelled,
            self.stays + other.stays,
            self.nights + other.nights,
            tuple(sorted((*self.leads, *other.leads))),
        )

    @property
    def length_of_stay(self) -> float | None:
        return ratio(self.nights, self.stays)

    @property
    def lead_time(self) -> float | None:
        """The median."""
        if not self.leads:
            return None
        middle, odd = divmod(len(self.leads), 2)
        return float(self.leads[middle]) if odd else (self.leads[middle - 1] + self.leads[middle]) / 2

    @property
    def cancelled_share(self) -> float | None:
        return ratio(self.cancelled, self.bookings)
