"""Why a choice was not made."""

from __future__ import annotations

from datetime import datetime

from app.booking.errors import Stale
from app.kernel.errors import Refused


class TooLate(Refused):
    """The choice was open until `until_at`; what was held for it is free again."""

    code = "too_late"

    def __init__(self, until_at: datetime | None) -> None:
        super().__init__("The time to choose has passed, and what we held for you is free again. Nothing was done.")
        self.until_at = until_at


class AlreadyChosen(Refused):
    """Of two choices for one booking the first holds."""

    code = "already_chosen"

    def __init__(self, choice: str | None) -> None:
        super().__init__("You have chosen already. That stands; nothing was done a second time.")
        self.choice = choice


class NotOffered(Refused):
    """This was not promised to this guest, or for what the booking was before it changed."""

    code = "not_offered"

    def __init__(self) -> None:
        super().__init__("That is not on offer for your booking as it stands. Nothing was done; look again.")


class NotRead(Stale):
    """Something is announced for what the booking would be, and the page on which it was asked for did not say so."""

    code = "unread"

    def __init__(self) -> None:
        Refused.__init__(
            self, "Something will not be as usual then. Nothing was changed: read it below, then press again."
        )
