"""What a door lacks, as short words beside its name."""

from __future__ import annotations

from collections.abc import Sequence

LACKS = {
    "promise": "not the one promised",
    "step-free": "not step-free",
    "bath": "no bath",
    "cots": "no space for the cot",
}


def door_label(name: str, lacks: Sequence[str]) -> str:
    """The door with what it lacks for a stay: Snug 2 (no bath)."""
    words = ", ".join(LACKS[what] for what in lacks)
    return f"{name} ({words})" if words else name
