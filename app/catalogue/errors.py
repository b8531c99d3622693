"""What editing the catalogue refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.kernel.errors import Refused


class Stale(Refused):
    """Somebody else changed the row since the form was made; `now` is how it stands."""

    code = "stale"

    def __init__(self, now: Mapping[str, Any]) -> None:
        super().__init__("Somebody else changed this while you were typing. Nothing of yours is lost or kept yet.")
        self.now = dict(now)


class Taken(Refused):
    """Another row has that name already; `field` is what has to be different."""

    code = "taken"

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class InTheWay(Refused):
    """It cannot be taken away while these stand in the way, each in words."""

    code = "in_the_way"

    def __init__(self, sentence: str, things: Sequence[str]) -> None:
        super().__init__(sentence)
        self.things = tuple(things)
