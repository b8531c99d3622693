"""The CSRF token of forms. It stands in a page once a form as a marker, so that a page's body may be made once for
everybody; `respond.html` puts each visitor's own token in its place."""

from __future__ import annotations

import secrets

from flask import Flask
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

protect = CSRFProtect()
FIELD = "csrf_token"
MARKER = f"csrf-{secrets.token_hex(12)}"


def csrf_marker() -> Markup:
    """The hidden field for a POST form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, MARKER)


def with_token(body: str) -> str:
    """The body with this visitor's token in every form."""
    return body.replace(MARKER, generate_csrf()) if MARKER in body else body


def register(app: Flask) -> None:
    """Every POST needs its token but those that are exempt; templates have `csrf_marker()`, and
    `csrf_token()` for its value alone."""
    app.config.update(WTF_CSRF_TIME_LIMIT=None)
    protect.init_app(app)
    app.jinja_env.globals["csrf_marker"] = csrf_marker
    app.context_processor(lambda: {"csrf_token": lambda: MARKER})
