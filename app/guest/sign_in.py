"""Signing in by a mail: ask, then press its link's button here or type its code here."""

from __future__ import annotations

import re

import wtforms
from flask import Blueprint, current_app, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.identity.models import Guest
from app.identity.operations import ask_to_sign_in, end_session, sign_in_by_code, sign_in_by_link
from app.identity.queries import Asked, SignedIn, asked_in, asked_with
from app.identity.rules import CODE_LASTS, code_of
from app.kernel.words import at_hour
from app.web import session
from app.web.access import by_token, guest, public
from app.web.csrf import visitor_digest
from app.web.devices import device_words
from app.web.forms import AsEmail, AsLongAs, Form, Required
from app.web.limits import asking, codes
from app.web.links import Link
from app.web.respond import form_page, not_found, page, see_other

blueprint = Blueprint("sign_in", __name__)
BLANKS = re.compile(r"[\s-]+")
WRONG = "That is not the code, or it has had its day. Look at the newest mail, or ask for another"


class MailForm(Form):
    email = wtforms.EmailField(
        "Email",
        [Required(AsEmail.SENTENCE), AsEmail(), AsLongAs(Guest.email)],
        description="The one you booked with",
    )


class CodeForm(Form):
    code = wtforms.StringField("Code", [Required("Enter the six figures of the mail")], description="Six figures")


@blueprint.get("/sign-in")
@public
def ask() -> Response:
    """Which mail; whoever is signed in goes to their account."""
    return see_other("/account") if session.who() else form_page("guest/sign_in/ask.html", MailForm())


@blueprint.post("/sign-in")
@public
@asking
def send() -> Response:
    """A mail is on its way, whoever the address belongs to; the worker finds that out."""
    form = MailForm.typed()
    if not form.validate():
        return form_page("guest/sign_in/ask.html", form)
    ask_to_sign_in(form.email.data, visitor_digest())
    return see_other("/sign-in/code")


@blueprint.get("/sign-in/code")
@public
def code() -> Response:
    """Where the code is typed that was asked for in this browser."""
    asked = asked_in(visitor_digest())
    return _code_page(asked, CodeForm()) if asked else see_other("/sign-in")


@blueprint.post("/sign-in/code")
@public
@codes
def enter() -> Response:
    """The code was typed: signed in, or one answer for whatever is wrong with it."""
    form = CodeForm.typed()
    if not form.validate():
        return _code_page(asked_in(visitor_digest()), form)
    typed = BLANKS.sub("", form.code.data)[:20]
    token = sign_in_by_code(visitor_digest(), typed, current_app.config["SETTINGS"].secrets, _device())
    if token is None:
        form.refuse("code", WRONG)
        return _code_page(asked_in(visitor_digest()), form)
    return _into_account(token)


@blueprint.get("/sign-in/<token:token>")
@by_token("sign_in")
def show(link: Link) -> Response:
    """The mail's link: a button in the browser that asked, the code to type there in any other."""
    asked = _asked(link)
    here = asked.by == visitor_digest()
    digits = code_of(asked.id, asked.version, current_app.config["SETTINGS"].secrets[0])
    return page("guest/sign_in/link.html", here=here, code=digits, until=_until(asked), url=f"/sign-in/{link.token}")


@blueprint.post("/sign-in/<token:token>")
@by_token("sign_in")
def press(link: Link) -> Response:
    """The link's button: signs in, once, where it was asked for."""
    token = sign_in_by_link(link.id, link.version, visitor_digest(), _device())
    if token is None:
        raise not_found()
    return _into_account(token)


@blueprint.post("/sign-out")
@guest
def leave(who: SignedIn) -> Response:
    """This browser's session is ended, and the cookie that named it is gone."""
    end_session(who.session_id, [who.guest_id])
    session.sign_out()
    return see_other("/")


@blueprint.errorhandler(NotFound)
def gone(_error: NotFound) -> Response:
    """Forged, expired, altered, spent and of another purpose: all the same."""
    return page("guest/sign_in/gone.html", 404)


def _code_page(asked: Asked | None, form: CodeForm) -> Response:
    email, until = (asked.email, _until(asked)) if asked else ("", "")
    return form_page("guest/sign_in/code.html", form, email=email, until=until)


def _asked(link: Link) -> Asked:
    asked = asked_with(link.id, link.version)
    if asked is None:
        raise not_found()
    return asked


def _until(asked: Asked) -> str:
    return at_hour(asked.asked_at + CODE_LASTS, current_app.config["SETTINGS"].group_timezone)


def _device() -> str:
    return device_words(request.headers.get("User-Agent", ""))


def _into_account(token: str) -> Response:
    """A session that this browser had before is ended: one cookie names one session."""
    before = session.who()
    if before:
        end_session(before.session_id, [before.guest_id])
    session.sign_in(token)
    return see_other("/account")
