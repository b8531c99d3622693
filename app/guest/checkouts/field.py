"""One field of the checkout, checked as the guest leaves it."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from app.guest.checkouts.filled import form_of
from app.guest.checkouts.shared import blueprint, found
from app.guest.checkouts.telling import note_checkout, note_errors
from app.web.access import by_token
from app.web.links import Link
from app.web.respond import not_found, part


@blueprint.post("/checkout/<token:token>/field")
@by_token("checkout")
def check_field(link: Link) -> Response:
    """One field, checked as the guest leaves it; the form around it stays as it is."""
    checkout = found(link)
    form = form_of(checkout)
    form.validate()
    name = request.headers.get("HX-Trigger-Name", "")
    if name not in ("name", "email", "phone"):
        raise not_found()
    note_checkout(checkout)
    note_errors([form[name]])
    return part("guest/_field.html", 422 if form[name].errors else 200, field=form[name], url=f"{request.path}")
