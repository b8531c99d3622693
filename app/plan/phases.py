"""The phases of a stay as a guest lives through it, and who looks after each. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase: its key stands in rows and never changes; `desk` is whose it is.

    `figures` are the measures that tell how it went, (measure, of), the one on the curve first. `drivers` are the
    questions of the survey whose answers may move NPS, `steps` those of the funnel, `themes` of comments and notes.
    """

    key: str
    name: str
    desk: str
    figures: tuple[tuple[str, str], ...]
    drivers: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


PHASES = (
    Phase("dreaming", "Dreaming", "Marketing", (("expected", ""),), ("expected",), ("search",)),
    Phase(
        "choosing",
        "Choosing",
        "Marketing",
        (("ces", "booking"), ("step", "results>details")),
        ("ces",),
        ("results", "room"),
        ("finding", "price", "rules"),
    ),
    Phase(
        "paying",
        "Paying",
        "Marketing",
        (("step", "payment>booked"), ("step", "details>payment")),
        (),
        ("details", "payment"),
        ("booking", "changing"),
    ),
    Phase(
        "arriving",
        "Arriving",
        "Front desk",
        (("csat", "arrival"), ("review", "arrival")),
        ("csat_arrival",),
        (),
        ("getting_here", "arriving"),
    ),
    Phase(
        "staying",
        "Staying",
        "Housekeeping",
        (("csat", "room"), ("csat", "garden"), ("review", "room"), ("review", "garden")),
        ("csat_room", "csat_garden"),
        (),
        ("room", "sleep", "people", "garden", "broken", "access", "children_dogs"),
    ),
    Phase("supper", "Supper", "Kitchen", (("csat", "supper"), ("review", "supper")), ("csat_supper",), (), ("food",)),
    Phase("leaving", "Leaving", "Front desk", (("csat", "leaving"), ("review", "leaving")), ("csat_leaving",)),
    Phase(
        "coming_back",
        "Coming back",
        "Marketing",
        (("worth", ""), ("promoters", ""), ("repeat", "")),
        ("worth",),
        (),
        ("other",),
    ),
)
"""In the order of a stay."""

BY_KEY = {phase.key: phase for phase in PHASES}


def phase_of_step(step: str) -> str:
    """The phase in which a visit is that has come as far as this step."""
    return next((phase.key for phase in PHASES if step in phase.steps), PHASES[0].key)


def phase_of_moment(moment: str) -> str:
    """The phase in which a moment that reviews score is lived."""
    return next(phase.key for phase in PHASES if ("review", moment) in phase.figures)


def phase_of_theme(theme: str) -> str:
    """The phase that a theme is about."""
    return next((phase.key for phase in PHASES if theme in phase.themes), PHASES[-1].key)
