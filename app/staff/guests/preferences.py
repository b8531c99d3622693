"""What a house remembers about a guest: noted, corrected and forgotten."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app.catalogue.queries import House
from app.identity.merging import with_merged
from app.identity.operations import PreferenceChanged, forget_preference, note_preference, renote_preference
from app.identity.staff.rules import Actor
from app.journal import record
from app.staff.guests.forms import CorrectionForm, PreferenceForm
from app.staff.guests.shared import address, blueprint, known
from app.staff.guests.show import guest_page
from app.store import transaction
from app.web.access import staff
from app.web.respond import see_other


@blueprint.post("/staff/<slug:house>/guests/<id:guest_id>/preferences")
@staff("see_guests")
def note(actor: Actor, house: House, guest_id: int) -> Response:
    """The house notes something; the guest sees it on their account and may take it away."""
    found, bookings = known(house, guest_id)
    form: PreferenceForm = PreferenceForm.typed()
    if not form.validate():
        return guest_page(actor, house, found, bookings, status=422, adding=form)

    def work() -> None:
        note_preference(guest_id, form.kind.data, form.value.data, house.id)
        _noted("preference_noted", actor, house, guest_id, form.value.data)

    transaction(work)
    return see_other(f"{address(house, guest_id)}#preferences")


@blueprint.post("/staff/<slug:house>/guests/<id:guest_id>/preferences/<id:preference_id>")
@staff("see_guests")
def correct_remembered(actor: Actor, house: House, guest_id: int, preference_id: int) -> Response:
    """It says something else, as this house knows it; 409 where it does not say what was seen any more."""
    found, bookings = known(house, guest_id)
    form: CorrectionForm = CorrectionForm.typed()
    correcting = (preference_id, form)
    if not form.validate():
        return guest_page(actor, house, found, bookings, status=422, correcting=correcting)
    seen, words = form.seen.data or "", form.words.data

    def work() -> None:
        ids = with_merged([guest_id])
        renote_preference(preference_id, ids, words, seen=seen, location_id=house.id)
        _noted("preference_corrected", actor, house, guest_id, words, before=seen)

    try:
        transaction(work)
    except PreferenceChanged as refused:
        return guest_page(actor, house, found, bookings, status=409, correcting=correcting, refused=refused)
    return see_other(f"{address(house, guest_id)}#preferences")


@blueprint.post("/staff/<slug:house>/guests/<id:guest_id>/preferences/<id:preference_id>/forget")
@staff("see_guests")
def forget(actor: Actor, house: House, guest_id: int, preference_id: int) -> Response:
    """It is remembered no more; what was forgotten before stays so."""
    known(house, guest_id)

    def work() -> None:
        if forget_preference(preference_id, with_merged([guest_id]), told=False):
            _noted("preference_forgotten", actor, house, guest_id, None)

    transaction(work)
    return see_other(f"{address(house, guest_id)}#preferences")


def _noted(
    action: str, actor: Actor, house: House, guest_id: int, words: str | None, before: str | None = None
) -> None:
    record(
        action,
        "guest",
        guest_id,
        actor="staff",
        actor_id=actor.staff_id,
        location_id=house.id,
        personal={"preference": (before, words)} if words else None,
    )
