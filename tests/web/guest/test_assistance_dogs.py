"""An assistance dog pays nothing, in whichever room it was counted."""

from __future__ import annotations

import pytest

from app.booking.rules import ChosenStay
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.web.checkout.choices import with_assistance_dogs
from tests.builders import FRIDAY


@pytest.mark.parametrize(
    ("counted", "count", "expected"),
    [((0, 2), 1, (0, 1)), ((1, 1), 2, (1, 1)), ((0, 0), 1, (1, 0)), ((0, 1), 3, (2, 1)), ((2, 0), 0, (0, 0))],
)
def test_those_that_were_counted_come_first(counted: tuple[int, int], count: int, expected: tuple[int, int]) -> None:
    stays = [ChosenStay(1, 1, Stay.of(FRIDAY, 1), Party(2, dogs=dogs)) for dogs in counted]
    assert tuple(own.assistance_dogs for own in with_assistance_dogs(stays, count)) == expected
