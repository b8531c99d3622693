"""Who books for others in the demo group, and which of its bookings are theirs. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b


@dataclass(frozen=True, slots=True)
class DemoAgent:
    """Somebody on the list, with what they earn of a booking in hundredths of a per cent."""

    name: str
    email: str
    commission_bp: int


AGENTS = (
    DemoAgent("Slow Rail Holidays", "desk@slowrail.example", 1000),
    DemoAgent("Hedge and Harbour", "stays@hedgeandharbour.example", 1200),
    DemoAgent("The Long Weekend Company", "bookings@longweekend.example", 1500),
)
ONE_IN = 18


def agent_of(key: str) -> DemoAgent | None:
    """Who made that booking for a guest; None for most, who book themselves."""
    drawn = int.from_bytes(blake2b(f"agent {key}".encode(), digest_size=4).digest())
    return None if drawn % ONE_IN else AGENTS[drawn // ONE_IN % len(AGENTS)]
