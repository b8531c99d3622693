"""What the views of the waitlist share."""

from __future__ import annotations

from flask import Blueprint

from app.booking.waitlist.queries import Entry, entry_of
from app.web.links import Link
from app.web.respond import not_found

blueprint = Blueprint("waitlist", __name__, url_prefix="/waitlist")


def found(link: Link) -> Entry:
    """The entry of a link; 404 when the link was revoked."""
    entry = entry_of(link.id)
    if entry is None or entry.version != link.version:
        raise not_found()
    return entry
