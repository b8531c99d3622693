"""Moving a stay on the chart, taking that back, and promising a room."""

from __future__ import annotations

from collections.abc import Sequence

import wtforms
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from app.booking.errors import PriceChanged
from app.booking.models import BookedStay, Booking
from app.booking.rooms.errors import NotSuited, PriceToDecide
from app.booking.rooms.operations import Wish, move_stay, pack_rooms, promise_seen, undo_move
from app.booking.rooms.operations.moving import CHARGE
from app.booking.rooms.refunds import refund_of_total, refund_of_undoing
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel.errors import Refused
from app.kernel.words import counted
from app.staff.tape_chart.shared import Window, blueprint, window_of
from app.staff.tape_chart.views import chart_page
from app.store import db
from app.web.access import staff
from app.web.forms import Form, Required
from app.web.proof import proof_where
from app.web.respond import not_found, see_other

SAID = 4
"""Stays without a room that are named one by one."""

REASON = [wtforms.validators.Length(max=300, message="Use 300 characters at most for the reason")]


class MoveForm(Form):
    room = wtforms.IntegerField("To room", [Required("Choose a room")])
    night = wtforms.DateField("From night", [Required("Choose the night from which the stay moves")])
    seen = wtforms.StringField("Seen")
    price = wtforms.StringField("Price")
    offered = wtforms.StringField("Offered")
    agreed_by = wtforms.StringField("Who agreed", [wtforms.validators.Length(max=120)])
    reason = wtforms.StringField("Why they sleep there all the same", REASON)

    def wish(self) -> Wish:
        offered = self.offered.data or ""
        return Wish(
            self.room.data,
            self.night.data,
            self.seen.data or "",
            self.price.data or "",
            int(offered) if offered.isascii() and offered.isdigit() and len(offered) < 12 else None,
            self.agreed_by.data or "",
            self.reason.data or "",
        )


@blueprint.post("/staff/<slug:house>/stays/<id:stay_id>/move")
@staff("run_stays")
def move(actor: Actor, house: House, stay_id: int) -> BaseResponse:
    """The stay sleeps there from that night on. A dearer or cheaper room asks first; a refusal says why.

    Where money goes back the second factor is asked for again.
    """
    window = _window(house, stay_id)
    form: MoveForm = MoveForm.typed()
    if not form.validate() or not 0 < form.room.data < 2**63:
        problem = form.problems[0][1] if form.problems else "Choose a room"
        return chart_page(actor, window, 422, problem=f"{problem}.", typed=_typed(form), has_errors=True)
    wish = form.wish()
    if (ask := proof_where(lambda: _gives_back(stay_id, wish), actor, house)) is not None:
        return ask
    try:
        move_stay(stay_id, wish, by=actor.staff_id)
    except PriceToDecide as asked:
        return chart_page(actor, window, 409, price=asked, typed=_typed(form))
    except PriceChanged as changed:
        again = PriceToDecide(changed.old_minor, changed.new_minor)
        return chart_page(actor, window, 409, price=again, problem=str(changed), typed=_typed(form))
    except NotSuited as lacks:
        return chart_page(actor, window, 409, problem=str(lacks), typed=_typed(form), reason_for="move")
    except Refused as refused:
        return chart_page(actor, window, 409, problem=str(refused), typed=_typed(form))
    return see_other(window.url(stay_id=stay_id))


def _gives_back(stay_id: int, wish: Wish) -> bool:
    if wish.price != CHARGE or wish.offered_minor is None:
        return False
    return refund_of_total(stay_id, wish.offered_minor) > 0


