"""Showing the second factor again before money, lists of people or roles leave somebody's hands.

Asking for a page leads over `/staff/proof` and back. A form that was sent comes back as one with everything typed in it
and a field for the figures; sent again to where it was going, it is done. So nothing is lost, and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import wtforms
from flask import request
from werkzeug.wrappers import Response

from app.catalogue.queries import House
from app.identity.staff.operations import prove_session, show_factor
from app.identity.staff.rules import Actor, is_proven
from app.kernel import clock
from app.web.csrf import FIELD as CSRF_FIELD
from app.web.forms import Form, Required
from app.web.limits import count_try
from app.web.respond import form_page, see_other

FIELD = "second_factor"
TRIES, WITHIN_S = 10, 900
WRONG = "Those are not the figures, or they were used. Wait for the next ones and type them"


class FactorForm(Form):
    second_factor = wtforms.StringField(
        "Figures", [Required("Enter the six figures of your app")], description="Six figures, or a recovery code"
    )


def proof_first(actor: Actor, house: House | None) -> Response | None:
    """None where the second factor was shown lately or is shown by this very form; else the answer that asks for it.

    A file cannot be sent back to who chose it, so a form with files leads to the proof first and is begun anew.
    """
    if is_proven(actor, clock.now()):
        return None
    if request.method in ("GET", "HEAD") or request.files:
        return see_other(f"/staff/proof?{urlencode({'next': request.full_path.rstrip('?')})}")
    form = FactorForm.typed()
    if FIELD in request.form and form.validate() and shown(actor, form):
        return None
    kept = [(name, word) for name, word in request.form.items(multi=True) if name not in (FIELD, CSRF_FIELD)]
    answer = proof_page(form, actor=actor, house=house, url=request.full_path.rstrip("?"), kept=kept)
    answer.status_code = 422
    return answer


def proof_where(needed: Callable[[], bool], actor: Actor, house: House) -> Response | None:
    """As `proof_first`, for a form of which only some need it; whether this one does is asked only where it was not
    shown lately."""
    return None if is_proven(actor, clock.now()) or not needed() else proof_first(actor, house)


def shown(actor: Actor, form: FactorForm) -> bool:
    """Whether the figures are right; the session is proven from now on. If not, the form says so.

    Ten tries in a quarter of an hour, then 429.
    """
    count_try(f"factor:{actor.staff_id}", TRIES, WITHIN_S)
    if show_factor(actor.staff_id, form.second_factor.data):
        prove_session(actor.session_id)
        return True
    form.refuse(FIELD, WRONG)
    return False


def proof_page(form: FactorForm, **context: Any) -> Response:
    """Asks for the second factor; takes the place of the page's main part where htmx sent the form."""
    answer = form_page("staff/proof.html", form, **context)
    answer.headers["HX-Retarget"] = answer.headers["HX-Reselect"] = "#main"
    answer.headers["HX-Reswap"] = "outerHTML"
    return answer
