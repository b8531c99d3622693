"""The list of what is held for callers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.booking.phone_holds import PhoneHold, phone_holds
from app.catalogue.closed import house_of
from app.catalogue.queries import House
from app.kernel import clock
from app.kernel.words import money, span
from app.web.filters import instant
from app.web.stay_words import stay_view


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold in words; `state` says by colour how it stands, and `seen` until when it was held when this was made."""

    url: str
    name: str
    phone: str
    house: str
    what: str
    total_minor: int
    total_text: str
    until_text: str
    left_text: str
    state: str
    state_words: str
    by: str
    live: bool
    seen: str


def hold_rows(houses: Sequence[House]) -> list[HoldRow]:
    """What is held for callers of these houses, and what they lately let pass; one statement."""
    now = clock.now()
    return [hold_row(hold, now) for hold in phone_holds([house.id for house in houses])] if houses else []


def hold_row(hold: PhoneHold, now: datetime) -> HoldRow:
    house = house_of(hold.location_id)
    view = stay_view(house.id, *hold.basket.stays)
    state, words = _state(hold)
    return HoldRow(
        url=f"/staff/{house.slug}/phone/{hold.id}",
        name=hold.name or "No name yet",
        phone=hold.phone or "",
        house=house.name,
        what=f"{view.name}, {span(hold.basket.arrival, hold.basket.departure)}",
        total_minor=hold.total_minor,
        total_text=money(hold.total_minor, hold.currency),
        until_text=instant(hold.held_until_at.replace(second=0, microsecond=0), house.timezone),
        left_text=left_words(hold.held_until_at - now) if hold.live else "over",
        state=state,
        state_words=words,
        by=hold.staff_name,
        live=hold.live,
        seen=hold.held_until_at.isoformat(),
    )


def left_words(left: timedelta) -> str:
    """`23 h`, `40 min`: what is left of a hold, rounded down."""
    minutes = max(int(left.total_seconds()) // 60, 0)
    return f"{minutes // 60} h" if minutes >= 120 else f"{minutes} min"


def _state(hold: PhoneHold) -> tuple[str, str]:
    if not hold.live:
        return "bad", "Let pass"
    if hold.state == "paying":
        return "info", "Paying now"
    return ("", "Link sent") if hold.link_sent_at else ("warn", "No link yet")
