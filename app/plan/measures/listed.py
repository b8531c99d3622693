"""The list of measures, and how one is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from app.experience.estimates import CES, CSAT
from app.experience.estimates import NPS as NPS_SCALE
from app.experience.reviews.rules import GOOD, MOMENT_WORDS
from app.plan.measures import answers, offers, service, visits
from app.plan.measures.figure import MEAN, NPS, SHARE, Figure, figure_of
from app.plan.measures.measure import Days, Measure
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
        visits.step_rate, visits.RATES,
    ),
    Measure(
        "signal", "Visits with friction", "Of all visits, those that showed the signal at least once.", SHARE,
        visits.signal_share, SIGNALS, more_is_better=False,
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
        answers.reviewed, MOMENT_WORDS, GOOD,
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
        answers.answered, NOTHING,
    ),
    Measure(
        "contacted", "Cases answered in time", "Of the cases opened, those whose guest was reached in time.", SHARE,
        service.contacted, NOTHING,
    ),
    Measure(
        "put_right", "Requests done in time", "Of what guests in the house asked for, what was done in time.", SHARE,
        service.put_right, NOTHING,
    ),
    Measure(
        "repeat", "Repeat share", "Of the bookings that arrived, those of guests who had been here before.", SHARE,
        service.repeat, NOTHING,
    ),
    Measure(
        "with_offer", "Stays with an offer", "Of the bookings that arrived, those that took an offer or a code.", SHARE,
        offers.with_offer, NOTHING,
    ),
    Measure(
        "came", "Came after offers",
        "Of the guests who were shown offers, those who booked within 28 days and came; all houses together.", SHARE,
        offers.came, offers.ARMS,
    ),
    Measure(
        "pulse", "Work is easy", "Of the staff who answered in a month, who found work easy: 4 or 5 of 5.", SHARE,
        service.pulse, NOTHING, EASY,
    ),
)  # fmt: skip

MEASURES = {measure.key: measure for measure in _LISTED}
"""By key; the keys are kept in rows and never change."""


def measured(measure: str, of: str, days: Days, location_ids: Collection[int] | None) -> Figure:
    """The figure of some houses together, of the whole group where None."""
    whole: Counter[int] = Counter()
    for answers_ in MEASURES[measure].query(of, days, location_ids).values():
        whole.update(answers_)
    return _figure(measure, whole)


def measured_by_house(measure: str, of: str, days: Days, location_ids: Collection[int]) -> dict[int, Figure]:
    """The figure of each of these houses; no data where nothing was counted."""
    found = MEASURES[measure].query(of, days, location_ids)
    return {place: _figure(measure, found.get(place, Counter())) for place in location_ids}


def _figure(measure: str, counts: Counter[int]) -> Figure:
    return figure_of(MEASURES[measure].kind, counts, MEASURES[measure].good)
