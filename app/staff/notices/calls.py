"""Whom reception rings up: guests whom a notice touches and no message has reached."""

from __future__ import annotations

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.care.notices.operations import mark_reached
from app.care.notices.queries import calls_of
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.staff.notices.shared import SEE, URL, blueprint, found, url_of
from app.staff.notices.shown import when
from app.web.access import staff
from app.web.forms import typed_sum
from app.web.respond import page, see_other

BECAUSE = {
    "no_address": "We have no address",
    "bounced": "The mail came back",
    "unread": "Not read, and it begins within two days",
}


@blueprint.get(f"{URL}/calls")
@staff(SEE)
def show_calls(actor: Actor, house: House) -> Response:
    """Who is still to be rung, the first to begin first, and who has been."""
    calls = calls_of([house.id], clock.now())
    return page(
        "staff/notices/calls.html",
        actor=actor,
        house=house,
        here="notices",
        base=url_of(house),
        waiting=[one for one in calls if one.reached_at is None],
        reached=[one for one in calls if one.reached_at is not None],
        because=BECAUSE,
        begins={one.notice_id: when(house, one.begins_at, one.begins_at).partition(" to ")[0] for one in calls},
    )


@blueprint.post(f"{URL}/<id:notice_id>/reached")
@staff(SEE)
def reached(actor: Actor, house: House, notice_id: int) -> BaseResponse:
    """Somebody has told them; again, or by another, or who need not be rung any more, changes nothing."""
    found(house, notice_id)
    touch_id = typed_sum(request.form.get("touch", ""))
    if touch_id is not None and touch_id in {one.touch_id for one in calls_of([house.id], clock.now())}:
        mark_reached(notice_id, touch_id, by=actor.staff_id)
    return see_other(url_of(house, more="/calls"))
