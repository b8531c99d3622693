"""`/staff/<house>/bookings/<reference>/guest`: the booking is somebody else's from now on."""

from __future__ import annotations

from typing import Any

import wtforms
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from app.booking.at_desk import Heading
from app.booking.operations import readdress_booking
from app.booking.queries import PlacedBooking
from app.catalogue.queries import House
from app.identity.models import Guest
from app.identity.staff.rules import Actor
from app.kernel.errors import Refused
from app.staff.bookings.shared import STATES, address, blueprint, found
from app.web.access import staff
from app.web.forms import AsEmail, AsLongAs, AsTelephone, Form, Required, typed_sum
from app.web.respond import page, see_other


class GuestForm(Form):
    """Who the booking is for; `seen` is the number of the guest whose it was when the form was made."""

    name = wtforms.StringField("Full name", [Required("Enter the full name"), AsLongAs(Guest.name)])
    email = wtforms.EmailField(
        "Mail", [AsEmail(), AsLongAs(Guest.email)], description="The confirmation goes there, with a new link"
    )
    phone = wtforms.TelField("Telephone", [AsTelephone(), AsLongAs(Guest.phone)])
    seen = wtforms.HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Somebody who can be reached one way or the other."""
        well = bool(super().validate(extra_validators))
        if well and not self.email.data and not self.phone.data:
            self.refuse("phone", "Enter a telephone number or a mail address")
        return well and not self.errors


@blueprint.get("/staff/<slug:house>/bookings/<reference>/guest")
@staff("run_stays")
def whose(actor: Actor, house: House, reference: str) -> Response:
    """Whose it is, and a form for somebody else."""
    return _page(actor, house, *found(house, reference))


@blueprint.post("/staff/<slug:house>/bookings/<reference>/guest")
@staff("run_stays")
def readdress(actor: Actor, house: House, reference: str) -> Response:
    """The booking is theirs; 409 where it was given to somebody meanwhile, with whom."""
    heading, booking = found(house, reference)
    form: GuestForm = GuestForm.typed()
    if not form.validate():
        return _page(actor, house, heading, booking, form)
    try:
        readdress_booking(
            booking.id,
            name=form.name.data,
            email=form.email.data or None,
            phone=form.phone.data or None,
            seen_guest_id=typed_sum(form.seen.data or ""),
            by=actor.staff_id,
        )
    except Refused as refused:
        return _page(actor, house, *found(house, reference), form, refused)
    return see_other(f"{address(house, booking.reference)}?done=1")


def _page(
    actor: Actor,
    house: House,
    heading: Heading,
    booking: PlacedBooking,
    form: GuestForm | None = None,
    refused: Refused | None = None,
) -> FlaskResponse:
    form = form or GuestForm()
    form.seen.data = str(heading.guest_id or "")
    return page(
        "staff/bookings/guest.html",
        409 if refused else 422 if form.errors else 200,
        actor=actor,
        house=house,
        here="bookings",
        url=address(house, booking.reference),
        heading=heading,
        booking=booking,
        form=form,
        has_errors=bool(form.errors),
        refused=refused,
        open=booking.state in ("confirmed", "in_house"),
        state=STATES[booking.state][0].lower(),
    )
