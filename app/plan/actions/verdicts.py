"""What the figures say about an action once its day has come."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from app.experience.estimates import Change
from app.kernel.words import short_day
from app.plan.actions.queries import Action
from app.plan.actions.rules import DECISIONS, Days, after_days
from app.plan.measures import MEASURES, Figure, Measure, compared, measured

Count = Callable[[str, str, Days, Collection[int] | None], Figure]


@dataclass(frozen=True, slots=True)
class Verdict:
    """An action's figure before and after, and what follows. `tone` is up, down, none or, before its day, waiting.

    `after` and `change` are None while it has not begun, `change` while its day has not come.
    """

    tone: str
    words: str
    before: Figure
    after: Figure | None = None
    change: Change | None = None


class Counted:
    """Figures by measure, days and house, each read from the database once however many actions name it."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, Days, tuple[int, ...] | None], Figure] = {}

    def __call__(self, measure: str, of: str, days: Days, location_ids: Collection[int] | None) -> Figure:
        key = (measure, of, days, None if location_ids is None else tuple(location_ids))
        if key not in self._found:
            self._found[key] = measured(measure, of, days, location_ids)
        return self._found[key]


def judge(action: Action, today: date, count: Count) -> Verdict:
    """The verdict as the data has it today. Both sides are counted now, by one definition; the baseline that was
    written down with the action stays beside them."""
    places = None if action.location_id is None else [action.location_id]
    before = count(action.measure, action.measure_of, (action.baseline_since_on, action.baseline_until_on), places)
    days = after_days(action.starts_on, action.due_on, today)
    after = count(action.measure, action.measure_of, days, places) if days else None
    if after is None or today < action.due_on:
        words = f"{'Runs, judged on' if after else 'Starts'} {short_day(action.due_on if after else action.starts_on)}"
        return Verdict("waiting", _decided(action, words), before, after)
    smallest = abs(action.aim_thousandths / 1000 - (before.value or 0.0)) or None
    change = compared(before, after, smallest)
    tone, words = _said(change, MEASURES[action.measure], before)
    return Verdict(tone, _decided(action, words), before, after, change)


def _said(change: Change, measure: Measure, before: Figure) -> tuple[str, str]:
    if change.difference is None:
        return "none", "Cannot tell: no data on one side"
    if change.changed:
        better = (change.difference > 0) == measure.more_is_better
        by = f"{before.difference_words(change.difference)} ({p_words(change)})"
        return ("up", f"A change, {by}. Keep") if better else ("down", f"A change for the worse, {by}. Undo it")
    if change.more:
        return "none", f"Cannot tell yet, needs about {change.more:,} more {measure.counted}"
    return "none", f"No change ({p_words(change)}). Leave it or try again"


def p_words(change: Change) -> str:
    """`p .01`, `p < .001`."""
    p = change.p if change.p is not None else 1.0
    return (
        "p < .001" if p < 0.001 else f"p {p:.2f}".replace("0.", ".") if p >= 0.01 else f"p {p:.3f}".replace("0.", ".")
    )


def _decided(action: Action, words: str) -> str:
    return f"{DECISIONS[action.decision]}. {words}" if action.decision else words
