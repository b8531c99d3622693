"""Where the desks lie, at which staff are signed in."""

from __future__ import annotations

DESKS = ("/staff", "/marketing")


def is_desk(path: str) -> bool:
    """Whether a path (without its query) is of a desk."""
    return any(path == desk or path.startswith(f"{desk}/") for desk in DESKS)
