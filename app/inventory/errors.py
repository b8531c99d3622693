"""Why inventory says no."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import Refused
from app.kernel.words import long_day


class SoldOut(Refused):
    """Not enough of a resource is left; `night` is the first that ran out."""

    code = "full"

    def __init__(self, resource_id: int, night: date) -> None:
        super().__init__(f"Sold out on {long_day(night)}.")
        self.resource_id = resource_id
        self.night = night
