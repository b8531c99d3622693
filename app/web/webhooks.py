"""What payment providers tell us of themselves."""

from __future__ import annotations

from flask import Blueprint, Flask, request

from app.booking import paying
from app.payments import Forged, ProviderAway, UnknownSession
from app.web.access import signed
from app.web.csrf import protect
from app.web.funnel import with_booking
from app.web.provider import configured
from app.web.respond import not_found

webhooks = Blueprint("webhooks", __name__)
MOST_OF_EVENT = 64_000


@webhooks.post("/webhooks/<any(stripe, sandbox):name>")
@signed
def receive(name: str) -> tuple[str, int]:
    """2xx however often and in whatever order a message comes, and for one that is about nothing of ours.

    400 when it is forged or too old; 503 when the provider cannot be asked, so that it tells us again.
    """
    found = configured()
    if found is None or found.name != name:
        raise not_found()
    request.max_content_length = MOST_OF_EVENT
    try:
        signature = request.headers.get(found.signature_header, "")
        paying.receive(found, request.get_data(), signature, with_booking)
    except Forged:
        return "forged", 400
    except UnknownSession:
        return "", 204
    except ProviderAway:
        return "away", 503
    return "", 204


def register(app: Flask) -> None:
    """Providers prove themselves by a signature and need no token."""
    protect.exempt(receive)
    app.register_blueprint(webhooks)
