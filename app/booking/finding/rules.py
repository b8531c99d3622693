"""What somebody who looks for a booking may mean by what they typed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.reference import CROCKFORD, LENGTH
from app.kernel.words import EVERY_SIGN, MONTHS

LONGEST = 120
"""Characters of a search that are read; nobody types more."""

YEARS = (-1, 0, 1)
"""A day without a year is sought in these, counted from this year."""

LARGEST_MINOR = 2**31 - 1
"""The largest total that a booking can have, as its column keeps it."""

_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS)
_SHAPES = (
    re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<name>{_MONTH})\b\.?(?:,?\s+(?P<year>\d{{4}})(?!\d))?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<name>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<year>\d{{4}})(?!\d))?",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?(?![\d/])"),
    re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d{2})(?![\d.])"),
)
_NEAR = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_WEEKDAY = re.compile(
    r"\b(mon(day)?|tue(s(day)?)?|wed(nesday)?|thu(rs(day)?)?|fri(day)?|sat(urday)?|sun(day)?)\b,?(?=\s+\d)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(rf"(?:[{EVERY_SIGN}]\s*)?(\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}})(?:\.(\d{{2}}))?")
_DOCUMENT = re.compile(
    r"(?:(?P<house>[a-z0-9]+(?:-[a-z0-9]+)*)-)?(?P<prefix>[a-z]{1,4})[- ]?(?P<number>[0-9]{1,9})", re.IGNORECASE
)
_CONFUSED = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number of an invoice, a receipt or a credit note as it is printed; `house` is empty where it was left out."""

    house: str
    prefix: str
    number: int


@dataclass(frozen=True, slots=True)
class Sought:
    """Every way in which a search can be meant: a booking fits when one of them does, and its days where it has any.

    `days` are those on which it arrives or leaves. `reference` is how one begins, `phone` how its digits do, as they
    were typed. `text` is all but the days.
    """

    typed: str
    text: str
    days: tuple[date, ...] = ()
    reference: str | None = None
    phone: str | None = None
    amount_minor: int | None = None
    document: Numbered | None = None

    @property
    def nothing(self) -> bool:
        return not self.text and not self.days


def sought(typed: str, today: date) -> Sought:
    """What was typed, in every way that it can be read; `today` says which year is meant."""
    typed = " ".join(typed[:LONGEST].split())
    text, days = typed, list[date]()
    for shape in _SHAPES:
        found = shape.search(text)
        if found and (meant := list(_days(found, today))):
            days, text = meant, _without(text, found)
            break
    else:
        for word, after in _NEAR.items():
            if found := re.search(rf"\b{word}\b", text, re.IGNORECASE):
                days, text = [today + timedelta(days=after)], _without(text, found)
                break
    return Sought(typed, text, tuple(days), _reference(text), _phone(text), _amount(text), _document(text))


def _without(text: str, found: re.Match[str]) -> str:
    return " ".join(f"{_WEEKDAY.sub('', text[: found.end()])[: -len(found[0])]} {text[found.end() :]}".split())


def _days(found: re.Match[str], today: date) -> Iterator[date]:
    parts = found.groupdict()
    names = [name[:3].lower() for name in MONTHS]
    month = names.index(parts["name"][:3].casefold()) + 1 if parts.get("name") else int(parts["month"])
    year = parts.get("year")
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [today.year + more for more in YEARS]
    for each in years:
        try:
            yield date(each, month, int(parts["day"]))
        except ValueError:
            continue


def _reference(text: str) -> str | None:
    """The whole of a reference, or the beginning of one that no name is."""
    cleaned = text.upper().translate(_CONFUSED)
    if not 4 <= len(cleaned) <= LENGTH or any(letter not in CROCKFORD for letter in cleaned):
        return None
    return cleaned if len(cleaned) == LENGTH or any(letter.isdecimal() for letter in text) else None


def _phone(text: str) -> str | None:
    plain = re.sub(r"[\s()+./-]", "", text)
    return text if plain.isascii() and plain.isdecimal() and len(plain) >= 5 else None


def _document(text: str) -> Numbered | None:
    found = _DOCUMENT.fullmatch(text)
    return Numbered((found["house"] or "").lower(), found["prefix"].upper(), int(found["number"])) if found else None


def _amount(text: str) -> int | None:
    """An amount that a total can have; of more no booking is found by it."""
    found = _AMOUNT.fullmatch(text)
    amount = int(found[1].replace(",", "")) * 100 + int(found[2] or 0) if found else None
    return amount if amount is not None and amount <= LARGEST_MINOR else None
