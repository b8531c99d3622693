"""`/staff/<house>/house`: all that a house has, what it lacks, and whether it takes bookings."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from app.availability.opening import open_for_booking, stop_booking
from app.availability.readiness import Point, readiness
from app.booking import capacity
from app.catalogue.closed import closed_of
from app.catalogue.models import Extra, Facility, RoomType
from app.catalogue.queries import House, catalogue
from app.identity.staff.queries import staff_at
from app.identity.staff.rules import Actor, can
from app.kernel.errors import Refused
from app.pricing.queries import price_list
from app.staff.houses.changed import changed_lately
from app.staff.houses.extras import BASES
from app.staff.houses.paths import house_path
from app.web.access import staff
from app.web.respond import page, see_other

blueprint = Blueprint("house", __name__)
PLACES = {"terms": "/staff/documents/terms", "rates": "/staff/{house}/rates", "staff": "/staff/staff#new"}


@blueprint.get("/staff/<slug:house>/house")
@staff("edit_house")
def show(actor: Actor, house: House) -> Response:
    """The house as blocks of what it has, each leading to where it is changed."""
    return _page(actor, house)


@blueprint.post("/staff/<slug:house>/house/open")
@staff("edit_house")
def open_house(actor: Actor, house: House) -> BaseResponse:
    """The house takes bookings from now on."""
    return _done(actor, house, lambda: open_for_booking(house, by=actor.staff_id))


@blueprint.post("/staff/<slug:house>/house/stop")
@staff("edit_house")
def stop(actor: Actor, house: House) -> BaseResponse:
    """The house takes no bookings for the time being."""
    return _done(actor, house, lambda: stop_booking(house, by=actor.staff_id))


@blueprint.post("/staff/<slug:house>/house/close")
@staff("edit_group")
def close(actor: Actor, house: House) -> BaseResponse:
    """The house is given up, unless somebody is still to stay there."""
    return _done(actor, house, lambda: capacity.close_house(house, by=actor.staff_id), "/staff/houses")


def place_of(house: House, point: Point) -> str:
    """Where one sees to what is lacking."""
    if point.place in PLACES:
        return PLACES[point.place].format(house=house.slug)
    path = house_path(house)
    return f"{path}#{point.place}" if point.place in ("room-types", "plans", "sittings") else f"{path}/{point.place}"


def _done(actor: Actor, house: House, work: Callable[[], None], done: str = "") -> BaseResponse:
    try:
        work()
    except Refused as refused:
        return _page(actor, house, 409, refused)
    return see_other(done or house_path(house))


def _page(actor: Actor, house: House, status: int = 200, refused: Refused | None = None) -> Response:
    points = readiness(house)
    if can(actor, "keep_staff"):
        points.append(Point("staff", "Somebody who works there", bool(staff_at(house.id)), "staff", needed=False))
    return page(
        "staff/houses/house.html",
        status,
        actor=actor,
        house=house,
        here="house",
        path=house_path(house),
        points=[(point, place_of(house, point)) for point in points],
        ready=not any(point.needed and not point.done for point in points),
        bases=dict(BASES),
        facilities=house.facilities,
        produce=[crop for crop in catalogue().produce if crop.location_id in (None, house.id)],
        prices=price_list(house.id),
        changes=changed_lately(house),
        closed_types=closed_of(RoomType, house.id),
        closed_extras=closed_of(Extra, house.id),
        closed_facilities=closed_of(Facility, house.id),
        may_close=can(actor, "edit_group"),
        refused=refused,
    )
