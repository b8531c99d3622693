"""Why a month's spend was not changed."""

from __future__ import annotations

from collections.abc import Mapping

from app.kernel.errors import Refused


class StaleSpend(Refused):
    """Somebody entered something else meanwhile; `stands` are the amounts by channel now, in minor units."""

    code = "stale"

    def __init__(self, stands: Mapping[str, int]) -> None:
        super().__init__("Somebody changed this month after you opened it. Nothing was changed by you.")
        self.stands = stands
