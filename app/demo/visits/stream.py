"""The demo's visits, a day at a time, as events in order: who came, how far they got and what was in their way. Pure.

A day depends on nothing but its date, its bookings and the planted faults.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from hashlib import blake2b
from itertools import accumulate
from random import Random
from typing import Any, NamedTuple

from app.demo.distributions import the_distributions
from app.demo.group import House, the_group
from app.demo.visits import shape
from app.demo.visits.faults import Fault
from app.demo.visits.walk import BOOKED, Step, walk
from app.experience.funnel.names import STEPS

ID_LENGTH = 16


class Logged(NamedTuple):
    """A step or a signal of a visit, with the step it happened at."""

    at: datetime
    name: str
    step: str
    implied: bool = False
    duration_ms: int | None = None
    code: str | None = None
    properties: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Bought:
    """A booking made on the site, in which a visit ends."""

    reference: str
    at: datetime
    house: str
    nights: int
    heads: int
    lead_days: int
    returning: bool


@dataclass(slots=True)
class Looked:
    """One visit; `booking` is the reference it ended in. Events are in order of time."""

    visit: str
    device: str
    source: str
    returning: bool
    is_bot: bool = False
    house: str | None = None
    nights: int | None = None
    heads: int | None = None
    lead_days: int | None = None
    booking: str | None = None
    fault: Fault | None = None
    events: list[Logged] = field(default_factory=list)


def visits_on(
    day: date,
    bought: Sequence[Bought],
    faults: Sequence[Fault] = (),
    *,
    leavers: float = shape.LEAVERS_A_DAY,
    world: str = "",
) -> Iterator[Looked]:
    """All visits that begin on that day of the group, those first that end in its bookings; in no order of time.

    Every booking ends a visit, but for those of guests who object to being counted: see `objects`. Another `world` has
    other visits on the same days, as many and as deep.
    """
    now = [fault for fault in faults if fault.since_on <= day < fault.until_on]
    ending, leaving, planted = (Random(f"visits {what} {world}{day}") for what in ("booked", "left", "planted"))
    for one in bought:
        if not objects(one.reference):
            found = _booked(one, day, now, ending)
            yield found
            yield from _lost(found, one, day, now, planted)
    shaped = leavers * shape.WEEKDAYS[day.weekday()] * shape.MONTHS[day.month - 1]
    for number in range(int(shaped * leaving.gauss(1, 0.07))):
        yield _left(f"{world}{day} {number}", day, now, leaving)
    for number in range(int(shaped * shape.BOTS)):
        yield _bot(f"{world}{day} bot {number}", day, leaving)


def objects(reference: str) -> bool:
    """True for a guest who asked not to be counted: the booking has no visit and no trace of effort."""
    return shape.drawn("objects", reference) < shape.OBJECTS


def _booked(one: Bought, day: date, faults: Sequence[Fault], random: Random) -> Looked:
    device = shape.DEVICE["booked"](random) or "desk"
    shown = {STEPS.index(f.step): f for f in faults if f.device == device and random.random() < f.shown_by_bookers}
    steps = walk(random, BOOKED, shown, day, _house(one.house), one.lead_days)
    began = one.at - timedelta(seconds=steps[-1].after)
    return Looked(
        visit=_visit_id(one.reference),
        device=device,
        source=shape.SOURCE["booked"](random) or "direct",
        returning=one.returning or random.random() < shape.RETURNING["booked"] / 2,
        house=one.house,
        nights=one.nights,
        heads=one.heads,
        lead_days=one.lead_days,
        booking=one.reference,
        events=_dated(began, steps),
    )


def _lost(found: Looked, one: Bought, day: date, faults: Sequence[Fault], random: Random) -> Iterator[Looked]:
    """The visits like this one that a fault cost their booking."""
    for fault in (each for each in faults if each.device == found.device):
        step = STEPS.index(fault.step)
        for number in range(int(fault.lost_a_booking + random.random())):
            shown = {step: fault}
            for other in faults:
                before = STEPS.index(other.step)
                if other.device == found.device and before < step and random.random() < other.shown_by_bookers:
                    shown[before] = other
            steps = walk(random, step, shown, day, _house(one.house), one.lead_days)
            yield Looked(
                visit=_visit_id(f"{fault.step} {number} {one.reference}"),
                device=found.device,
                source=found.source,
                returning=found.returning,
                house=one.house,
                nights=one.nights,
                heads=one.heads,
                lead_days=one.lead_days,
                fault=fault,
                events=_dated(_some_time(day, random), steps),
            )


def _left(key: str, day: date, faults: Sequence[Fault], random: Random) -> Looked:
    device = shape.DEVICE["left"](random) or "phone"
    deepest = shape.DEEPEST[device](random) or 0
    shown: dict[int, Fault] = {}
    for step, fault in sorted((STEPS.index(f.step), f) for f in faults if f.device == device):
        if step <= deepest and random.random() < fault.share:
            shown[step] = fault
            if random.random() < fault.size:
                deepest = step
    house = random.choice(the_group().houses)
    wished = deepest or random.random() < 0.5
    lead, nights, heads = _wish(house, day, random) if deepest else (None, None, None)
    return Looked(
        visit=_visit_id(key),
        device=device,
        source=shape.SOURCE["left"](random) or "search",
        returning=random.random() < shape.RETURNING["left"],
        house=house.slug if wished else None,
        nights=nights,
        heads=heads,
        lead_days=lead,
        events=_dated(_some_time(day, random), walk(random, deepest, shown, day, house, lead)),
    )


def _wish(house: House, day: date, random: Random) -> tuple[int, int, int]:
    tables = the_distributions().kept
    nights = shape.NIGHTS(random) or 2
    lead = tables.lead_at(random.random(), nights)
    adults, children, _ = random.choices(tables.parties, cum_weights=_party_weights())[0]
    return lead, nights, adults + children


@cache
def _party_weights() -> list[int]:
    return list(accumulate(the_distributions().kept.party_weights))


def _bot(key: str, day: date, random: Random) -> Looked:
    steps, reached = [Step(0.0, STEPS[0], 0)], 0
    for number in range(random.randrange(4)):
        step = random.choice((0, 0, 1, 2))
        steps += [Step(number + 1.0, STEPS[n], n, implied=True) for n in range(reached + 1, step)]
        steps.append(Step(number + 1.0, STEPS[step], step))
        reached = max(reached, step)
    return Looked(
        visit=_visit_id(key),
        device="desk",
        source=shape.SOURCE["bot"](random) or "direct",
        returning=False,
        is_bot=True,
        house=random.choice(the_group().houses).slug,
        events=_dated(_some_time(day, random), steps),
    )


def _visit_id(key: str) -> str:
    return blake2b(f"visit {key}".encode(), digest_size=ID_LENGTH).hexdigest()


def _some_time(day: date, random: Random) -> datetime:
    second = random.randrange(3600)
    hour = time(shape.HOUR(random) or 0, second // 60, second % 60)
    return datetime.combine(day, hour, UTC)


def _dated(began: datetime, steps: Sequence[Step]) -> list[Logged]:
    return [
        Logged(began + timedelta(seconds=round(one.after, 3)), one.name, STEPS[one.at_step], *one[3:]) for one in steps
    ]


@cache
def _house(slug: str) -> House:
    return next(house for house in the_group().houses if house.slug == slug)
