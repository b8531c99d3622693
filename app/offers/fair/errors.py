"""Why nothing was written about a check of prices."""

from __future__ import annotations

from app.kernel.errors import Refused


class NotKept(Exception):
    """What a price followed from then is not known any more.

    `reason` is `no_history`, `extra_gone`, `plan_gone`, `stay_gone` or `vat_unknown`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotDiffering(Refused):
    """No price differed on that day, or the day was not checked."""

    code = "not_differing"

    def __init__(self) -> None:
        super().__init__("No price differed on that day, so there is nothing to say.")


class Stale(Refused):
    """Somebody wrote what was done meanwhile; `stands` is what it says."""

    code = "stale"

    def __init__(self, stands: str) -> None:
        super().__init__("Somebody wrote what was done after you opened this. Nothing was changed by you.")
        self.stands = stands
