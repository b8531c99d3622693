"""The link that stops mail of one kind: who holds it needs no sign-in, and it holds for ever."""

from __future__ import annotations

from app.identity.rules import CHANNELS
from app.web.links import Link, link_token

_PREFIX = "stop_"
PURPOSES = tuple(f"{_PREFIX}{channel}" for channel in CHANNELS)


def stop_path(guest_id: int, channel: str) -> str:
    """The address below the site's own; the same arguments always give the same."""
    return f"/mail/stop/{link_token(f'{_PREFIX}{channel}', guest_id, 0)}"


def channel_of(link: Link) -> str:
    """What a good link stops; its `id` is the guest's."""
    return link.purpose.removeprefix(_PREFIX)
