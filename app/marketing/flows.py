"""The paths of visits as a chart wants them: every node under one name, with words."""

from __future__ import annotations

from dataclasses import dataclass

from app.experience.funnel.names import STEP_NAMES
from app.insight.funnel import Paths

AWAY = {"again": "Searched again", "left": "Left", "booked": "Booked", "room": "Room page"}


@dataclass(frozen=True, slots=True)
class Flow:
    """So many visits went from one node to another; a node that begins with `left` is where they went away."""

    source: str
    source_node: str
    target: str
    target_node: str
    visits: int


def flows(found: Paths) -> list[Flow]:
    """The links in the order of the report."""
    return [
        Flow(
            _words(link.source),
            f"{link.source}-{link.column}",
            _words(link.target),
            f"{link.target}-{link.column + 1}",
            link.visits,
        )
        for link in found.links
    ]


def _words(name: str) -> str:
    return AWAY.get(name) or STEP_NAMES.get(name, name)
