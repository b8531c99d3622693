"""How figures are written: with their interval and their n, and "no data" where there is none."""

from __future__ import annotations

from datetime import date

from app.experience.estimates import CES, Change, Mean, Nps, Share, WeightedNps
from app.kernel.words import MONTHS

NO_DATA = "no data"
MINUS = "−"
PER_MINUTE, PER_HOUR = 60, 3600


def percent(share: float | None) -> str:
    """34.0%."""
    return NO_DATA if share is None else f"{100 * share:.1f}%"


def share_span(share: Share | None) -> str:
    """32.4% to 35.6%."""
    if share is None or share.low is None or share.high is None:
        return ""
    return f"{percent(share.low)} to {percent(share.high)}"


def signed(value: float | None, places: int = 0) -> str:
    """+54, −3, 0."""
    if value is None:
        return NO_DATA
    text = f"{abs(value):.{places}f}"
    if float(text) == 0:
        return text
    return f"{'+' if value > 0 else MINUS}{text}"


def nps_span(nps: Nps | WeightedNps) -> str:
    """+22 to +48."""
    return "" if nps.low is None else f"{signed(nps.low)} to {signed(nps.high)}"


def mean_span(mean: Mean) -> str:
    """5.78 to 6.03 of a CES; few answers reach past the ends of their scale, where there is nothing."""
    if mean.low is None or mean.high is None:
        return ""
    return f"{max(CES.lowest, mean.low):.2f} to {min(CES.highest, mean.high):.2f}"


def minutes(seconds: float | None) -> str:
    """6:50, or 1:02:05 where it took hours."""
    if seconds is None:
        return NO_DATA
    whole = round(seconds)
    hours, rest = divmod(whole, PER_HOUR)
    minute, second = divmod(rest, PER_MINUTE)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def points(change: Change | None) -> str:
    """A fall of 3.8 points, more than chance (p .001); else the verdict in words."""
    if change is None or change.difference is None:
        return NO_DATA
    if not change.changed:
        return change.words_of("visits")
    return f"{_moved(change)} of {100 * abs(change.difference):.1f} points, {sure(change)}"


def score_points(change: Change | None) -> str:
    """The same of a score that is in points itself."""
    if change is None or change.difference is None:
        return NO_DATA
    if not change.changed:
        return change.words_of("answers")
    return f"{_moved(change)} of {abs(change.difference):.0f}, {sure(change)}"


def sure(change: Change) -> str:
    """More than chance (p .001)."""
    return change.words.replace("a change", "more than chance", 1)


def month(day: date) -> str:
    """Feb 2027."""
    return f"{MONTHS[day.month - 1][:3]} {day.year}"


def week(day: date) -> str:
    """1 Feb, the Monday of a week."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def in_ten(share: float) -> str:
    """Nine in ten: a share as one says it."""
    names = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "all")
    tenths = round(10 * share)
    near = {1: 1 / 3, 2: 2 / 3}
    for count, third in near.items():
        if abs(share - third) < min(abs(share - tenths / 10), 0.034):
            return f"{('one', 'two')[count - 1]} in three"
    if tenths in (0, 10):
        return "hardly any" if tenths == 0 else "nearly all"
    return "half" if tenths == 5 else f"{names[tenths]} in ten"


def _moved(change: Change) -> str:
    return "a rise" if (change.difference or 0) > 0 else "a fall"
