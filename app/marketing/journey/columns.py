"""The phases of the map side by side: how each went, what guests say, and what makes it a moment of truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.insight.period import Filters
from app.insight.voices import comments
from app.kernel.words import listed
from app.plan.actions import Counted
from app.plan.journey import Evidence, Moments, Point
from app.plan.measures import MEASURES, SHARE, Figure
from app.plan.phases import PHASES, Phase, phase_of_theme

FOOT, TOP = 60, 100
"""Per cent at the foot and at the top of the curve."""
WIDE, HIGH = 100, 120
LOW = 0.8
"""A share whose whole interval lies below is where it goes wrong."""
LONGEST_QUOTE, SHORTEST_QUOTE = 110, 12
COMMENTS_READ = 200


@dataclass(frozen=True, slots=True)
class FigureCell:
    """One measure of a phase in words; `needs` is how many more it takes where there are too few."""

    name: str
    value: str
    interval: str
    n: int
    needs: int
    low: bool
    figure: Figure


@dataclass(frozen=True, slots=True)
class Column:
    """A phase. `dot` is where its figure lies on the curve, None where there is too little to draw it."""

    phase: Phase
    points: Sequence[Point]
    figures: Sequence[FigureCell]
    quote: str
    explained: str
    share: float | None
    evidence: Sequence[Evidence]
    dot: tuple[str, str] | None

    @property
    def moment(self) -> bool:
        return bool(self.evidence)

    @property
    def low(self) -> bool:
        return self.figures[0].low


@dataclass(frozen=True, slots=True)
class Map:
    """The whole of it. `lines` are the stretches of the curve between phases that can be drawn."""

    columns: Sequence[Column]
    headline: str
    curve_words: str
    lines: Sequence[str] = field(default_factory=tuple)


def map_of(filters: Filters, moments: Moments, points: Sequence[Point], count: Counted) -> Map:
    """The map for the days and houses of the filters."""
    quotes = _quotes(filters)
    columns = [_column(place, phase, filters, moments, points, quotes, count) for place, phase in enumerate(PHASES)]
    return Map(columns, _headline(columns), _curve_words(columns), _lines(columns))


def _column(
    place: int,
    phase: Phase,
    filters: Filters,
    moments: Moments,
    points: Sequence[Point],
    quotes: Mapping[str, str],
    count: Counted,
) -> Column:
    days = (filters.since_on, filters.until_on)
    found = [(key, of, count(key, of, days, filters.location_ids)) for key, of in phase.figures]
    share = moments.explained.get(phase.key)
    return Column(
        phase=phase,
        points=[point for point in points if point.phase == phase.key],
        figures=[_cell(key, of, figure) for key, of, figure in found],
        quote=quotes.get(phase.key, ""),
        explained=f"{share:.0%}" if share is not None else ("too few" if phase.drivers else "not asked"),
        share=share,
        evidence=list(moments.evidence.get(phase.key, ())),
        dot=_dot(place, found[0][2]),
    )


def _cell(key: str, of: str, figure: Figure) -> FigureCell:
    enough = figure.n and not figure.thin
    return FigureCell(
        name=MEASURES[key].words(of),
        value=figure.words if enough else ("cannot tell" if figure.n else figure.words),
        interval=figure.interval_words if enough else "",
        n=figure.n,
        needs=0 if enough else max(30 - figure.n, 0),
        low=bool(enough and figure.kind == SHARE and figure.high is not None and figure.high < LOW)
        and key != "step" and key != "repeat" and key != "promoters",
        figure=figure,
    )  # fmt: skip


def _dot(place: int, figure: Figure) -> tuple[str, str] | None:
    if figure.value is None or figure.thin:
        return None
    height = min(max((100 * figure.value - FOOT) / (TOP - FOOT), 0.0), 1.0)
    return f"{place * WIDE + WIDE / 2:.0f}", f"{HIGH - 7 - height * (HIGH - 14):.0f}"


def _lines(columns: Sequence[Column]) -> list[str]:
    runs: list[list[tuple[str, str]]] = [[]]
    for column in columns:
        if column.dot is None:
            runs.append([])
        else:
            runs[-1].append(column.dot)
    return [" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1]


def _headline(columns: Sequence[Column]) -> str:
    low = [column.phase.name for column in columns if column.low]
    if low:
        words = listed([low[0], *(name.lower() for name in low[1:])])
        return f"{words} {'is' if len(low) == 1 else 'are'} where it goes wrong"
    known = [column for column in columns if column.dot is not None]
    return "No phase stands out as wrong" if known else "Cannot tell yet: too few visits and answers"


def _curve_words(columns: Sequence[Column]) -> str:
    known = [f"{column.phase.name} {column.figures[0].value}" for column in columns if column.dot is not None]
    return f"How it went by phase: {', '.join(known)}" if known else "How it went by phase: no data"


def _quotes(filters: Filters) -> dict[str, str]:
    """The latest short comment about each phase; nobody's name stands beside it."""
    found: dict[str, str] = {}
    for one in comments(filters, most=COMMENTS_READ).comments:
        words = " ".join(one.words.split())
        if SHORTEST_QUOTE <= len(words) <= LONGEST_QUOTE and one.theme != "other":
            found.setdefault(phase_of_theme(one.theme), words)
    return found
