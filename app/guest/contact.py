"""Asking a house something without a booking at hand, and saying that something went wrong."""

from __future__ import annotations

from typing import Any

import wtforms
from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.care.enquiries import Asked, ask_by_form
from app.care.enquiries.desks import desk_of
from app.care.enquiries.models import Enquiry, EnquiryMessage
from app.care.themes import THEMES
from app.catalogue.queries import catalogue
from app.kernel.reference import read_reference
from app.web.access import public
from app.web.forms import AsEmail, AsLongAs, AsTelephone, ChoiceOf, Form, Required
from app.web.limits import asking
from app.web.respond import form_page, page, see_other

blueprint = Blueprint("contact", __name__)
LONGEST_REFERENCE = 20
NO_REFERENCE = "A reference has eight letters and digits. Leave it empty if it is not at hand"


class ContactForm(Form):
    """What somebody wants to know. `website` is for robots: people neither see it nor reach it by keyboard."""

    house = ChoiceOf("Which house", choices=(), sentence="Choose a house from the list",
                     validators=[Required("Choose the house that it is about")])  # fmt: skip
    theme = ChoiceOf("What it is about", choices=[("", "Choose"), *THEMES.items()],
                     sentence="Choose what it is about from the list",
                     validators=[Required("Choose what it is about")])  # fmt: skip
    words = wtforms.TextAreaField(
        "What you want to know, or to tell us", [Required("Write what it is"), AsLongAs(EnquiryMessage.words)]
    )
    complaint = wtforms.BooleanField("Something went wrong, and I want it put right")
    name = wtforms.StringField("Your name", [Required("Enter your name"), AsLongAs(Enquiry.name)])
    email = wtforms.EmailField(
        "Email", [Required(AsEmail.SENTENCE), AsEmail(), AsLongAs(Enquiry.email)], description="The answer goes there"
    )
    phone = wtforms.TelField(
        "Telephone, if you like", [AsTelephone(), AsLongAs(Enquiry.phone)], description="Where a voice is quicker"
    )
    reference = wtforms.StringField("Booking, if you have one", description="Eight letters and digits, as in your mail")
    website = wtforms.StringField("Leave this empty")

    def validate_reference(self, field: wtforms.Field) -> None:
        if field.data and read_reference(field.data[:LONGEST_REFERENCE]) is None:
            raise wtforms.ValidationError(NO_REFERENCE)


@blueprint.get("/contact")
@public
def show() -> Response:
    """The form; `house` and `theme` in the address choose them beforehand, `complaint=1` is not ticked for anybody."""
    return _page(_form({"house": request.args.get("house", ""), "theme": request.args.get("theme", "")}))


@blueprint.post("/contact")
@public
@asking
def ask() -> Response:
    """The house has it, and a mail says so. A robot is told the same, and nothing is kept."""
    form = _form()
    if form.website.data:
        return see_other("/contact/sent")
    if not form.validate():
        return _page(form)
    house = catalogue().house(form.house.data or "")
    assert house is not None
    ask_by_form(
        Asked(
            house.id,
            str(form.theme.data),
            form.words.data or "",
            complaint=bool(form.complaint.data),
            name=form.name.data or "",
            email=form.email.data or "",
            phone=form.phone.data or "",
            reference=read_reference((form.reference.data or "")[:LONGEST_REFERENCE]) or "",
        )
    )
    return see_other("/contact/sent")


@blueprint.get("/contact/sent")
@public
def sent() -> Response:
    """What happens now; it knows nothing of what was asked."""
    return page("guest/contact/sent.html")


def _form(stored: dict[str, Any] | None = None) -> ContactForm:
    form: ContactForm = ContactForm.typed(stored)
    houses = [(house.slug, house.name) for house in catalogue().houses]
    form.house.choices = [("", "Choose"), *houses]
    return form


def _page(form: ContactForm) -> Response:
    rings = [(house, desk_of(house).words) for house in catalogue().houses]
    return form_page("guest/contact/contact.html", form, rings=rings)
