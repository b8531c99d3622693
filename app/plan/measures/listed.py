"""The list of measures, and how one is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from app.experience.estimates import CES, CSAT
from app.experience.estimates import NPS as NPS_SCALE
from app.experience.reviews.rules import GOOD, MOMENT_WORDS
from app.insight.performance import DEFINITIONS
from app.plan.measures import answers, offers, sales, service, visits
from app.plan.measures.figure import MEAN, MONEY, NPS, RATE, SHARE, Figure, figure_of
from app.plan.measures.measure import ByHouse, Days, Measure
from app.plan.pulse.rules import EASY

NOTHING = {"": ""}
SIGNALS = {
    "field_error": "A field refused",
    "correction": "A field corrected",
    "back": "Back a step",
    "many_refinements": "More than three new searches",
    "denied": "Told no",
    "price_changed": "A price changed",
    "claim_expired": "A hold ran out",
    "payment_declined": "A card declined",
    "rage_click": "Angry clicks",
    "slow_answer": "A slow answer",
}

_LISTED = (
    Measure(
        "step", "Step rate", "Of the visits that reached the first step, those that reached the second.", SHARE,
        visits.step_rate, visits.RATES, counted="visits",
    ),
    Measure(
        "signal", "Visits with friction", "Of all visits, those that showed the signal at least once.", SHARE,
        visits.signal_share, SIGNALS, more_is_better=False, counted="visits",
    ),
    Measure(
        "nps", "NPS", "Promoters (9, 10) less detractors (0 to 6) of those who answered after their stay.", NPS,
        answers.score_of("nps"), NOTHING,
    ),
    Measure(
        "promoters", "Would recommend", "Of those who answered after their stay, who gave 9 or 10.", SHARE,
        answers.score_of("nps"), NOTHING, NPS_SCALE.good,
    ),
    Measure(
        "ces", "CES", "Of those who answered, who agreed that it was easy: 5 to 7 of 7.", SHARE, answers.ease,
        answers.CES_MOMENTS, CES.good,
    ),
    Measure(
        "ces_mean", "Mean CES", "The mean of 1 (strongly disagree that it was easy) to 7 (strongly agree).", MEAN,
        answers.ease, answers.CES_MOMENTS,
    ),
    Measure(
        "csat", "CSAT", "Of those who answered after their stay, who gave 4 or 5 of 5.", SHARE, answers.satisfaction,
        answers.CSAT_MOMENTS, CSAT.good,
    ),
    Measure(
        "review", "Reviews", "Of those who scored it in a review for all to read, who gave 4 or 5 of 5.", SHARE,
        answers.reviewed, MOMENT_WORDS, GOOD, counted="reviews",
    ),
    Measure(
        "expected", "As expected or better", "Compared with what the site had them expect: 3 to 5 of 5.", SHARE,
        answers.score_of("expected"), NOTHING, 3,
    ),
    Measure(
        "worth", "Worth what they paid", "Of those who answered after their stay, who gave 4 or 5 of 5.", SHARE,
        answers.score_of("worth"), NOTHING, CSAT.good,
    ),
    Measure(
        "answered", "Answered of sent", "Of the surveys after a stay, those that were answered.", SHARE,
        answers.answered, NOTHING, counted="surveys",
    ),
    Measure(
        "contacted", "Cases answered in time", "Of the cases opened, those whose guest was reached in time.", SHARE,
        service.contacted, NOTHING, counted="cases",
    ),
    Measure(
        "put_right", "Requests done in time", "Of what guests in the house asked for, what was done in time.", SHARE,
        service.put_right, NOTHING, counted="requests",
    ),
    Measure(
        "repeat", "Repeat share", "Of the bookings that arrived, those of guests who had been here before.", SHARE,
        service.repeat, NOTHING, counted="bookings",
    ),
    Measure(
        "with_offer", "Stays with an offer", "Of the bookings that arrived, those that took an offer or a code.", SHARE,
        offers.with_offer, NOTHING, counted="bookings",
    ),
    Measure(
        "came", "Came after offers",
        "Of the guests who were shown offers, those who booked within 28 days and came; all houses together.", SHARE,
        offers.came, offers.ARMS, counted="guests", whole_group=True,
    ),
    Measure(
        "occupancy", "Occupancy", DEFINITIONS["Occupancy"], RATE, sales.by_night("occupancy"), NOTHING,
        counted="nights",
    ),
    Measure("adr", "ADR", DEFINITIONS["ADR"], MONEY, sales.by_night("adr"), NOTHING, counted="nights"),
    Measure("revpar", "RevPAR", DEFINITIONS["RevPAR"], MONEY, sales.by_night("revpar"), NOTHING, counted="nights"),
    Measure(
        "revenue", "Revenue a room", DEFINITIONS["Revenue a room"], MONEY, sales.by_night("revenue"), NOTHING,
        counted="nights",
    ),
    Measure(
        "cover", "Spend a cover", DEFINITIONS["Spend a cover"], MONEY, sales.by_night("cover"), NOTHING,
        counted="nights",
    ),
    Measure(
        "length_of_stay", "Length of stay", DEFINITIONS["Length of stay"], MEAN, sales.length_of_stay, NOTHING,
        counted="stays",
    ),
    Measure(
        "cancelled", "Cancelled", DEFINITIONS["Cancelled"], SHARE, sales.cancelled, NOTHING, more_is_better=False,
        counted="bookings",
    ),
    Measure(
        "direct", "Direct share",
        "Of the bookings made with us or through an agent, those made on our site, by telephone or at the desk.", SHARE,
        sales.direct, NOTHING, counted="bookings",
    ),
    Measure(
        "pulse", "Work is easy", "Of the staff who answered in a month, who found work easy: 4 or 5 of 5.", SHARE,
        service.pulse, NOTHING, EASY,
    ),
)  # fmt: skip

MEASURES = {measure.key: measure for measure in _LISTED}
"""By key; the keys are kept in rows and never change."""


def measured(measure: str, of: str, days: Days, location_ids: Collection[int] | None) -> Figure:
    """The figure of some houses together, of the whole group where None.

    Money of houses with more than one currency is not added up: no data.
    """
    return _together(measure, MEASURES[measure].query(of, days, location_ids), location_ids)


def measured_by_house(measure: str, of: str, days: Days, location_ids: Collection[int]) -> dict[int, Figure]:
    """The figure of each of these houses; no data where nothing was counted."""
    found = MEASURES[measure].query(of, days, location_ids)
    return {place: _figure(measure, found.get(place, Counter()), [place]) for place in location_ids}


def sales_measured(days: Days, location_ids: Collection[int] | None) -> dict[str, Figure]:
    """Every figure that nights add up to, by measure, as `measured` has each; the nights are read once."""
    sold = sales.nights(days, location_ids)
    return {key: _together(key, sales.pairs(key, sold), location_ids) for key in sales.PARTS}


def _together(measure: str, found: ByHouse, location_ids: Collection[int] | None) -> Figure:
    whole: Counter[Any] = Counter()
    for answers_ in found.values():
        whole.update(answers_)
    return _figure(measure, whole, location_ids)


def _figure(measure: str, counts: Counter[Any], location_ids: Collection[int] | None) -> Figure:
    one = MEASURES[measure]
    if one.kind != MONEY:
        return figure_of(one.kind, counts, one.good)
    currency = sales.currency(location_ids)
    return figure_of(one.kind, counts if currency else Counter(), one.good, currency or "")
