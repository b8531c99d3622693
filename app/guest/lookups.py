"""A lost link: mail and day of arrival, and the same answer whoever asks."""

from __future__ import annotations

import wtforms
from flask import Blueprint
from werkzeug.wrappers import Response

from app.booking.models import Lookup
from app.booking.operations import ask_for_link
from app.web.access import public
from app.web.forms import AsEmail, AsLongAs, Form, Required
from app.web.limits import asking
from app.web.respond import form_page, page, see_other

blueprint = Blueprint("lookups", __name__)
TEMPLATE = "guest/lookups/find.html"


class LookupForm(Form):
    email = wtforms.EmailField(
        "Email",
        [Required(AsEmail.SENTENCE), AsEmail(), AsLongAs(Lookup.email)],
        description="The one you booked with",
    )
    arrival = wtforms.DateField("The day you arrive", [Required("Enter the day you arrive, like 5 March 2027")])


@blueprint.get("/bookings/find")
@public
def find() -> Response:
    """Which mail, and which day."""
    return form_page(TEMPLATE, LookupForm())


@blueprint.post("/bookings/find")
@public
@asking
def ask() -> Response:
    """A mail is on its way, whether there is a booking or not; the worker finds that out."""
    form = LookupForm.typed()
    if not form.validate():
        return form_page(TEMPLATE, form)
    ask_for_link(form.email.data, form.arrival.data)
    return see_other("/bookings/find/sent")


@blueprint.get("/bookings/find/sent")
@public
def sent() -> Response:
    """What happens now; it knows nothing of what was asked."""
    return page("guest/lookups/sent.html")
