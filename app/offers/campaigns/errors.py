"""Why nothing was done to a campaign."""

from __future__ import annotations

from app.kernel.errors import Refused


class Unknown(Refused):
    """There is none such."""

    code = "unknown"

    def __init__(self) -> None:
        super().__init__("There is no such campaign.")


class Begun(Refused):
    """Guests have had the letter as it is; it is not changed under way."""

    code = "begun"

    def __init__(self) -> None:
        super().__init__("This letter goes out, or has gone. Stop it and write another, or pause it.")


class HoldoutStands(Refused):
    """Guests have been dealt into the arms as they are."""

    code = "holdout"

    def __init__(self) -> None:
        super().__init__("Guests have been held out already. That share stays, or nothing could be compared.")


class NotNow(Refused):
    """Not from the state that it is in."""

    code = "state"

    def __init__(self, state: str) -> None:
        super().__init__(f"That cannot be done while the campaign is {state}. Look at it again.")


class OfferMissing(Refused):
    """The offer of the letter is not to be had."""

    code = "offer"

    def __init__(self) -> None:
        super().__init__("The offer of this letter does not run. Start the offer first, or choose another.")
