"""What of the boards an answer was made from, so that it can be kept until just that changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from app.availability.alternatives import FURTHEST_DAYS, Alternative
from app.availability.board import Board
from app.kernel.stay import Stay

NEIGHBOURS = 1
"""The night on either side of a stay says whether the stay is a gap."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The nights of each board that an answer looked at, as index spans, and a digest of what stood there."""

    spans: tuple[tuple[int, int], ...]
    digest: str

    @property
    def text(self) -> str:
        """One line, which `sight_from` reads."""
        return " ".join([self.digest, *(f"{first}-{until}" for first, until in self.spans)])


def sight(boards: Sequence[Board], spans: Sequence[tuple[int, int]]) -> Sight:
    """Two readings of the same houses in which these nights look alike have the same sight.

    Everything that an answer about stock and prices can show is in it; names and words go by the catalogue's version.
    """
    seen = [
        (
            board.house.id,
            board.first.toordinal(),
            board.prices.version,
            [row[first:until] for row in board.stock.free.values()],
            board.stock.covers[first:until],
        )
        for board, (first, until) in zip(boards, spans, strict=True)
    ]
    return Sight(tuple(spans), blake2b(repr(seen).encode(), digest_size=16).hexdigest())


def still_seen(boards: Sequence[Board], text: str) -> bool:
    """True while the boards look as they did when an answer with this sight was made."""
    digest, *kept = text.split(" ")
    if len(kept) != len(boards):
        return False
    spans = [(int(first), int(until)) for first, until in (span.split("-") for span in kept)]
    return sight(boards, spans).digest == digest


def span_around(board: Board, stay: Stay, reach: int = 0) -> tuple[int, int]:
    """The nights of a stay on a board with its neighbours and `reach` days more on both sides."""
    more = reach + NEIGHBOURS
    return max(board.index(stay.arrival) - more, 0), max(board.index(stay.departure) + more, 0)


def reach_of(found: Sequence[Alternative], stay: Stay, most: int) -> int:
    """How many days on either side of the stay `nearest` looked at until it had found these."""
    if len(found) < most:
        return FURTHEST_DAYS
    days = [max(abs(other.stay.arrival - stay.arrival), abs(other.stay.departure - stay.departure)) for other in found]
    return max(*days, timedelta(days=2)).days
