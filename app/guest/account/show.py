"""The account page."""

from __future__ import annotations

from flask import Response

from app.guest.account.shared import blueprint, shown
from app.identity.queries import SignedIn
from app.web.access import guest


@blueprint.get("/account")
@guest
def show(who: SignedIn) -> Response:
    """Stays, what is remembered, what was agreed to, and where this guest is signed in."""
    return shown(who)
