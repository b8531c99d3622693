"""What one page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """One place of a page, decided. `eligible` and `propensities` are in one order; `position` counts from 0.

    `instead_id` is what the other arm would have shown in its stead; None where both show it on the page.
    """

    promotion_id: int
    position: int
    propensity: float
    eligible: tuple[int, ...]
    propensities: tuple[float, ...]
    seed: str
    instead_id: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The offers of a page in their order, with all that the log keeps of how they were chosen.

    `guest_id` is None for a stranger and for a guest whose history is off: then nothing is logged. `again` says that
    this page showed the same within the hour. `unshown` are (promotion, reason) of those that were held back.
    """

    place: str
    page: str
    at: datetime
    guest_id: int | None = None
    arm: str = ""
    policy_version: int = 0
    situation: str = ""
    features: Mapping[str, float] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    unshown: tuple[tuple[int, str], ...] = ()
    again: bool = False

    @property
    def promotion_ids(self) -> tuple[int, ...]:
        return tuple(choice.promotion_id for choice in self.choices)
