"""What every page of the desk is given: its filters and the views that were kept."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from app.identity.staff.rules import Actor
from app.marketing.asked import LISTS, Asked
from app.plan.views import views_for
from app.web.respond import page


def shown(template: str, actor: Actor, asked: Asked, here: str, status: int = 200, **context: Any) -> Response:
    """A page with its filters and the views that were kept; 422 where a filter could not be read."""
    return page(
        template,
        422 if asked.problem and status == 200 else status,
        actor=actor,
        asked=asked,
        here=here,
        has_errors=bool(asked.problem),
        filter_lists=LISTS,
        views=views_for(actor.staff_id),
        address=request.full_path.rstrip("?"),
        **context,
    )
