"""Faults planted in the demo's visits, so that anyone can check that the reports find them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

DEFAULT_SEED = 7
PLANTED = 3

SUSPECTS = (
    ("results", "slow_answer", "results"),
    ("results", "rage_click", "choose-dates"),
    ("results", "many_refinements", ""),
    ("room", "slow_answer", "room"),
    ("room", "rage_click", "rate"),
    ("room", "rage_click", "picture"),
    ("details", "field_error", "details.phone.wrong"),
    ("details", "field_error", "details.email.wrong"),
    ("details", "claim_expired", ""),
    ("details", "price_changed", "up"),
    ("details", "rage_click", "pay-and-book"),
    ("payment", "payment_declined", "declined"),
    ("payment", "slow_answer", "payment"),
    ("payment", "claim_expired", ""),
)
"""Step, signal and code of what can be planted."""

WEEKS = {"phone": (5, 9), "desk": (6, 10), "tablet": (26, 34)}
"""From how few to how many weeks a fault lasts; the rarer the device, the longer, so that it costs something."""


@dataclass(frozen=True, slots=True)
class Fault:
    """From `since_on` up to `until_on` the signal shows for `share` of the visits of the device that reach the step.

    Of those among them who would have booked, `size` leave there.
    """

    step: str
    signal: str
    code: str
    device: str
    since_on: date
    until_on: date
    share: float
    size: float

    def met(self, step: str, device: str, day: date) -> bool:
        return self.step == step and self.device == device and self.since_on <= day < self.until_on

    @property
    def shown_by_bookers(self) -> float:
        """Of visits that book all the same, the share that met it: share (1 - size) / (1 - share size)."""
        return self.share * (1 - self.size) / (1 - self.share * self.size)

    @property
    def lost_a_booking(self) -> float:
        """Bookings lost for each that was made: share size / (1 - share size)."""
        return self.share * self.size / (1 - self.share * self.size)

    def as_json(self) -> dict[str, Any]:
        return {
            "step": self.step,
            "signal": self.signal,
            "code": self.code,
            "device": self.device,
            "since_on": self.since_on.isoformat(),
            "until_on": self.until_on.isoformat(),
            "weeks": (self.until_on - self.since_on).days // 7,
            "share": self.share,
            "size": self.size,
        }


def plant(seed: int | str, until_on: date, *, past: int = 365) -> tuple[Fault, ...]:
    """Three faults at three different steps, all within `past` days before `until_on`; the same seed gives the same.

    One of them still lasts on `until_on`.
    """
    random = Random(f"plant {seed}")
    found: list[Fault] = []
    steps = random.sample(sorted({step for step, _, _ in SUSPECTS}), PLANTED)
    for number, step in enumerate(steps):
        suspect = random.choice([one for one in SUSPECTS if one[0] == step])
        device = random.choices(("phone", "desk", "tablet"), (5, 3, 1))[0]
        least, most = WEEKS[device]
        weeks = min(random.randint(least, most), past // 7)
        latest = max(0, past // 7 - weeks)
        ago = 0 if number == 0 else random.randint(0, min(latest, 30))
        last = until_on - timedelta(weeks=ago)
        found.append(
            Fault(
                *suspect,
                device=device,
                since_on=last - timedelta(weeks=weeks),
                until_on=last,
                share=round(random.uniform(0.45, 0.65), 2),
                size=round(random.uniform(0.55, 0.8), 2),
            )
        )
    return tuple(found)
