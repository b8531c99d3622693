"""Every route declares who may use it. A view without a rule is refused when the application starts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Flask, request
from werkzeug.exceptions import Forbidden

from app.catalogue.queries import House, catalogue
from app.identity.staff.rules import MAY, Actor, can, can_anywhere, works_at
from app.web.links import read_link
from app.web.proof import proof_first
from app.web.respond import not_found, see_other
from app.web.session import actor, who

View = TypeVar("View", bound=Callable[..., Any])
RULE = "access_rule"
ANYWHERE, PROVEN = "access_anywhere", "access_proven"


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


def staff(
    action: str, *, anywhere: bool = False, proven: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Whoever `can` do that may use it; the view gets them as `actor`, and as `house` what the address names.

    With `<slug:house>` in the address the action is done to that house: it is a 404 for all who do not work there. Any
    other address is the group's, or with `anywhere` for everyone who may do that at some house. All who are not signed
    in are led to sign in; staff without the right get a 403. `proven` asks for the second factor again where it was not
    shown for a quarter of an hour (`app.web.proof`).
    """
    MAY[action]

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def with_actor(**arguments: Any) -> Any:
            found = actor()
            if found is None:
                return see_other(_sign_in_first())
            if "house" in arguments:
                arguments["house"] = _house_of(found, arguments["house"])
            house = arguments.get("house")
            if not (can_anywhere(found, action) if anywhere and house is None else can(found, action, house)):
                raise Forbidden
            if proven and (asked := proof_first(found, house)) is not None:
                return asked
            return view(actor=found, **arguments)

        setattr(with_actor, RULE, f"staff:{action}")
        setattr(with_actor, ANYWHERE, anywhere)
        setattr(with_actor, PROVEN, proven)
        return with_actor

    return declare


def _house_of(found: Actor, slug: str) -> House:
    """The house that an address names, for those who work there."""
    house = catalogue().house(slug)
    if house is None or not works_at(found, house):
        raise not_found()
    return house


def _sign_in_first() -> str:
    """Where to sign in, and to come back from when a page was asked for."""
    back = request.full_path.rstrip("?")
    return f"/staff/sign-in?{urlencode({'next': back})}" if request.method == "GET" else "/staff/sign-in"


def by_token(*purposes: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Whoever holds a good secret link for one of these may use it; the view gets it as `link`. Others see a 404."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def with_link(token: str, **arguments: Any) -> Any:
            link = next((good for purpose in purposes if (good := read_link(purpose, token))), None)
            if link is None:
                raise not_found()
            return view(link=link, **arguments)

        setattr(with_link, RULE, f"token:{purposes[0]}")
        return with_link

    return declare


def rule_of(app: Flask, endpoint: str) -> str | None:
    """The rule that the view of an endpoint declares; None when it declares none."""
    return getattr(app.view_functions.get(endpoint), RULE, None)
