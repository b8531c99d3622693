"""What the house tells itself about a booking: written, and taken away."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app.booking.notes import note_booking, remove_note
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.staff.bookings.note_form import NoteForm
from app.staff.bookings.shared import address, blueprint, found
from app.staff.bookings.show import booking_page
from app.web.access import staff
from app.web.respond import not_found, see_other


@blueprint.post("/staff/<slug:house>/bookings/<reference>/notes")
@staff("see_bookings")
def note(actor: Actor, house: House, reference: str) -> Response:
    """The note stands on the booking."""
    heading, booking = found(house, reference)
    form: NoteForm = NoteForm.typed()
    if not form.validate():
        return booking_page(actor, house, heading, booking, form=form, status=422, has_errors=True)
    note_booking(booking.id, form.note.data, by=actor.staff_id)
    return see_other(f"{address(house, booking.reference)}#notes")


@blueprint.post("/staff/<slug:house>/bookings/<reference>/notes/<id:booking_note_id>/removal")
@staff("see_bookings")
def remove(actor: Actor, house: House, reference: str, booking_note_id: int) -> Response:
    """It stands there no more; a 404 where it did not, or somebody took it away before."""
    _, booking = found(house, reference)
    if not remove_note(booking.id, booking_note_id, by=actor.staff_id):
        raise not_found()
    return see_other(f"{address(house, booking.reference)}#notes")
