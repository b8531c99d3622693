"""What is closed in a house, closing more, and putting it back on sale."""

from __future__ import annotations

from datetime import date, timedelta

import wtforms
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.booking.rooms.closures import ListedClosure, closures_of, things_of
from app.booking.rooms.errors import InTheWay
from app.booking.rooms.operations import ClosureWish, close_rooms, lift_closure
from app.booking.rooms.operations.closing import Lacking, MovesNeeded
from app.booking.rooms.operations.wishes import closure_wish
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.inventory.models import Closure
from app.inventory.queries import resources
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.words import span
from app.web.access import staff
from app.web.days import day_of
from app.web.fields import WholeNumber
from app.web.forms import AsLongAs, ChoiceOf, Form, Required, clean_line
from app.web.respond import form_page, not_found, page, see_other

blueprint = Blueprint("closures", __name__)
FORM = "staff/closures/form.html"
MOST = 500
LONGEST_SAW = 400
SAY_WHAT = "Choose what is closed"


class ClosureForm(Form):
    """`plan` are the moves that were shown, `anyway` that more is sold than is left, `seen` the closure as it was."""

    what = ChoiceOf(
        "What", validators=[Required("Choose what is closed")], choices=[], sentence="Choose what is closed"
    )
    count = WholeNumber("How many", least=1, most=MOST, needed=False)
    first = wtforms.DateField("First night", [Required("Say the first night, like 2027-03-12")])
    last = wtforms.DateField("Last night", [Required("Say the last night, like 2027-03-14")])
    reason = wtforms.StringField("Why", [Required("Say why it is closed"), AsLongAs(Closure.reason)])
    plan = wtforms.HiddenField()
    anyway = wtforms.HiddenField()
    seen = wtforms.HiddenField()

    def validate_last(self, field: wtforms.DateField) -> None:
        if field.data and self.first.data and field.data < self.first.data:
            raise wtforms.ValidationError("The last night is before the first")
        if field.data and field.data >= date(9999, 1, 1):
            raise wtforms.ValidationError("Choose a night within two years")

    def wish(self) -> ClosureWish:
        kind, _, number = self.what.data.partition("-")
        resource, _, room = number.partition("-")
        until = self.last.data + timedelta(days=1)
        count = 1 if kind == "room" else self.count.data or 1
        return ClosureWish(
            int(resource), self.first.data, until, count, self.reason.data, int(room) if kind == "room" else None
        )


@blueprint.get("/staff/<slug:house>/closures")
@staff("close_rooms")
def show(actor: Actor, house: House) -> Response:
    """What is closed now or later."""
    closures = closures_of(house, clock.today(house.timezone))
    return page("staff/closures/list.html", actor=actor, house=house, here="tape_chart", closures=closures, said=_said)


@blueprint.get("/staff/<slug:house>/closures/new")
@staff("close_rooms")
def new(actor: Actor, house: House) -> Response:
    """A form for what is to be closed; `room` and `until` in the address are where it begins."""
    return _form_page(actor, house, _form(house, _begun(house)))


def _begun(house: House) -> dict[str, object]:
    """What the address says already: a room of the house from tonight up to a day, as housekeeping found it in use."""
    until, room = day_of(request.args.get("until", "")), request.args.get("room", "")
    named = (value for _, value, _ in _things(house) if value.startswith("room-") and value.endswith(f"-{room}"))
    what = next(named, "") if room.isascii() and room.isdecimal() else ""
    last = until - timedelta(days=1) if until and until > date.min else None
    return {"what": what, "first": clock.today(house.timezone), "last": last} if what else {}


@blueprint.post("/staff/<slug:house>/closures")
@staff("close_rooms")
def add(actor: Actor, house: House) -> BaseResponse:
    """It is off sale, with the moves that were shown; or the page says what is in the way."""
    return _closed(actor, house, None)


@blueprint.get("/staff/<slug:house>/closures/<id:closure_id>")
@staff("close_rooms")
def edit(actor: Actor, house: House, closure_id: int) -> Response:
    """The closure as it stands, to be changed or lifted."""
    return _form_page(actor, house, _form(house, _stored(_wish(house, closure_id))), closure_id=closure_id)


def _stored(wish: ClosureWish) -> dict[str, object]:
    return {
        "what": _choice(wish),
        "count": wish.count,
        "first": wish.first,
        "last": wish.until - timedelta(days=1),
        "reason": wish.reason,
        "seen": _seen(wish),
    }


@blueprint.post("/staff/<slug:house>/closures/<id:closure_id>")
@staff("close_rooms")
def change(actor: Actor, house: House, closure_id: int) -> BaseResponse:
    """The closure is as typed, unless somebody changed it since the form was made."""
    _wish(house, closure_id)
    return _closed(actor, house, closure_id)


