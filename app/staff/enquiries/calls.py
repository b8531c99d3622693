"""A call about a stay, or about anything but a price: who rang, what they asked, and what they were told."""

from __future__ import annotations

import wtforms
from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.booking.at_desk import Heading, heading
from app.care.enquiries import Asked, log_call
from app.care.enquiries.models import Enquiry, EnquiryMessage
from app.care.themes import THEMES
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel.reference import read_reference
from app.staff.enquiries.shared import ACTION, blueprint
from app.web.access import staff
from app.web.forms import AsEmail, AsLongAs, AsTelephone, ChoiceOf, Form, Required
from app.web.respond import form_page, see_other

LONGEST_REFERENCE = 20


class CallForm(Form):
    reference = wtforms.StringField("Booking", description="Its reference, where the call is about one")
    theme = ChoiceOf("What it is about", choices=[("", "Choose"), *THEMES.items()],
                     sentence="Choose the theme from the list",
                     validators=[Required("Choose what it is about")])  # fmt: skip
    words = wtforms.TextAreaField(
        "What they asked", [Required("Write what they asked"), AsLongAs(EnquiryMessage.words)]
    )
    told = wtforms.TextAreaField(
        "What they were told", [AsLongAs(EnquiryMessage.words)], description="Empty while somebody owes an answer"
    )
    complaint = wtforms.BooleanField("A complaint")
    name = wtforms.StringField("Name", [AsLongAs(Enquiry.name)])
    phone = wtforms.TelField("Telephone", [AsTelephone(), AsLongAs(Enquiry.phone)])
    email = wtforms.EmailField("Email", [AsEmail(), AsLongAs(Enquiry.email)], description="Where the answer goes")


@blueprint.get("/staff/<slug:house>/enquiries/calls")
@staff(ACTION)
def show_call(actor: Actor, house: House) -> Response:
    """The form; `booking` in the address is the reference that the call is about."""
    return _page(actor, house, CallForm.typed({"reference": request.args.get("booking", "")[:LONGEST_REFERENCE]}))


@blueprint.post("/staff/<slug:house>/enquiries/calls")
@staff(ACTION)
def log(actor: Actor, house: House) -> BaseResponse:
    """The call is written down: closed where the caller was told, among those who wait where not."""
    form: CallForm = CallForm.typed()
    well = form.validate()
    booking = _booking(house, form) if form.reference.data else None
    if not well or form.reference.errors:
        return _page(actor, house, form, 422)
    asked = Asked(
        house.id,
        str(form.theme.data),
        form.words.data or "",
        complaint=bool(form.complaint.data),
        name=form.name.data or "",
        email=form.email.data or "",
        phone=form.phone.data or "",
    )
    enquiry_id = log_call(
        asked, by=actor.staff_id, booking_id=booking.id if booking else None, answer=form.told.data or ""
    )
    return see_other(f"/staff/{house.slug}/enquiries/{enquiry_id}")


def _booking(house: House, form: CallForm) -> Heading | None:
    """The booking of this house with that reference, however it is spelt."""
    known = read_reference((form.reference.data or "")[:LONGEST_REFERENCE])
    found = heading(house.id, known) if known else None
    if found is None:
        form.refuse("reference", f"No booking of {house.name} has that reference. Leave it empty if there is none")
    return found


def _page(actor: Actor, house: House, form: CallForm, status: int | None = None) -> Response:
    return form_page("staff/enquiries/call.html", form, status, actor=actor, house=house, here="enquiries")
