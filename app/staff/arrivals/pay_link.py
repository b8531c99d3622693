"""`/staff/<house>/bookings/<reference>/pay-link`: the guest is mailed the way to pay what is owed."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from app.booking.reception.operations import mail_pay_link
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.staff.arrivals.shared import blueprint, desk_of
from app.web.access import staff
from app.web.respond import see_other

PAGES = ("check-in", "check-out")


@blueprint.post("/staff/<slug:house>/bookings/<reference>/pay-link")
@staff("run_stays")
def send_pay_link(actor: Actor, house: House, reference: str) -> Response:
    """The mail is on its way, and the page from which it was asked says so."""
    desk = desk_of(house, reference)
    mail_pay_link(desk.standing.placed.id, by=actor.staff_id)
    back = request.form.get("back", "")
    return see_other(f"{desk.url}/{back}?mailed=1" if back in PAGES else desk.url)
