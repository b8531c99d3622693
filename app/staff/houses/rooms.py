"""`/staff/<house>/house/rooms/...`: the doors behind a room type. One more or less is one more or less to sell."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, StringField

from app.booking import capacity
from app.catalogue.closed import room_type_of_room
from app.catalogue.editable import ROOM
from app.catalogue.models import Room
from app.catalogue.queries import House, RoomType
from app.identity.staff.rules import Actor
from app.kernel.errors import Refused
from app.staff.houses.editing import Removal, Sheet, found, keep, rewrite, sent, show
from app.staff.houses.form import EditForm
from app.staff.houses.paths import house_path
from app.staff.houses.room_types import open_type
from app.web.access import staff
from app.web.fields import WholeNumber
from app.web.forms import AsLongAs, Required
from app.web.respond import see_other
from app.web.sections import Section

blueprint = Blueprint("house_rooms", __name__)


class RoomForm(EditForm):
    """One room with a door."""

    SECTIONS = (Section("The room", ("name", "floor:half", "position:half", "step_free")),)

    name = StringField("Name or number", validators=[Required("Enter what stands on the door"), AsLongAs(Room.name)])
    floor = WholeNumber("Floor", least=-3, most=30, default=0, description="0 is the ground floor.")
    position = WholeNumber("Place in the list", most=999, default=0)
    step_free = BooleanField("Step-free")


@blueprint.route("/staff/<slug:house>/house/room-types/<id:room_type_id>/rooms/new", methods=["GET", "POST"])
@staff("edit_house")
def new_room(actor: Actor, house: House, room_type_id: int) -> BaseResponse:
    """A room more; every night that is on sale has one more to sell."""
    room_type = open_type(house, room_type_id)
    form = RoomForm.of()
    back = house_path(house, "room-types", room_type_id)
    lead = f"{len(room_type.rooms)} so far. From the moment it is added it is sold on every night that is open."
    sheet = Sheet(actor, f"A new room: {room_type.name}", back, house, lead, "Add the room", room_type.name)
    if not sent():
        form.position.data, form.step_free.data = len(room_type.rooms), room_type.step_free
        return show(sheet, form)
    return keep(sheet, form, lambda: capacity.add_room(house, room_type, form.values, by=actor.staff_id))


@blueprint.route("/staff/<slug:house>/house/rooms/<id:room_id>", methods=["GET", "POST"])
@staff("edit_house")
def edit_room(actor: Actor, house: House, room_id: int) -> BaseResponse:
    """What a room is called and where it lies."""
    room_type = _type_of(house, room_id)
    form = RoomForm.of(found(ROOM, room_id))
    sheet = _room_sheet(actor, house, room_type, room_id)
    if not sent():
        return show(sheet, form)
    return rewrite(sheet, form, ROOM, room_id)


@blueprint.post("/staff/<slug:house>/house/rooms/<id:room_id>/close")
@staff("edit_house")
def close_room(actor: Actor, house: House, room_id: int) -> BaseResponse:
    """Sold no more, unless it was given to somebody or the nights are full."""
    room_type = _type_of(house, room_id)
    try:
        capacity.close_room(house, room_type, room_id, by=actor.staff_id)
    except Refused as refused:
        form = RoomForm.stored(found(ROOM, room_id))
        return show(_room_sheet(actor, house, room_type, room_id), form, 409, refused=refused)
    return see_other(house_path(house, "room-types", room_type.id))


@blueprint.post("/staff/<slug:house>/house/rooms/<id:room_id>/open")
@staff("edit_house")
def open_room(actor: Actor, house: House, room_id: int) -> BaseResponse:
    """A room that was closed is sold again."""
    room_type = _type_of(house, room_id)
    capacity.open_room(house, room_type, room_id, by=actor.staff_id)
    return see_other(house_path(house, "room-types", room_type.id))


def _room_sheet(actor: Actor, house: House, room_type: RoomType, room_id: int) -> Sheet:
    path = house_path(house, "rooms", room_id)
    removal = Removal(
        "Take it off sale for good",
        "For a few nights close it on the tape chart instead.",
        f"{path}/close",
        "Close the room",
    )
    still = any(room_id == own for own, _ in room_type.rooms)
    back = house_path(house, "room-types", room_type.id)
    return Sheet(actor, f"A room: {room_type.name}", back, house, back_to=room_type.name).saying(
        remove=removal if still else None
    )


def _type_of(house: House, room_id: int) -> RoomType:
    """The room type that the room belongs to, at this house; a 404 for any other."""
    return open_type(house, room_type_of_room(room_id) or 0)
