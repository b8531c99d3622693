"""Where a guest is with a stay, day by day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.booking.rules import phase_of
from tests.builders import FRIDAY

SUNDAY = FRIDAY + timedelta(days=2)


@pytest.mark.parametrize(
    ("state", "phases"),
    [
        ("confirmed", ["coming", "here", "here", "leaving", "left"]),
        ("in_house", ["here", "here", "here", "leaving", "left"]),
        ("departed", ["left"] * 5),
        ("cancelled", [None] * 5),
        ("no_show", [None] * 5),
    ],
)
def test_from_the_day_before_to_the_day_after(state: str, phases: list[str | None]) -> None:
    days = [FRIDAY + timedelta(days=day) for day in range(-1, 4)]
    assert [phase_of(state, FRIDAY, SUNDAY, day) for day in days] == phases
