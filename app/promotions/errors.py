"""Why a promotion is not kept, and why it cannot be had."""

from __future__ import annotations

from collections.abc import Sequence

from app.kernel.errors import Invalid, Refused
from app.promotions.rules import Problem, Promotion


class Contradicts(Invalid):
    """A draft that can never be right; `problems` name each field with what to do."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].sentence)
        self.problems = tuple(problems)


class Stale(Refused):
    """Somebody else changed the promotion since the form was made; `now` is how it stands."""

    code = "stale"

    def __init__(self, now: Promotion) -> None:
        super().__init__("Somebody else changed this while you were typing. Nothing of yours is lost or kept yet.")
        self.now = now


class Unknown(Refused):
    """There is no such promotion."""

    code = "unknown"

    def __init__(self) -> None:
        super().__init__("There is no such offer.")


class WrongStep(Refused):
    """It cannot be started, paused or stopped as it stands."""

    code = "wrong_state"

    def __init__(self, state: str) -> None:
        super().__init__(f"This cannot be done with an offer that is {'a draft' if state == 'draft' else state}.")
        self.state = state


class OfferGone(Refused):
    """A promotion cannot be had, or not any more, for one of `rules.REASONS`; nothing was charged.

    What it was for may still be had at the full price.
    """

    code = "offer_gone"

    def __init__(self, promotion_id: int, title: str, reasons: Sequence[str]) -> None:
        super().__init__(f"“{title}” cannot be had any more. Nothing was charged.")
        self.promotion_id = promotion_id
        self.title = title
        self.reasons = tuple(reasons)

    @property
    def reason(self) -> str:
        return self.reasons[0]
