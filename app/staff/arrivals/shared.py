"""What every view of the front desk needs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Blueprint, request

from app.booking.reception.days import of_today
from app.booking.reception.queries import COMING, HERE, LEFT, NOBODY_CAME
from app.booking.reception.standing import StandingBooking, StandingStay, booking_at, standing_of
from app.catalogue.closed import room_type_of
from app.catalogue.queries import House
from app.identity.staff.queries import staff_names
from app.inventory.room_states import Standing, room_states
from app.journal.queries import Wanted, deeds
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.words import at_hour, counted, listed, money, span
from app.web.respond import not_found

blueprint = Blueprint("arrivals", __name__)
WHERE = {COMING: "to come", HERE: "in the house", LEFT: "left", NOBODY_CAME: "nobody came"}
STATES = {"confirmed": "to come", "in_house": "in the house", "departed": "left", "no_show": "nobody came"}


@dataclass(frozen=True, slots=True)
class Desk:
    """A booking in front of the desk, with the rooms of its house, on the house's own day."""

    house: House
    standing: StandingBooking
    rooms: dict[int, Standing]

    @property
    def url(self) -> str:
        return f"/staff/{self.house.slug}/bookings/{self.standing.placed.reference}"

    @property
    def guest(self) -> str:
        return self.standing.placed.guest_name or "No name"

    @property
    def due_text(self) -> str:
        return self.text(self.standing.due_minor)

    @property
    def facts(self) -> dict[str, str]:
        """What a page shows of the booking, in words: kept with its form, so that it can be told what changed."""
        placed = self.standing.placed
        stays = placed.basket.stays
        arrival, departure = placed.basket.arrival, placed.basket.departure
        return {
            "Stay": f"{span(arrival, departure)}, {counted((departure - arrival).days, 'night')}",
            "Guests": counted(sum(own.party.people for own in stays), "person", "people"),
            "Room": listed([f"{self.door_words(own)}, {WHERE[own.where]}" for own in self.standing.stays]),
            "To pay": self.due_text if self.standing.due_minor else "nothing",
            "State": STATES.get(placed.state, placed.state),
        }

    @property
    def facts_kept(self) -> str:
        return json.dumps(self.facts)

    def text(self, minor: int) -> str:
        return money(minor, self.standing.placed.quote.currency, pence=True)

    def door_words(self, own: StandingStay) -> str:
        """The door of today, or the room type where none is given."""
        room = self.rooms.get(own.door_on(clock.today(self.house.timezone)) or 0)
        return room.name if room else f"{room_type_of(own.placed.chosen.room_type_id).name} (no room yet)"


class TakingBack(Protocol):
    """`undo_check_in` or `undo_check_out`."""

    def __call__(self, booking_id: int, parts: Sequence[int], *, as_seen: str, by: int) -> None: ...


def of_this_day(desk: Desk, where: str) -> list[StandingStay]:
    """The rooms that are there since today, which may be taken back: what was done on another day stands."""
    done = {HERE: "checked_in_at", LEFT: "checked_out_at"}[where]
    return [own for own in desk.standing.at(where) if of_today(desk.house.id, getattr(own.placed, done))]


def taken_back(desk: Desk, where: str, undo: TakingBack, by: int) -> str:
    """Takes back what was done today to the rooms that are there; the sentence of the refusal, or nothing."""
    parts = [own.part for own in of_this_day(desk, where) or desk.standing.at(where)]
    try:
        undo(desk.standing.placed.id, parts, as_seen=request.form.get("as_seen", ""), by=by)
    except Refused as refused:
        return str(refused)
    return ""


def desk_of(house: House, reference: str) -> Desk:
    """The booking of that house with that reference; 404 when there is none."""
    booking_id = booking_at(house.id, reference) if len(reference) == 8 and reference.isalnum() else None
    if booking_id is None:
        raise not_found()
    return Desk(house, standing_of(booking_id), room_states(house.id))


def done_by(desk: Desk) -> str:
    """Who of the staff did the last thing to the booking, and when; empty where nobody did: two statements."""
    about = Wanted(subject="booking", subject_id=desk.standing.placed.id, actor="staff")
    last = next(iter(deeds(about, 1)), None)
    name = staff_names([last.actor_id]).get(last.actor_id) if last and last.actor_id else None
    return f"{name} was here at {at_hour(last.at, desk.house.timezone)}." if last and name else ""


def changed(desk: Desk, kept: str) -> list[tuple[str, str, str]]:
    """(what, as the form saw it, as it is now), for all that is different; `kept` is what came back with the form."""
    try:
        seen: Any = json.loads(kept)
    except ValueError:
        seen = {}
    before = seen if isinstance(seen, dict) else {}
    return [
        (name, str(before.get(name, "not said"))[:200], words)
        for name, words in desk.facts.items()
        if before.get(name) != words
    ]
