"""Counting who went how far: streams of events and a question in, counts out. Pure.

A stream is what one unit did, in order of time: an instant in microseconds since 1970 and a name for each event.
"""

from app.experience.funnel.rules.counting import Step, tally
from app.experience.funnel.rules.friction import Hindrance, ranked, shown_by
from app.experience.funnel.rules.matching import Attempt, reached
from app.experience.funnel.rules.question import (
    DAY,
    MICROSECOND,
    ORDERS,
    SECOND,
    Exclusion,
    Moment,
    Question,
    read_exclusion,
    read_steps,
)

__all__ = [
    "DAY",
    "MICROSECOND",
    "ORDERS",
    "SECOND",
    "Attempt",
    "Exclusion",
    "Hindrance",
    "Moment",
    "Question",
    "Step",
    "ranked",
    "reached",
    "read_exclusion",
    "read_steps",
    "shown_by",
    "tally",
]
