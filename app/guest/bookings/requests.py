"""A guest in the house asks for something, or says that something is not right."""

from __future__ import annotations

import wtforms
from flask import request
from werkzeug.wrappers import Response

from app.booking.queries import PlacedBooking
from app.care import (
    NotInHouse,
    TooManyRequests,
    UnknownTask,
    ask_for,
    asked_by,
    describe_not_right,
    say_not_right,
)
from app.care.models import NOT_RIGHT, Task
from app.catalogue.closed import house_of
from app.guest.bookings.shared import blueprint, found
from app.guest.bookings.show import stay_page
from app.guest.bookings.your_stay import IN_HOUSE, request_form, request_view, stay_phase
from app.kernel import clock
from app.web.access import by_token
from app.web.forms import AsLongAs, Form
from app.web.links import Link
from app.web.respond import form_page, part_wanted, see_other
from app.web.stay_words import house_view


class NotRightForm(Form):
    words = wtforms.TextAreaField(
        "What is it, if you like", [AsLongAs(Task.words)], description="So that we bring the right tools"
    )


@blueprint.post("/bookings/<token:token>/requests")
@by_token("booking")
def ask(link: Link) -> Response:
    """The house has a task with its time, and the guest sees it among what was asked."""
    booking = _in_house(link)
    form, status = request_form(booking), None
    if form.validate():
        zone = house_of(booking.basket.location_id).timezone
        try:
            ask_for(booking.id, form.title, form.words.data or "", form.wanted_at(zone))
        except TooManyRequests as refused:
            form.refuse("words", str(refused))
            status = 409
        else:
            if not part_wanted():
                return see_other(f"/bookings/{link.token}#requests")
            form = request_form(booking, empty=True)
    return stay_page(booking, link.token, form, status)


@blueprint.get("/bookings/<token:token>/not-right")
@by_token("booking")
def not_right(link: Link) -> Response:
    """What the guest said is not right, and by when somebody is there; words for it, if they like."""
    return _not_right_page(_in_house(link), link.token)


@blueprint.post("/bookings/<token:token>/not-right")
@by_token("booking")
def tell_not_right(link: Link) -> Response:
    """One tap: the house knows, and is there within minutes. With `act=describe` the words go with it."""
    booking, form = _in_house(link), NotRightForm.typed()
    if not form.validate():
        return _not_right_page(booking, link.token, form)
    describing = request.form.get("act") == "describe"
    try:
        (describe_not_right if describing else say_not_right)(booking.id, form.words.data or "")
    except (TooManyRequests, UnknownTask) as refused:
        form.refuse("words", str(refused))
        return _not_right_page(booking, link.token, form, status=409)
    return see_other(f"/bookings/{link.token}/not-right{'?kept=1' if describing else ''}")


def _in_house(link: Link) -> PlacedBooking:
    booking = found(link)
    if stay_phase(booking) not in IN_HOUSE:
        raise NotInHouse
    return booking


def _not_right_page(
    booking: PlacedBooking, token: str, form: NotRightForm | None = None, status: int | None = None
) -> Response:
    house = house_of(booking.basket.location_id)
    told = next((one for one in asked_by(booking.id) if one.kind == NOT_RIGHT), None)
    return form_page(
        "guest/bookings/not_right.html",
        form or NotRightForm(data={"words": told.words if told and told.done_at is None else ""}),
        status,
        url=f"/bookings/{token}",
        told=told and request_view(told, house),
        kept="kept" in request.args,
        house=house_view(house, clock.today(house.timezone)),
    )
