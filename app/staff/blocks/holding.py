"""The house's blocks: keeping rooms for a group, and giving them back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.booking.blocks import NewBlock, blocks_of, hold_block, release_block, shrink_block
from app.booking.errors import Stale
from app.booking.rooms.errors import NoOneRoom
from app.booking.rooms.free_doors import FreeDoors
from app.catalogue.queries import House
from app.identity.staff.rules import Actor, can
from app.inventory import SoldOut
from app.inventory.queries import resources
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.stay import Stay
from app.kernel.words import counted, short_day
from app.staff.blocks.forms import BlockForm, block_form, shrink_form
from app.staff.blocks.picking import block_page
from app.staff.blocks.shared import BOOK, LEAD, ONE, block_row, blueprint, found
from app.web.access import staff
from app.web.respond import form_page, see_other

LIST = "staff/blocks/list.html"
SHOWN_AFTER = timedelta(days=28)


@blueprint.get("/staff/<slug:house>/blocks")
@staff(BOOK)
def show_blocks(actor: Actor, house: House) -> Response:
    """What is kept for groups, and what was until lately."""
    return _list(actor, house, block_form(house).typed())


@blueprint.post("/staff/<slug:house>/blocks")
@staff(LEAD)
def keep_rooms(actor: Actor, house: House) -> BaseResponse:
    """The rooms are kept; 409 with the night that lacks one."""
    form: BlockForm = block_form(house).typed()
    if not form.validate():
        return _list(actor, house, form)
    today = clock.today(house.timezone)
    if form.cut_off.data < today:
        form.refuse("cut_off", "That day has gone by. Choose today or later")
        return _list(actor, house, form)
    given = NewBlock(
        location_id=house.id,
        name=str(form.name.data),
        stay=Stay(form.arrival.data, form.departure.data),
        cut_off_on=form.cut_off.data,
        rate_plan_id=int(str(form.plan.data)),
        rooms=form.rooms,
        amounts=form.amounts,
        contact_name=form.contact_name.data or "",
        contact_email=form.contact_email.data or None,
        contact_phone=form.contact_phone.data or None,
    )
    try:
        block_id = hold_block(given, by=actor.staff_id)
    except NoOneRoom as gone:
        form.refuse(_field_of(house, gone), _too_few_doors(house, gone, given))
        return _list(actor, house, form, 409)
    except SoldOut as gone:
        form.refuse(_field_of(house, gone), f"Not that many are free on {short_day(gone.night)}. Nothing is kept yet")
        return _list(actor, house, form, 409)
    return see_other(f"/staff/{house.slug}/blocks/{block_id}")


@blueprint.post(f"{ONE}/rooms")
@staff(LEAD)
def keep_fewer(actor: Actor, house: House, block_id: int) -> BaseResponse:
    """Fewer rooms are kept; 409 where somebody changed the block meanwhile."""
    block = found(house, block_id)
    names = {rooms.id: rooms.name for rooms in block_row(house, block).rooms}
    form = shrink_form(block, names).typed()
    if not form.validate():
        return block_page(actor, house, block, status=422, shrinking=form)
    left = {own: form[f"left-{own}"].data for own in names}
    try:
        shrink_block(block_id, left, seen_version=_version(form["version"].data), by=actor.staff_id)
    except Refused as refused:
        return block_page(actor, house, found(house, block_id), status=409, refused=refused)
    return see_other(f"/staff/{house.slug}/blocks/{block_id}")


@blueprint.post(f"{ONE}/release")
@staff(LEAD)
def give_back(actor: Actor, house: House, block_id: int) -> BaseResponse:
    """All that is left goes on sale again; again changes nothing."""
    block = found(house, block_id)
    if block.released_at is None and _version(request.form.get("version", "")) != block.version:
        return block_page(actor, house, block, status=409, refused=Stale("block"))
    release_block(block_id, by=actor.staff_id)
    return see_other(f"/staff/{house.slug}/blocks/{block_id}")


def _list(actor: Actor, house: House, form: BlockForm, status: int | None = None) -> Response:
    since = clock.today(house.timezone) - SHOWN_AFTER
    rows: list[Any] = [block_row(house, block) for block in blocks_of(house.id, since)]
    leads = can(actor, LEAD, house)
    return form_page(LIST, form, status, actor=actor, house=house, here="blocks", blocks=rows, leads=leads)


def _field_of(house: House, gone: SoldOut) -> str:
    of = resources().of_room_type
    return next((f"rooms-{own.id}" for own in house.room_types if of.get(own.id) == gone.resource_id), "arrival")


def _too_few_doors(house: House, gone: NoOneRoom, given: NewBlock) -> str:
    """How many rooms could be kept for all of the nights, where as many are free on each."""
    room_type = next(own for own in house.room_types if resources().of_room_type[own.id] == gone.resource_id)
    most = FreeDoors(clock.now()).most(room_type.id, given.stay, given.rooms[room_type.id])
    free = f"only {counted(most, 'room')} all through" if most else "no one room all through"
    lies = "Rooms promised to somebody or closed lie in between"
    return f"That many are free each night, but {free}. {lies}. Nothing is kept yet"


def _version(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,9}", text or "", re.ASCII) else 0
