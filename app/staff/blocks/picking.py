"""One block: who was booked out of it, and booking the next of them."""

from __future__ import annotations

import re
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.booking.blocks import Block, pick_up, picked_up, price_out_of
from app.booking.errors import CannotBeSold
from app.booking.operations import Placed
from app.booking.reception.operations import mail_pay_link
from app.booking.rules import Details
from app.catalogue.closed import room_type_of
from app.catalogue.queries import House
from app.identity.staff.rules import Actor, can
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.kernel.words import money, span
from app.staff.blocks.forms import PickUpForm, pick_up_form, shrink_form
from app.staff.blocks.shared import BOOK, LEAD, ONE, block_row, blueprint, found
from app.store import transaction
from app.web.access import staff
from app.web.respond import form_page, see_other
from app.web.search import Search, read_search

PAGE = "staff/blocks/block.html"
STATES = {
    "confirmed": "Expected",
    "in_house": "In the house",
    "departed": "Has left",
    "cancelled": "Cancelled",
    "no_show": "Did not come",
}


@blueprint.get(ONE)
@staff(BOOK)
def show_block(actor: Actor, house: House, block_id: int) -> Response:
    """What is kept and left, and who was booked out of it."""
    return block_page(actor, house, found(house, block_id))


@blueprint.post(f"{ONE}/bookings")
@staff(BOOK)
def book_out(actor: Actor, house: House, block_id: int) -> BaseResponse:
    """The price first, then the booking: 409 where it is another than was seen, or the last room has gone."""
    block = found(house, block_id)
    form: PickUpForm = pick_up_form(_names(block)).typed()
    search = read_search(request.form, [house.slug], clock.today(house.timezone))
    if not form.validate() or search.problems or search.stay is None:
        if search.stay is None and not search.problems:
            form.refuse("room_type", "Choose the nights, too")
        return block_page(actor, house, block, form, search, 422)
    room_type = int(str(form.room_type.data))
    try:
        total = price_out_of(block, room_type, search.stay, search.party)
        seen = int(form.seen.data) if re.fullmatch(r"\d{1,9}", form.seen.data or "", re.ASCII) else None
        if request.form.get("act") != "book" or seen != total:
            form.seen.data = str(total)
            moved = request.form.get("act") == "book"
            return block_page(actor, house, block, form, search, 409 if moved else 200, total=total, moved=moved)
        if not form.terms_read.data:
            form.refuse("terms_read", "Tell them the price and the terms, and tick this when they say yes")
            return block_page(actor, house, block, form, search, 422, total=total)
        details = Details(str(form.name.data), form.email.data or None, form.phone.data or None)
        room = (room_type, search.stay, search.party)
        placed = transaction(lambda: _picked_up(block_id, room, details, total, actor.staff_id, form))
    except CannotBeSold as refused:
        return block_page(actor, house, block, form, search, 409, refused=Refused(_why(refused), refused.code))
    except Refused as refused:
        return block_page(actor, house, found(house, block_id), form, search, 409, refused=refused)
    return see_other(f"/staff/{house.slug}/blocks/{block_id}#{placed.reference}")


def block_page(
    actor: Actor,
    house: House,
    block: Block,
    form: PickUpForm | None = None,
    search: Search | None = None,
    status: int | None = None,
    **more: Any,
) -> Response:
    """The page of a block, with the next pick-up as it was typed."""
    names = _names(block)
    left = {f"left-{rooms.room_type_id}": rooms.left_most for rooms in block.rooms} | {"version": str(block.version)}
    total = more.get("total")
    context = {
        "refused": None,
        "moved": False,
        "shrinking": shrink_form(block, names)(None, data=left),
        **more,
        "total_text": money(total, house.currency) if total is not None else "",
    }
    return form_page(
        PAGE,
        form or pick_up_form(names)(None),
        status,
        actor=actor,
        house=house,
        here="blocks",
        block=block,
        row=block_row(house, block),
        search=search or Search(stay=block.stay),
        leads=can(actor, LEAD, house),
        guests=[
            (one.reference, one.guest_name, room_type_of(one.room_type_id).name,
             span(one.stay.arrival, one.stay.departure), STATES.get(one.state, one.state))
            for one in picked_up(block.id)
        ],
        **context,
    )  # fmt: skip


def _picked_up(
    block_id: int, room: tuple[int, Stay, Party], details: Details, seen: int, by: int, form: PickUpForm
) -> Placed:
    """Owed at the house, with the way to pay before where that was asked for."""
    placed = pick_up(block_id, *room, details, by=by, seen_minor=seen)
    if form.pay_link.data:
        mail_pay_link(placed.booking_id, by=by)
    return placed


def _names(block: Block) -> dict[int, str]:
    return {rooms.room_type_id: room_type_of(rooms.room_type_id).name for rooms in block.rooms}


def _why(refused: CannotBeSold) -> str:
    words = {
        "party_too_large": "That room does not take so many. Choose another, or fewer in it.",
        "needs": "That room has not what they need. Choose another.",
        "no_rate": "One of these nights has no price. Set one first.",
        "full": "Supper is in this rate, and the tables are full on one of these nights.",
    }
    return words.get(refused.code, str(refused))
