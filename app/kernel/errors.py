"""The two ways in which something is not done, and the refusal that every kept form may meet."""

from __future__ import annotations


class QuinceError(Exception):
    """Any error that the product raises by itself."""


class Invalid(QuinceError, ValueError):
    """Input that can never be right; `str()` is a sentence that says what to do."""


class Refused(QuinceError):
    """A refusal by the domain: well-formed, but not possible now.

    `code` is stable and fit for `data-reason`; `str()` is a sentence that a guest can act on.
    """

    code = "refused"

    def __init__(self, sentence: str, code: str | None = None) -> None:
        super().__init__(sentence)
        if code is not None:
            self.code = code


class Stale(Refused):
    """Somebody changed it since the version that was seen; whoever asked looks at both."""

    code = "stale"

    def __init__(self) -> None:
        super().__init__("Somebody changed this after you opened it. Nothing was changed by you.")
