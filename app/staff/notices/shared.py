"""What the pages of notices have in common."""

from __future__ import annotations

from flask import Blueprint

from app.care.notices.queries import Told, notice_of
from app.catalogue.queries import House
from app.web.respond import not_found

blueprint = Blueprint("notices", __name__)
SEE, RUN = "see_notices", "run_notices"
URL = "/staff/<slug:house>/notices"


def url_of(house: House, notice_id: int | None = None, more: str = "") -> str:
    """The address of a house's notices, or of one of them."""
    one = "" if notice_id is None else f"/{notice_id}"
    return f"/staff/{house.slug}/notices{one}{more}"


def found(house: House, notice_id: int) -> Told:
    """The notice of that house; to all others it is not there."""
    notice = notice_of(notice_id)
    if notice is None or notice.location_id != house.id:
        raise not_found()
    return notice
