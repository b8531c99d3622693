"""What a page tells the log, as plain values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Caller:
    """Who looks, as far as the log may know. `visit` is their id under today's salt, `before` under yesterday's."""

    visit: str
    before: str
    device: str
    source: str
    returning: bool
    is_bot: bool


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that got in the way. What has a `key` counts once a visit, however often it is shown."""

    name: str
    code: str = ""
    duration_ms: int | None = None
    location_id: int | None = None
    properties: dict[str, Any] | None = None
    key: str = ""

    def once(self, visit: str) -> str | None:
        """What tells it from the others of the visit; a digest, from which neither can be read."""
        if not self.key:
            return None
        return hashlib.blake2b(f"{visit}|{self.name}|{self.key}".encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer that reached a guest at `at`, on the group's day `day_on`.

    `step` is None for an answer that is none, as a form that is sent back. `page` tells this page from others of its
    step, so that the same one shown again is no step of its own; one that is `aside` is no way back from a later step,
    as a house that is looked at between results and a room. Party, nights and lead time are None unless asked for.
    """

    at: datetime
    day_on: date
    step: str | None = None
    page: int = 0
    aside: bool = False
    location_id: int | None = None
    heads: int | None = None
    nights: int | None = None
    lead_days: int | None = None
    duration_ms: int | None = None
    checkout_id: int | None = None
    signals: list[Signal] = field(default_factory=list)
