"""The CSRF token of forms. It stands in a page once a form as a marker, so that a page's body may be made once for
everybody; `respond.html` puts each visitor's own token in its place."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import string

from flask import Flask, current_app, g, request, session
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from markupsafe import Markup

from app.config import Config

FIELD = "csrf_token"
MARKER = "CSRF_MARKER"
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Protect(CSRFProtect):
    """Which views are exempt, Flask-WTF keeps; the token is the session's own under a mask that is new each time.

    The session is signed, or lies in the database, so what its forms carry need not be signed once more.
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        if request.method not in CHANGING or (apply_exemptions and (not request.endpoint or self._is_exempt())):
            return
        if not _is_own(request.form.get(FIELD)):
            raise CSRFError


protect = Protect()


def marker() -> str:
    """What stands for the token: the same in every process, and nothing that somebody could type."""
    return str(current_app.config[MARKER])


def csrf_marker() -> Markup:
    """The hidden field for a POST form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, marker())


def with_token(body: str) -> str:
    """The body with this visitor's token in every form."""
    return body.replace(marker(), _token()) if marker() in body else body


def visitor_digest() -> str:
    """Tells this browser from others for as long as it keeps its cookie, and names nobody."""
    _token()
    return hashlib.sha256(f"visitor:{session[FIELD]}".encode()).hexdigest()


def _token() -> str:
    """This visitor's token under a mask. One that was made for another visitor's session is forgotten."""
    if FIELD not in session:
        g.pop(FIELD, None)
        session[FIELD] = secrets.token_hex(20)
    if FIELD not in g:
        g.csrf_token = masked(session[FIELD])
    return str(g.csrf_token)


def masked(secret: str) -> str:
    """A mask and what it makes of the secret's hex digits: never twice the same, so that the length to which a page
    is compressed says nothing about it."""
    mask = secrets.token_hex(len(secret) // 2)
    return f"{mask}{int(mask, 16) ^ int(secret, 16):0{len(secret)}x}"


def _is_own(sent: str | None) -> bool:
    """Whether this is the session's own token under any mask."""
    kept = str(session.get(FIELD, ""))
    size = len(kept)
    if not size or sent is None or len(sent) != 2 * size or not set(sent) <= set(string.hexdigits):
        return False
    found = f"{int(sent[:size], 16) ^ int(sent[size:], 16):0{size}x}"
    return hmac.compare_digest(found, kept)


def register(app: Flask, settings: Config) -> None:
    """Every POST needs its token but those that are exempt; templates have `csrf_marker()`, and
    `csrf_token()` for its value alone."""
    app.config[MARKER] = f"csrf-{hmac.new(settings.secrets[0].encode(), b'marker', hashlib.sha256).hexdigest()[:24]}"
    protect.init_app(app)
    app.jinja_env.globals["csrf_marker"] = csrf_marker
    app.context_processor(lambda: {"csrf_token": marker})
