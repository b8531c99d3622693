"""Why something is not done with a review."""

from __future__ import annotations

from app.kernel.errors import Refused


class NoReview(Refused):
    """There is no such review, or no stay that could have one."""

    code = "no_review"

    def __init__(self) -> None:
        super().__init__("There is no such review.")


class TooLate(Refused):
    """The stay did not happen, has not ended, or ended more than three months ago."""

    code = "too_late"

    def __init__(self) -> None:
        super().__init__("A stay can be reviewed for three months from the day it ends.")


class AlreadyShown(Refused):
    """Everybody reads it by now."""

    code = "already_shown"

    def __init__(self) -> None:
        super().__init__("Your review is shown by now and stays as it is. Write to the house to have it taken down.")


class Gone(Refused):
    """It was removed, or forgotten, before."""

    code = "gone"

    def __init__(self) -> None:
        super().__init__("That review is removed already, or its guest is forgotten.")


class Changed(Refused):
    """Somebody else did something to it since it was looked at."""

    code = "changed"

    def __init__(self) -> None:
        super().__init__("Somebody else has been here since you opened the page. Read it again below.")


class NoAppeal(Refused):
    """There is nothing to appeal against, or to decide."""

    code = "no_appeal"

    def __init__(self, sentence: str = "There is nothing to appeal against here, or it was decided.") -> None:
        super().__init__(sentence)
