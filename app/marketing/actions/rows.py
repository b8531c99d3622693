"""The actions of the plan in words, with what the figures say about each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.catalogue.closed import house_of
from app.kernel.words import short_day
from app.plan.actions import Action, Counted, Verdict, actions, judge
from app.plan.actions.rules import CHANNELS, DESKS
from app.plan.measures import MEASURES, Figure
from app.plan.phases import BY_KEY


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action as a line of the plan. `difference` is after less before with its interval, once it is judged."""

    id: int
    title: str
    about: str
    where: str
    judged_by: str
    baseline: str
    written: str
    aim: str
    now: str
    difference: str
    owner: str
    desk: str
    starts: str
    due: str
    tone: str
    verdict: str
    thin: bool
    over: bool


def action_rows(location_ids: Collection[int] | None, today: date) -> list[ActionRow]:
    """Every action of these houses and of all together, those still to be judged first."""
    count = Counted()
    return [row_of(action, judge(action, today, count)) for action in actions(location_ids)]


def row_of(action: Action, verdict: Verdict) -> ActionRow:
    """One action with its verdict."""
    before, after = verdict.before, verdict.after
    phase = BY_KEY[action.phase].name if action.phase in BY_KEY else action.phase
    return ActionRow(
        id=action.id,
        title=action.title,
        about=f"{phase}: {action.evidence}" if action.evidence else phase,
        where=", ".join(
            (
                CHANNELS.get(action.channel, action.channel),
                house_of(action.location_id).name if action.location_id else "all houses",
            )
        ),
        judged_by=MEASURES[action.measure].words(action.measure_of),
        baseline=with_n(before),
        written=_written(action, before),
        aim=before.aim_words(action.aim_thousandths),
        now=with_n(after) if after else "not started",
        difference=_difference(verdict),
        owner=action.owner_name,
        desk=DESKS.get(action.desk, action.desk),
        starts=short_day(action.starts_on),
        due=short_day(action.due_on),
        tone=verdict.tone,
        verdict=verdict.words,
        thin=before.thin or (after is not None and after.thin),
        over=verdict.tone != "waiting",
    )


def with_n(figure: Figure) -> str:
    """`34.0% (n 3,486)`, `no data`."""
    return f"{figure.words} (n {figure.n:,})" if figure.n else figure.words


def _written(action: Action, before: Figure) -> str:
    """What stood there when the action was written down, where late answers have changed it since."""
    if action.baseline_thousandths is None or action.baseline_n == before.n:
        return ""
    return f"written down as {before.words_of(action.baseline_thousandths / 1000)} (n {action.baseline_n:,})"


def _difference(verdict: Verdict) -> str:
    change = verdict.change
    if change is None or change.difference is None or change.low is None or change.high is None:
        return ""
    words = verdict.before.difference_words
    return f"{words(change.difference)}, 95% {words(change.low).split()[0]} to {words(change.high).split()[0]}"


def action_lines(location_ids: Collection[int] | None, today: date) -> list[tuple[object, ...]]:
    """The same as lines of a file, numbers as they are: shares from 0 to 1, NPS in points, means of their scale."""
    count = Counted()
    lines: list[tuple[object, ...]] = []
    for action in actions(location_ids):
        verdict = judge(action, today, count)
        row, before, after, change = row_of(action, verdict), verdict.before, verdict.after, verdict.change
        lines.append(
            (
                row.title, row.about, row.where, row.judged_by, before.value, before.n, action.aim_thousandths / 1000,
                after.value if after else None, after.n if after else None, change.difference if change else None,
                change.low if change else None, change.high if change else None, change.p if change else None,
                row.owner, row.desk, action.starts_on, action.due_on, row.verdict,
            )
        )  # fmt: skip
    return lines
