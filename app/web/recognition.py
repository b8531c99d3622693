"""Knowing a guest on pages that are made once for everybody.

Such a page carries a stranger's link to sign in. As the page leaves, a guest gets their own name in its place.
"""

from __future__ import annotations

from flask import Flask, current_app
from markupsafe import Markup

from app.identity.queries import SignedIn
from app.web.session import who_if_known

LINK = Markup('<a class="masthead__who" href="{}">{}<span>{}</span></a>')


def who_link(known: SignedIn | None = None) -> Markup:
    """To the account under the guest's first name, or to signing in."""
    if known:
        return _link("/account", known.first_name)
    kept: dict[str, Markup] = current_app.extensions["who_link"]
    return kept.get("") or kept.setdefault("", _link("/sign-in", "Sign in"))


def _link(path: str, words: str) -> Markup:
    return LINK.format(path, current_app.jinja_env.filters["icon"]("users"), words)


def recognised(body: str) -> str:
    """The body with the guest's name for the way to sign in; a stranger's body as it is."""
    known = who_if_known()
    return body.replace(who_link(), who_link(known)) if known else body


def register(app: Flask) -> None:
    """Templates have `who_link()`, a stranger's."""
    app.extensions["who_link"] = {}
    app.jinja_env.globals["who_link"] = who_link
