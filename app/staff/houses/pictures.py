"""`/staff/<house>/house/pictures`: what guests see of a house in each season, and of its room types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField, StringField

from app.catalogue.editable import HOUSE_PICTURES, ROOM_TYPE_PICTURE, SEASONS, Editable
from app.catalogue.models import RoomType
from app.catalogue.operations import edit_row
from app.catalogue.pictures import PLACE, ROOM, NotAPicture, Shape, keep_picture
from app.catalogue.queries import House
from app.catalogue.spelling import seen_of
from app.identity.staff.rules import Actor
from app.kernel.errors import Refused
from app.staff.houses.editing import found
from app.staff.houses.paths import house_path
from app.web.access import staff
from app.web.forms import AsLongAs, Form, Required
from app.web.headers import takes_files
from app.web.pictures import picture_folder
from app.web.respond import not_found, page, see_other
from app.web.seasons import place_alt, place_picture

blueprint = Blueprint("house_pictures", __name__)


class PictureForm(Form):
    """A picture in its place: what it shows, and perhaps another file."""

    seen = HiddenField()
    alt = StringField(
        "What it shows",
        validators=[
            Required("Say what the picture shows, for those who cannot see it"),
            AsLongAs(RoomType.picture_alt),
        ],
    )


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a picture. `own` when staff brought the one that stands there."""

    key: str
    title: str
    picture: str
    alt: str
    url: str
    seen: str
    own: bool
    problem: str = ""
    at_file: bool = False


@blueprint.get("/staff/<slug:house>/house/pictures")
@staff("edit_house")
def pictures(actor: Actor, house: House) -> Response:
    """Every place for a picture with what stands there."""
    return _page(actor, house)


@blueprint.post("/staff/<slug:house>/house/pictures/seasons/<slug:season>")
@staff("edit_house")
@takes_files
def season(actor: Actor, house: House, season: str) -> BaseResponse:
    """The house in a season."""
    if season not in SEASONS:
        raise not_found()
    state = found(HOUSE_PICTURES, house.id)
    names = (f"{season}_picture", f"{season}_alt")
    return _kept(actor, house, season, HOUSE_PICTURES, house.id, state, names, PLACE)


@blueprint.post("/staff/<slug:house>/house/pictures/room-types/<id:room_type_id>")
@staff("edit_house")
@takes_files
def room_type(actor: Actor, house: House, room_type_id: int) -> BaseResponse:
    """A room type."""
    state = found(ROOM_TYPE_PICTURE, room_type_id, house)
    names = ("picture", "picture_alt")
    return _kept(actor, house, str(room_type_id), ROOM_TYPE_PICTURE, room_type_id, state, names, ROOM)


def _kept(
    actor: Actor,
    house: House,
    key: str,
    what: Editable,
    row_id: int,
    state: dict[str, Any],
    names: tuple[str, str],
    shape: Shape,
) -> BaseResponse:
    """What was sent stands in its place, or the page says at that place why not."""
    form = PictureForm.typed()
    name, alt = names
    values: dict[str, Any] = {alt: form.alt.data}
    if not form.validate():
        return _page(actor, house, 422, key, _typed(form, form.alt.errors[0]))
    sent = request.files.get("file")
    try:
        if sent is not None and sent.filename:
            values[name] = keep_picture(picture_folder(), sent.read(), shape)
        elif request.form.get("act") == "drop":
            values = {name: "", alt: ""}
        elif what is HOUSE_PICTURES and not state[name]:
            return _page(actor, house, 422, key, _typed(form, "Choose a file first", at_file=True))
        edit_row(what, row_id, values, seen=form.seen.data or "", by=actor.staff_id, location_id=house.id)
    except NotAPicture as wrong:
        return _page(actor, house, 422, key, _typed(form, str(wrong), at_file=True))
    except Refused as refused:
        return _page(actor, house, 409, key, _typed(form, f"{refused} What stands there now is shown."))
    return see_other(house_path(house, "pictures"))


def _typed(form: PictureForm, problem: str, *, at_file: bool = False) -> Callable[[Slot], Slot]:
    """The slot with what was typed there, and what is wrong with it."""

    def with_typed(slot: Slot) -> Slot:
        typed = form.alt.data or ""
        return Slot(slot.key, slot.title, slot.picture, typed, slot.url, slot.seen, slot.own, problem, at_file)

    return with_typed


def _page(
    actor: Actor, house: House, status: int = 200, key: str = "", changed: Callable[[Slot], Slot] | None = None
) -> Response:
    slots = [changed(slot) if changed and slot.key == key else slot for slot in _slots(house)]
    return page(
        "staff/houses/pictures.html",
        status,
        actor=actor,
        house=house,
        here="house",
        slots=slots,
        back=house_path(house),
        wrong=next((slot for slot in slots if slot.problem), None),
        has_errors=status == 422,
    )


def _slots(house: House) -> list[Slot]:
    path = house_path(house, "pictures")
    seen = seen_of(found(HOUSE_PICTURES, house.id))
    seasons = [
        Slot(
            season,
            f"{house.name} in {season}",
            place_picture(house, season),
            place_alt(house, season),
            f"{path}/seasons/{season}",
            seen,
            season in house.pictures,
        )
        for season in SEASONS
    ]
    return seasons + [
        Slot(
            str(kind.id),
            kind.name,
            kind.picture,
            kind.picture_alt,
            f"{path}/room-types/{kind.id}",
            seen_of({"picture": kind.picture, "picture_alt": kind.picture_alt}),
            bool(kind.picture),
        )
        for kind in house.room_types
    ]
