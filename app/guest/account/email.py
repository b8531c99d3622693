"""Another mail, proven by the code that is sent to it."""

from __future__ import annotations

from flask import current_app
from werkzeug.wrappers import Response

from app.booking.following import change_mail
from app.guest.account.forms import CodeForm, MailForm
from app.guest.account.shared import blueprint
from app.guest.sign_in import BLANKS, WRONG
from app.identity.operations import ask_to_change_mail
from app.identity.queries import SignedIn, mail_change_of
from app.identity.rules import CODE_LASTS
from app.kernel.words import at_hour
from app.web.access import guest
from app.web.limits import asking, codes, count_try
from app.web.respond import form_page, see_other

DAY_S = 24 * 60 * 60
ASKED_A_DAY = 6
"""How many codes one account may have sent to new addresses in a day."""


@blueprint.get("/account/email")
@guest
def ask_for_email(who: SignedIn) -> Response:
    """Which mail, and what becomes of the one that was."""
    return form_page("guest/account/email.html", MailForm(), who=who)


@blueprint.post("/account/email")
@guest
@asking
def send_code(who: SignedIn) -> Response:
    """A code is on its way to the new address; nothing has changed yet."""
    form: MailForm = MailForm.typed()
    if form.validate() and form.email.data.lower() == who.email.lower():
        form.refuse("email", "That is the mail you have. Enter the one you want instead")
    if form.problems:
        return form_page("guest/account/email.html", form, who=who)
    count_try(f"mail-change:{who.guest_id}", ASKED_A_DAY, DAY_S)
    ask_to_change_mail(who.guest_id, who.session_id, form.email.data)
    return see_other("/account/email/code")


@blueprint.get("/account/email/code")
@guest
def ask_for_code(who: SignedIn) -> Response:
    """Where the code is typed, in the browser that asked."""
    return _code_page(who, CodeForm()) if mail_change_of(who.session_id) else see_other("/account/email")


@blueprint.post("/account/email/code")
@guest
@codes
def confirm_email(who: SignedIn) -> Response:
    """The mail is the new one, with every stay under it; one answer for whatever is wrong with the code."""
    form: CodeForm = CodeForm.typed()
    if not form.validate():
        return _code_page(who, form)
    typed = BLANKS.sub("", form.code.data)[:20]
    if change_mail(who.session_id, typed, current_app.config["SETTINGS"].secrets) is None:
        form.refuse("code", WRONG)
        return _code_page(who, form)
    return see_other("/account?done=email")


def _code_page(who: SignedIn, form: CodeForm) -> Response:
    email, asked_at = mail_change_of(who.session_id) or ("", None)
    until = at_hour(asked_at + CODE_LASTS, current_app.config["SETTINGS"].group_timezone) if asked_at else ""
    return form_page("guest/account/email_code.html", form, email=email, until=until)
