"""The six counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """What a guest went through on the way to a booking.

    `back_steps` are returns to an earlier step, those to the search and its results also `returns_to_search`;
    `refusals` are answers that there is nothing, a hold that ran out, a payment that was refused; `errors` are fields
    to be mended; `seconds` pass from the first page of the visit to the booking.
    """

    back_steps: int
    refusals: int
    errors: int
    seconds: int
    returns_to_search: int
    price_changes: int
