"""What every view of the account needs."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, request
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from app.guest.account.forms import ConsentsForm, GuestForm, PreferenceForm
from app.guest.account.page import account_page
from app.guest.account.taste import taste_of
from app.guest.offering.rows import account_row
from app.identity.queries import SignedIn
from app.web.respond import form_page, part_wanted, see_other

blueprint = Blueprint("account", __name__)

DONE = {
    "details": "Your details are as you said.",
    "email": "That is your mail from now on. Links in older mails open nothing any more; "
    "new ones for the stays to come are in it.",
    "remembered": "Remembered.",
    "forgotten": "Forgotten. It is not concluded again.",
    "all_forgotten": "All of it is forgotten, and nothing is concluded again.",
    "on": "Your history is used: houses and offers are in your order.",
    "off": "Your history is not used any more, anywhere.",
    "agreed": "Noted. It holds from now on.",
    "ended": "Ended. That browser is a stranger’s now.",
}
"""What was done, by the word in the address."""


def shown(who: SignedIn, *, details: GuestForm | None = None, status: int | None = None) -> Response:
    """The account page; a form that was sent comes back with its mistakes."""
    view = account_page(who, group_zone())
    more: dict[str, Any] = {
        "account": view,
        "details": details or GuestForm(data={"name": who.name, "phone": who.phone}),
        "consents": ConsentsForm(data={consent.channel: consent.given for consent in view.consents}),
        "offers_row": Markup(account_row(who)),  # nosec B704
        "done": DONE.get(request.args.get("done", "")),
    }
    return form_page("guest/account/account.html", more["details"], status, **more)


def remembered_page(who: SignedIn | None, *, adding: PreferenceForm | None = None, done: str = "") -> Response:
    """What is remembered; a form that was sent comes back with its mistakes."""
    taste = taste_of(who, group_zone()) if who else None
    form = adding or PreferenceForm()
    said = DONE.get(done or request.args.get("done", ""))
    return form_page("guest/account/remembered.html", form, taste=taste, adding=form, done=said)


def remembered_then(who: SignedIn, done: str) -> BaseResponse:
    """What is remembered now that it is done: the part where htmx asks for it, else its address."""
    if part_wanted():
        return remembered_page(who, done=done)
    return see_other(f"/account/history?done={done}")


def group_zone() -> ZoneInfo:
    """By whose days guests are told when something became known."""
    return ZoneInfo(current_app.config["SETTINGS"].group_timezone)
