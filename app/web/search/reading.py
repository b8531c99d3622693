"""Reading a search from the parameters of an address or a form.

Wrong ones never raise: each becomes a problem with a sentence that says what to do, what was typed stays in `typed`,
and what could be read is used.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache

from werkzeug.datastructures import MultiDict

from app.availability.sets.rules import MOST_ROOMS
from app.kernel.day import read_day
from app.kernel.errors import Invalid
from app.kernel.party import MOST_COTS, MOST_DOGS, MOST_HEADS, NEEDS, OLDEST_CHILD, YOUNGEST_CHILD, Party
from app.kernel.stay import LONGEST_STAY, Stay
from app.kernel.words import counted
from app.web.forms import clean_line
from app.web.search.search import FEATURES, NAMES, SORTS, SUPPERS, Problem, Search

YEARS_AHEAD = 5
KEPT_OF_TYPED = 200
MOST_OF_REFERRAL = 80
MOST_OF_CODE = 60
_COUNT = re.compile(r"\d{1,3}", re.ASCII)
_BETWEEN = re.compile(r"[,;\s]+")


class _Reader:
    """Reads one parameter after the other and collects what is wrong. The first of a doubled one counts."""

    def __init__(self, arguments: MultiDict[str, str]) -> None:
        self.arguments = arguments
        self.problems: list[Problem] = []

    def text(self, name: str) -> str:
        return clean_line(self.arguments.get(name, ""))

    def texts(self, name: str) -> list[str]:
        """Every value of a parameter that may stand several times, or once with commas."""
        values = [clean_line(value)[:KEPT_OF_TYPED] for value in self.arguments.getlist(name)[:20]]
        return [word for value in values for word in _BETWEEN.split(value) if word]

    def wrong(self, name: str, sentence: str, code: str = "not_understood") -> None:
        self.problems.append(Problem(name, sentence, code))

    def day(self, name: str, sentence: str) -> date | None:
        text = self.text(name)
        if not text:
            return None
        day = read_day(text)
        if day is None:
            self.wrong(name, sentence)
        return day

    def count(self, name: str, default: int, least: int, most: int, sentence: str, code: str) -> int:
        text = self.text(name)
        if not text:
            return default
        number = int(text) if _COUNT.fullmatch(text) else -1
        if least <= number <= most:
            return number
        self.wrong(name, sentence, code if number > most else "not_understood")
        return default

    def one_of(self, name: str, allowed: Collection[str], default: str) -> str:
        """A word of a filter; others mean nothing, since nobody types them."""
        text = self.text(name)
        return text if text in allowed else default


def read_search(arguments: MultiDict[str, str], houses: Collection[str], today: date) -> Search:
    """The search that the parameters spell. `houses` are the slugs of all houses, `today` the group's own day."""
    return _read(tuple(arguments.items(multi=True)), tuple(houses), today)


@lru_cache(maxsize=1_000)
def _read(pairs: tuple[tuple[str, str], ...], houses: tuple[str, ...], today: date) -> Search:
    """The same search for the same words: to read them is a tenth of what a page costs that is kept."""
    arguments = MultiDict(pairs)
    reader = _Reader(arguments)
    locations = tuple(dict.fromkeys(word for word in reader.texts("location") if word != "any"))
    if not set(locations) <= set(houses):
        reader.wrong("location", "We have no house of that name. Choose one from the list, or any.")
        locations = tuple(slug for slug in locations if slug in houses)
    stay = _stay(reader, today)
    party = _party(reader)
    rooms = _rooms(reader, party)
    total = reader.text("total")
    return Search(
        locations=locations,
        stay=stay,
        party=party,
        rooms=rooms,
        code=reader.text("code")[:MOST_OF_CODE],
        offer=reader.text("offer")[:MOST_OF_CODE],
        referral=read_referral(arguments),
        sort=reader.one_of("sort", SORTS, ""),
        supper=reader.one_of("supper", SUPPERS, ""),
        total_most_minor=int(total) * 100 if re.fullmatch(r"[1-9]\d{0,5}", total, re.ASCII) else None,
        features=frozenset(FEATURES) & frozenset(reader.texts("has")),
        typed=_typed(arguments),
        problems=tuple(reader.problems),
    )


def read_referral(arguments: MultiDict[str, str]) -> str:
    """Who sent the guest here, as the parameter `referral` says; it travels in addresses and with the checkout only.

    Letters that went out before say `ref`.
    """
    return clean_line(arguments.get("referral", "") or arguments.get("ref", ""))[:MOST_OF_REFERRAL]


