"""Streams of made-up visits without a database, counted as the friction ranking counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from app.demo.distributions import the_distributions
from app.demo.group import the_group
from app.demo.visits import Bought, Fault, Looked, visits_on
from app.demo.visits.shape import LEAVERS_A_DAY
from app.experience.funnel.names import STEPS
from app.experience.funnel.rules import Hindrance, ranked

BOOKINGS_A_DAY = 34
UNTIL = date(2026, 11, 22)

Key = tuple[str, str, str]
Counts = dict[Key, tuple[int, int, int, int]]
POOR = {"lcp": 4000, "inp": 500, "cls": 250}


def bought_on(day: date, seed: int, share: float) -> list[Bought]:
    random = Random(f"bought {seed} {day}")
    table = the_distributions().kept
    found = []
    for number in range(int(BOOKINGS_A_DAY * share * random.gauss(1, 0.15) + random.random())):
        minute = int(random.triangular(7 * 60, 23 * 60, 20 * 60))
        nights = random.choice((1, 2, 2, 3, 4))
        found.append(
            Bought(
                reference=f"{seed}-{day}-{number}",
                at=datetime.combine(day, time(minute // 60, minute % 60), UTC),
                house=random.choice(the_group().houses).slug,
                nights=nights,
                heads=random.choice((1, 2, 2, 2, 3, 4)),
                lead_days=table.lead_at(random.random(), nights),
                returning=random.random() < 0.3,
            )
        )
    return found


def stream(seed: int, days: int, share: float = 1.0, faults: Sequence[Fault] = ()) -> Iterator[Looked]:
    """The visits of so many days before `UNTIL`, with that share of the demo's visitors; others with other seeds."""
    for ago in range(days, 0, -1):
        day = UNTIL - timedelta(days=ago)
        yield from visits_on(day, bought_on(day, seed, share), faults, leavers=LEAVERS_A_DAY * share, world=str(seed))


def counted(visits: Iterator[Looked]) -> Counts:
    """For each step, signal and code the bookers and leavers who showed it, and all of both who came so far."""
    reached: dict[str, Counter[bool]] = {step: Counter() for step in STEPS}
    shown: dict[Key, Counter[bool]] = {}
    for looked in visits:
        if looked.is_bot:
            continue
        booked = looked.booking is not None
        deepest, met, steps = "", set(), set()
        for event in looked.events:
            if event.name in reached:
                if not deepest or STEPS.index(event.name) > STEPS.index(deepest):
                    deepest = event.name
                steps.add(event.name)
            elif event.name != "left_at_field" and (event.duration_ms or 0) >= POOR.get(event.name, 0):
                met.add((deepest, event.name, event.code or ""))
        for step in steps:
            reached[step][booked] += 1
        for key in met:
            shown.setdefault(key, Counter())[booked] += 1
    return {
        key: (count[True], count[False], reached[key[0]][True], reached[key[0]][False]) for key, count in shown.items()
    }


def ranking(visits: Iterator[Looked]) -> list[Hindrance[Key]]:
    return ranked(counted(visits))
