"""Seeing how the rooms stand, and changing it by a tap."""

from __future__ import annotations

import wtforms
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import House
from app.identity.staff.names import names_of
from app.identity.staff.rules import Actor
from app.inventory.errors import RoomChanged
from app.inventory.models import RoomState
from app.inventory.operations import set_room_state
from app.inventory.room_states import CLEAN, DIRTY, INSPECTED, OUT_OF_SERVICE, Standing, room_states
from app.kernel.words import at_hour
from app.staff.rooms.board import STATES, board_of
from app.web.access import staff
from app.web.forms import AsLongAs, ChoiceOf, Form, Required
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
        set_room_state(room_id, form.state.data, actor.staff_id, seen=form.seen.data, reason=_reason(form))
    except RoomChanged as changed:
        return _board_page(actor, house, 409, problem=_told(house, room, form.state.data, changed))
    if part_wanted():
        return _board_page(actor, house, said=f"{room.name}: {STATES[form.state.data][1]}")
    return see_other(f"/staff/{house.slug}/rooms?{_choice()}#room-{room_id}")


def _reason(form: RoomForm) -> str:
    return (form.reason.data or "") if form.state.data == OUT_OF_SERVICE else ""


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
    return page("staff/rooms/board.html", status, actor=actor, house=house, here="rooms", board=board, **more)
