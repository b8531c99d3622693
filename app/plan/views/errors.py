"""Why a view was not kept or dropped."""

from __future__ import annotations

from app.kernel.errors import Refused


class TitleTaken(Refused):
    code = "title_taken"

    def __init__(self, title: str) -> None:
        super().__init__(f"You already have a view called “{title}”. Choose another name, or drop that one first.")


class UnknownView(Refused):
    code = "unknown_view"

    def __init__(self) -> None:
        super().__init__("There is no such view of yours.")
