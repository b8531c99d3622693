"""Being forgotten, in two steps."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from app.booking.errors import StillExpected
from app.booking.forgetting import Expected, expected_of, forget_guests
from app.catalogue.closed import house_of
from app.guest.account.forms import ErasureForm
from app.guest.account.shared import blueprint
from app.identity.queries import SignedIn, guests_of
from app.kernel.words import listed, short_day, span
from app.web import session
from app.web.access import guest, public
from app.web.links import link_token
from app.web.respond import form_page, page, see_other

TEMPLATE = "guest/account/erasure.html"
REST = "rest"
"""The button by which everybody under the mail is forgotten but those who are still expected."""


@dataclass(frozen=True, slots=True)
class InTheWay:
    """A booking that keeps its guest from being forgotten. It may be somebody else's who gave this mail."""

    words: str
    reference: str
    name: str
    over_on: str
    telephone: str
    url: str
    may_cancel: bool


@blueprint.get("/account/erasure")
@guest
def ask_whether(who: SignedIn) -> Response:
    """What goes, and what the law keeps and until when."""
    return _page(ErasureForm(), who)


@blueprint.post("/account/erasure")
@guest
def erase(who: SignedIn) -> Response:
    """Everything goes that may; 409 while a stay is still to come, with what can be done about it."""
    form: ErasureForm = ErasureForm.typed()
    if not form.validate():
        return _page(form, who)
    guest_ids = guests_of(who)
    if request.form.get("act") == REST:
        expected = {one.guest_id for one in expected_of(guest_ids)}
        guest_ids = [one for one in guest_ids if one not in expected] or guest_ids
    try:
        forget_guests(guest_ids)
    except StillExpected:
        return _page(form, who, expected_of(guest_ids))
    session.sign_out()
    return see_other("/account/forgotten")


@blueprint.get("/account/forgotten")
@public
def forgotten() -> Response:
    """It is done."""
    return page("guest/account/forgotten.html")


def _page(form: ErasureForm, who: SignedIn, expected: list[Expected] | None = None) -> Response:
    """The second step; with `expected` it was refused for them, and says whether somebody else can be forgotten."""
    refused = [_in_the_way(one) for one in expected or ()]
    others = set(guests_of(who)) - {one.guest_id for one in expected or ()}
    rest = listed(sorted({one.name for one in refused})) if refused and others else ""
    return form_page(TEMPLATE, form, 409 if refused else None, who=who, refused=refused, rest=rest)


def _in_the_way(one: Expected) -> InTheWay:
    house = house_of(one.location_id)
    return InTheWay(
        words=f"{house.name}, {span(one.stay.arrival, one.stay.departure)} {one.stay.departure.year}",
        reference=one.reference,
        name=one.name,
        over_on=f"{short_day(one.stay.departure)} {one.stay.departure.year}",
        telephone=house.telephone,
        url=f"/bookings/{link_token('booking', one.id, one.version)}",
        may_cancel=one.state == "confirmed",
    )
