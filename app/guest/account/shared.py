"""What every view of the account needs."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, request

from app.guest.account.forms import ConsentsForm, GuestForm, PreferenceForm
from app.guest.account.page import account_page
from app.identity.queries import SignedIn
from app.web.respond import form_page

blueprint = Blueprint("account", __name__)

DONE = {
    "details": "Your details are as you said.",
    "remembered": "Remembered.",
    "forgotten": "Forgotten.",
    "agreed": "Noted. It holds from now on.",
    "ended": "Ended. That browser is a stranger’s now.",
}
"""What was done, by the word in the address."""


def shown(
    who: SignedIn, *, details: GuestForm | None = None, adding: PreferenceForm | None = None, status: int | None = None
) -> Response:
    """The account page; a form that was sent comes back with its mistakes."""
    zone = ZoneInfo(current_app.config["SETTINGS"].group_timezone)
    view = account_page(who, zone)
    wrong = next((form for form in (details, adding) if form is not None and form.errors), None)
    more: dict[str, Any] = {
        "account": view,
        "details": details or GuestForm(data={"name": who.name, "phone": who.phone}),
        "adding": adding or PreferenceForm(),
        "consents": ConsentsForm(data={consent.channel: consent.given for consent in view.consents}),
        "done": DONE.get(request.args.get("done", "")),
    }
    return form_page("guest/account/account.html", wrong or more["details"], status, **more)
