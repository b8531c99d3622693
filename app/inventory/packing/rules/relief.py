"""Which stays could sleep in another room type, so that fewer rooms of theirs are enough. Pure.

Night by night one of those who sleep there has to leave; whoever leaves takes all of their nights along. All ways are
tried, those that help the most nights first, as long as `STEPS` last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

STEPS = 3_000
"""Room types tried for stays; some tens of milliseconds."""
FITTING = 100
"""As many as asking once whether there are doors for them costs."""

Going = Mapping[int, int]
"""The room type to which a stay goes, by its id."""


@dataclass(frozen=True, slots=True)
class Leaver:
    """A stay that could sleep all of its nights in any of these room types, the best first."""

    stay_id: int
    nights: tuple[date, ...]
    room_types: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Relief:
    """Who goes where, None where nobody's going is enough; not `proven` where the search gave up before it knew."""

    going: Going | None
    proven: bool = True


def relieved(
    short: Mapping[date, int],
    leavers: Sequence[Leaver],
    left: Mapping[tuple[int, date], int],
    fits: Callable[[Going], bool],
) -> Relief:
    """Stays that leave so that no night is `short` any more, by how many it is, each for a room type that has a room
    `left` on every night of theirs, by (room type, night); and `fits` says that there are doors for them."""
    lacking = {night: count for night, count in short.items() if count > 0}
    for night, count in lacking.items():
        if sum(night in leaver.nights for leaver in leavers) < count:
            return Relief(None)
    return _Search(lacking, leavers, left, fits).run()


class _Search:
    def __init__(
        self,
        short: Mapping[date, int],
        leavers: Sequence[Leaver],
        left: Mapping[tuple[int, date], int],
        fits: Callable[[Going], bool],
    ) -> None:
        self.short = dict(short)
        self.nights = sorted(short)
        self.left = dict(left)
        self.fits = fits
        self.going: dict[int, int] = {}
        self.staying: set[int] = set()
        self.steps = STEPS
        helps = {leaver.stay_id: sum(night in short for night in leaver.nights) for leaver in leavers}
        self.leavers = sorted(leavers, key=lambda one: (-helps[one.stay_id], len(one.nights), one.stay_id))

    def run(self) -> Relief:
        found = self._from(0)
        return Relief(dict(self.going) if found else None, found or self.steps > 0)

    def _from(self, index: int) -> bool:
        """Whether somebody leaves on every night from that one on; whoever was tried there in vain stays."""
        while index < len(self.nights) and self.short[self.nights[index]] <= 0:
            index += 1
        if index == len(self.nights):
            self.steps -= FITTING
            return self.fits(self.going)
        tried = []
        for leaver in self.leavers:
            if self.nights[index] not in leaver.nights or leaver.stay_id in self.staying | self.going.keys():
                continue
            for room_type in leaver.room_types:
                if self.steps <= 0:
                    break
                self.steps -= 1
                if all(self.left.get((room_type, night), 0) > 0 for night in leaver.nights):
                    self._go(leaver, room_type, 1)
                    if self._from(index):
                        return True
                    self._go(leaver, room_type, -1)
            self.staying.add(leaver.stay_id)
            tried.append(leaver.stay_id)
        self.staying -= set(tried)
        return False

    def _go(self, leaver: Leaver, room_type: int, sign: int) -> None:
        """The stay goes there, or with -1 comes back."""
        if sign > 0:
            self.going[leaver.stay_id] = room_type
        else:
            del self.going[leaver.stay_id]
        for night in leaver.nights:
            self.left[room_type, night] -= sign
            if night in self.short:
                self.short[night] -= sign