def _typed(arguments: MultiDict[str, str]) -> dict[str, str]:
    typed = {name: clean_line(arguments.get(name, ""))[:KEPT_OF_TYPED] for name in NAMES}
    return {name: text for name, text in typed.items() if text}


def _stay(reader: _Reader, today: date) -> Stay | None:
    arrival = reader.day("arrival", "Enter the day you arrive as a date, like 2027-03-05")
    departure = reader.day("departure", "Enter the day you leave as a date, like 2027-03-07")
    if reader.problems and any(problem.name in ("arrival", "departure") for problem in reader.problems):
        return None
    if arrival is None and departure is None:
        return None
    if arrival is None or departure is None:
        missing = "arrival" if arrival is None else "departure"
        reader.wrong(missing, f"Choose the day you {'arrive' if arrival is None else 'leave'}, too")
        return None
    return _checked_stay(reader, arrival, departure, today)


def _checked_stay(reader: _Reader, arrival: date, departure: date, today: date) -> Stay | None:
    if arrival < today:
        reader.wrong("arrival", "That day has gone by. Choose today or later", "in_the_past")
    elif arrival.year > today.year + YEARS_AHEAD:
        reader.wrong("arrival", "That is further ahead than we open our books. Choose a nearer day", "too_far_ahead")
    elif departure <= arrival:
        reader.wrong("departure", "Choose a day to leave that is after the day you arrive")
    elif (departure - arrival).days > LONGEST_STAY:
        reader.wrong("departure", f"Choose {LONGEST_STAY} nights or fewer. For longer, ring us", "max_stay")
    else:
        return Stay(arrival, departure)
    return None


def _party(reader: _Reader) -> Party:
    adults = reader.count(
        "adults",
        2,
        1,
        MOST_HEADS,
        f"Choose 1 to {MOST_HEADS} adults. For a larger party, ring us",
        "party_too_large",
    )
    children = _ages(reader)
    cots = reader.count("cots", 0, 0, MOST_COTS, f"Choose 0 to {MOST_COTS} babies in a cot", "party_too_large")
    dogs = reader.count("dogs", 0, 0, MOST_DOGS, f"Choose 0 to {MOST_DOGS} dogs", "party_too_large")
    needs = reader.texts("needs")
    if not set(needs) <= set(NEEDS):
        reader.wrong("needs", "Choose step-free, a bath, or neither")
    if adults + len(children) > MOST_HEADS:
        reader.wrong("adults", f"We take {MOST_HEADS} people in a booking. For more, ring us", "party_too_large")
        return Party()
    try:
        return Party(adults, children, cots, dogs, frozenset(needs) & frozenset(NEEDS))
    except Invalid as error:
        reader.wrong("adults", str(error))
        return Party()


def _rooms(reader: _Reader, party: Party) -> int | None:
    sentence = f"Choose 1 to {MOST_ROOMS} rooms. For more, ring us and we do it together"
    rooms = reader.count("rooms", 0, 1, MOST_ROOMS, sentence, "party_too_large") or None
    if rooms and rooms > party.adults:
        most = counted(party.adults, "room")
        reader.wrong("rooms", f"Every room needs an adult. Choose {most}{' or fewer' if party.adults > 1 else ''}")
        return None
    return rooms


def _ages(reader: _Reader) -> tuple[int, ...]:
    words = reader.texts("children")
    ages = [int(word) if _COUNT.fullmatch(word) else -1 for word in words]
    if not ages:
        return ()
    if any(0 <= age < YOUNGEST_CHILD for age in ages):
        reader.wrong("children", "Babies under 2 sleep in a cot. Count them there, and here only ages 2 to 17")
    elif not all(YOUNGEST_CHILD <= age <= OLDEST_CHILD for age in ages):
        reader.wrong("children", "Give each child's age from 2 to 17, like 4, 7. From 18 they count as adults")
    else:
        return _not_too_many(reader, ages)
    return ()


def _not_too_many(reader: _Reader, ages: Iterable[int]) -> tuple[int, ...]:
    found = tuple(sorted(ages))
    if len(found) < MOST_HEADS:
        return found
    reader.wrong("children", f"We take {MOST_HEADS} people in a booking. For more, ring us", "party_too_large")
    return ()
