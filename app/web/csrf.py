"""The CSRF token of forms. It stands in a page once a form as a marker, so that a page's body may be made once for
everybody; `respond.html` puts each visitor's own token in its place."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import Flask, current_app, g, session
from flask_wtf import CSRFProtect
from markupsafe import Markup

from app.config import Config
from app.web.signing import serializer

protect = CSRFProtect()
FIELD = "csrf_token"
SALT = "wtf-csrf-token"
"""Flask-WTF's own."""

MARKER = "CSRF_MARKER"


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
    """This visitor's token, as Flask-WTF checks it. One that was made for another visitor's session is forgotten."""
    if FIELD not in session:
        g.pop(FIELD, None)
        session[FIELD] = secrets.token_hex(20)
    if FIELD not in g:
        g.csrf_token = serializer(current_app, SALT).dumps(session[FIELD])
    return str(g.csrf_token)


def register(app: Flask, settings: Config) -> None:
    """Every POST needs its token but those that are exempt; templates have `csrf_marker()`, and
    `csrf_token()` for its value alone."""
    # The token alone decides: some browsers send no Referer, and behind a proxy it may name another port.
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    app.config[MARKER] = f"csrf-{hmac.new(settings.secrets[0].encode(), b'marker', hashlib.sha256).hexdigest()[:24]}"
    protect.init_app(app)
    app.jinja_env.globals["csrf_marker"] = csrf_marker
    app.context_processor(lambda: {"csrf_token": marker})
