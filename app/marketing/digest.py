"""The weekly digest: what it would say of the last week, and whether somebody wants it."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from app.identity.staff.rules import Actor, can
from app.kernel import clock
from app.kernel.words import span
from app.marketing.asked import readable
from app.plan.digest import ask_for_digest, found_in, last_week, reads_digest, stop_digest
from app.web.access import staff
from app.web.respond import page, see_other

blueprint = Blueprint("digest", __name__)


@blueprint.get("/marketing/digest")
@staff("read_measures", anywhere=True)
def show(actor: Actor) -> Response:
    """The week that ended on Sunday, for the houses of this person."""
    week = last_week(clock.today(current_app.config["SETTINGS"].group_timezone))
    places = None if can(actor, "read_measures") else tuple(sorted(house.id for house in readable(actor)))
    return page(
        "marketing/digest/digest.html",
        actor=actor,
        here="views",
        found=found_in(week, places),
        week=f"{span(week.first, week.last)} {week.last.year}",
        dates=f"?period=dates&from={week.first}&until={week.last}",
        reads_digest=reads_digest(actor.staff_id),
    )


@blueprint.post("/marketing/digest")
@staff("read_measures", anywhere=True)
def choose(actor: Actor) -> BaseResponse:
    """They read it from now on, or no more."""
    (ask_for_digest if request.form.get("wanted") else stop_digest)(actor.staff_id)
    return see_other("/marketing/views")
