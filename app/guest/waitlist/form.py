"""What somebody who wants to wait is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import wtforms

from app.booking.waitlist.models import WaitlistEntry
from app.booking.waitlist.rules import Wish
from app.catalogue.queries import House, RoomType, catalogue
from app.kernel.errors import Invalid
from app.kernel.stay import LONGEST_STAY
from app.kernel.words import counted
from app.web.forms import AsEmail, AsLongAs, ChoiceOf, Form, Required, SeveralOf
from app.web.search import Search

NIGHTS = [(str(count), counted(count, "night").capitalize()) for count in range(1, LONGEST_STAY + 1)]


class JoinForm(Form):
    """Nights between two days; which houses and room types there are to wait for, `join_form` adds."""

    location: wtforms.Field
    room_types: wtforms.Field
    earliest = wtforms.DateField("Arrive on this day or later", [Required("Enter a day to arrive, like 5 March 2027")])
    latest = wtforms.DateField("Leave by this day", [Required("Enter a day to leave, like 7 March 2027")])
    nights = ChoiceOf(
        "Nights",
        validators=[Required("Choose how many nights")],
        choices=NIGHTS,
        sentence="Choose how many nights",
    )
    name = wtforms.StringField("Name", [Required("Enter your name"), AsLongAs(WaitlistEntry.name)])
    email = wtforms.EmailField(
        "Email",
        [Required(AsEmail.SENTENCE), AsEmail(), AsLongAs(WaitlistEntry.email)],
        description="For this alone, and gone 30 days after you leave the line",
    )


def join_form(search: Search, given: dict[str, Any]) -> JoinForm:
    """The form as it was sent; on a GET with the nights and houses that were looked for, and what else is `given`."""
    stored: dict[str, Any] = {
        "location": list(search.locations) or [house.slug for house in catalogue().houses if house.open_for_booking],
        "nights": "2",
    }
    if search.stay:
        stored |= {"earliest": search.stay.arrival, "latest": search.stay.departure, "nights": str(search.stay.nights)}
    houses = [(house.slug, house.name) for house in catalogue().houses if house.open_for_booking]

    rooms = [
        (_named(house, room_type), f"{house.name}, {room_type.name}")
        for house in catalogue().houses
        if house.open_for_booking
        for room_type in house.room_types
    ]

    class HousesForm(JoinForm):
        location = SeveralOf("Where", choices=houses, sentence="Choose houses from the list")
        room_types = SeveralOf("Only these rooms", choices=rooms, sentence="Choose rooms from the list")

    form: JoinForm = HousesForm.typed(stored | given)
    return form


def wish_of(form: JoinForm, search: Search, only: RoomType | None) -> Wish | None:
    """What was wanted, or None: then the form says at which field something is wrong.

    Of a house of which rooms are ticked these alone, else any; a ticked room stands for its house.
    """
    kinds = [only] if only else _ticked(form)
    if not kinds:
        form.refuse("location", "Choose a house, or several")
        return None
    ids = tuple(sorted(room_type.id for room_type in kinds))
    rooms = 1 if only else search.rooms
    try:
        return Wish(form.earliest.data, form.latest.data, int(form.nights.data), search.party, ids, rooms)
    except Invalid as error:
        form.refuse("latest", str(error))
        return None


def _ticked(form: JoinForm) -> list[RoomType]:
    found: list[RoomType] = []
    for house in catalogue().houses:
        some = [room_type for room_type in house.room_types if _named(house, room_type) in form.room_types.data]
        found += some or (house.room_types if house.slug in form.location.data else ())
    return found


def _named(house: House, room_type: RoomType) -> str:
    return f"{house.slug}/{room_type.slug}"


def only_room(search: Search, slug: str) -> RoomType | None:
    """The one room type that is wanted, where one house and a room type of it are named."""
    house = catalogue().house(search.location) if search.location else None
    return house.room_type(slug) if house else None


def day_of(text: str) -> date | None:
    """A date in an address; None for anything else."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
