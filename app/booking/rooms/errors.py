"""Why a stay does not get a door."""

from __future__ import annotations

from app.kernel.errors import Refused


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
