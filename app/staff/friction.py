"""What got in a guest's way: noted at the foot of every page, read and sorted by whoever runs the house."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import wtforms
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.care import friction
from app.care.friction.models import FrictionNote
from app.care.friction.queries import AT_ONCE
from app.care.themes import THEMES
from app.catalogue.queries import House, catalogue
from app.identity.staff.rules import Actor
from app.web.access import staff
from app.web.forms import AsLongAs, ChoiceOf, Form, Required
from app.web.respond import form_page, is_own, not_found, page, see_other

blueprint = Blueprint("friction", __name__)
UNKNOWN = "Choose a theme from the list"


class NoteForm(Form):
    """The form at the foot of every page. `page` is the address it stood on."""

    words = wtforms.TextAreaField(
        "What happened?", [Required("Say in a few words what got in the way"), AsLongAs(FrictionNote.words)]
    )
    theme = ChoiceOf("What was it about?", choices=[*THEMES.items()], sentence=UNKNOWN, default="other")
    page = wtforms.StringField(validators=[wtforms.validators.Optional()])


class ThemeForm(Form):
    theme = ChoiceOf("Theme", choices=[*THEMES.items()], sentence=UNKNOWN)
    seen = wtforms.StringField()


@blueprint.post("/staff/friction")
@staff("note_friction", anywhere=True)
def note(actor: Actor) -> Response:
    """A note about the whole group is kept, and answered with thanks."""
    return _noted(actor, None)


@blueprint.post("/staff/<slug:house>/friction")
@staff("note_friction")
def note_at(actor: Actor, house: House) -> Response:
    """A note about a house is kept, and answered with thanks."""
    return _noted(actor, house)


@blueprint.get("/staff/friction")
@staff("read_friction")
def show_all(actor: Actor) -> Response:
    """The notes of every house."""
    return _list(actor, None)


@blueprint.get("/staff/<slug:house>/friction")
@staff("read_friction")
def show(actor: Actor, house: House) -> Response:
    """The notes of a house, by theme where the address says one."""
    return _list(actor, house)


@blueprint.post("/staff/friction/<id:note_id>")
@staff("read_friction")
def relabel_any(actor: Actor, note_id: int) -> Response | BaseResponse:
    """A note of any house is given another theme."""
    return _relabelled(actor, None, note_id)


@blueprint.post("/staff/<slug:house>/friction/<id:note_id>")
@staff("read_friction")
def relabel(actor: Actor, house: House, note_id: int) -> Response | BaseResponse:
    """A note of the house is given another theme."""
    return _relabelled(actor, house, note_id)


def _noted(actor: Actor, house: House | None) -> Response:
    form = NoteForm.typed()
    valid = form.validate()
    came = form.page.data if is_own(form.page.data or "") else "/staff"
    if valid:
        place = house.id if house else None
        friction.note_friction(form.words.data, form.theme.data or "other", came, location_id=place, by=actor.staff_id)
    shown = {"friction_form": form, "friction_page": came, "friction_noted": valid}
    return form_page("staff/friction/note.html", form, None, actor=actor, house=house, **shown)


def _list(actor: Actor, house: House | None, status: int = 200, **context: Any) -> Response:
    place = house.id if house else None
    theme = request.args.get("theme", "")
    theme = theme if theme in THEMES else ""
    before = request.args.get("before", "")
    notes = friction.friction_notes(place, theme, int(before) if before.isdecimal() and len(before) < 18 else None)
    more = {"before": notes[-1].id} | ({"theme": theme} if theme else {}) if len(notes) == AT_ONCE else None
    shown = {
        "notes": notes,
        "theme": theme,
        "counts": friction.themes_noted(place),
        "themes": THEMES,
        "url": _address(house),
        "names": {each.id: each.name for each in catalogue().houses},
        "more": urlencode(more) if more else "",
        "here": "friction",
    }
    return page("staff/friction/list.html", status, actor=actor, house=house, **shown, **context)


def _relabelled(actor: Actor, house: House | None, note_id: int) -> Response | BaseResponse:
    form = ThemeForm.typed()
    place = house.id if house else None
    if not friction.is_noted(note_id, place):
        raise not_found()
    if not form.validate() or not form.theme.data:
        return _list(actor, house, 422, fault=UNKNOWN)
    try:
        friction.relabel_note(note_id, form.theme.data, seen=form.seen.data, location_id=place, by=actor.staff_id)
    except friction.UnknownNote:
        raise not_found() from None
    except friction.Relabelled as stale:
        return _list(actor, house, 409, fault=f"{stale} It is now “{THEMES.get(stale.theme, stale.theme)}”.")
    return see_other(_address(house))


def _address(house: House | None) -> str:
    return f"/staff/{house.slug}/friction" if house else "/staff/friction"
