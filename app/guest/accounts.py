"""A guest's account."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from app.identity.queries import SignedIn
from app.web.access import guest
from app.web.respond import page

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/account")
@guest
def show(who: SignedIn) -> Response:
    """Who is signed in, and the way out."""
    return page("guest/account/account.html", who=who)
