"""Why inventory says no."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import Refused


class SoldOut(Refused):
    """Not enough of a resource is left; `night` is the first that ran out."""

    code = "full"

    def __init__(self, resource_id: int, night: date) -> None:
        super().__init__(f"Sold out on {night:%A} {night.day} {night:%B}.")
        self.resource_id = resource_id
        self.night = night
