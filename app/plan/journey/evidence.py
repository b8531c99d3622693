"""Moments of truth: phases that move what guests say of us or whether they book, each with what shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.experience.estimates import wilson
from app.experience.reviews.queries.counted import good_by_moment
from app.experience.reviews.rules import MOMENT_WORDS
from app.insight.cases import causes
from app.insight.funnel import Friction, Unserved, denied, friction
from app.insight.period import Filters
from app.insight.voices import Drivers, drivers
from app.kernel.words import counted, listed, money
from app.plan.journey.sales import Sold, fallen, sold
from app.plan.measures import MEASURES
from app.plan.phases import PHASES, phase_of_moment, phase_of_step, phase_of_theme

MOST = 2
"""Signals of a phase that stand on the map, and figures of sales; all of them are on pages of their own."""

FEWEST_LOST = 1.0
FEWEST_DENIED = 30
FEWEST_CASES = 30
FEWEST_REVIEWS = 30
POOR = 0.8
"""A moment is poor in the reviews where the whole interval of those who gave it 4 or 5 lies below."""

BOOKINGS, SEARCHES, SALES, NPS, CASES, REVIEWS = KINDS = ("bookings", "searches", "sales", "nps", "cases", "reviews")
"""What evidence is counted in, in the order in which it is looked into: what loses bookings first."""

REASON_WORDS = {
    "full": "every room was taken",
    "min_stay": "the nights were fewer than we sell",
    "max_stay": "the nights were more than we sell",
    "closed_to_arrival": "nobody may arrive on that day",
    "closed_to_departure": "nobody may leave on that day",
    "closed": "the nights were closed",
    "no_rate": "the nights had no rate",
    "too_far_ahead": "the nights were not on sale yet",
    "party_too_large": "the party was too large",
    "needs": "no room had what they need",
}
SIGNAL_WORDS = {
    "field_error": "a field refused",
    "correction": "a field corrected",
    "back": "going back",
    "many_refinements": "more than three new searches",
    "denied": "told no",
    "price_changed": "the price changed",
    "claim_expired": "the hold ran out",
    "payment_declined": "the card was declined",
    "rage_click": "angry clicks",
    "slow_answer": "a slow answer",
    "lcp": "a page slow to show",
    "inp": "a page slow to react",
    "cls": "a page that jumped",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason why a phase is a moment of truth, and the page where it is looked into.

    `size` is what it is about, in the unit that `kind` names: bookings lost, searches that got no, the part of a
    figure of sales that is gone, the share of NPS that goes with it, cases, or the share of reviews that are not good.
    `measure` is the figure that an action about it would be judged by, where it is not the phase's own.
    """

    words: str
    url: str
    kind: str
    size: float
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Moments:
    """What is known of each phase: `explained` is the share of the explained NPS that goes with it, `evidence` why it
    is a moment of truth; a phase without any is none. `answers` is how many stays the shares rest on, `needs` how many
    more it takes where that is too few. `sold` are the figures of sales, whether they are evidence or not."""

    explained: Mapping[str, float]
    evidence: Mapping[str, Sequence[Evidence]]
    answers: int
    needs: int
    sold: Sequence[Sold] = ()


def moments_of_truth(filters: Filters, zone: str) -> Moments:
    """From the drivers of NPS, from friction that passes the test, from demand that got no, from sales that fell, from
    cases and from reviews. Association, not cause.

    A phase drives NPS where its part is larger than an even one would be.
    """
    found: dict[str, list[Evidence]] = defaultdict(list)
    known = drivers(filters)
    explained = explained_by(known)
    even = 1 / len(explained) if explained else 1.0
    for phase, share in explained.items():
        if share > even:
            found[phase].append(
                Evidence(f"{share:.0%} of what moves NPS goes with it (n {known.n:,})", "/marketing/scores", NPS, share)
            )
    for phase, evidence in _friction(friction(filters)):
        found[phase].append(evidence)
    found["choosing"] += _denied(denied(filters, zone))
    trade = sold(filters)
    for phase, evidence in _sales(trade):
        found[phase].append(evidence)
    for phase, evidence in _cases(causes(filters, zone)):
        found[phase].append(evidence)
    for phase, evidence in _reviews(filters):
        found[phase].append(evidence)
    return Moments(explained, found, known.n, known.needs, trade)


