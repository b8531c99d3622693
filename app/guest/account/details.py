"""Name and telephone, corrected."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app.guest.account.forms import GuestForm
from app.guest.account.shared import blueprint, shown
from app.identity.operations import correct_guest
from app.identity.queries import SignedIn
from app.web.access import guest
from app.web.respond import see_other


@blueprint.post("/account/details")
@guest
def correct(who: SignedIn) -> Response:
    """The guest is called and rung as typed."""
    form: GuestForm = GuestForm.typed()
    if not form.validate():
        return shown(who, details=form)
    correct_guest(who.guest_id, form.name.data, form.phone.data or None)
    return see_other("/account?done=details")
