"""What in a draft of a promotion cannot be right. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from app.promotions.rules.promotion import EVERY_DAY, KINDS

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{2,39}")
SHARES = ("percent", "extra", "supper", "better_room", "longer")
MOST_NUMBER = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that cannot be right, the field of `Wanted` that it is about, and what to do."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What staff write of a promotion; the names are those of its columns, and `houses` () are all of them."""

    slug: str
    title: str
    kind: str
    line: str = ""
    currency: str = "GBP"
    percent_bp: int = 0
    amount_minor: int | None = None
    extra_id: int | None = None
    room_type_id: int | None = None
    leaves_by: time | None = None
    houses: tuple[int, ...] = ()
    book_from_on: date | None = None
    book_until_on: date | None = None
    nights_from_on: date | None = None
    nights_until_on: date | None = None
    weekdays: str = EVERY_DAY
    least_nights: int | None = None
    most_nights: int | None = None
    most_heads: int | None = None
    code: str | None = None
    by_code_only: bool = False
    stacks: bool = False
    uses_most: int | None = None
    each_most: int | None = None
    budget_minor: int | None = None
    floor_minor: int | None = None
    least_left: int | None = None


def code_of(typed: str | None) -> str | None:
    """A code as it is kept: capitals, without any blanks; None for nothing."""
    return "".join((typed or "").split()).upper() or None


def problems(wanted: Wanted) -> tuple[Problem, ...]:
    """Everything in the draft that contradicts itself or can never be; () when it may be kept."""
    return tuple(Problem(field, sentence) for field, sentence in _all(wanted))


def _all(wanted: Wanted) -> Iterator[tuple[str, str]]:
    yield from _names(wanted)
    yield from _gives(wanted)
    yield from _dates(wanted)
    yield from _numbers(wanted)


def _names(wanted: Wanted) -> Iterator[tuple[str, str]]:
    if not wanted.title.strip() or len(wanted.title) > 120:
        yield "title", "Give it a name of at most 120 letters"
    if len(wanted.line) > 200:
        yield "line", "Say it in at most 200 letters"
    if not _SLUG.fullmatch(wanted.slug) or len(wanted.slug) > 60:
        yield "slug", "Write its address in small letters, numbers and single hyphens, like autumn-for-less"
    code = code_of(wanted.code)
    if code is not None and not _CODE.fullmatch(code):
        yield "code", "A code has 3 to 40 letters and numbers, and hyphens between them"
    if wanted.by_code_only and code is None:
        yield "code", "Give it the code without which nobody has it"


def _gives(wanted: Wanted) -> Iterator[tuple[str, str]]:
    if wanted.kind not in KINDS:
        yield "kind", "Choose what it gives"
        return
    if not 0 <= wanted.percent_bp <= 10_000:
        yield "percent_bp", "A percentage is from 1 to 100"
    elif wanted.kind in SHARES and wanted.percent_bp == 0:
        yield "percent_bp", "Say how much of the price is taken off; 100 % is for nothing"
    if wanted.amount_minor is not None and not 0 < wanted.amount_minor <= MOST_NUMBER:
        yield "amount_minor", "An amount is more than nothing"
    if wanted.kind in _NEEDS and getattr(wanted, _NEEDS[wanted.kind][0]) in (None, ()):
        yield _NEEDS[wanted.kind]
    if wanted.kind == "another_house" and (wanted.percent_bp == 0) == (wanted.amount_minor is None):
        yield "percent_bp", "Give either a percentage or an amount"


_NEEDS = {
    "amount": ("amount_minor", "Say how much is taken off"),
    "extra": ("extra_id", "Choose the extra"),
    "better_room": ("room_type_id", "Choose the better room"),
    "later_departure": ("leaves_by", "Say until when they may stay"),
    "another_house": ("houses", "Choose the houses that it is for"),
}
"""What a kind cannot do without, and what to do where it is missing."""


def _dates(wanted: Wanted) -> Iterator[tuple[str, str]]:
    if _backwards(wanted.book_from_on, wanted.book_until_on):
        yield "book_until_on", "The last day to book is before the first"
    if _backwards(wanted.nights_from_on, wanted.nights_until_on):
        yield "nights_until_on", "The last night is before the first"
    if _backwards(wanted.book_from_on, wanted.nights_until_on):
        yield "nights_until_on", "Its nights are over before anybody can book it"
    if not wanted.weekdays or set(wanted.weekdays) - set(EVERY_DAY) or len(set(wanted.weekdays)) < len(wanted.weekdays):
        yield "weekdays", "Choose at least one day of the week"


def _numbers(wanted: Wanted) -> Iterator[tuple[str, str]]:
    least = {"least_nights": 1, "most_nights": 1, "most_heads": 1, "uses_most": 1, "each_most": 1, "budget_minor": 1}
    least |= {"floor_minor": 0, "least_left": 1}
    for name, lowest in least.items():
        value = getattr(wanted, name)
        if value is not None and not lowest <= value <= MOST_NUMBER:
            yield name, f"Write a whole number from {lowest}, or leave it empty for no limit"
    if wanted.least_nights and wanted.most_nights and wanted.least_nights > wanted.most_nights:
        yield "most_nights", "The longest stay is shorter than the shortest"
    if wanted.uses_most and wanted.each_most and wanted.each_most > wanted.uses_most:
        yield "each_most", "One guest cannot use it more often than everybody together"


def _backwards(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and last < first
