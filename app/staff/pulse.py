"""The month's question to staff: one tap on the page on which they begin, and nobody reads whose it was."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import House, catalogue
from app.identity.staff.rules import Actor, places
from app.kernel import clock
from app.plan.pulse import EASES, QUESTION, answer_pulse, pulse_is_due, put_pulse_away
from app.web.access import staff
from app.web.respond import is_own, page, part, part_wanted, see_other

blueprint = Blueprint("pulse", __name__)
ACTION = "answer_pulse"


def pulse_house(actor: Actor, house: House | None) -> House | None:
    """The house for which this person is asked on a page about `house`, or about several; None where they are not.

    Whoever works at no house is not asked, and nobody is asked again who has answered this month or put it away.
    """
    own = places(actor, ACTION, (each.id for each in catalogue().houses))
    place = house.id if house is not None and house.id in own else next(iter(own), None)
    if place is None:
        return None
    found = catalogue().by_id[place]
    return found if pulse_is_due(actor.staff_id, clock.today(found.timezone)) else None


@blueprint.post("/staff/<slug:house>/pulse")
@staff(ACTION)
def answer(actor: Actor, house: House) -> Response | BaseResponse:
    """One more answer of the house is counted; 422 with the question where it is none of the five."""
    text = request.form.get("ease", "")
    ease = int(text) if text in {str(one) for one in EASES} else 0
    if ease not in EASES:
        return page("staff/pulse/pulse.html", 422, actor=actor, house=house, pulse_problem="Tap one of the five.")
    answer_pulse(ease, location_id=house.id, today=clock.today(house.timezone), by=actor.staff_id)
    return _answered(actor, house)


@blueprint.post("/staff/<slug:house>/pulse/away")
@staff(ACTION)
def put_away(actor: Actor, house: House) -> Response | BaseResponse:
    """This person is not asked again this month."""
    put_pulse_away(today=clock.today(house.timezone), by=actor.staff_id)
    return _answered(actor, house)


def _answered(actor: Actor, house: House) -> Response | BaseResponse:
    """The place of the question is empty but for thanks; without JavaScript the page they were on."""
    if part_wanted() == "pulse":
        return part("staff/pulse/_pulse.html", actor=actor, house=house, pulse_done=True)
    back = request.form.get("back", "")
    return see_other(back if is_own(back) and back.startswith("/staff/") else "/staff")


WORDS = {"question": QUESTION, "eases": EASES}
"""What the template says."""
