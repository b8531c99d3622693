"""Why what was reported of a facility was not written."""

from __future__ import annotations

from app.kernel.errors import Refused


class UnknownFacility(Refused):
    """The house has no such facility, or none whose state is followed."""

    code = "unknown_facility"

    def __init__(self) -> None:
        super().__init__("This house has no such facility.")


class StateChanged(Refused):
    """Somebody reported how it is since whoever reports now looked."""

    code = "state_changed"

    def __init__(self) -> None:
        super().__init__("Somebody has reported this in the meantime. Nothing was changed; read it, then say it again.")


class ImpossibleTime(Refused):
    """It would end before it began, or begin in time to come."""

    code = "impossible_time"
