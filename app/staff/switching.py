"""Changing hands at a desk that several people share."""

from __future__ import annotations

import wtforms
from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.identity.staff.operations import begin_staff_session, show_pin
from app.staff.sign_in import into_desk
from app.web import session
from app.web.access import public
from app.web.desk_cookie import day_began, desk_token, people_here
from app.web.devices import device_words
from app.web.forms import Form, Required
from app.web.limits import codes
from app.web.respond import form_page

blueprint = Blueprint("switching", __name__)
WRONG = "That is not the PIN. After three wrong ones it takes the password"
NOT_HERE = "The PIN lets nobody in here any more. Sign in with the password"


class SwitchForm(Form):
    person = wtforms.RadioField("Who are you?", validate_choice=False)
    pin = wtforms.PasswordField("PIN", [Required("Enter your PIN")])


@blueprint.get("/staff/switch")
@public
def ask() -> Response:
    """Everybody who showed their second factor at this desk today."""
    return _page(_form())


@blueprint.post("/staff/switch")
@public
@codes
def enter() -> Response:
    """Another of them is at the desk now; whoever was before is signed out."""
    form = _form()
    if not form.validate():
        return _page(form)
    chosen = next((one for one in people_here() if str(one.staff_id) == form.person.data), None)
    if chosen is None:
        form.refuse("person", "Choose who you are")
    elif not chosen.open:
        form.refuse("pin", NOT_HERE)
    elif not show_pin(chosen.staff_id, desk_token(), form.pin.data, day_began()):
        form.refuse("pin", WRONG)
    else:
        device = device_words(request.headers.get("User-Agent", ""))
        return into_desk(chosen.staff_id, begin_staff_session(chosen.staff_id, device))
    return _page(form)


def _form() -> SwitchForm:
    """The form with those to choose from, but for whoever is at the desk now."""
    form: SwitchForm = SwitchForm.typed()
    actor = session.actor()
    others = [one for one in people_here() if actor is None or one.staff_id != actor.staff_id]
    form.person.choices = [(str(one.staff_id), one.name, {} if one.open else {"disabled": True}) for one in others]
    return form


def _page(form: SwitchForm) -> Response:
    if not form.person.choices:
        return form_page("staff/sign_in/alone.html", form, actor=session.actor())
    return form_page("staff/sign_in/switch.html", form, actor=session.actor())
