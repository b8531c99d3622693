"""How views answer: a whole page or the part that htmx asked for, a redirect, a refusal, a form to be mended.

flask-htmx is touched here alone.
"""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, Response, current_app, redirect, render_template, request
from flask_htmx import HTMX
from werkzeug.exceptions import NotFound
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response as BaseResponse

from app.kernel.errors import Refused
from app.web.csrf import with_token
from app.web.forms import Form
from app.web.funnel.objecting import untold
from app.web.recognition import recognised

htmx = HTMX()
VARY = "HX-Request, HX-Target"
_TARGET = re.compile(r"[a-z][a-z0-9-]{0,60}")


def page(template: str, status: int = 200, **context: Any) -> Response:
    """The template as a page. When htmx asks for the part whose id is `stay-results` and `_stay_results.html`
    lies beside the template, that part alone; so every address of a part is the address of a page too."""
    return html(body_of(template, **context), status)


def body_of(template: str, **context: Any) -> str:
    """The body that `page` would send, still with the CSRF marker in it, so that it may be kept."""
    return render_template(_wanted(template), **context)


def part(template: str, status: int = 200, **context: Any) -> Response:
    """A template that is only ever a part of a page, for addresses that htmx alone asks."""
    return html(render_template(template, **context), status)


def fragment(template: str, **context: Any) -> str:
    """A piece of a page that names nothing which every page has (`trader`, the forms' token): made at half the cost."""
    return current_app.jinja_env.get_template(template).render(context)


def form_page(template: str, form: Form, status: int | None = None, **context: Any) -> Response:
    """The page with its form: 422 when the form has errors, and then `has_errors` is true for the title."""
    has_errors = bool(form.errors)
    return page(template, status or (422 if has_errors else 200), form=form, has_errors=has_errors, **context)


def refusal_page(template: str, refused: Refused, **context: Any) -> Response:
    """409, with the sentence of the domain as `refused`; the template offers what is really left."""
    return page(template, 409, refused=refused, **context)


def html(body: str, status: int = 200) -> Response:
    """A body that was made before, perhaps for somebody else: the CSRF marker in it becomes this visitor's
    token, and the way to sign in becomes the name of whoever is signed in."""
    response = current_app.response_class(with_token(recognised(untold(body))), status)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = VARY
    return response


def see_other(url: str) -> BaseResponse:
    """Go to an address of our own and GET it: `HX-Redirect` for htmx, a 303 for everyone else.

    Raises `ValueError` for an address on another host.
    """
    if not is_own(url):
        raise ValueError(f"not an address of our own: {url}")
    return _gone_to(url)


def nothing_new(url: str) -> BaseResponse:
    """What was asked for is not there yet: htmx leaves the page as it is, everyone else sees `url` again."""
    return Response(status=204, headers={"Vary": VARY}) if htmx else see_other(url)


def see_provider(url: str) -> BaseResponse:
    """Go to a payment page at the address that the provider returned, on whatever host that is."""
    return _gone_to(url)


def moved(url: str) -> BaseResponse:
    """For good at another address of our own."""
    return redirect(url, 301)


def not_found() -> NotFound:
    """What a view raises when there is no such thing, or it is somebody else's."""
    return NotFound()


def _gone_to(url: str) -> BaseResponse:
    if htmx:
        return Response(status=204, headers={"HX-Redirect": iri_to_uri(url), "Vary": VARY})
    return redirect(url, 303)


def is_own(url: str) -> bool:
    """Whether an address leads to this site and nowhere else."""
    return url.startswith("/") and not url.startswith(("//", "/\\")) and url.isprintable()


def part_wanted() -> str:
    """The id of the part that htmx asks for; empty where a whole page is wanted."""
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return ""
    target = request.headers.get("HX-Target", "")
    return target if _TARGET.fullmatch(target) else ""


def _wanted(template: str) -> str:
    target = part_wanted()
    if not target:
        return template
    folder, _, _ = template.rpartition("/")
    part = f"{folder}/_{target.replace('-', '_')}.html".lstrip("/")
    return part if part in current_app.extensions["parts"] else template


def register(app: Flask) -> None:
    """Requests know whether htmx made them, and which templates are parts of pages."""
    htmx.init_app(app)
    app.extensions["parts"] = frozenset(
        name for name in app.jinja_env.list_templates() if name.rpartition("/")[2].startswith("_")
    )
