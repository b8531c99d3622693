"""What the guest of a booking was written, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.journal import record
from app.outbox import Written, messages_about, send_again
from app.outbox.operations.announcing import AGAIN
from app.staff.bookings.shared import address, blueprint, found
from app.store import transaction
from app.web.access import staff
from app.web.filters import instant
from app.web.respond import not_found, see_other

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
SENT_AGAIN = ("booked", "changed", "cancelled", "paid")
"""The kinds that say as much later as they did; others are about a day or a link of their own."""

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
    may_again: bool


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
        one.occasion.startswith(AGAIN),
        one.kind in SENT_AGAIN,
    )


@blueprint.post("/staff/<slug:house>/bookings/<reference>/messages/<id:message_id>/again")
@staff("run_stays")
def again(actor: Actor, house: House, reference: str, message_id: int) -> Response:
    """A mail about the booking is sent once more, to the guest's address as it is now."""
    heading, booking = found(house, reference)
    mine = {one.id for one in messages_about("booking", booking.id) if one.kind in SENT_AGAIN}
    if message_id not in mine:
        raise not_found()
    if not heading.email:
        return see_other(address(house, booking.reference))

    def work() -> None:
        send_again(message_id, heading.email)
        noted: dict[str, Any] = {"actor": "staff", "actor_id": actor.staff_id, "location_id": house.id}
        record("sent_again", "booking", booking.id, **noted, message=message_id)

    transaction(work)
    return see_other(f"{address(house, booking.reference)}?done=1")
