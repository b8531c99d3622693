"""Where a member of staff begins: their houses, and the way out."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import catalogue
from app.identity.staff.operations import end_staff_session
from app.identity.staff.rules import Actor, can, can_anywhere, works_at
from app.staff.nav import desk_nav
from app.staff.own_houses import own_houses
from app.web import session
from app.web.access import public, staff
from app.web.respond import page, see_other

blueprint = Blueprint("desk", __name__)


@blueprint.get("/staff")
@staff("note_friction", anywhere=True)
def show(actor: Actor) -> BaseResponse:
    """The first page of the bar that the actor may open: today, the rooms or the covers; else their houses. Whoever
    only measures begins at the other desk."""
    if can(actor, "read_measures") and not can_anywhere(actor, "see_day"):
        return see_other("/marketing/")
    if len(own_houses(actor, "see_day")) > 1:
        return see_other("/staff/today")
    nouns = desk_nav(actor)
    return see_other(nouns[0].pages[0].url if nouns else "/staff/desk")


@blueprint.get("/staff/desk")
@staff("note_friction", anywhere=True)
def houses(actor: Actor) -> Response:
    """The houses at which the actor works, and the way out."""
    return page("staff/desk.html", actor=actor, houses=[each for each in catalogue().houses if works_at(actor, each)])


@blueprint.post("/staff/sign-out")
@public
def sign_out() -> BaseResponse:
    """This browser is nobody's."""
    found = session.actor()
    if found:
        end_staff_session(found.session_id)
    session.sign_out()
    return see_other("/")
