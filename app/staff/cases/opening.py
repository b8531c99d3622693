"""Opening a case for what our own people saw: their note and the booking that it is about."""

from __future__ import annotations

import wtforms
from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.booking.at_desk import Heading, heading
from app.care.cases import complain
from app.care.cases.queries import case_about
from app.care.friction import Note, note_friction, note_in
from app.care.friction.models import FrictionNote
from app.care.themes import THEMES
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel.reference import read_reference
from app.staff.cases.shared import blueprint
from app.store import transaction
from app.web.access import staff
from app.web.forms import AsLongAs, ChoiceOf, Form, Required
from app.web.respond import form_page, not_found, see_other

SOURCE = "friction_note"
LONGEST_REFERENCE = 20


class OpeningForm(Form):
    reference = wtforms.StringField(
        "Booking", [Required("Enter the booking’s reference")], description="Whose stay it was"
    )
    theme = ChoiceOf("What it is about", choices=[("", "Choose"), *THEMES.items()],
                     sentence="Choose the theme from the list",
                     validators=[Required("Choose what it is about")])  # fmt: skip
    words = wtforms.TextAreaField(
        "What went wrong", [Required("Say in a few words what went wrong"), AsLongAs(FrictionNote.words)]
    )


@blueprint.get("/staff/<slug:house>/cases/new")
@staff("run_cases")
def ask(actor: Actor, house: House) -> Response:
    """The form; `note` in the address is a note of this house that becomes a case, `booking` a reference."""
    noted = _noted(house)
    stored = {"reference": request.args.get("booking", "")[:LONGEST_REFERENCE]}
    if noted is not None:
        stored |= {"theme": noted.theme, "words": noted.words}
    return _page(actor, house, OpeningForm.typed(stored))


@blueprint.post("/staff/<slug:house>/cases/new")
@staff("run_cases")
def open_one(actor: Actor, house: House) -> BaseResponse:
    """The note stands among what got in a guest's way, and the booking has a case, in one transaction."""
    form: OpeningForm = OpeningForm.typed()
    noted = _noted(house)
    if not form.validate() or (booking := _booking(house, form)) is None:
        return _page(actor, house, form, 422)
    theme, words, booking_id = str(form.theme.data), form.words.data or "", booking.id

    def work() -> int:
        place, page = house.id, f"/staff/{house.slug}/cases/new"
        note_id = noted.id if noted else note_friction(words, theme, page, location_id=place, by=actor.staff_id)
        complain(SOURCE, note_id, booking_id, f"Seen by our own: {THEMES[theme].lower()}", words, by=actor.staff_id)
        return note_id

    case_id = case_about(SOURCE, transaction(work))
    return see_other(f"/staff/{house.slug}/cases/{case_id}")


def _noted(house: House) -> Note | None:
    """The note that the address names; a 404 for one of another house."""
    typed = request.args.get("note", "")
    if not typed:
        return None
    found = note_in(int(typed), house.id) if typed.isascii() and typed.isdecimal() and len(typed) < 18 else None
    if found is None:
        raise not_found()
    return found


def _booking(house: House, form: OpeningForm) -> Heading | None:
    """The booking of this house with that reference, however it is spelt."""
    known = read_reference((form.reference.data or "")[:LONGEST_REFERENCE])
    found = heading(house.id, known) if known else None
    if found is None:
        form.refuse("reference", f"No booking of {house.name} has that reference")
    return found


def _page(actor: Actor, house: House, form: OpeningForm, status: int | None = None) -> Response:
    note = request.args.get("note", "")
    url = f"/staff/{house.slug}/cases/new{f'?note={note}' if note else ''}"
    return form_page("staff/cases/new.html", form, status, actor=actor, house=house, here="cases", url=url)
