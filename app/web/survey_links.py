"""The secret link of a survey: one for each moment of a booking, whether or not it stands in a table yet."""

from __future__ import annotations

from app.experience.surveys.rules import MOMENTS
from app.web.links import Link, link_token

_PREFIX = "survey_"
PURPOSES = tuple(f"{_PREFIX}{moment}" for moment in MOMENTS)


def survey_path(moment: str, booking_id: int, occasion: int = 0) -> str:
    """The address of a survey below the site's own; the same arguments always give the same."""
    return f"/survey/{link_token(f'{_PREFIX}{moment}', booking_id, occasion)}"


def moment_of(link: Link) -> str:
    """Which moment a good link asks about; its `id` is the booking's, its `version` the occasion."""
    return link.purpose.removeprefix(_PREFIX)
