"""A rate is chosen: the first step of a checkout."""

from __future__ import annotations

import re
from datetime import date

from flask import current_app, request
from werkzeug.wrappers import Response

from app.booking import operations as booking
from app.booking.errors import CannotBeSold
from app.booking.rules import Basket, ChosenStay
from app.catalogue.queries import catalogue
from app.guest.checkouts.lapsed import sold_out_page
from app.guest.checkouts.shared import blueprint, typed_sum
from app.inventory import SoldOut
from app.kernel import clock
from app.web.access import public
from app.web.csrf import visitor_digest
from app.web.errors import Words, error_page
from app.web.limits import holds
from app.web.links import link_token
from app.web.respond import see_other
from app.web.search import read_search

CHOICE = re.compile(r"([1-9]\d{0,17}):([1-9]\d{0,17})(?::(\d{1,9}))?", re.ASCII)
"""Room type, rate plan and, where a page said one, the total that the guest saw."""


@blueprint.post("/checkout")
@public
@holds
def start() -> Response:
    """A rate was chosen: hold it and go to its checkout; 409 with what is left when it has gone."""
    search = read_search(request.form, catalogue().by_slug, _today())
    chosen = CHOICE.fullmatch(request.form.get("rate", ""))
    room_type = catalogue().room_types.get(int(chosen[1])) if chosen else None
    if search.problems or search.stay is None or chosen is None or room_type is None:
        sentence = search.problems[0].sentence if search.problems else "Choose dates, a room and a rate"
        return error_page(422, Words("Something needs another look", f"{sentence.rstrip('.')}. Nothing is held yet."))
    stay = ChosenStay(room_type.id, int(chosen[2]), search.stay, search.party)
    basket = Basket(room_type.location_id, (stay,))
    try:
        started, new = booking.start_once(visitor_digest(), basket, referral=search.referral or None)
    except (SoldOut, CannotBeSold) as refused:
        return sold_out_page(refused, basket.location_id, stay)
    token = link_token("checkout", started.checkout_id, started.version)
    was = typed_sum(chosen[3] or "")
    moved = new and was is not None and was != started.total_minor
    return see_other(f"/checkout/{token}?was={was}" if moved else f"/checkout/{token}")


def _today() -> date:
    """The group's own day."""
    return clock.today(current_app.config["SETTINGS"].group_timezone)
