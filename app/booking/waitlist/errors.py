"""Why somebody cannot wait, or cannot take what was held for them."""

from __future__ import annotations

from app.kernel.errors import Refused
from app.kernel.stay import Stay


class FreeNow(Refused):
    """There is nothing to wait for: this can be booked now."""

    code = "free_now"

    def __init__(self, room_types: tuple[int, ...], stay: Stay) -> None:
        super().__init__("There is room for that now. You need not wait for it.")
        self.room_types = room_types
        self.stay = stay


class NothingToWaitFor(Refused):
    """No room or set of rooms of these houses takes the party, or the dates have passed."""

    code = "party_too_large"


class TooMany(Refused):
    """This mail stands in the line often enough."""

    code = "too_many"

    def __init__(self) -> None:
        super().__init__("You stand in the line often enough. Leave one of your places first, by the link in its mail.")


class NotHeld(Refused):
    """Nothing is held for this entry, or not any more."""

    code = "not_held"

    def __init__(self) -> None:
        super().__init__("This place is not held for you any more.")
