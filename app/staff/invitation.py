"""Taking up an invitation: a password, an app for the second factor, and codes for the day the phone is lost."""

from __future__ import annotations

import base64
import hmac

import segno
import wtforms
from flask import Blueprint, current_app, request
from markupsafe import Markup
from pyotp import TOTP
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.identity.rules import STAFF
from app.identity.staff.operations import accept_invitation, begin_staff_session, is_figure
from app.identity.staff.passwords import fault_of
from app.identity.staff.queries import Member, invited
from app.kernel.errors import Refused
from app.web import session
from app.web.access import by_token
from app.web.devices import device_words
from app.web.forms import Form, Required
from app.web.limits import codes
from app.web.links import Link
from app.web.respond import form_page, not_found, page

blueprint = Blueprint("invitation", __name__)
ISSUER = "The Quince"


class KeysForm(Form):
    password = wtforms.PasswordField(
        "Password",
        [Required("Choose a password")],
        description="Twelve characters or more. Four words that belong together only for you are easy to keep",
    )
    again = wtforms.PasswordField("Password again", [Required("Type the password once more")])
    figures = wtforms.StringField(
        "Figures of the app", [Required("Enter the six figures that the app shows")], description="Six figures"
    )

    def validate_again(self, field: wtforms.Field) -> None:
        if field.data != self.password.data:
            raise wtforms.ValidationError("The two passwords are not the same")


@blueprint.get("/staff/invitation/<token:token>")
@by_token("invited")
def show(link: Link) -> Response:
    """What to choose and what to scan; nothing is kept yet."""
    return _page(link, _invited(link), KeysForm())


@blueprint.post("/staff/invitation/<token:token>")
@by_token("invited")
@codes
def take(link: Link) -> Response:
    """The keys are good: the person is signed in and sees the recovery codes, this once."""
    member, form = _invited(link), KeysForm.typed()
    if form.validate():
        if fault := fault_of(form.password.data, member.name, member.email):
            form.refuse("password", fault)
        if not is_figure(_secret(link), form.figures.data):
            form.refuse("figures", "Those are not the figures of this app. Wait for the next ones and type them")
    if form.errors:
        return _page(link, member, form)
    try:
        recovery = accept_invitation(member.id, link.version, form.password.data, _secret(link))
    except Refused:
        raise not_found() from None
    session.sign_in(begin_staff_session(member.id, _device(), proven=True), STAFF)
    return page("staff/sign_in/recovery_codes.html", codes=recovery, first=True)


@blueprint.errorhandler(NotFound)
def gone(_error: NotFound) -> Response:
    """Forged, used, replaced and too old: all the same."""
    return page("staff/sign_in/no_invitation.html", 404)


def _invited(link: Link) -> Member:
    member = invited(link.id, link.version)
    if member is None:
        raise not_found()
    return member


def _secret(link: Link) -> str:
    """The app's secret of this invitation. It follows from the link, since showing a page writes nothing."""
    key = current_app.config["SETTINGS"].secrets[0].encode()
    return base64.b32encode(hmac.digest(key, f"totp:{link.token}".encode(), "sha256")[:20]).decode()


def _page(link: Link, member: Member, form: KeysForm) -> Response:
    secret = _secret(link)
    words = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    shown = {"member": member, "url": f"/staff/invitation/{link.token}", "qr": _qr(member, secret), "secret": words}
    return form_page("staff/sign_in/invitation.html", form, None, **shown)


def _qr(member: Member, secret: str) -> Markup:
    """The picture that the app reads, as markup of our own."""
    address = TOTP(secret).provisioning_uri(name=member.email, issuer_name=ISSUER)
    drawn = segno.make(address, error="m").svg_inline(scale=4, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(drawn)  # nosec B704


def _device() -> str:
    return device_words(request.headers.get("User-Agent", ""))
