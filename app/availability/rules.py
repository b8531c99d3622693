"""Whether a stay may be sold, and every reason why not. Pure: lists in, reasons out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.kernel.party import Party

REASONS = (
    "in_the_past",
    "too_far_ahead",
    "party_too_large",
    "needs",
    "closed",
    "no_rate",
    "full",
    "closed_to_arrival",
    "closed_to_departure",
    "min_stay",
    "max_stay",
)
"""In this order: an element names all that apply, the first is its `data-reason`."""

NOT_OPEN = -1
"""The free count of a night that is not on sale at all."""

MOST_NIGHTS = 5_000
"""For how many spans of nights the reasons are remembered before starting over."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """Who fits into a room type, and what it offers to those who need it."""

    adults_max: int
    heads_max: int
    cots_max: int
    dogs_max: int
    step_free: bool
    bath: bool

    def holds(self, party: Party) -> bool:
        return (
            party.adults <= self.adults_max
            and party.heads <= self.heads_max
            and party.cots <= self.cots_max
            and party.dogs <= self.dogs_max
        )

    def meets(self, needs: frozenset[str]) -> bool:
        return (self.step_free or "step-free" not in needs) and (self.bath or "bath" not in needs)


@dataclass(slots=True)
class NightRules:
    """What each night forbids for one room type and plan, by index; lists are one longer than the last night."""

    closed: list[bool]
    closed_to_arrival: list[bool]
    closed_to_departure: list[bool]
    min_arrival: list[int]
    min_through: list[int]
    max_stay: list[int]
    found: dict[tuple[int, int], tuple[tuple[str, ...], int]] = field(default_factory=dict, repr=False)

    def against(self, arrival: int, departure: int) -> tuple[tuple[str, ...], int]:
        """The reasons against these nights if every minimum stay holds, and the minimum that binds; remembered."""
        nights = (arrival, departure)
        found = self.found.get(nights)
        if found is None:
            if len(self.found) >= MOST_NIGHTS:
                self.found.clear()
            least = least_nights(self, arrival, departure)
            found = self.found[nights] = (tuple(_reasons(self, arrival, departure, least)), least)
        return found


def restriction_reasons(
    rules: NightRules, free: Sequence[int], arrival: int, departure: int, *, gap_may_be_sold: bool
) -> tuple[str, ...]:
    """The reasons that restrictions give against the nights from index `arrival` up to `departure`, in order."""
    reasons, least = rules.against(arrival, departure)
    if "min_stay" in reasons and gap_may_be_sold and fills_gap(free, arrival, departure, least):
        return tuple(reason for reason in reasons if reason != "min_stay")
    return reasons


def _reasons(rules: NightRules, arrival: int, departure: int, least: int) -> Iterator[str]:
    nights = departure - arrival
    if any(rules.closed[arrival:departure]):
        yield "closed"
    if rules.closed_to_arrival[arrival]:
        yield "closed_to_arrival"
    if rules.closed_to_departure[departure]:
        yield "closed_to_departure"
    if nights < least:
        yield "min_stay"
    most = rules.max_stay[arrival]
    if most and nights > most:
        yield "max_stay"


def least_nights(rules: NightRules, arrival: int, departure: int) -> int:
    """The minimum stay that binds: that of the arrival, or the longest of any night slept through."""
    return max(rules.min_arrival[arrival], *rules.min_through[arrival:departure])


def fills_gap(free: Sequence[int], arrival: int, departure: int, least: int) -> bool:
    """True when the nights are a whole gap between sold nights that is shorter than the minimum stay.

    The night before the first is last night: it can be sold no more, so it bounds a gap as a sold one does.
    """
    if departure - arrival >= least or any(left < 1 for left in free[arrival:departure]):
        return False
    before = arrival == 0 or free[arrival - 1] == 0
    after = departure < len(free) and free[departure] == 0
    return before and after


def in_order(reasons: set[str]) -> tuple[str, ...]:
    """The reasons in the one order."""
    return tuple(reason for reason in REASONS if reason in reasons)


def binding(reasons: Sequence[str]) -> str | None:
    """The only reason that applies, else the first; None when nothing does."""
    return reasons[0] if reasons else None
