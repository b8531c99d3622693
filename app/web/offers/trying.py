"""Codes that are tried: whoever tries many that do not exist is told nothing of any for a while."""

from __future__ import annotations

import logging

from flask import Response, after_this_request, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from app.web.limits import note_try, tries_of

MOST, WITHIN_S = 20, 600
"""So many different codes may be wrong in ten minutes from one address, in searches and checkouts together."""

SENTENCE = "Many codes that we do not know were tried from here. Wait ten minutes, then type yours again"

log = logging.getLogger(__name__)


def too_many_tried() -> bool:
    """Whether no code is looked up for this address now, right or wrong; one statement."""
    return tries_of(_key()) >= MOST


def note_wrong(code: str) -> None:
    """One more code that does not exist was tried; the same one again counts once. Written when the answer has gone
    out, so that a page that is looked at changes nothing before."""
    app, key = current_app._get_current_object(), _key()  # type: ignore[attr-defined]

    def write() -> None:
        with app.app_context():
            try:
                note_try(key, code, WITHIN_S)
            except (SQLAlchemyError, OSError) as error:
                log.warning("a wrong code was not counted: %s", type(error).__name__)

    @after_this_request
    def later(response: Response) -> Response:
        response.call_on_close(write)
        return response


def _key() -> str:
    return f"codes:{request.remote_addr or 'nobody'}"
