"""What a page says of itself while it is made. It is written once the answer has gone out, and only if it is good."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app, g

from app.experience.funnel.seen import Seen, Signal
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay


@dataclass(slots=True)
class Note:
    """As `Seen`, while it is gathered."""

    step: str | None = None
    page: int = 0
    aside: bool = False
    location_id: int | None = None
    stay: Stay | None = None
    heads: int | None = None
    checkout_id: int | None = None
    signals: list[Signal] = field(default_factory=list)

    def seen(self, at: datetime, duration_ms: int | None = None) -> Seen:
        today = clock.today(current_app.config["SETTINGS"].group_timezone)
        return Seen(
            at=at,
            day_on=today,
            step=self.step,
            page=self.page,
            aside=self.aside,
            location_id=self.location_id,
            heads=self.heads,
            nights=self.stay.nights if self.stay else None,
            lead_days=(self.stay.arrival - today).days if self.stay else None,
            duration_ms=duration_ms,
            checkout_id=self.checkout_id,
            signals=self.signals,
        )


def about(
    stay: Stay | None,
    party: Party | None,
    location_id: int | None = None,
    *,
    page: object = (),
    aside: bool = False,
    checkout_id: int | None = None,
) -> None:
    """What the page is about. `stay` is None where nobody asked for dates; `page` tells it from others of its step."""
    note = noted()
    note.aside = aside
    note.stay, note.location_id, note.checkout_id = stay, location_id, checkout_id
    note.heads = party.heads if party and stay else None
    note.page = zlib.crc32(repr(page).encode())


def reached(step: str | None) -> None:
    """The page is this step, if it is answered well; with None it is none after all."""
    noted().step = step


def signal(
    name: str,
    code: str = "",
    *,
    key: object = "",
    location_id: int | None = None,
    properties: dict[str, Any] | None = None,
) -> None:
    """Something got in the way. What has a `key` counts once a visit."""
    noted().signals.append(Signal(name, code, None, location_id, properties, str(key)))


def denied(found: dict[str, Any] | None) -> None:
    """Somebody asked for a stay that there is not: `found` has the names of `names.DENIED`, `reason` and
    `location_id`; None where there was something."""
    if found:
        facts = {name: value for name, value in found.items() if name not in ("reason", "location_id")}
        asked = [facts.get(name) for name in ("arrival", "nights", "heads", "location", "room_type")]
        signal("denied", found["reason"], key=asked, location_id=found["location_id"], properties=facts)


def noted() -> Note:
    """What this request has said so far."""
    if "funnel" not in g:
        g.funnel = Note()
    note: Note = g.funnel
    return note
