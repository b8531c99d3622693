"""`/staff/<house>/house/room-types/...`: what is sold as one kind of room, and the doors behind it."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.booking import capacity
from app.catalogue.closed import closed_rooms, slugs_of
from app.catalogue.editable import FACTS, ROOM_TYPE, State
from app.catalogue.models import Fact, RoomType, Text
from app.catalogue.operations import add_row
from app.catalogue.queries import House
from app.catalogue.queries import RoomType as Kind
from app.catalogue.spelling import free_slug
from app.identity.staff.rules import Actor
from app.kernel.errors import Refused
from app.staff.houses.editing import Removal, Sheet, found, keep, rewrite, sent, show
from app.staff.houses.form import EditForm
from app.staff.houses.paths import house_path
from app.web.access import staff
from app.web.fields import Lines, WholeNumber
from app.web.forms import AsLongAs, ChoiceOf, Required
from app.web.respond import not_found, see_other
from app.web.sections import Section
from app.web.urls import is_slug

blueprint = Blueprint("house_room_types", __name__)

KINDS = (
    ("snug", "Snug"),
    ("garden", "Garden room"),
    ("hayloft", "Hayloft"),
    ("suite", "Suite"),
    ("family", "Family room"),
    ("hut", "Shepherd’s hut"),
    ("shed", "Potting shed"),
    ("roundel", "Roundel"),
    ("cabin", "Cabin"),
    ("boatloft", "Boat loft"),
)
TERMS = {
    "size": "Size", "bed": "Bed", "bathroom": "Bathroom", "sleeps": "Sleeps", "way_in": "Way in",
    "step_free": "Step-free", "dogs": "Dogs", "noise": "Noise", "warmth": "Warmth", "wifi": "Wi-Fi", "light": "Light",
    "smoking": "Smoking",
}  # fmt: skip


class RoomTypeForm(EditForm):
    """A room type: what it holds, what is true of it, what is said of it."""

    SECTIONS = (
        Section("Name", ("name:half", "slug:half", "kind:half", "position:half")),
        Section(
            "Who fits in",
            ("adults_max:third", "heads_max:third", "cots_max:third", "dogs_max:third"),
            "Larger parties are never offered this room.",
        ),
        Section(
            "What it has",
            ("bed:half", "bathroom:half", "size_m2:third", "bath", "king_bed", "step_free"),
            "Guests choose by these.",
        ),
        Section(
            "The facts",
            tuple(f"fact_{key}:half" for key in FACTS),
            "The same list for every room, so that guests can compare. What is empty is left out.",
        ),
        Section("What is said of it", ("word_title", "word_body", "word_aside")),
    )

    name = StringField("Name", validators=[Required("Enter the name of the room type"), AsLongAs(RoomType.name)])
    slug = StringField("Address on the site", description="Left empty it is made of the name.")
    kind = ChoiceOf("Kind", choices=KINDS, sentence="Choose one of the kinds", default="snug")
    position = WholeNumber("Place in the list", most=99, default=0)
    adults_max = WholeNumber("Adults", least=1, most=12, default=2)
    heads_max = WholeNumber("Heads, children too", least=1, most=16, default=2)
    cots_max = WholeNumber("Cots", most=4, default=0)
    dogs_max = WholeNumber("Dogs", most=6, default=0)
    bed = StringField("Bed", validators=[AsLongAs(RoomType.bed)])
    bathroom = StringField("Bathroom", validators=[AsLongAs(RoomType.bathroom)])
    size_m2 = WholeNumber("Size in m²", least=1, most=999, needed=False)
    bath = BooleanField("A bath")
    king_bed = BooleanField("A king-size bed")
    step_free = BooleanField("Step-free, from the car to the bed")
    word_title = StringField("Heading", validators=[AsLongAs(Text.words)])
    word_body = Lines(
        "What it is like", description="An empty line begins a new paragraph.", validators=[AsLongAs(Text.words)]
    )
    word_aside = StringField("An aside", validators=[AsLongAs(Text.words)])

    def allow(self, kind: str) -> None:
        """A kind that another system brought stays one of the choices."""
        if kind not in dict(KINDS):
            self.kind.choices = [*self.kind.choices, SelectChoice(kind, kind.capitalize())]

    def validate_slug(self, field: StringField) -> None:
        if field.data and not is_slug(field.data):
            raise ValidationError("Use small letters, figures and single dashes, 60 at most, like garden-room")

    def validate_heads_max(self, field: WholeNumber) -> None:
        if field.data is not None and self.adults_max.data is not None and field.data < self.adults_max.data:
            raise ValidationError("As many heads as adults at least: adults count as heads")


for _key in FACTS:
    setattr(RoomTypeForm, f"fact_{_key}", StringField(TERMS[_key], validators=[AsLongAs(Fact.words)]))


@blueprint.route("/staff/<slug:house>/house/room-types/new", methods=["GET", "POST"])
@staff("edit_house")
def new(actor: Actor, house: House) -> BaseResponse:
    """A room type more; it is sold once it has rooms and rates."""
    form = RoomTypeForm.of()
    sheet = Sheet(actor, "A new room type", house_path(house), house, act="Add the room type")
    if not sent():
        form.position.data = len(house.room_types)
        return show(sheet, form)

    def work() -> int:
        slug = form.slug.data or free_slug(form.name.data, slugs_of(RoomType, house.id))
        fixed = {"location_id": house.id, "slug": slug}
        return add_row(ROOM_TYPE, form.values, fixed, by=actor.staff_id, location_id=house.id)

    return keep(sheet, form, work, lambda made: house_path(house, "room-types", made))


@blueprint.route("/staff/<slug:house>/house/room-types/<id:room_type_id>", methods=["GET", "POST"])
@staff("edit_house")
def edit(actor: Actor, house: House, room_type_id: int) -> BaseResponse:
    """A room type and its rooms."""
    state = found(ROOM_TYPE, room_type_id, house)
    form = RoomTypeForm.of(state)
    form.allow(state["kind"])
    sheet = _sheet(actor, house, room_type_id, state)
    if not sent():
        return show(sheet, form)
    if not form.slug.data:
        form.slug.data = state["slug"]
    return rewrite(sheet, form, ROOM_TYPE, room_type_id)


@blueprint.post("/staff/<slug:house>/house/room-types/<id:room_type_id>/close")
@staff("edit_house")
def close(actor: Actor, house: House, room_type_id: int) -> BaseResponse:
    """Sold no more, unless somebody still stays in it."""
    state = found(ROOM_TYPE, room_type_id, house)
    room_type = open_type(house, room_type_id)
    try:
        capacity.close_room_type(house, room_type, by=actor.staff_id)
    except Refused as refused:
        return show(_sheet(actor, house, room_type_id, state), RoomTypeForm.stored(state), 409, refused=refused)
    return see_other(house_path(house))


@blueprint.post("/staff/<slug:house>/house/room-types/<id:room_type_id>/open")
@staff("edit_house")
def reopen(actor: Actor, house: House, room_type_id: int) -> BaseResponse:
    """Sold again, with its rooms and at its rates."""
    found(ROOM_TYPE, room_type_id, house)
    capacity.open_room_type(house, room_type_id, by=actor.staff_id)
    return see_other(house_path(house, "room-types", room_type_id))


def _sheet(actor: Actor, house: House, room_type_id: int, state: State) -> Sheet:
    path = house_path(house, "room-types", room_type_id)
    room_type = house.room_type(state["slug"])
    removal = Removal(
        "Sell it no more",
        "It goes off every page; what was booked stays in the books.",
        f"{path}/close",
        f"Close {state['name']}",
    )
    if room_type is None:
        lead = "It has the rooms and the rates that it had, and guests find it again at once."
        removal = Removal("It is sold no more", lead, f"{path}/open", f"Sell {state['name']} again", back=True)
    return Sheet(actor, state["name"], house_path(house), house, template="staff/houses/room_type.html").saying(
        remove=removal,
        room_type=room_type,
        closed=closed_rooms(room_type_id),
        path=path,
        rooms_path=house_path(house, "rooms"),
    )


def open_type(house: House, room_type_id: int) -> Kind:
    for room_type in house.room_types:
        if room_type.id == room_type_id:
            return room_type
    raise not_found()
