"""The link of a subscription to how a house is: confirms it, shows it and stops it."""

from __future__ import annotations

from app.web.links import link_token

PURPOSE = "status"


def subscription_path(own_id: int) -> str:
    """The address below the site's own; the same id always gives the same."""
    return f"/status/subscriptions/{link_token(PURPOSE, own_id, 0)}"
