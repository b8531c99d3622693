"""Why nothing was done to a notice."""

from __future__ import annotations

from collections.abc import Mapping

from app.kernel.errors import Invalid, Refused


class BadNotice(Invalid):
    """A notice that can never be right as it is written: `faults` are sentences by field name."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


class UnknownNotice(Refused):
    """There is no such notice."""

    code = "unknown_notice"

    def __init__(self) -> None:
        super().__init__("There is no such notice.")


class NoticeChanged(Refused):
    """Somebody changed the notice since the revision that was seen; nothing was done."""

    code = "notice_changed"

    def __init__(self) -> None:
        super().__init__("Somebody changed this notice after you opened it. Nothing was changed by you.")


class NotNow(Refused):
    """The notice is in another state, from which that does not follow."""

    code = "state"

    def __init__(self, state: str) -> None:
        super().__init__(f"That cannot be done to a notice that is {SAID[state]}. Look at it again.")
        self.state = state


class TooLate(Refused):
    """What the notice is about, or the time to choose, has passed."""

    code = "too_late"


SAID = {"draft": "a draft", "announced": "announced", "over": "over", "withdrawn": "withdrawn"}
