"""Why a case stays as it is."""

from __future__ import annotations

from app.kernel.errors import Refused


class UnknownCase(Refused):
    """There is no such case."""

    code = "unknown_case"

    def __init__(self) -> None:
        super().__init__("There is no such case.")


class CaseChanged(Refused):
    """Somebody did something to the case since it was looked at."""

    code = "case_changed"

    def __init__(self) -> None:
        super().__init__("Somebody has been at this case since you looked. Nothing was changed; read it, try again.")


class NoBooking(Refused):
    """Nobody knows yet which booking the case is about."""

    code = "no_booking"

    def __init__(self) -> None:
        super().__init__("Nobody knows the booking of this case, and so there is no bill. Name the booking first.")


class NotAskedAny(Refused):
    """Nobody is asked about that closing of the case any more."""

    code = "not_asked_any_more"

    def __init__(self) -> None:
        super().__init__("This question is not open any more.")


class NotContacted(Refused):
    """Nobody has reached the guest, and so nothing can be closed."""

    code = "not_contacted"

    def __init__(self) -> None:
        super().__init__("Nobody has reached the guest yet. Write to them first, or write down that you tried.")
