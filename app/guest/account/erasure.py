"""Being forgotten, in two steps."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app.booking.errors import StillExpected
from app.booking.forgetting import forget_guests
from app.guest.account.forms import ErasureForm
from app.guest.account.shared import blueprint
from app.identity.queries import SignedIn, guests_of
from app.web import session
from app.web.access import guest, public
from app.web.respond import form_page, page, see_other

TEMPLATE = "guest/account/erasure.html"


@blueprint.get("/account/erasure")
@guest
def ask_whether(who: SignedIn) -> Response:
    """What goes, and what the law keeps and until when."""
    return form_page(TEMPLATE, ErasureForm(), who=who, refused=None)


@blueprint.post("/account/erasure")
@guest
def erase(who: SignedIn) -> Response:
    """Everything goes that may; 409 while a stay is still to come."""
    form: ErasureForm = ErasureForm.typed()
    if not form.validate():
        return form_page(TEMPLATE, form, who=who, refused=None)
    try:
        forget_guests(guests_of(who))
    except StillExpected as refused:
        return form_page(TEMPLATE, form, 409, who=who, refused=refused)
    session.sign_out()
    return see_other("/account/forgotten")


@blueprint.get("/account/forgotten")
@public
def forgotten() -> Response:
    """It is done."""
    return page("guest/account/forgotten.html")
