"""Who is asked for what. Pure.

The register follows the Immigration (Hotel Records) Order 1972 (S.I. 1972/1689): name and nationality of everybody of
16 or over; of those who are neither British, Irish nor Commonwealth citizens also the number and place of issue of the
passport, and the next destination. Kept for twelve months.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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


BOOKER = (0, 1)
"""Part and number of whoever booked."""

GROWN = 2
"""Years by which an age may be said otherwise of the same child, where another might be meant."""

GROWN_UP = 18
"""The age from which a child is one of the adults."""

Key = tuple[int, int]
"""Part and number of a person."""

LEFT_EARLY = 100
"""Numbers above this are those of people who have stayed and left before the others of their room: the register keeps
them as long as everybody, and they are nobody who comes."""


@dataclass(frozen=True, slots=True, order=True)
class Person:
    """One person of a booking: the room's part, and a number from 1 within it; adults first, then children, then
    infants. `age` is None for adults and 0 for infants."""

    part: int
    number: int
    age: int | None = None

    @property
    def key(self) -> Key:
        return self.part, self.number

    @property
    def registered(self) -> bool:
        """True for those whom the register is about."""
        return self.age is None or self.age >= REGISTERED_FROM_AGE


@dataclass(frozen=True, slots=True)
class Fewer:
    """Of these people so many stay away, and nothing says which."""

    people: tuple[Person, ...]
    count: int


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


def followed(
    before: Sequence[Person], after: Sequence[Person], known: Collection[Key], leaving: Collection[Key] = ()
) -> dict[Key, Key]:
    """Where everybody who still comes stands after a change, by where they stood before it.

    A party says how many come and how old the children are, not who: only those `leaving` are said to stay away. So
    each of the others stays in their room among those of their age, in their order; else takes a place at that age that
    is free in another room; else, being a child, the place in their room that is nearest in age: at most two years
    away, at 16 or 17 an adult's too, or any where the room still has one for each child without. Of too many the booker
    stays and those of whom something is `known`, of these the first.
    """
    return {old.key: new.key for old, new in _places(before, after, known, leaving).items()}


def fewer(before: Sequence[Person], after: Sequence[Person]) -> tuple[Fewer, ...]:
    """The adults, and the children, of a room of whom some stay away after a change while nothing says who; () where it
    is clear or nobody does."""
    found = _places(before, after, ())
    taken = set(found.values())
    groups: list[Fewer] = []
    for room, grown in {(one.part, one.age is None) for one in before if one not in found}:
        here = [one for one in before if one.part == room and (one.age is None) == grown]
        free = [one for one in after if one.part == room and (one.age is None) == grown and one not in taken]
        groups += _groups(here, found, len(free))
    return tuple(sorted(groups, key=lambda group: group.people[0].key))


def _groups(here: Sequence[Person], found: Mapping[Person, Person], free: int) -> Iterator[Fewer]:
    """Those of a room's adults or children who are in doubt: all together where an age is said otherwise, else each age
    by itself."""
    out = [one for one in here if one not in found]
    turned = {one for one in here if one in found and found[one].age not in (one.age, None)}
    ages = [{one.age for one in out}] if turned or free else [{age} for age in dict.fromkeys(one.age for one in out)]
    for some in ages:
        people = tuple(one for one in here if one.age in some or one in turned)
        count = len([one for one in out if one.age in some]) - free
        if 0 < count < len(people):
            yield Fewer(people, count)


def _places(
    before: Sequence[Person], after: Sequence[Person], known: Collection[Key], leaving: Collection[Key] = ()
) -> dict[Person, Person]:
    found: dict[Person, Person] = {}
    coming = [one for one in before if one.key not in leaving]
    _settle(found, coming, after, known, lambda one: (one.part, one.age))
    _settle(found, coming, after, known, lambda one: one.age)
    _settle_children(found, coming, after)
    return found


def _settle(
    found: dict[Person, Person],
    before: Sequence[Person],
    after: Sequence[Person],
    known: Collection[Key],
    alike: Callable[[Person], object],
) -> None:
    """Who has no place yet gets a free one that is alike, as long as there are some."""
    waiting, free = defaultdict(list), defaultdict(list)
    for old in before:
        if old not in found:
            waiting[alike(old)].append(old)
    taken = set(found.values())
    for place in after:
        if place not in taken:
            free[alike(place)].append(place)
    for kind, olds in waiting.items():
        unknown = [old for old in olds if old.key != BOOKER and old.key not in known]
        first_to_stay = [*(old for old in olds if old not in unknown), *unknown][: len(free[kind])]
        found.update(zip([old for old in olds if old in first_to_stay], free[kind], strict=False))


def _settle_children(found: dict[Person, Person], before: Sequence[Person], after: Sequence[Person]) -> None:
    """Children whose age was said otherwise, or who had a birthday: first the nearest, then whoever is left where there
    is a place for each."""
    _settle_nearest(found, before, after, GROWN)
    waiting = Counter(old.part for old in before if old.age is not None and old not in found)
    taken = set(found.values())
    free = [place for place in after if place.age is not None and place not in taken]
    rooms = Counter(place.part for place in free)
    _settle_nearest(found, before, [place for place in free if waiting[place.part] <= rooms[place.part]], GROWN_UP)


def _settle_nearest(
    found: dict[Person, Person], before: Sequence[Person], places: Sequence[Person], most_years: int
) -> None:
    """Children without a place get the free one in their room that is nearest in age and no further away than that."""
    taken = set(found.values())
    pairs = [
        (abs((old.age or 0) - (GROWN_UP if place.age is None else place.age)), place.age is None, old.key, old, place)
        for old in before
        for place in places
        if old.age is not None and old.part == place.part and old not in found and place not in taken
    ]
    for years, _, _, old, place in sorted(pairs, key=lambda pair: (*pair[:3], pair[4].key)):
        if years <= most_years and old not in found and place not in taken:
            found[old] = place
            taken.add(place)


def asks_for_papers(nationality: str) -> bool:
    """True when the law also asks for passport and next destination; False while the nationality is unknown."""
    return bool(nationality) and nationality not in WITHOUT_PAPERS


def missing(entry: Entry) -> tuple[str, ...]:
    """The fields of a person's entry that the register still lacks, in order."""
    asked = ("name", "nationality", *(PAPERS if asks_for_papers(entry.nationality) else ()))
    return tuple(name for name in asked if not getattr(entry, name))


def lacking(people: Sequence[Person], entries: dict[Key, Entry]) -> dict[Key, tuple[str, ...]]:
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
