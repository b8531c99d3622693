"""Views of the desk's pages that somebody kept under a name."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import wtforms
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.identity.staff.rules import Actor
from app.plan.digest import reads_digest
from app.plan.views import TitleTaken, UnknownView, drop_view, keep_view, views_for
from app.plan.views.models import SavedView
from app.web.access import staff
from app.web.forms import AsLongAs, Form, Required
from app.web.respond import form_page, is_own, page, see_other

blueprint = Blueprint("views", __name__)
FIRST = "/marketing/"
DIGITS = 18


class ViewForm(Form):
    """`url` is the page that was looked at, with its filters."""

    title = wtforms.StringField("Name of the view", [Required("Give the view a name"), AsLongAs(SavedView.title)])
    shared = wtforms.BooleanField("For everybody at this desk")
    url = wtforms.StringField()


@blueprint.get("/marketing/views")
@staff("read_measures", anywhere=True)
def show(actor: Actor) -> Response:
    """Their own and the shared ones, and whether they read the digest."""
    return page("marketing/views/views.html", actor=actor, here="views", **_listed(actor))


@blueprint.post("/marketing/views")
@staff("read_measures", anywhere=True)
def keep(actor: Actor) -> Response | BaseResponse:
    """The page is kept under that name, and shown again."""
    form = ViewForm.typed()
    wanted = form.url.data or ""
    if not is_own(wanted) or not wanted.startswith(FIRST):
        form.url.data = FIRST
    valid = form.validate()
    if len(wanted) > SavedView.url.type.length:
        form.refuse("title", "The address of that page is too long to be kept. Leave out some of its filters")
        valid = False
    if not valid:
        return form_page("marketing/views/views.html", form, actor=actor, here="views", **_listed(actor))
    try:
        keep_view(form.title.data, form.url.data, shared=bool(form.shared.data), by=actor.staff_id)
    except TitleTaken as taken:
        form.refuse("title", str(taken))
        return form_page("marketing/views/views.html", form, 409, actor=actor, here="views", **_listed(actor))
    return see_other(form.url.data)


@blueprint.post("/marketing/views/drop")
@staff("read_measures", anywhere=True)
def drop(actor: Actor) -> BaseResponse:
    """The view of theirs that the form names is gone."""
    named = request.form.get("view", "")
    with suppress(UnknownView):
        drop_view(int(named) if named.isdecimal() and len(named) < DIGITS else 0, by=actor.staff_id)
    return see_other("/marketing/views")


def _listed(actor: Actor) -> dict[str, Any]:
    return {"views": views_for(actor.staff_id), "reads_digest": reads_digest(actor.staff_id)}
