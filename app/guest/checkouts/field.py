"""One field of the checkout, checked as the guest leaves it."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from app.booking import operations as booking
from app.booking.unfinished import REMIND
from app.guest.checkouts.filled import form_of
from app.guest.checkouts.shared import blueprint, found
from app.guest.checkouts.telling import note_checkout, note_errors
from app.web.access import by_token
from app.web.links import Link
from app.web.respond import not_found, nothing_new, part

CHECKED = ("name", "email", "phone")


@blueprint.post("/checkout/<token:token>/field")
@by_token("checkout")
def check_field(link: Link) -> BaseResponse:
    """One field, checked as the guest leaves it; the form around it stays as it is. Nothing of it is kept, unless the
    guest asked to be reminded of what they leave unfinished: that needs their mail, and pressing no button is how a
    booking is left."""
    checkout = found(link)
    form = form_of(checkout)
    form.validate()
    name = request.headers.get("HX-Trigger-Name", "")
    if name not in (*CHECKED, REMIND):
        raise not_found()
    note_checkout(checkout)
    if form.remind.data or checkout.details.get(REMIND):
        booking.keep_details(checkout.id, form.details(checkout.details))
    if name == REMIND:
        return nothing_new(f"/checkout/{link.token}")
    note_errors([form[name]])
    return part("guest/_field.html", 422 if form[name].errors else 200, field=form[name], url=f"{request.path}")
