"""Who is asked for what. Pure.

The register follows the Immigration (Hotel Records) Order 1972 (S.I. 1972/1689): name and nationality of everybody of
16 or over; of those who are neither British, Irish nor Commonwealth citizens also the number and place of issue of the
passport, and the next destination. Kept for twelve months.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.kernel.party import Party

REGISTERED_FROM_AGE = 16
REGISTER_KEPT = timedelta(days=366)
"""After departure: twelve months, whichever year they fall in."""

ALLERGIES_KEPT = timedelta(days=30)
"""After departure, unless the guest keeps them for the next stays."""

COMMONWEALTH = frozenset(
    {
        "AG", "AU", "BS", "BD", "BB", "BZ", "BW", "BN", "CM", "CA", "CY", "DM", "SZ", "FJ", "GA", "GM", "GH", "GD",
        "GY", "IN", "JM", "KE", "KI", "LS", "MW", "MY", "MV", "MT", "MU", "MZ", "NA", "NR", "NZ", "NG", "PK", "PG",
        "RW", "KN", "LC", "VC", "WS", "SC", "SL", "SG", "SB", "ZA", "LK", "TO", "TG", "TT", "TV", "UG", "GB", "TZ",
        "VU", "ZM",
    }
)  # fmt: skip
"""The 56 members, as ISO 3166 codes."""

WITHOUT_PAPERS = COMMONWEALTH | {"IE"}
PAPERS = ("passport_number", "passport_place", "next_destination")

ALLERGENS = (
    "celery", "gluten", "crustaceans", "eggs", "fish", "lupin", "milk", "molluscs", "mustard", "nuts", "peanuts",
    "sesame", "soya", "sulphites",
)  # fmt: skip
SEVERITIES = ("mild", "severe", "anaphylaxis")
ALLERGY_CONSENT = "I agree that the house keeps this about my allergies until 30 days after I leave, for my safety."
KEPT_CONSENT = "Keep it for my next stays too, until I say otherwise."


@dataclass(frozen=True, slots=True, order=True)
class Person:
    """One person of a booking: the room's part, and a number from 1 within it; adults first, then children, then
    infants. `age` is None for adults and 0 for infants."""

    part: int
    number: int
    age: int | None = None

    @property
    def key(self) -> tuple[int, int]:
        return self.part, self.number

    @property
    def registered(self) -> bool:
        """True for those whom the register is about."""
        return self.age is None or self.age >= REGISTERED_FROM_AGE


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register says of one person; `nationality` is an ISO 3166 code."""

    name: str = ""
    nationality: str = ""
    passport_number: str = ""
    passport_place: str = ""
    next_destination: str = ""


@dataclass(frozen=True, slots=True)
class CannotEat:
    """What one person cannot eat. `kept` outlasts the stay."""

    person: str = ""
    allergens: tuple[str, ...] = ()
    severity: str = ""
    words: str = ""
    kept: bool = False

    def __bool__(self) -> bool:
        return bool(self.allergens or self.words)


def people_of(rooms: Iterable[tuple[int, Party]]) -> tuple[Person, ...]:
    """Everybody who sleeps in the rooms of a booking, each given by its part, in order."""
    return tuple(
        Person(part, number, age)
        for part, party in rooms
        for number, age in enumerate((*[None] * party.adults, *party.children, *[0] * party.cots), 1)
    )


def asks_for_papers(nationality: str) -> bool:
    """True when the law also asks for passport and next destination; False while the nationality is unknown."""
    return bool(nationality) and nationality not in WITHOUT_PAPERS


def missing(entry: Entry) -> tuple[str, ...]:
    """The fields of a person's entry that the register still lacks, in order."""
    asked = ("name", "nationality", *(PAPERS if asks_for_papers(entry.nationality) else ()))
    return tuple(name for name in asked if not getattr(entry, name))


def lacking(people: Sequence[Person], entries: dict[tuple[int, int], Entry]) -> dict[tuple[int, int], tuple[str, ...]]:
    """Of whom something is missing, and what."""
    found = {person.key: missing(entries.get(person.key, Entry())) for person in people if person.registered}
    return {key: names for key, names in found.items() if names}


def told_while_booking(typed: Sequence[Mapping[str, str]]) -> list[tuple[int, CannotEat]]:
    """What a checkout keeps of allergies, by the number of the person; one without a number has that of its place."""
    return [
        (
            int(told.get("number") or place),
            CannotEat(
                told.get("person", ""),
                tuple(word for word in told.get("allergens", "").split(", ") if word),
                told.get("severity", ""),
                told.get("words", ""),
            ),
        )
        for place, told in enumerate(typed, 1)
    ]
