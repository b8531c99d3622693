"""Why a block says no."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import Refused
from app.kernel.words import long_day


class NotInBlock(Refused):
    """The block has no room of that type left on a night, or is not about that night."""

    code = "not_in_block"

    def __init__(self, night: date | None = None) -> None:
        when = f" on {long_day(night)}" if night else " for all of these nights"
        super().__init__(f"The block has no such room left{when}. Nothing was booked.")


class BlockOver(Refused):
    """What the block had is on sale again."""

    code = "block_over"

    def __init__(self) -> None:
        super().__init__("This block is over: what it had left is on sale again. Book an ordinary room instead.")
