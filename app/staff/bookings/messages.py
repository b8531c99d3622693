"""What the guest of a booking was written, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.catalogue.queries import House
from app.outbox import Written
from app.web.filters import instant

KINDS = {
    "booked": "Booked, with the calendar file",
    "changed": "What changed",
    "cancelled": "Cancelled",
    "paid": "A receipt",
    "refunded": "Money on its way back",
    "balance": "A link to pay",
    "before_arrival": "Before arrival",
    "arrival_day": "Arrival day",
    "place_free": "A room came free",
    "pay_link": "A link to pay and book",
}
STATES = {
    "waiting": ("Waiting", "tag--warn"),
    "sent": ("Sent", ""),
    "failed": ("Did not arrive", "tag--bad"),
    "withdrawn": ("Withdrawn", "tag--grey"),
}


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One mail about the booking."""

    id: int
    words: str
    address: str
    state: str
    colour: str
    when: str
    again: bool


def message_rows(messages: Sequence[Written], house: House) -> list[MessageRow]:
    """The mails, the newest first."""
    return [_row(one, house) for one in messages]


def _row(one: Written, house: House) -> MessageRow:
    state, colour = STATES[one.state]
    at = one.sent_at or (one.due_at if one.state == "waiting" else one.made_at)
    return MessageRow(
        one.id,
        KINDS.get(one.kind, one.kind.replace("_", " ").capitalize()),
        one.address,
        state,
        colour,
        instant(at, house.timezone),
        one.occasion.startswith("again"),
    )
