"""Why a note was not changed."""

from __future__ import annotations

from app.kernel.errors import Refused


class UnknownNote(Refused):
    code = "unknown_note"

    def __init__(self) -> None:
        super().__init__("There is no such note.")


class Relabelled(Refused):
    """Somebody else gave it another theme in the meantime, which is `theme`."""

    code = "relabelled"

    def __init__(self, theme: str) -> None:
        super().__init__("Somebody gave this note another theme while you looked. Choose again if you still want to.")
        self.theme = theme
