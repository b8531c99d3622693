"""Every route declares who may use it. A view without a rule is refused when the application starts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask

from app.web.links import read_link
from app.web.respond import not_found, see_other
from app.web.session import who

View = TypeVar("View", bound=Callable[..., Any])
RULE = "access_rule"


def public(view: View) -> View:
    """Anybody may use it."""
    setattr(view, RULE, "public")
    return view


def signed(view: View) -> View:
    """Machines use it, and prove themselves by a signature over the body that the view checks itself."""
    setattr(view, RULE, "signed")
    return view


def guest(view: Callable[..., Any]) -> Callable[..., Any]:
    """Whoever is signed in as a guest may use it; the view gets them as `who`. All others are led to sign in."""

    @wraps(view)
    def with_guest(**arguments: Any) -> Any:
        found = who()
        return see_other("/sign-in") if found is None else view(who=found, **arguments)

    setattr(with_guest, RULE, "guest")
    return with_guest


def by_token(purpose: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Whoever holds a good secret link for `purpose` may use it; the view gets it as `link`. All others see a 404."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def with_link(token: str, **arguments: Any) -> Any:
            link = read_link(purpose, token)
            if link is None:
                raise not_found()
            return view(link=link, **arguments)

        setattr(with_link, RULE, f"token:{purpose}")
        return with_link

    return declare


def rule_of(app: Flask, endpoint: str) -> str | None:
    """The rule that the view of an endpoint declares; None when it declares none."""
    return getattr(app.view_functions.get(endpoint), RULE, None)
