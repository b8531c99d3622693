"""Why the plan was not changed."""

from __future__ import annotations

from app.kernel.errors import Refused


class Unknown(Refused):
    """There is none such, or no longer."""

    code = "unknown"

    def __init__(self) -> None:
        super().__init__("This is not there any more.")


class Begun(Refused):
    """The action runs: what judges it stands."""

    code = "begun"

    def __init__(self) -> None:
        super().__init__(
            "This action has begun. The figure that judges it, its aim and its first day stay as they were;"
            " leave them, or drop the action and write another."
        )
