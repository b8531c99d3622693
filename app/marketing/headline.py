"""The first sentence of the overview: what matters most, and only what is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.experience.estimates import THIN
from app.insight.funnel import Friction, Report
from app.insight.voices import Ces, StayNps
from app.marketing.asked import Asked
from app.marketing.signals import signal_words
from app.marketing.titles import PLACES
from app.marketing.words import percent
from app.plan.digest.changes import Finding, beyond_chance, of_ease, of_funnel, of_stays


@dataclass(frozen=True, slots=True)
class Headline:
    """What to know first, and what stands behind it."""

    words: str
    detail: str


def headline(asked: Asked, found: Report, stay: StayNps, ease: Sequence[Ces], hindrances: Friction) -> Headline:
    """A loss beyond chance, else a gain, else that nothing changed; with it what costs most bookings as it stands.

    Never a figure that chance explains.
    """
    if not found.searched and not stay.total.n:
        return Headline("No data: no visit and no answer fits these filters.", "Widen the period or the filters.")
    figures = [*of_funnel(found), *of_stays(stay), *of_ease(ease)]
    sure = beyond_chance(figures)
    if not sure and not found.searched:
        return Headline(
            "No visit fits these filters.", "What guests answered stands below, and changed no more than chance."
        )
    losses, gains = [one for one in sure if not one.better], [one for one in sure if one.better]
    if sure:
        return _costing_most(f"{(losses or gains)[0].words}.", _others(losses, gains), hindrances)
    return _costing_most(_nothing(asked, found, figures), _alone(figures), hindrances)


def _costing_most(words: str, others: str, hindrances: Friction) -> Headline:
    """With what goes with most leaving, where anything does beyond chance."""
    worst = next((one for one in hindrances.signals if one.significant and one.odds.lost >= 1), None)
    if worst is None:
        return Headline(words, others or "No friction goes with leaving more than chance would have it.")
    lost = f"about {round(worst.odds.lost):,} {'booking' if round(worst.odds.lost) == 1 else 'bookings'}"
    where = f"{_lowered(signal_words(worst.name))}, {PLACES[worst.name.step]}"
    kept = percent(worst.booked / worst.shown)
    met = f"{worst.shown:,} visits met it and {kept} of them booked. Association, not proof of a cause."
    return Headline(f"{words} What goes with most leaving: {where}, {lost}.", f"{met} {others}".rstrip())


def _others(losses: Sequence[Finding], gains: Sequence[Finding]) -> str:
    rest = [*losses, *gains][1:]
    if not rest:
        return "Nothing else changed beyond chance, although everything was asked at once."
    return f"Also beyond chance: {'; '.join(one.words for one in rest[:3])}."


def _alone(figures: Sequence[Finding]) -> str:
    """What its own place on the page calls a change, though among all figures that may be chance."""
    surest = min((one for one in figures if one.change.changed), key=lambda one: one.change.p or 0.0, default=None)
    return f"Taken alone this would count as a change: {surest.words}." if surest else ""


def _nothing(asked: Asked, found: Report, figures: Sequence[Finding]) -> str:
    if asked.filters.against is None:
        if not found.booked.n:
            return "No visit of the period is over yet."
        return f"{percent(found.booked.share)} of {found.booked.n:,} visits booked."
    if found.booked.thin or not any(one.change.p is not None for one in figures):
        change = found.booked_change
        more = max(change.more if change else 0, THIN - found.booked.n)
        return f"Cannot tell yet, needs about {more:,} more visits." if more > 0 else "Cannot tell yet."
    return f"Asked all at once, nothing changed beyond chance against {asked.against_words}."


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]
