"""What is remembered, on a page; whether it is used; and forgetting all of it."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from app.booking.people.operations import let_go_of_allergies
from app.guest.account.shared import blueprint, remembered_page, remembered_then
from app.identity.operations import forget_all_remembered, use_history
from app.identity.queries import SignedIn, guests_of
from app.offers.history.rules.kinds import KINDS
from app.store import transaction
from app.web.access import guest, public
from app.web.respond import is_own, see_other
from app.web.session import who


@blueprint.get("/account/history")
@public
def remembered() -> Response:
    """Each thing with its source and use, and the switch; for whoever is not signed in what there would be."""
    return remembered_page(who())


@blueprint.post("/account/history")
@guest
def use(who: SignedIn) -> Response:
    """Their history is used from now on, or not read any more; a page that sent them (`next`) is shown again."""
    on = request.form.get("use") == "on"
    use_history(guests_of(who), on=on)
    back = request.form.get("next", "")
    if back and is_own(back):
        return see_other(back)
    return remembered_then(who, "on" if on else "off")


@blueprint.post("/account/history/erasure")
@guest
def forget_all(who: SignedIn) -> Response:
    """Nothing of it is kept, and nothing is concluded from stays again."""
    guest_ids = guests_of(who)

    def work() -> None:
        forget_all_remembered(who.guest_id, guest_ids, KINDS)
        let_go_of_allergies(guest_ids)

    transaction(work)
    return remembered_then(who, "all_forgotten")
