"""Why a segment was not changed."""

from __future__ import annotations

from app.kernel.errors import Refused


class Unknown(Refused):
    """There is none such, or no longer."""

    code = "unknown"

    def __init__(self) -> None:
        super().__init__("There is no such segment.")


class NameTaken(Refused):
    """Two segments of one name could not be told apart in a list."""

    code = "taken"

    def __init__(self) -> None:
        super().__init__("A segment of that name is there already. Give this one another.")


class NotTheirs(Refused):
    """A house's manager changes the segments of their own making: others may be named by offers of other houses."""

    code = "not_theirs"

    def __init__(self) -> None:
        super().__init__("Somebody else made this segment. Ask the group’s marketing, or make your own.")
