"""What changed between two periods beyond chance, although many figures were asked at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.experience.estimates import Change, Mean, Nps, Share, holm, share_change
from app.experience.funnel.names import STEP_NAMES
from app.insight.funnel import Report, report
from app.insight.period import Filters
from app.insight.voices import Ces, Part, StayNps, ease, parts, stay_nps
from app.plan.digest.rules import Week


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure that changed: what it is and was, in words, and whether that is for the better."""

    words: str
    better: bool
    change: Change


def found_in(week: Week, places: tuple[int, ...] | None) -> list[Finding]:
    """What changed in a week against the one before at these houses, all for None; the surest first."""
    filters = Filters(week.first, week.last, (week.before.first, week.before.last), places)
    return beyond_chance([
        *of_funnel(report(filters)), *of_stays(stay_nps(filters)), *of_ease(ease(filters)),
        *of_parts(list(parts(filters).values())),
    ])  # fmt: skip


def beyond_chance(asked: Sequence[Finding]) -> list[Finding]:
    """Those of the figures that hold at 5 % although so many were asked at once (Holm 1979), the surest first."""
    known = [one for one in asked if one.change.p is not None]
    held = holm([one.change.p or 0.0 for one in known])
    sure = [one for one, holds in zip(known, held, strict=True) if holds]
    return sorted(sure, key=lambda one: one.change.p or 0.0)


def of_funnel(found: Report) -> Iterator[Finding]:
    """Each step, and the whole way."""
    for before, step in zip(found.steps, found.steps[1:], strict=False):
        if step.change and step.of_before and step.was:
            where = f"{STEP_NAMES[before.name]} to {STEP_NAMES[step.name].lower()}"
            now, was = _sure(step.of_before, _percent), _percent(step.was.share)
            yield _finding(f"{where} keeps {now} of visits, {was} before", step.change)
    if found.booked_was:
        change = share_change(found.booked_was, found.booked)
        now, was = _sure(found.booked, _percent), _percent(found.booked_was.share)
        words = f"{now} of visits booked, {was} before"
        yield _finding(words, change)


def of_stays(found: StayNps) -> Iterator[Finding]:
    """How likely guests are to recommend: together, and house by house."""
    if found.before and found.change:
        yield _finding(f"NPS is {_sure(found.total, _points)}, {_points(found.before.score)} before", found.change)
    if len(found.houses) > 1:
        for house in found.houses:
            if house.before and house.change:
                words = f"NPS of {house.name} is {_sure(house.nps, _points)}, {_points(house.before.score)} before"
                yield _finding(words, house.change)


def of_ease(found: Sequence[Ces]) -> Iterator[Finding]:
    """How easy it was, at each moment at which it is asked."""
    for one in found:
        if one.before and one.change:
            words = f"Ease {one.name.lower()} is {_sure(one.mean, _mean)} of 7, {_mean(one.before.mean)} before"
            yield _finding(words, one.change)


def of_parts(found: Sequence[Part]) -> Iterator[Finding]:
    """Every part of the stay."""
    for one in found:
        if one.before and one.change:
            words = f"{one.name}: {_sure(one.satisfied, _percent)} gave 4 or 5, {_percent(one.before.share)} before"
            yield _finding(words, one.change)


def _finding(words: str, change: Change) -> Finding:
    return Finding(f"{words} ({change.words.partition('(')[2]}" if change.changed else words, _up(change), change)


def _up(change: Change) -> bool:
    return (change.difference or 0.0) > 0


def _sure(one: Share | Nps | Mean, words: Callable[[float | None], str]) -> str:
    """The figure with its 95 % interval and its n."""
    value = one.share if isinstance(one, Share) else one.score if isinstance(one, Nps) else one.mean
    return f"{words(value)} [{words(one.low)} to {words(one.high)}, n {one.n:,}]"


def _percent(share: float | None) -> str:
    return "no data" if share is None else f"{100 * share:.1f}%"


def _points(score: float | None) -> str:
    return "no data" if score is None else f"{score:+.0f}".replace("-", "−")


def _mean(mean: float | None) -> str:
    return "no data" if mean is None else f"{mean:.2f}"
