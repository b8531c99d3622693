"""Why the front desk cannot do it now."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.inventory.models import CLEAN, OUT_OF_ORDER
from app.kernel.errors import Refused
from app.kernel.words import hour, long_day, money


class TooEarly(Refused):
    """The guests are due on a later day; before it nobody is checked in, and nobody is said not to have come."""

    code = "too_early"

    def __init__(self, arrival: date) -> None:
        super().__init__(f"They are due on {long_day(arrival)}. Move their arrival first, then check them in.")


class MayStillCome(Refused):
    """It is too early to say that nobody came."""

    code = "may_still_come"

    def __init__(self, may_from: datetime, zone: str) -> None:
        wall = may_from.astimezone(ZoneInfo(zone))
        super().__init__(f"They may still come. Say so from {hour(wall.time())} on {long_day(wall.date())}.")


class NightsOver(Refused):
    """The nights of the stay have passed."""

    code = "nights_over"

    def __init__(self, departure: date) -> None:
        super().__init__(
            f"Their nights ended on {long_day(departure)}. Give them new ones first, or say that nobody came."
        )


class RegisterLacks(Refused):
    """The law's register is not complete; `lacking` names the missing fields by person."""

    code = "register"

    def __init__(self, lacking: dict[tuple[int, int], tuple[str, ...]]) -> None:
        super().__init__("The register is not complete. The law asks it of everybody of 16 or over.")
        self.lacking = lacking


class NoRoomGiven(Refused):
    """A room of the booking has no door yet."""

    code = "no_room"

    def __init__(self, part: int) -> None:
        super().__init__("Give them a room first.")
        self.part = part


class RoomNotReady(Refused):
    """The door is not ready, or its last guest has not left, and nobody said why they go in all the same; out of order
    they never do."""

    code = "not_ready"

    def __init__(self, part: int, name: str, state: str, guest: str = "") -> None:
        stands = "clean but not checked" if state == CLEAN else state.replace("_", " ")
        how = f"still {guest}’s: check them out first" if guest else stands
        act = "Choose another room" + ("" if state == OUT_OF_ORDER else ", or say why they go in all the same")
        super().__init__(f"{name} is {how}. {act}.")
        self.part = part


class BalanceOpen(Refused):
    """Something is owed, and nobody said why it stays open; in minor units."""

    code = "balance_open"

    def __init__(self, due_minor: int, currency: str) -> None:
        super().__init__(f"{money(due_minor, currency, pence=True)} is owed. Take it, or say why it stays open.")
        self.due_minor = due_minor


class NoAddress(Refused):
    """Nobody knows where to write to."""

    code = "no_address"

    def __init__(self) -> None:
        super().__init__("There is no mail address for this guest. Ask for one, or take it here.")


class AnotherDay(Refused):
    """What was done on another day is not undone: that day's figures stand."""

    code = "another_day"

    def __init__(self) -> None:
        super().__init__("That was not today. What was done on another day stands; ask the manager to put it right.")
