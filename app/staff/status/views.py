"""`/staff/<house>/status`: how each facility is, said in two taps and ended in one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from app.care.facilities import ImpossibleTime, StateChanged
from app.care.facilities.rules import CLOSED, FINE, STATES
from app.care.notices.operations import outage_of, say_how_it_is
from app.care.status import FacilityNow, HouseNow, board, house_now
from app.catalogue.queries import House
from app.identity.staff.rules import Actor, can
from app.kernel import clock
from app.staff.notices.form import outage_now
from app.staff.notices.preview import preview_of
from app.staff.status.form import StateForm, stored
from app.web.access import staff
from app.web.respond import form_page, not_found, page, see_other
from app.web.status_words import when

blueprint = Blueprint("facility_states", __name__)
SEEING_TO_IT = "We are seeing to it."


@blueprint.get("/staff/<slug:house>/status")
@staff("report_facilities")
def show(actor: Actor, house: House) -> Response:
    """Every facility with its state; what is fine is reported as out with one press, what is out is ended with one."""
    return _list(actor, house)


@blueprint.route("/staff/<slug:house>/status/<id:facility_id>", methods=["GET"])
@staff("report_facilities")
def edit(actor: Actor, house: House, facility_id: int) -> Response:
    """How one facility is, with words to write."""
    one = _found(house, facility_id)
    return _form(actor, house, one, StateForm(None, data=stored(one, house.timezone)))


@blueprint.post("/staff/<slug:house>/status/<id:facility_id>")
@staff("report_facilities")
def say(actor: Actor, house: House, facility_id: int) -> BaseResponse:
    """It is so from now on, and everybody can read it."""
    one, form = _found(house, facility_id), StateForm.typed()
    if not form.validate():
        return _form(actor, house, one, form)
    try:
        say_how_it_is(
            facility_id,
            form.state.data,
            form.words.data or "",
            form.what_we_do.data or "",
            location_id=house.id,
            seen=form.revision,
            until_at=form.until_at(house.timezone),
            by=actor.staff_id,
        )
    except StateChanged:
        return _overtaken(actor, house, facility_id, form)
    except ImpossibleTime as refused:
        form.refuse("until_on", str(refused))
        return _form(actor, house, one, form)
    return see_other(f"/staff/{house.slug}/status#place-{facility_id}")


@blueprint.post("/staff/<slug:house>/status/<id:facility_id>/out")
@staff("report_facilities")
def out(actor: Actor, house: House, facility_id: int) -> BaseResponse:
    """It is closed from now on; the page that follows asks for words, and shows which guests it touches."""
    return _pressed(actor, house, facility_id, CLOSED)


@blueprint.post("/staff/<slug:house>/status/<id:facility_id>/well")
@staff("report_facilities")
def well(actor: Actor, house: House, facility_id: int) -> BaseResponse:
    """It works again, and the guests who were told that it is out hear so."""
    return _pressed(actor, house, facility_id, FINE)


def _pressed(actor: Actor, house: House, facility_id: int, state: str) -> BaseResponse:
    one, form = _found(house, facility_id), StateForm.typed()
    doing = SEEING_TO_IT if state != FINE else ""
    try:
        say_how_it_is(facility_id, state, "", doing, location_id=house.id, seen=form.revision, by=actor.staff_id)
    except StateChanged:
        known = {**stored(one, house.timezone), "state": state}
        return _overtaken(actor, house, facility_id, StateForm(None, data=known))
    base = f"/staff/{house.slug}/status"
    return see_other(f"{base}#place-{facility_id}" if state == FINE else f"{base}/{facility_id}")


def _overtaken(actor: Actor, house: House, facility_id: int, form: StateForm) -> Response:
    """Somebody was quicker: what was typed beside what stands there now, and a form that has seen both."""
    one = _found(house, facility_id)
    theirs = stored(one, house.timezone)
    form.seen.data, form.seen.raw_data = theirs["seen"], None
    return _form(actor, house, one, form, 409, stale=True, differences=form.differences(theirs))


def _found(house: House, facility_id: int) -> FacilityNow:
    """The facility as it is; a 404 where the house has none whose state is followed."""
    own = next((one for one in _now(house).facilities if one.facility.id == facility_id), None)
    if own is None:
        raise not_found()
    return own


def _now(house: House) -> HouseNow:
    return house_now(house, board(), clock.now())


def _form(
    actor: Actor, house: House, one: FacilityNow, form: StateForm, status: int | None = None, **more: Any
) -> Response:
    url = f"/staff/{house.slug}/status/{one.facility.id}"
    shown = {"one": one, "url": url, "here": "status", "since": _since(one, house), **_told(actor, house, one), **more}
    return form_page("staff/status/state.html", form, status, actor=actor, house=house, **shown)


def _told(actor: Actor, house: House, one: FacilityNow) -> dict[str, Any]:
    """The notice by which guests know of an outage, or else whom one would reach, for who may write it."""
    facility_id = one.facility.id
    if one.state == FINE or not can(actor, "see_notices", house):
        return {"outage": None, "touched": None}
    known = outage_of(facility_id)
    writes = known is None and not one.from_notice and can(actor, "run_notices", house)
    return {"outage": known, "touched": preview_of(house, outage_now(house, facility_id)) if writes else None}


def _list(actor: Actor, house: House) -> Response:
    own = _now(house)
    rows = [(one, STATES[one.state], _since(one, house)) for one in own.facilities]
    base = f"/staff/{house.slug}/status"
    return page("staff/status/list.html", actor=actor, house=house, own=own, rows=rows, here="status", base=base)


def _since(one: FacilityNow, house: House) -> str:
    return when(one.since_at, house.timezone, clock.now()) if one.since_at and one.state != FINE else ""
