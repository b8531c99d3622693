"""What everybody who works here keeps themselves: password, PIN, recovery codes, and where they are signed in."""

from __future__ import annotations

from typing import Any

import wtforms
from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from app.identity.staff.errors import WrongPassword
from app.identity.staff.operations import change_password, end_staff_sessions, new_recovery_codes, set_pin
from app.identity.staff.passwords import fault_of, pin_fault
from app.identity.staff.queries import has_pin, recovery_codes_left
from app.identity.staff.rules import Actor
from app.web import session
from app.web.access import staff
from app.web.forms import Form, Required
from app.web.limits import codes
from app.web.respond import form_page, page, see_other

blueprint = Blueprint("own_account", __name__)


class PasswordForm(Form):
    old = wtforms.PasswordField("Password now", [Required("Enter the password that you have now")])
    new = wtforms.PasswordField(
        "New password", [Required("Enter a new password")], description="Twelve characters or more"
    )
    again = wtforms.PasswordField("New password again")

    def validate_again(self, field: wtforms.Field) -> None:
        if field.data != self.new.data:
            raise wtforms.ValidationError("The two are not the same")


class PinForm(Form):
    pin = wtforms.PasswordField("PIN", [Required("Enter a PIN")], description="Four to six figures")


@blueprint.get("/staff/me")
@staff("note_friction", anywhere=True)
def show(actor: Actor) -> Response:
    """What lets the actor in, to be changed."""
    return _page(actor)


@blueprint.post("/staff/me/password")
@staff("note_friction", anywhere=True)
@codes
def keep_password(actor: Actor) -> Response | BaseResponse:
    """The password is another one; every session ends, this one too."""
    form = PasswordForm.typed()
    fault = ""
    if form.validate() and (fault := fault_of(form.new.data, actor.name, actor.email)):
        form.refuse("new", fault)
    if not form.errors:
        try:
            change_password(actor.staff_id, form.old.data, form.new.data)
        except WrongPassword as wrong:
            form.refuse("old", str(wrong))
    if form.errors:
        return _page(actor, form, password=form)
    session.sign_out()
    return see_other("/staff/sign-in")


@blueprint.post("/staff/me/pin")
@staff("note_friction", anywhere=True, proven=True)
def keep_pin(actor: Actor) -> Response | BaseResponse:
    """The actor changes to themselves at a shared desk by this PIN."""
    form = PinForm.typed()
    if form.validate() and (fault := pin_fault(form.pin.data)):
        form.refuse("pin", fault)
    if form.errors:
        return _page(actor, form, pin=form)
    set_pin(actor.staff_id, form.pin.data)
    return see_other("/staff/me")


@blueprint.post("/staff/me/recovery-codes")
@staff("note_friction", anywhere=True, proven=True)
def make_codes(actor: Actor) -> Response:
    """Ten new codes, shown once; the old ones are worthless."""
    return page("staff/sign_in/recovery_codes.html", actor=actor, codes=new_recovery_codes(actor.staff_id))


@blueprint.post("/staff/me/sessions")
@staff("note_friction", anywhere=True)
def end_others(actor: Actor) -> BaseResponse:
    """The actor is signed in here and nowhere else."""
    end_staff_sessions(actor.staff_id, but=actor.session_id)
    return see_other("/staff/me")


def _page(actor: Actor, wrong: Form | None = None, **forms: Any) -> Response:
    context = {"password": PasswordForm(), "pin": PinForm()} | forms
    known = {"has_pin": has_pin(actor.staff_id), "codes_left": recovery_codes_left(actor.staff_id)}
    return form_page("staff/me.html", wrong or context["pin"], actor=actor, **context, **known)
