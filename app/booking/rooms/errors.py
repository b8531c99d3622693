"""Why a stay does not get a door."""

from __future__ import annotations

from datetime import date

from app.booking.rooms.rules import BATH, COTS, PROMISE, STEP_FREE, DoorWanted
from app.inventory.errors import SoldOut
from app.kernel.errors import Refused
from app.kernel.words import counted, long_day


class DoorTaken(Refused):
    """Somebody else has the door; the sentence names them."""

    code = "room_taken"


class CannotMove(Refused):
    """The stay cannot go there; the sentence says why."""

    code = "cannot_move"


class StaleMove(Refused):
    """The stay has been moved or changed since the page was made; `saw` and `stands` are both versions in words."""

    code = "stale"

    def __init__(self, saw: str, stands: str) -> None:
        super().__init__(f"This stay has changed since you opened the page. You saw {saw}; now it has {stands}.")
        self.saw = saw
        self.stands = stands


class PriceToDecide(Refused):
    """The room costs something else: somebody says whether the guest pays that. Minor units, the whole booking."""

    code = "price_to_decide"

    def __init__(self, before_minor: int, after_minor: int) -> None:
        super().__init__("This move changes the bill. Keep the price, or charge the new one?")
        self.before_minor = before_minor
        self.after_minor = after_minor


class ConsentNeeded(Refused):
    """A guest would change rooms in the middle of a stay: somebody must have agreed."""

    code = "consent"

    def __init__(self) -> None:
        super().__init__("This gives the guest two rooms in one stay. Ask them first, and say who agreed.")


class InTheWay(Refused):
    """No packing has everybody; `stays` are in the way."""

    code = "in_the_way"

    def __init__(self, sentence: str, stays: tuple[int, ...] = ()) -> None:
        super().__init__(sentence)
        self.stays = stays


class MoreThanThere(Refused):
    """More would be closed on the night than there are, or are left beside what is `closed` already."""

    code = "more_than_there"

    def __init__(self, what: str, whole: int, closed: int, night: date) -> None:
        said = f"There {'is' if whole == 1 else 'are'} {whole} of {what}"
        said += f", and {closed} {'is' if closed == 1 else 'are'} closed already on {long_day(night)}" if closed else ""
        left = whole - closed
        act = f"Close {left} at most" if left > 0 else "Change what is closed, or choose other nights"
        super().__init__(f"{said}. {act}. Nothing was closed.")


class NotSuited(Refused):
    """The door lacks what the stay of `part` needs or was promised, and nobody said why they sleep there all the same.

    `lacks` says what: `promise`, `step-free`, `bath`, `cots`. `promised` is the name of the door that was promised.
    """

    code = "not_suited"

    def __init__(self, door: str, wanted: DoorWanted, lacks: tuple[str, ...], promised: str, part: int) -> None:
        cots = "their cot" if wanted.cots == 1 else f"their {counted(wanted.cots, 'cot')}"
        sentences = {
            PROMISE: f"They were promised {promised}.",
            STEP_FREE: f"{door} is not step-free, and they need that.",
            BATH: f"{door} has no bath, and they need one.",
            COTS: f"{door} has no space for {cots}.",
        }
        said = " ".join(sentences[what] for what in lacks)
        super().__init__(f"{said} Choose another room, or say why they sleep there all the same.")
        self.lacks = lacks
        self.part = part


class NoOneRoom(SoldOut):
    """Every night has a room left, but no room is left for all of them: promised and closed doors lie in between.

    `night` is the first one of the stay.
    """

    def __init__(self, resource_id: int, night: date) -> None:
        super().__init__(resource_id, night)
        self.args = ("No one room of these is free for all of the nights. Choose other nights or another room.",)
