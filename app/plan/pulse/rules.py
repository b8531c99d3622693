"""The one question to staff, and what of its answers may be shown. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

QUESTION = "Was it easy to do your work this past month?"

EASES = {5: "Easy", 4: "Mostly easy", 3: "So-so", 2: "Mostly hard", 1: "Hard"}
"""What can be tapped; the numbers are kept in rows and never change."""

EASY = 4
"""From here on work counts as easy."""

FEWEST = 5
"""Below this many answers of a house in a month nothing of them is shown, so that nobody is recognised."""


@dataclass(frozen=True, slots=True)
class Month:
    """A house's answers in a month by ease, or of several houses together."""

    month_on: date
    location_id: int | None
    answers: Counter[int]

    @property
    def n(self) -> int:
        return self.answers.total()

    @property
    def easy(self) -> int:
        return sum(count for ease, count in self.answers.items() if ease >= EASY)


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def shown_months(counts: Mapping[tuple[date, int], Counter[int]]) -> list[Month]:
    """Every house's months with answers enough, oldest first, and those of a month together.

    Together are only houses that are shown: what is left out cannot be worked out from the sum.
    """
    single = [
        Month(month_on, location_id, answers)
        for (month_on, location_id), answers in sorted(counts.items())
        if answers.total() >= FEWEST
    ]
    return single + [
        Month(month_on, None, _sum(one.answers for one in single if one.month_on == month_on))
        for month_on in dict.fromkeys(one.month_on for one in single)
    ]


def _sum(parts: Iterable[Counter[int]]) -> Counter[int]:
    whole: Counter[int] = Counter()
    for part in parts:
        whole.update(part)
    return whole
