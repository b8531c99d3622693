"""`/mail/stop/<token>`: mail of one kind stops, at one click of a mail program or of a person.

Programs that look through mails follow links, so a GET only shows how things stand.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.identity.operations import settle_consent
from app.identity.queries import consents_of, same_guests
from app.identity.rules import CHANNELS
from app.web.access import by_token
from app.web.csrf import protect
from app.web.links import Link
from app.web.respond import not_found, page, see_other
from app.web.stop_links import PURPOSES, channel_of

blueprint = Blueprint("stopping", __name__)
URL = "/mail/stop/<token:token>"
ONE_CLICK = "List-Unsubscribe"
"""The field that a mail program sends by itself (RFC 8058)."""

ABOUT = {"offers": "the gardens, suppers and stays that may suit you", "basket": "a booking that is left unfinished"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page says: whether mails of this kind come, and the words that were agreed to."""

    url: str
    about: str
    given: bool
    text: str


@blueprint.get(URL)
@by_token(*PURPOSES)
def show(link: Link) -> Response:
    """Whether these mails come, with the button that stops them, or the one that has them come again."""
    return page("guest/stopping.html", standing=_standing(link))


@blueprint.post(URL)
@protect.exempt
@by_token(*PURPOSES)
def stop(link: Link) -> BaseResponse:
    """No mail of this kind goes to the guest from now on, whoever presses and however often."""
    _standing(link)
    settle_consent(link.id, channel_of(link), False)
    if ONE_CLICK in request.form:
        return Response("Stopped. No more of these mails come.\n", content_type="text/plain; charset=utf-8")
    return see_other(f"/mail/stop/{link.token}")


@blueprint.post(f"{URL}/undo")
@by_token(*PURPOSES)
def undo(link: Link) -> BaseResponse:
    """The guest agrees again, to the words on the page."""
    _standing(link)
    settle_consent(link.id, channel_of(link), True)
    return see_other(f"/mail/stop/{link.token}")


def _standing(link: Link) -> Standing:
    """Raises `NotFound` when the guest is forgotten: nothing goes to nobody."""
    guests = same_guests(link.id)
    if not guests:
        raise not_found()
    channel = channel_of(link)
    newest = {said.channel: said.given for said in consents_of(guests)}
    return Standing(f"/mail/stop/{link.token}", ABOUT[channel], newest.get(channel, False), CHANNELS[channel])
