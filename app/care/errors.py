"""Why care says no."""

from __future__ import annotations

from app.kernel.errors import Refused


class UnknownTask(Refused):
    """There is no such task."""

    code = "unknown_task"
