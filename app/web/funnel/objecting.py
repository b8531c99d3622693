"""Whether a visitor objects to being counted: by the switch on our page, or by their browser's Global Privacy Control.

The choice stands in a cookie of its own that says nothing else. Nothing is written of whoever has it.
"""

from __future__ import annotations

from flask import current_app, request
from werkzeug.wrappers import Response

KEPT_S = 400 * 24 * 3_600
"""As long as browsers keep any cookie; each look at the page of the switch renews it."""

TOLD = '<meta name="step" '
UNTOLD = '<meta name="not-counted" '


def objects() -> bool:
    """True when nothing is to be written about this request."""
    return asks_by_browser() or asked_here()


def asks_by_browser() -> bool:
    """Global Privacy Control."""
    return request.headers.get("Sec-GPC", "").strip() == "1"


def asked_here() -> bool:
    """The switch was used in this browser."""
    return request.cookies.get(_name()) == "1"


def object_from_now_on(answer: Response) -> None:
    """This browser is not counted from its next request on."""
    answer.set_cookie(_name(), "1", max_age=KEPT_S, httponly=True, samesite="Lax", secure=_secure())


def agree_again(answer: Response) -> None:
    """This browser is counted again, unless it asks not to be of itself."""
    answer.delete_cookie(_name(), httponly=True, samesite="Lax", secure=_secure())


def untold(body: str) -> str:
    """The page without what lets its script tell anything, for whoever objects; for others as it is."""
    return body.replace(TOLD, UNTOLD, 1) if objects() else body


def _name() -> str:
    return "__Host-quince-objection" if _secure() else "quince-objection"


def _secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])
