"""Correcting how a guest is called and reached."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app.catalogue.queries import House
from app.identity.operations.at_desk import ChangedMeanwhile, NoSuchGuest, correct_at_desk
from app.identity.staff.rules import Actor
from app.staff.guests.forms import GuestForm
from app.staff.guests.shared import address, blueprint, known
from app.staff.guests.show import guest_page
from app.web.access import staff
from app.web.respond import not_found, see_other


@blueprint.post("/staff/<slug:house>/guests/<id:guest_id>/details")
@staff("see_guests")
def correct(actor: Actor, house: House, guest_id: int) -> Response:
    """Name, mail and telephone are as typed; 409 with both versions when somebody else corrected them meanwhile."""
    found, bookings = known(house, guest_id)
    form: GuestForm = GuestForm.typed()
    if not form.validate():
        return guest_page(actor, house, found, bookings, status=422, details=form)
    try:
        correct_at_desk(guest_id, form.wanted, form.seen, actor.staff_id, house.id)
    except ChangedMeanwhile as refused:
        for name, value in refused.now.items():
            form[f"seen_{name}"].data = value
        found, bookings = known(house, guest_id)
        return guest_page(actor, house, found, bookings, status=409, details=form, refused=refused)
    except NoSuchGuest:
        raise not_found() from None
    return see_other(f"{address(house, guest_id)}?done=1")
