"""Seeing how the rooms stand, and changing it by a tap."""

from __future__ import annotations

import wtforms
from flask import Blueprint, Response, request
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as BaseResponse

from app.booking.housekeeping import put_back_in_order, take_out_of_order
from app.catalogue.queries import House
from app.identity.staff.names import names_of
from app.identity.staff.rules import Actor, can
from app.inventory.errors import RoomChanged
from app.inventory.models import RoomState
from app.inventory.operations import set_room_state
from app.inventory.room_states import CLEAN, DIRTY, INSPECTED, OUT_OF_ORDER, OUT_OF_SERVICE, Standing, room_states
from app.kernel import clock
from app.kernel.errors import Invalid, Refused
from app.kernel.words import at_hour
from app.staff.rooms.board import STATES, board_of
from app.web.access import staff
from app.web.forms import AsLongAs, ChoiceOf, Form, Required, clean_line
from app.web.respond import not_found, page, part_wanted, see_other

blueprint = Blueprint("rooms", __name__)
SAY_WHICH = "Choose dirty, clean, ready or out of service"
TAPPED = (DIRTY, CLEAN, INSPECTED, OUT_OF_SERVICE)
"""The states that a tap sets; out of order needs dates, and somebody who may close rooms."""


class RoomForm(Form):
    state = ChoiceOf(
        "State",
        validators=[Required(SAY_WHICH)],
        choices=[(state, STATES[state][1]) for state in TAPPED],
        sentence=SAY_WHICH,
    )
    seen = ChoiceOf(
        "Seen",
        validators=[Required(SAY_WHICH)],
        choices=[(state, words) for state, (_, words) in STATES.items()],
        sentence=SAY_WHICH,
    )
    reason = wtforms.StringField("Why", [AsLongAs(RoomState.reason)])

    def validate_reason(self, field: wtforms.StringField) -> None:
        if self.state.data == OUT_OF_SERVICE and not field.data:
            raise wtforms.ValidationError("Say why it is out of service, so that somebody can mend it")


class OutOfOrderForm(Form):
    seen = ChoiceOf(
        "Seen", validators=[Required(SAY_WHICH)], choices=[(s, w) for s, (_, w) in STATES.items()], sentence=SAY_WHICH
    )
    until_on = wtforms.DateField("Back on", [Required("Say on which day it is back, like 2027-03-12")])
    reason = wtforms.StringField("Why", [Required("Say why it is out of order"), AsLongAs(RoomState.reason)])


@blueprint.get("/staff/<slug:house>/rooms")
@staff("ready_rooms")
def show(actor: Actor, house: House) -> Response:
    """Every room of the house with its state, and who leaves, stays and comes today."""
    return _board_page(actor, house)


@blueprint.post("/staff/<slug:house>/rooms/<id:room_id>/state")
@staff("ready_rooms")
def set_state(actor: Actor, house: House, room_id: int) -> BaseResponse:
    """The room is in that state; whoever looked at an older one is told what it is now, and nothing is changed."""
    room = _room_of(house, room_id)
    form: RoomForm = RoomForm.typed()
    if not form.validate():
        return _board_page(actor, house, 422, problem=f"{room.name}: {form.problems[0][1]}.", problem_room=room_id)
    try:
        _set(actor, house, room, form)
    except RoomChanged as changed:
        return _board_page(actor, house, 409, problem=_told(house, room, form.state.data, changed))
    return _done(actor, house, room, form.state.data)


@blueprint.post("/staff/<slug:house>/rooms/<id:room_id>/out-of-order")
@staff("close_rooms")
def take_out(actor: Actor, house: House, room_id: int) -> BaseResponse:
    """The room is off sale from tonight until a day; where a stay is in the way the page says which."""
    room = _room_of(house, room_id)
    form: OutOfOrderForm = OutOfOrderForm.typed()
    if not form.validate():
        return _board_page(actor, house, 422, problem=f"{room.name}: {form.problems[0][1]}.", problem_out=room_id)
    today = clock.today(house.timezone)
    try:
        take_out_of_order(room_id, today, form.until_on.data, form.reason.data, actor.staff_id, seen=form.seen.data)
    except RoomChanged as changed:
        return _board_page(actor, house, 409, problem=_told(house, room, OUT_OF_ORDER, changed))
    except Invalid as invalid:
        return _board_page(actor, house, 422, problem=f"{room.name}: {invalid}", problem_out=room_id)
    except Refused as refused:
        way = f"/staff/{house.slug}/closures/new?room={room_id}&until={form.until_on.data}"
        return _board_page(actor, house, 409, problem=f"{room.name}: {refused}", problem_out=room_id, way=way)
    return _done(actor, house, room, OUT_OF_ORDER)


def _done(actor: Actor, house: House, room: Standing, state: str) -> BaseResponse:
    if part_wanted():
        return _board_page(actor, house, said=f"{room.name}: {STATES[state][1]}")
    return see_other(f"/staff/{house.slug}/rooms?{_choice()}#room-{room.room_id}")


def _set(actor: Actor, house: House, room: Standing, form: RoomForm) -> None:
    """Coming back from out of order puts the room on sale, which is for those who may close rooms."""
    if form.seen.data == OUT_OF_ORDER:
        if not can(actor, "close_rooms", house):
            raise Forbidden
        put_back_in_order(room.room_id, clock.today(house.timezone), actor.staff_id, seen=OUT_OF_ORDER)
        return
    reason = (form.reason.data or "") if form.state.data == OUT_OF_SERVICE else ""
    set_room_state(room.room_id, form.state.data, actor.staff_id, seen=form.seen.data, reason=reason)


def _room_of(house: House, room_id: int) -> Standing:
    room = room_states(house.id).get(room_id)
    if room is None:
        raise not_found()
    return room


def _told(house: House, room: Standing, wanted: str, changed: RoomChanged) -> str:
    who = names_of([changed.changed_by])[changed.changed_by]
    at = at_hour(changed.changed_at.replace(second=0, microsecond=0), house.timezone)
    return (
        f"{room.name} is {STATES[changed.state][1].lower()} now: {who} said so at {at}, after you looked."
        f" You wanted {STATES[wanted][1].lower()}. Nothing was changed; tap again if it still holds."
    )


def _choice() -> str:
    return "&".join(f"{key}={value}" for key in ("show", "by") if (value := request.values.get(key, "")).isalpha())


def _board_page(actor: Actor, house: House, status: int = 200, **more: object) -> Response:
    board = board_of(house, request.values.get("show", "all"), request.values.get("by", "type"))
    may_close = can(actor, "close_rooms", house)
    return page(
        "staff/rooms/board.html",
        status,
        actor=actor,
        house=house,
        here="rooms",
        board=board,
        may_close=may_close,
        typed={name: clean_line(text) for name, text in request.form.items()},
        **more,
    )
