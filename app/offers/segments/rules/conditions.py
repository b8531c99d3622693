"""Conditions as a value and as a document. Only what MEASURES names as history can stand in one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from app.kernel.errors import Invalid

SEASONS = ("winter", "spring", "summer", "autumn")
WITH, WITHOUT = "with", "without"
WEEKEND, MIDWEEK = "weekend", "midweek"
MOST_STAYS, MOST_HEADS, MOST_DAYS, MOST_MINOR = 999, 12, 3650, 10_000_000
LONGEST_CODE = 40

NUMBERS = {
    "least_stays": MOST_STAYS,
    "most_stays": MOST_STAYS,
    "left_within_days": MOST_DAYS,
    "left_before_days": MOST_DAYS,
    "comes_within_days": MOST_DAYS,
    "least_spend_minor": MOST_MINOR,
    "most_spend_minor": MOST_MINOR,
    "least_heads": MOST_HEADS,
    "most_heads": MOST_HEADS,
    "least_lead_days": MOST_DAYS,
    "most_lead_days": MOST_DAYS,
    "least_cancellations": MOST_STAYS,
}
"""Conditions that are a number, and the largest that it may be."""

WORDS = {
    "children": (WITH, WITHOUT),
    "dogs": (WITH, WITHOUT),
    "coming": (WITH, WITHOUT),
    "supper": (WITH, WITHOUT),
    "nights": (WEEKEND, MIDWEEK),
}
"""Conditions that are one of two words."""

PAIRS = (
    ("least_stays", "most_stays", "The most stays are fewer than the least"),
    ("left_before_days", "left_within_days", "Nobody left both longer ago than that and since then"),
    ("least_spend_minor", "most_spend_minor", "The most spent is less than the least"),
    ("least_heads", "most_heads", "The largest party is smaller than the smallest"),
    ("least_lead_days", "most_lead_days", "The longest lead time is shorter than the shortest"),
)
"""What contradicts each other, and the sentence."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """All of these hold for whoever belongs; None, an empty tuple and False ask nothing.

    Days are counted back from the day on which it is asked. `comes_within_days` is the time between two stays as it
    usually is; `lapsed` is twice that time since the last one, with nothing booked. Party, house, season and nights are
    the usual ones of a guest, and `children` whether any come; `dogs` is whether one ever came, `supper` whether there
    was supper on half the stays or more, `coming` whether a stay is booked.
    """

    least_stays: int | None = None
    most_stays: int | None = None
    left_within_days: int | None = None
    left_before_days: int | None = None
    comes_within_days: int | None = None
    lapsed: bool = False
    least_spend_minor: int | None = None
    most_spend_minor: int | None = None
    houses: tuple[int, ...] = ()
    seasons: tuple[str, ...] = ()
    least_heads: int | None = None
    most_heads: int | None = None
    children: str | None = None
    dogs: str | None = None
    coming: str | None = None
    supper: str | None = None
    nights: str | None = None
    least_lead_days: int | None = None
    most_lead_days: int | None = None
    least_cancellations: int | None = None
    agreed: bool = False
    code: str | None = None

    @property
    def document(self) -> dict[str, Any]:
        """What is asked, as JSON; nothing stands for what is not."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        kept = {name: value for name, value in found.items() if not _nothing(value)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}

    @property
    def empty(self) -> bool:
        """Whether everybody belongs."""
        return self == Conditions()

    @property
    def about_history(self) -> bool:
        """Whether anything is asked that only a guest's history answers."""
        return bool(self.document.keys() - {"agreed", "code"})

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Conditions:
        """The conditions that a document holds. Raises `Invalid` for what is no condition, or for a contradiction."""
        names = {field.name for field in fields(cls)}
        unknown = document.keys() - names
        if unknown:
            raise Invalid(f"There is no condition about {', '.join(sorted(map(str, unknown)))}.")
        read = {name: _read(name, value) for name, value in document.items() if not _nothing(value)}
        conditions = cls(**read)
        for low, high, sentence in PAIRS:
            least, most = getattr(conditions, low), getattr(conditions, high)
            if least is not None and most is not None and least > most:
                raise Invalid(f"{sentence}.")
        return conditions


def _nothing(value: Any) -> bool:
    """Nought is something: no stay yet."""
    return value is None or value is False or (isinstance(value, (str, list, tuple)) and not value)


def _read(name: str, value: Any) -> Any:
    if name in NUMBERS:
        return _number(name, value)
    if name in WORDS:
        return _one_of(name, value, WORDS[name])
    if name in ("houses", "seasons"):
        return _several(name, value)
    if name == "code":
        return _code(value)
    if value is not True:
        raise Invalid(f"The condition {name} is asked or not.")
    return True


def _number(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= NUMBERS[name]:
        raise Invalid(f"The condition {name} takes a whole number from 0 to {NUMBERS[name]}.")
    return value


def _one_of(name: str, value: Any, known: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in known:
        raise Invalid(f"The condition {name} takes one of {', '.join(known)}.")
    return value


def _several(name: str, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise Invalid(f"The condition {name} takes a list.")
    if name == "seasons":
        return tuple(season for season in SEASONS if season in {_one_of(name, each, SEASONS) for each in value})
    if any(isinstance(each, bool) or not isinstance(each, int) or each < 1 for each in value):
        raise Invalid("The condition houses takes the ids of houses.")
    return tuple(sorted(set(value)))


def _code(value: Any) -> str:
    text = "".join(str(value).split()).upper()
    if not isinstance(value, str) or not text or len(text) > LONGEST_CODE:
        raise Invalid(f"A code has 1 to {LONGEST_CODE} characters.")
    return text


def spelled(segment_id: int | None, document: Mapping[str, Any] | None) -> str:
    """Whom an offer is for as one short word, the same for the same."""
    if segment_id is not None:
        return f"segment-{segment_id}"
    return hashlib.sha256(repr(sorted(document.items())).encode()).hexdigest()[:20] if document else "everybody"
