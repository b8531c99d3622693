"""Why an answer was not taken."""

from __future__ import annotations

from datetime import datetime

from app.kernel.errors import Refused


class NotAsked(Refused):
    """Nobody was asked this, or whoever was is forgotten."""

    code = "not_asked"

    def __init__(self) -> None:
        super().__init__("This link opens no survey.")


class SurveyVoid(Refused):
    """The stay that this is about never was."""

    code = "survey_void"

    def __init__(self) -> None:
        super().__init__("That stay did not happen, so there is nothing to rate.")


class SurveyClosed(Refused):
    """Its days are over; what was answered by then counts."""

    code = "survey_closed"

    def __init__(self, closes_at: datetime) -> None:
        super().__init__("This survey is closed. What you answered before counts.")
        self.closes_at = closes_at


class Relabelled(Refused):
    """Somebody else gave the comment another theme in the meantime, which is `theme`."""

    code = "relabelled"

    def __init__(self, theme: str) -> None:
        super().__init__("Somebody gave it another theme while you looked. Choose again if you still want to.")
        self.theme = theme
