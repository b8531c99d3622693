"""The three scales on which guests answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole numbers from `lowest` to `highest`; from `good` on an answer counts as agreeing, or as satisfied."""

    name: str
    lowest: int
    highest: int
    good: int

    @property
    def values(self) -> range:
        return range(self.lowest, self.highest + 1)

    def read(self, cell: str) -> int | None:
        """The answer that a cell holds; None for anything that is none: a blank, a word, 11, 7.5."""
        text = cell.strip()
        whole, _, rest = text.partition(".")
        if not (whole.isascii() and whole.isdigit() and len(whole) <= 4) or rest.strip("0"):
            return None
        return int(whole) if int(whole) in self.values else None


NPS = Scale("nps", 0, 10, 9)
CES = Scale("ces", 1, 7, 5)
CSAT = Scale("csat", 1, 5, 4)
