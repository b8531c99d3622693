"""Where somebody goes on after signing in or showing their second factor."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.web.desks import is_desk
from app.web.respond import is_own


def next_page() -> str:
    """The page of a desk that `next` names, if it can be asked for; else where everybody begins."""
    wanted = request.args.get("next", "")
    if not is_own(wanted) or not is_desk(wanted.partition("?")[0]):
        return "/staff"
    try:
        current_app.url_map.bind(request.host).match(wanted.partition("?")[0], method="GET")
    except RequestRedirect:
        return wanted
    except HTTPException:
        return "/staff"
    return wanted


def with_next(path: str) -> str:
    """The address with the way back that this one has."""
    back = next_page()
    return path if back == "/staff" else f"{path}?{urlencode({'next': back})}"
