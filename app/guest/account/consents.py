"""What a guest agrees to be written to about."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app.guest.account.forms import ConsentsForm
from app.guest.account.shared import blueprint
from app.identity.operations import settle_consents
from app.identity.queries import SignedIn, guests_of
from app.identity.rules import CHANNELS
from app.web.access import guest
from app.web.respond import see_other


@blueprint.post("/account/consents")
@guest
def settle(who: SignedIn) -> Response:
    """The boxes hold as they were sent."""
    form: ConsentsForm = ConsentsForm.typed()
    settle_consents(who.guest_id, guests_of(who), {channel for channel in CHANNELS if form[channel].data})
    return see_other("/account?done=agreed")
