"""One made-up visit, page by page: its steps, what got in its way and how long each page took. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from random import Random
from typing import Any, NamedTuple

from app.demo.group import House
from app.demo.visits import shape
from app.demo.visits.denied import denied
from app.demo.visits.faults import Fault
from app.experience.funnel.names import STEPS

RESULTS, DETAILS = STEPS.index("results"), STEPS.index("details")
BOOKED = len(STEPS) - 1
BACK_TO = {"results": "search", "room": "results", "details": "room", "payment": "details"}
MOST_DAYS_AHEAD = 60
"""A search that is refused is about the weeks ahead; later nights are seldom full."""


class Step(NamedTuple):
    """A step or a signal, `after` so many seconds of its visit, at the step with that place in the row of steps."""

    after: float
    name: str
    at_step: int
    implied: bool = False
    duration_ms: int | None = None
    code: str | None = None
    properties: dict[str, Any] | None = None


def walk(
    random: Random, deepest: int, shown: Mapping[int, Fault], day: date, house: House, lead_days: int | None
) -> list[Step]:
    """What a visit on that day does until it has reached its deepest step, in order; `shown` are faults by step.

    On each page the same happens to all who reach it: first what was in the way, then a way back or a second look.
    """
    deep_link = deepest >= RESULTS and random.random() < shape.DEEP_LINKS
    steps: list[Step] = []
    now = 0.0
    for k in range(deepest + 1):
        implied = deep_link and k < RESULTS
        steps.append(Step(now, STEPS[k], k, implied, None if implied else _server_ms(random)))
        if k == BOOKED or implied:
            continue
        stay = min(shape.lognormal(random, shape.MEDIAN_SECONDS[k], shape.SPREAD[k]), shape.LONGEST_SECONDS)
        steps += _page(random, k, now, stay, shown.get(k), day, house, lead_days)
        now += stay
    if deepest == DETAILS and random.random() < shape.SEEN_LEAVING:
        steps.append(Step(now, "left_at_field", deepest, code=shape.FIELDS(random)))
    return steps


def _page(
    random: Random, k: int, now: float, stay: float, fault: Fault | None, day: date, house: House, lead: int | None
) -> Iterator[Step]:
    vital = shape.VITAL(random)
    if vital:
        measured = int(shape.lognormal(random, *shape.VITALS[vital]))
        yield Step(now + 0.08 * stay, vital, k, duration_ms=measured, code=STEPS[k])
    signal = shape.SIGNAL[k](random)
    back = signal == "back"
    if signal and not back:
        yield _signal(random, signal, k, now + 0.35 * stay, day, house, lead)
    if fault:
        yield _planted(random, fault, k, now + 0.45 * stay)
    if back:
        target = BACK_TO[STEPS[k]]
        yield Step(now + 0.6 * stay, "back", k, code=f"{STEPS[k]}>{target}")
        yield Step(now + 0.62 * stay, target, STEPS.index(target), duration_ms=_server_ms(random))
    if back or random.random() < shape.AGAIN[k]:
        yield Step(now + 0.85 * stay, STEPS[k], k, duration_ms=_server_ms(random))


def _signal(random: Random, name: str, k: int, after: float, day: date, house: House, lead: int | None) -> Step:
    code: str | None = None
    duration: int | None = None
    properties: dict[str, Any] | None = None
    if name == "denied":
        refused = denied(house, day, min(lead or 0, MOST_DAYS_AHEAD), random)
        code, properties = refused.reason, refused.properties
    elif name == "field_error":
        code = shape.FIELD_ERRORS(random)
    elif name == "correction":
        code = shape.FIELDS(random)
    elif name == "rage_click":
        code = shape.CLICKED(random)
    elif name == "price_changed":
        code = "up" if random.random() < 0.7 else "down"
    elif name == "payment_declined":
        code = "declined" if random.random() < 0.85 else "expired"
    elif name == "slow_answer":
        code, duration = STEPS[k], _slow_ms(random)
    return Step(after, name, k, duration_ms=duration, code=code, properties=properties)


def _planted(random: Random, fault: Fault, k: int, after: float) -> Step:
    duration = _slow_ms(random) if fault.signal == "slow_answer" else None
    return Step(after, fault.signal, k, duration_ms=duration, code=fault.code or None)


def _server_ms(random: Random) -> int:
    return 18 + int(random.expovariate(1 / 30))


def _slow_ms(random: Random) -> int:
    return 1000 + int(random.expovariate(1 / 900))
