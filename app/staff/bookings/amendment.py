"""`/staff/<house>/bookings/<reference>/amendment`: another change than the day they leave, made for the guest."""

from __future__ import annotations

from dataclasses import replace

from flask import Response as FlaskResponse
from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.booking.at_desk import Heading
from app.booking.errors import CannotBeSold, PriceChanged, Stale, WrongState
from app.booking.operations import amend_booking
from app.booking.queries import PlacedBooking
from app.booking.rooms.errors import NoOneRoom
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.inventory import SoldOut
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.words import money
from app.staff.bookings.shared import STATES, address, blueprint, found
from app.staff.compared import compared
from app.web.access import staff
from app.web.amendment import (
    AmendmentPage,
    Asked,
    amendment_page,
    is_done,
    may_amend,
    pressed_before,
    priced,
    read_amendment,
)
from app.web.forms import typed_sum
from app.web.proof import proof_where
from app.web.respond import page, see_other


@blueprint.get("/staff/<slug:house>/bookings/<reference>/amendment")
@staff("run_stays")
def amendment(actor: Actor, house: House, reference: str) -> Response:
    """The change that the address spells, with both prices; nothing is held."""
    return _page(actor, house, *found(house, reference), request.args)


@blueprint.post("/staff/<slug:house>/bookings/<reference>/amendment")
@staff("run_stays")
def amend(actor: Actor, house: House, reference: str) -> Response:
    """The change as it was shown, by this member of staff; or 409 with what is different, and nothing is changed.

    Where money goes back the second factor is asked for again.
    """
    head, booking = found(house, reference)
    if not may_amend(booking):
        return _page(actor, house, head, booking, request.form, WrongState(booking.state))
    asked = _read(house, booking, request.form)
    if asked.wrong:
        return _page(actor, house, head, booking, request.form)
    if (ask := proof_where(lambda: _gives_back(asked), actor, house)) is not None:
        return ask
    seen, revision = (typed_sum(request.form.get(name, "")) for name in ("seen", "seen_revision"))
    try:
        if seen is None or revision is None:
            raise Stale
        amend_booking(
            booking.id,
            asked.basket,
            seen_minor=seen,
            seen_revision=revision,
            leaving=asked.leaving.named,
            actor="staff",
            by=actor.staff_id,
        )
    except (PriceChanged, Stale, SoldOut, CannotBeSold, WrongState) as refused:
        head, booking = found(house, reference)
        if pressed_before(refused) and is_done(_read(house, booking, request.form)):
            return see_other(f"{address(house, booking.reference)}?done=1")
        return _page(actor, house, head, booking, request.form, refused)
    return see_other(f"{address(house, booking.reference)}?done=1")


def _gives_back(asked: Asked) -> bool:
    offer, _ = priced(asked)
    return offer is not None and offer.refund_minor > 0


def _read(house: House, booking: PlacedBooking, arguments: MultiDict[str, str]) -> Asked:
    return read_amendment(booking, arguments, clock.today(house.timezone), at_desk=True)


def _page(
    actor: Actor,
    house: House,
    head: Heading,
    booking: PlacedBooking,
    arguments: MultiDict[str, str],
    refused: Refused | None = None,
) -> FlaskResponse:
    url = address(house, booking.reference)
    view = _view(_read(house, booking, arguments), url) if may_amend(booking) else None
    wrong = view is not None and bool(view.search.problems)
    return page(
        "staff/bookings/amendment.html",
        409 if refused else 422 if wrong else 200,
        actor=actor,
        house=house,
        here="bookings",
        url=url,
        booking=booking,
        told=f"{head.email} is told by mail." if head.email else "Nobody is told: there is no mail address.",
        state=STATES[booking.state][0],
        stay_id=booking.live[0].id if booking.live else "",
        amendment=view,
        refused=refused,
        sentence=_sentence(booking, refused) if refused else "",
        has_errors=wrong,
    )


def _view(asked: Asked, url: str) -> AmendmentPage:
    offer, refused = priced(asked)
    view = amendment_page(asked, url, offer, refused)
    return replace(view, comparison=compared(asked.booking, offer)) if offer and view.comparison else view


def _sentence(booking: PlacedBooking, refused: Refused) -> str:
    """Why nothing was changed, for somebody with the guest on the telephone."""
    if isinstance(refused, PriceChanged):
        old, new = (
            money(minor, booking.quote.currency, pence=True) for minor in (refused.old_minor, refused.new_minor)
        )
        return f"The new total was {old} and is {new} now. Tell them, then press again."
    if isinstance(refused, NoOneRoom):
        return f"{refused} They still have what they had."
    if isinstance(refused, SoldOut | CannotBeSold):
        return "Somebody was quicker. They still have what they had."
    return str(refused)
