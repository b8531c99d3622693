"""`/privacy/objection`: the switch against being counted. It works at once."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.web.access import public
from app.web.funnel.objecting import agree_again, asked_here, asks_by_browser, object_from_now_on
from app.web.funnel.writing import forget_this_visit
from app.web.respond import page, see_other

blueprint = Blueprint("objection", __name__)
URL = "/privacy/objection"


@dataclass(frozen=True, slots=True)
class Switch:
    """How it stands: `off` when this browser was told here not to be counted, `by_browser` when it says so itself."""

    off: bool
    by_browser: bool


@blueprint.get(URL)
@public
def show() -> Response:
    """How the switch stands, and its button. The choice of whoever looks is kept for as long again."""
    switch = Switch(asked_here(), asks_by_browser())
    answer = page("guest/objection.html", switch=switch)
    if switch.off:
        object_from_now_on(answer)
    return answer


@blueprint.post(URL)
@public
def turn() -> Response:
    """Counted no more, or counted again. No checkout of this visit knows it from here on."""
    answer = see_other(URL)
    if request.form.get("act") == "agree":
        agree_again(answer)
    else:
        object_from_now_on(answer)
        forget_this_visit()
    return answer
