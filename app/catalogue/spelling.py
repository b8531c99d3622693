"""How a row is spelled: what a form saw of it, how two states of it differ, and its slug. Pure."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import zlib
from collections.abc import Container, Mapping
from datetime import date, time
from typing import Any

LONGEST_SLUG = 60


def plain(value: Any) -> Any:
    """A value as JSON knows it: days and hours as they are written, all else as it is."""
    return value.isoformat() if isinstance(value, date | time) else value


def seen_of(state: Mapping[str, Any]) -> str:
    """A digest of a state: forms carry it, and it tells whether the row still is as the form saw it."""
    spelled = json.dumps({name: plain(value) for name, value in state.items()}, sort_keys=True)
    return hashlib.sha256(spelled.encode()).hexdigest()[:20]


def changed(before: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What of `wanted` is not so in `before`."""
    return {name: value for name, value in wanted.items() if before.get(name) != value}


def slug_of(name: str) -> str:
    """Letters and figures of a name, joined by dashes; never empty, the same for the same name."""
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:LONGEST_SLUG].strip("-")
    return slug or f"x{zlib.crc32(name.encode()):x}"


def free_slug(name: str, taken: Container[str], longest: int = LONGEST_SLUG) -> str:
    """The slug of a name, with a number behind it when others have it already."""
    wanted = slug_of(name)[:longest].strip("-")
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted[: longest - 5].strip('-')}-{number}", number + 1
    return found