@blueprint.post("/staff/<slug:house>/closures/<id:closure_id>/lift")
@staff("close_rooms")
def lift(actor: Actor, house: House, closure_id: int) -> BaseResponse:
    """It is on sale again, unless somebody changed it since the page was made."""
    stands, saw = _wish(house, closure_id), clean_line(request.form.get("saw", ""))[:LONGEST_SAW]
    if saw != _said(stands):
        told = "Somebody changed this closure after you opened it. "
        told += f"You saw {saw or 'nothing of it'}; it is {_said(stands)} now. Nothing was lifted."
        # A form that shows what stands, whatever the other one brought.
        form = ClosureForm(None, data=_stored(stands))
        _offer_things(form, house)
        return _form_page(actor, house, form, 409, closure_id=closure_id, problem=told)
    lift_closure(house, closure_id, by=actor.staff_id)
    return see_other(f"/staff/{house.slug}/closures")


def _closed(actor: Actor, house: House, closure_id: int | None) -> BaseResponse:
    form = _form(house)
    if not form.validate():
        return _form_page(actor, house, form, closure_id=closure_id)
    if closure_id is not None:
        stands = _wish(house, closure_id)
        if form.seen.data != _seen(stands):
            told = f"Somebody changed this closure after you opened it: it is {_words(house, stands)} now. You wanted"
            told += f" {_words(house, form.wish())}. Nothing was changed; press again if yours should hold."
            form.seen.data = _seen(stands)
            return _form_page(actor, house, form, 409, closure_id=closure_id, problem=told)
    try:
        close_rooms(
            house,
            form.wish(),
            by=actor.staff_id,
            plan=form.plan.data or "",
            anyway=form.anyway.data == "yes",
            instead_of=closure_id,
        )
    except MovesNeeded as needed:
        form.plan.data = needed.plan
        found: dict[str, object] = {"problem": str(needed), "moves": needed.moves, "lacking": needed.optional}
        found["elsewhere"] = needed.elsewhere
        return _form_page(actor, house, form, 409, closure_id=closure_id, **found)
    except Lacking as lacking:
        # A door is never closed over somebody's head; a number of rooms may wait for guests to be moved.
        may = form.wish().room_id is None
        return _form_page(actor, house, form, 409, closure_id=closure_id, problem=str(lacking), lacking=may)
    except InTheWay as way:
        return _form_page(actor, house, form, 409, closure_id=closure_id, problem=str(way), in_the_way=way.stays)
    except Refused as refused:
        return _form_page(actor, house, form, 409, closure_id=closure_id, problem=str(refused))
    return see_other(f"/staff/{house.slug}/closures")


def _form(house: House, stored: dict[str, object] | None = None) -> ClosureForm:
    form: ClosureForm = ClosureForm.typed(stored)
    _offer_things(form, house)
    return form


def _offer_things(form: ClosureForm, house: House) -> None:
    form.what.choices = [
        wtforms.fields.choices.SelectChoice(value, words, optgroup=group) for group, value, words in _things(house)
    ]


def _things(house: House) -> list[tuple[str, str, str]]:
    """(group, value, words) of everything that can be closed."""
    counted, known = things_of(house), resources()
    found = [("", "", "Choose")]
    for kind in house.room_types:
        resource = known.of_room_type.get(kind.id)
        if resource is not None:
            found += [(kind.name, f"room-{resource}-{room_id}", name) for room_id, name in kind.rooms]
    types = {known.of_room_type[kind.id] for kind in house.room_types if kind.id in known.of_room_type}
    found += [("Some rooms of a type", f"some-{id_}", name) for id_, name in counted.items() if id_ in types]
    found += [("Covers and extras", f"some-{id_}", name) for id_, name in counted.items() if id_ not in types]
    return found


def _choice(wish: ClosureWish) -> str:
    return f"some-{wish.resource_id}" if wish.room_id is None else f"room-{wish.resource_id}-{wish.room_id}"


def _seen(wish: ClosureWish) -> str:
    return "|".join(str(part) for part in wish.as_json().values())


def _said(one: ClosureWish | ListedClosure) -> str:
    """What a page that offers to lift it shows of a closure."""
    return clean_line(f"{one.count}, {span(one.first, one.until)}, {one.reason}")[:LONGEST_SAW]


def _words(house: House, wish: ClosureWish) -> str:
    what = next((words for _, value, words in _things(house) if value == _choice(wish)), "closed")
    return f"{what}, {wish.count}, {span(wish.first, wish.until)}, {wish.reason}"


def _wish(house: House, closure_id: int) -> ClosureWish:
    wish = closure_wish(house, closure_id)
    if wish is None:
        raise not_found()
    return wish


def _form_page(actor: Actor, house: House, form: ClosureForm, status: int | None = None, **more: object) -> Response:
    more = {"closure_id": None, "problem": "", "moves": (), "lacking": False, "elsewhere": False} | more
    closure_id = more["closure_id"]
    more["saw"] = _said(_wish(house, closure_id)) if isinstance(closure_id, int) else ""
    return form_page(FORM, form, status, actor=actor, house=house, here="tape_chart", **more)
