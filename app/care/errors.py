"""Why care says no."""

from __future__ import annotations

from datetime import datetime

from app.kernel.errors import Refused


class UnknownTask(Refused):
    """There is no such task."""

    code = "unknown_task"


class TaskChanged(Refused):
    """Somebody else has taken, given or done the task since it was looked at: `owner_id` has it, `done_at` it was."""

    code = "task_changed"

    def __init__(self, owner_id: int | None, done_at: datetime | None) -> None:
        super().__init__("Somebody has changed this task since you looked.")
        self.owner_id, self.done_at = owner_id, done_at


class NotInHouse(Refused):
    """Nobody of this booking is in the house today."""

    code = "not_in_house"

    def __init__(self) -> None:
        super().__init__("This works from the day you arrive until the day you leave. Ring us for anything else.")


class TooManyRequests(Refused):
    """A booking has as many requests waiting as one desk can hold."""

    code = "too_many_requests"

    def __init__(self) -> None:
        super().__init__("That is a long list already. Ring us, or come to the desk, and we start with what matters.")
