"""Showing the second factor again, on the way to a page that asks for it."""

from __future__ import annotations

from flask import Blueprint, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from app.identity.staff.rules import Actor
from app.web.access import staff
from app.web.proof import FactorForm, proof_page, shown
from app.web.respond import is_own, see_other

blueprint = Blueprint("proof", __name__)


@blueprint.get("/staff/proof")
@staff("note_friction", anywhere=True)
def ask(actor: Actor) -> Response:
    """Where the figures are typed."""
    return proof_page(FactorForm(), actor=actor, url=request.full_path.rstrip("?"))


@blueprint.post("/staff/proof")
@staff("note_friction", anywhere=True)
def enter(actor: Actor) -> Response:
    """The figures were typed: on to the page that asked for them."""
    form = FactorForm.typed()
    if form.validate() and shown(actor, form):
        return see_other(next_page())
    return proof_page(form, actor=actor, url=request.full_path.rstrip("?"))


def next_page() -> str:
    """The page of ours that `next` names, if it can be asked for; else the desk."""
    wanted = request.args.get("next", "")
    if not is_own(wanted) or not wanted.startswith("/staff"):
        return "/staff"
    try:
        current_app.url_map.bind(request.host).match(wanted.partition("?")[0], method="GET")
    except RequestRedirect:
        return wanted
    except HTTPException:
        return "/staff"
    return wanted
