"""Pages for what went wrong. Each says what happened and what to do; none needs the database to be well."""

from __future__ import annotations

import errno
import logging
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, render_template, request
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError, PendingRollbackError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from app.identity.staff.rules import Actor
from app.kernel.errors import Invalid, Refused
from app.store import db
from app.web import session
from app.web.csrf import FIELD
from app.web.desks import is_desk
from app.web.respond import html

log = logging.getLogger(__name__)
DISK_FULL = "53100"
LOST_INSIDE = "8s2b"
"""What SQLAlchemy calls a transaction whose connection was lost."""
_UNWELL = ("disk is full", "disk i/o error", "unable to open", "database is locked", "readonly database")


@dataclass(frozen=True, slots=True)
class Words:
    """What an error page says."""

    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form that was sent and not done: where it went, and what was typed."""

    url: str
    typed: list[tuple[str, str]]


WORDS = {
    400: Words(
        "That could not be read",
        "Part of the address or the form is not what we expect. Go back, try once more.",
    ),
    403: Words(
        "Not yours to do",
        "Your role does not reach this page. Ask the house's manager, or switch to somebody whose does.",
    ),
    404: Words(
        "Nothing grows here",
        "The page is not here. If the link came by mail, check that none of it was cut off.",
    ),
    405: Words("Not that way", "This address takes what a form sends. Start again from the search."),
    409: Words("That cannot be done now", "Somebody was quicker, or it was done already. Go back and look again."),
    413: Words("That is too much", "What you sent is larger than we take. Shorten it and send it again."),
    422: Words("Something has to be mended", "Part of what was typed cannot be right. Go back and look at it again."),
    429: Words(
        "Too many at once",
        "That was a lot in a short time. Wait ten minutes (an hour for mails to one address), or ring us.",
    ),
    500: Words("Something broke here", "It is our fault, not yours. Look before you try again, or ring us."),
    503: Words("Back in a moment", "The site cannot reach its books, and nothing was half written. Try in a minute."),
}
DESK_WORDS = {
    404: Words("Not at this desk", "There is no such page, or it belongs to a house at which you do not work."),
    429: Words("Too many at once", "That was a lot in a short time. Wait a quarter of an hour."),
}
"""What staff read instead where they are signed in."""
CSRF = Words(
    "This form had gone stale",
    "For your safety nothing was done. Go back, load the page again and send it once more. The site needs its one "
    "cookie for this; if your browser refuses cookies, ring us and we book it for you.",
)


def error_page(code: int, words: Words | None = None, unsent: Unsent | None = None) -> Response:
    """The page for a status code in the house's own look, or the bare words where even that cannot be rendered; with a
    button that sends again what was `unsent`."""
    actor = _at_desk(code)
    words = words or (DESK_WORDS.get(code) if actor else None) or WORDS.get(code) or WORDS[500 if code >= 500 else 400]
    template = "errors/desk.html" if actor else "errors/page.html"
    try:
        return html(render_template(template, code=code, words=words, actor=actor, unsent=unsent), code)
    except Exception:
        log.exception("the error page could not be rendered")
        return Response(_bare(words), code, content_type="text/html; charset=utf-8")


def _unsent() -> Unsent | None:
    """What a guest sent and was not done; None for what is read, for files, and at the desk, where secrets are sent."""
    if request.method != "POST" or is_desk(request.path) or request.files:
        return None
    typed = [(name, value) for name, value in request.form.items(multi=True) if name != FIELD]
    return Unsent(request.full_path.rstrip("?"), typed)


def _at_desk(code: int) -> Actor | None:
    """Whoever keeps their bar on the page: staff on the desk, where the database is well."""
    if code >= 500 or not is_desk(request.path):
        return None
    try:
        return session.actor()
    except (SQLAlchemyError, OSError):
        db.session.remove()
        return None


def _bare(words: Words) -> str:
    title, sentence = escape(words.title), escape(words.sentence)
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width,initial-scale=1"><title>{title}</title></head>'
        f"<body><main><h1>{title}</h1><p>{sentence}</p></main></body></html>"
    )


def database_unwell(error: BaseException) -> bool:
    """True when the database did not answer or could not write; False for a statement that was wrong."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
    if isinstance(error, PoolTimeout | DisconnectionError):
        return True
    if isinstance(error, PendingRollbackError):
        return error.code == LOST_INSIDE
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    if error.connection_invalidated or state == DISK_FULL:
        return True
    words = str(error.orig).lower()
    if any(sign in words for sign in _UNWELL):
        return True
    return isinstance(error, OperationalError) and (state is None or state[:2] in ("08", "57")) and not _sqlite(error)


def _sqlite(error: DBAPIError) -> bool:
    return "sqlite" in type(error.orig).__module__


def _log_without_address(app: Flask) -> None:
    """Flask logs the path of what broke, in which a secret link may stand; its rule says as much."""

    def log_exception(raised: Any) -> None:
        rule = request.url_rule.rule if request.url_rule else "no route"
        app.logger.error("Exception on %s [%s]", rule, request.method, exc_info=raised)

    app.log_exception = log_exception  # type: ignore[method-assign, assignment]


def register(app: Flask) -> None:
    """Every error leaves the site as a page of its own, never as the server's."""
    _log_without_address(app)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if error.response is not None:
            return error.response  # type: ignore[return-value]
        page = error_page(error.code or 500, CSRF if isinstance(error, CSRFError) else None)
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After"):
                page.headers[name] = value
        return page

    @app.errorhandler(Invalid)
    def invalid(error: Invalid) -> Response:
        return error_page(422, Words(WORDS[422].title, str(error)))

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        return error_page(409, Words(WORDS[409].title, str(error)))

    @app.errorhandler(DBAPIError)
    @app.errorhandler(DisconnectionError)
    @app.errorhandler(PoolTimeout)
    @app.errorhandler(PendingRollbackError)
    @app.errorhandler(OSError)
    def unwell(error: Exception) -> Response:
        if not database_unwell(error):
            raise error
        log.error("the database is unwell: %s", error)
        db.session.remove()
        page = error_page(ServiceUnavailable.code, unsent=_unsent())
        page.headers["Retry-After"] = "60"
        return page

    @app.errorhandler(InternalServerError)
    def broken(error: InternalServerError) -> Response:
        return error_page(500)
