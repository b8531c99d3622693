"""Where a visit went after its results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

START, AGAIN, LEFT = "results", "again", "left"

MOVES = 3
"""How many moves after the results are told apart."""

Link = tuple[int, str, str]
"""A column, a page in it, and the page in the next to which a visit went."""


def links_of(walk: Sequence[str]) -> Iterator[Link]:
    """The links of a visit that opened these pages in order; none where it never came to the results.

    The results, three moves, and whether details led to a booking; opening the same page again is no move.
    """
    if START in walk:
        yield from ((column, *pair) for column, pair in enumerate(pairwise(_nodes(walk))))


def _nodes(walk: Sequence[str]) -> list[str]:
    nodes = [START]
    for name in walk[walk.index(START) + 1 :]:
        if len(nodes) > MOVES or nodes[-1] == "details":
            break
        node = AGAIN if name in ("search", "results") else name
        if node != nodes[-1]:
            nodes.append(node)
    if nodes[-1] == "details":
        return [*nodes, "booked" if "booked" in walk else LEFT]
    return nodes if len(nodes) > MOVES else [*nodes, LEFT]