@blueprint.post("/staff/<slug:house>/stays/<id:stay_id>/undo")
@staff("run_stays")
def undo(actor: Actor, house: House, stay_id: int) -> BaseResponse:
    """The last move of the stay is taken back, where nothing came after it; money that goes back asks as above."""
    window = _window(house, stay_id)
    form: UndoForm = UndoForm.typed()
    entry = form.entry.data or ""
    entry_id = int(entry) if entry.isascii() and entry.isdigit() and len(entry) < 19 else 0
    if (ask := proof_where(lambda: refund_of_undoing(stay_id, entry_id) > 0, actor, house)) is not None:
        return ask
    try:
        undo_move(stay_id, entry_id, by=actor.staff_id)
    except Refused as refused:
        return chart_page(actor, window, 409, problem=str(refused))
    return see_other(window.url(stay_id=stay_id))


class UndoForm(Form):
    entry = wtforms.StringField("Entry")


@blueprint.post("/staff/<slug:house>/stays/<id:stay_id>/promise")
@staff("run_stays")
def promise(actor: Actor, house: House, stay_id: int) -> BaseResponse:
    """The stay was promised that room: it has it, others make way, and the packer leaves it there. 0: none any more.

    409 with both versions where somebody moved it, or promised it another, since the page was made.
    """
    window = _window(house, stay_id)
    form: PromiseForm = PromiseForm.typed()
    rooms = {0, *(room for kind in house.room_types for room, _ in kind.rooms)}
    if not form.validate() or form.room.data not in rooms:
        return chart_page(actor, window, 422, problem=_wrong(form), has_errors=True, reason_for="promise")
    try:
        wanted, promised, seen = form.room.data or None, form.promised.data or None, form.seen.data or ""
        reason = form.reason.data or ""
        promise_seen(stay_id, wanted, seen=seen, promised=promised, by=actor.staff_id, reason=reason)
    except NotSuited as lacks:
        return chart_page(actor, window, 409, problem=str(lacks), reason_for="promise")
    except Refused as refused:
        return chart_page(actor, window, 409, problem=str(refused))
    return see_other(window.url(stay_id=stay_id))


def _wrong(form: PromiseForm) -> str:
    """The first thing that is wrong with what was typed."""
    return f"{form.reason.errors[0]}." if form.reason.errors else "Choose a room of this house."


class PromiseForm(Form):
    room = wtforms.IntegerField("Room", [wtforms.validators.InputRequired("Choose a room")])
    promised = wtforms.IntegerField("Promised", [wtforms.validators.Optional()])
    seen = wtforms.StringField("Seen")
    reason = wtforms.StringField("Why it is theirs all the same", REASON)


@blueprint.post("/staff/<slug:house>/tape-chart/pack")
@staff("run_stays")
def pack(actor: Actor, house: House) -> BaseResponse:
    """Every stay shown that has no room gets one, where that can be; whoever does not is named with the reason."""
    window = window_of(house)
    left, given = [], 0
    for kind in house.room_types:
        packed = pack_rooms(kind.id, window.first, window.until, by=actor.staff_id)
        given += packed.given
        left += [why for _, why in packed.unplaced]
    if left:
        return chart_page(actor, window, 409, problem=_not_all(given, left))
    return see_other(window.url())


def _not_all(given: int, left: Sequence[str]) -> str:
    """What was done all the same, why the first few have no room, and how many more have none."""
    done = f"{counted(given, 'stay').capitalize()} given a room; that is kept." if given else "Nothing was moved."
    more = f"And {counted(len(left) - SAID, 'more stay')}." if len(left) > SAID else ""
    return " ".join(filter(None, [done, f"{counted(len(left), 'stay').capitalize()} without:", *left[:SAID], more]))


def _window(house: House, stay_id: int) -> Window:
    """Where the form came from, with the stay chosen. A stay of another house is a 404."""
    own = select(BookedStay.id).join(Booking, Booking.id == BookedStay.booking_id)
    if db.session.execute(own.where(BookedStay.id == stay_id, Booking.location_id == house.id)).first() is None:
        raise not_found()
    window = window_of(house)
    return Window(house, window.first, window.days, stay_id)


def _typed(form: MoveForm) -> dict[str, object]:
    return {field.name: field.data for field in form}
