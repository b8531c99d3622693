"""Headers that every answer carries, and which hosts are answered at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import Config
from app.web.access import rule_of

View = TypeVar("View", bound=Callable[..., Any])
BODY_BYTES = 1_000_000
FILE_BYTES = 6_000_000
_TAKES_FILES = "takes_files"

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; form-action {forms}; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""Everything from ourselves, no inline script or style. Forms lead to ourselves and, since browsers count the redirect
that follows a form, to the payment provider's pages where these are not our own."""

PERSONAL = ("guest", "token:booking", "token:invited", "token:survey", "staff:")
"""How the rules of pages about somebody begin: a browser that several people share keeps none of them."""


def takes_files(view: View) -> View:
    """What this view is sent may be a file, up to `FILE_BYTES`; every other gets `BODY_BYTES` at most."""
    setattr(view, _TAKES_FILES, True)
    return view


def register(app: Flask, settings: Config) -> None:
    """Every answer carries the policy; cookies, bodies and the hosts that are answered have their limits."""
    app.config.update(
        MAX_CONTENT_LENGTH=BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=BODY_BYTES,
        TRUSTED_HOSTS=_hosts(settings),
        SESSION_COOKIE_NAME="__Host-quince" if settings.production else "quince",
        SESSION_COOKIE_SECURE=settings.production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PREFERRED_URL_SCHEME="https" if settings.production else "http",
    )
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    wanted = {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY.format(forms=f"'self' {settings.payment_pages}".strip()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if settings.production:
        wanted["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    headers = list(wanted.items())

    # Before anything reads the form, and the check of its token does.
    @app.before_request
    def allow_files() -> None:
        if hasattr(app.view_functions.get(request.endpoint or ""), _TAKES_FILES):
            request.max_content_length = FILE_BYTES

    @app.after_request
    def add_headers(response: Response) -> Response:
        own = {name.lower() for name, _ in response.headers}
        response.headers.extend(pair for pair in headers if pair[0].lower() not in own)
        if (rule_of(app, request.endpoint or "") or "").startswith(PERSONAL):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def _hosts(settings: Config) -> list[str] | None:
    """The configured hosts, else the one of the base address; None, which is any, only where neither is set."""
    if settings.hosts:
        return list(settings.hosts)
    own = urlsplit(settings.base_url).hostname
    return [own] if own else None