def explained_by(known: Drivers) -> dict[str, float]:
    """The share of each phase in all that is explained; they add to 1 over the phases that have a question."""
    weights = {one.key: one.weight for one in known.drivers}
    return {
        phase.key: sum(weights.get(key, 0.0) for key in phase.drivers)
        for phase in PHASES
        if any(key in weights for key in phase.drivers)
    }


def _friction(found: Friction) -> list[tuple[str, Evidence]]:
    kept: dict[str, list[Evidence]] = defaultdict(list)
    for one in found.signals:
        phase = phase_of_step(one.name.step)
        if one.significant and one.odds.lost >= FEWEST_LOST and len(kept[phase]) < MOST:
            what = SIGNAL_WORDS.get(one.name.name, one.name.name)
            words = f"About {one.odds.lost:,.0f} bookings lost to {what} (seen in {one.shown:,} visits)"
            kept[phase].append(Evidence(words, "/marketing/friction", BOOKINGS, one.odds.lost))
    return [(phase, evidence) for phase, own in kept.items() for evidence in own]


def _sales(found: Sequence[Sold]) -> list[tuple[str, Evidence]]:
    """What fell against a year before: suppers in their phase, the rest where a room is chosen."""
    kept: dict[str, list[Evidence]] = defaultdict(list)
    for one in fallen(found):
        phase = "supper" if one.measure == "cover" else "choosing"
        if len(kept[phase]) < MOST:
            was = f"{one.before.words} in the same weeks a year before"
            words = f"{MEASURES[one.measure].name} was {one.now.words}, {was}"
            kept[phase].append(Evidence(words, "#sold", SALES, one.fall, f"{one.measure}:"))
    return [(phase, evidence) for phase, own in kept.items() for evidence in own]


def _cases(found: Mapping[str, int]) -> list[tuple[str, Evidence]]:
    """Where what went wrong had its root cause, from a few cases on."""
    counts: dict[str, int] = defaultdict(int)
    for theme, count in found.items():
        counts[phase_of_theme(theme)] += count
    return [
        (phase, Evidence(f"{count:,} cases had their root cause here", "/marketing/cases", CASES, count))
        for phase, count in counts.items()
        if count >= FEWEST_CASES
    ]


def _reviews(filters: Filters) -> list[tuple[str, Evidence]]:
    """Moments that guests who stayed in the period speak ill of where everybody reads it."""
    told = []
    for moment, one in good_by_moment((filters.since_on, filters.until_on), filters.location_ids).items():
        share = wilson(one.good, one.n)
        if one.n < FEWEST_REVIEWS or share.share is None or share.high is None or share.high >= POOR:
            continue
        words = f"{share.share:.0%} of {one.n:,} reviews gave “{MOMENT_WORDS[moment]}” 4 or 5 of 5"
        told.append((phase_of_moment(moment), Evidence(words, "/reviews", REVIEWS, 1 - share.share)))
    return told


def _denied(found: Unserved) -> list[Evidence]:
    """Where no is said: how often, why mostly, and what the smallest changes of rules would be worth at most."""
    if found.searches < FEWEST_DENIED:
        return []
    worth = listed([money(minor, currency) for currency, minor in sorted(found.worth.items()) if minor])
    why = REASON_WORDS.get(found.reasons[0].reason, found.reasons[0].reason)
    called = f" and {counted(found.called, 'call')}" if found.called else ""
    words = f"{found.searches:,} searches{called} got no, mostly because {why}"
    told = f"{words}; small changes of rules are worth up to {worth}" if worth else words
    return [Evidence(told, "/marketing/denied", SEARCHES, found.searches)]
