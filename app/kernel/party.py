"""Who comes: adults, children by age, infants in cots, dogs, and what they need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.kernel.errors import Invalid

NEEDS = ("step-free", "bath")
YOUNGEST_CHILD, OLDEST_CHILD = 2, 17
MOST_HEADS = 12
MOST_DOGS = 4
MOST_COTS = 4


@dataclass(frozen=True, slots=True)
class Party:
    """Adults are 18 or over, `children` are ages 2 to 17 in ascending order, `cots` are infants under 2
    who sleep in a cot and count to no bed, `dogs` pay unless they are assistance dogs.

    Raises `Invalid` for negative numbers and ages outside 2 to 17. An import may hold a party without adults.
    """

    adults: int = 2
    children: tuple[int, ...] = ()
    cots: int = 0
    dogs: int = 0
    needs: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if min(self.adults, self.cots, self.dogs) < 0:
            raise Invalid("A party cannot have fewer than none of anyone.")
        if any(not YOUNGEST_CHILD <= age <= OLDEST_CHILD for age in self.children):
            raise Invalid("Children are 2 to 17; babies under 2 sleep in a cot.")
        if not self.needs <= set(NEEDS):
            raise Invalid("A party may need step-free or bath.")
        object.__setattr__(self, "children", tuple(sorted(self.children)))

    @property
    def heads(self) -> int:
        """Those who need a bed: adults and children, not infants in cots."""
        return self.adults + len(self.children)

    @property
    def people(self) -> int:
        """Everybody on two legs, infants too."""
        return self.heads + self.cots


def columns_of(party: Party) -> dict[str, Any]:
    """How a row spells a party, with ages and needs between commas."""
    return {
        "adults": party.adults,
        "children": ",".join(map(str, party.children)),
        "cots": party.cots,
        "dogs": party.dogs,
        "needs": ",".join(sorted(party.needs)),
    }


def party_of(adults: int, children: str, cots: int, dogs: int, needs: str = "") -> Party:
    """The party that a row spells, as `columns_of` wrote it."""
    return Party(adults, ages_of(children), cots, dogs, frozenset(need for need in needs.split(",") if need))


def ages_of(children: str) -> tuple[int, ...]:
    """The ages that a row spells."""
    return tuple(int(age) for age in children.split(",") if age)


def together(parties: Iterable[Party]) -> Party:
    """All who sleep in several rooms, as one party; it needs what any of them needs."""
    rooms = list(parties)
    return Party(
        sum(party.adults for party in rooms),
        tuple(age for party in rooms for age in party.children),
        sum(party.cots for party in rooms),
        sum(party.dogs for party in rooms),
        frozenset(need for party in rooms for need in party.needs),
    )
