"""Showing the second factor again, on the way to a page that asks for it."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.identity.staff.rules import Actor
from app.staff.way_back import next_page
from app.web.access import staff
from app.web.proof import FactorForm, proof_page, shown
from app.web.respond import see_other

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
