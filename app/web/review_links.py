"""The secret link by which the guest of a stay reviews it: the same in every mail and on every page."""

from __future__ import annotations

from app.web.links import link_token

PURPOSE = "review"


def review_path(booking_id: int) -> str:
    """The address below the site's own; the same booking always gives the same."""
    return f"/review/{link_token(PURPOSE, booking_id, 0)}"
