"""Every route of the desk, by every role, on its own house and another's; generated from the addresses that there are.

On another's house everything is a 404, without the right it is a 403, else it is neither, and never a 500. A route is
asked with nothing but its address (and what `objects.ASKED_WITH` says), so a form answers to nothing. No page that
a role gets has a link or a form that would be refused.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.identity.operations import begin_session
from app.identity.staff.operations import begin_staff_session
from app.identity.staff.rules import GROUP_ROLES, MAY, ROLES
from app.store import db
from app.web.access import ANYWHERE, PROVEN, rule_of
from app.web.desks import is_desk
from tests import cast
from tests.databases import Databases, opened
from tests.staffing import hired
from tests.web.staff.group_objects import GROUP_BUILDERS
from tests.web.staff.objects import ASKED_WITH, BUILDERS, Objects, key_of

OWN, OTHER = "combe-harrow", "withy-moor"
NOBODY = ("guest", "stranger")
OPEN_TO_ALL = {
    "/staff/sign-in", "/staff/second-factor", "/staff/switch", "/staff/sign-out", "/staff/invitation/<token:token>",
}  # fmt: skip
"""What whoever is not signed in needs in order to be."""
WRONG = {403, 404, 405, 500}
WAY = re.compile(r"<(?:a|form)\b[^>]*>")
SAYS = re.compile(r'(href|action|method)="([^"]*)"')


@dataclass(frozen=True)
class Route:
    """One method at one address of the desk, and who may use it."""

    method: str
    rule: Rule
    action: str
    anywhere: bool

    @property
    def names(self) -> dict[str, str]:
        """What stands in the address, and under which key there is an object for it."""
        return {name: key_of(self.rule.rule, name) for name in self.rule.arguments - {"house"}}

    @property
    def keys(self) -> set[str]:
        return set(self.names.values())

    @property
    def of_house(self) -> bool:
        return "house" in self.rule.arguments

    def may(self, role: str) -> bool:
        return role in MAY[self.action] and (self.of_house or self.anywhere or role in GROUP_ROLES)

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"


class Matrix:
    """The site with everybody signed in, and an object of each kind at either house."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
        every = routes(app)
        keys = set().union(*(route.keys for route in every))
        self.unknown = keys - BUILDERS.keys() - GROUP_BUILDERS.keys()
        self.routes = [route for route in every if not route.keys & self.unknown]
        shared = {key: GROUP_BUILDERS[key]() for key in keys & GROUP_BUILDERS.keys()}
        self.objects = {
            slug: shared | {key: BUILDERS[key](own) for key in keys & BUILDERS.keys()}
            for slug, own in ((slug, Objects(slug)) for slug in (OWN, OTHER))
        }
        self.clients = {role: self._client(begin_staff_session(hired(role), "a test", proven=True)) for role in ROLES}
        self.clients["guest"] = self._client(begin_session(Objects(OWN).guest, "a test"))
        self.clients["stranger"] = app.test_client()
        self.file = Path(str(db.engine.url.database))
        self.kept = self.file.with_suffix(".kept")
        self.shown = ""
        self._settle()
        shutil.copyfile(self.file, self.kept)

    def ask(self, who: str, route: Route, house: str, objects: str) -> tuple[int, str]:
        """Status and address led to; the database is as before afterwards."""
        values = {name: self.objects[objects][key] for name, key in route.names.items()}
        if route.of_house:
            values["house"] = house
        address = self.app.url_map.bind("localhost").build(route.rule.endpoint, values, method=route.method)
        answer = self.clients[who].open(address, method=route.method, query_string=ASKED_WITH.get(route.rule.rule))
        self.shown = answer.text if answer.mimetype == "text/html" and answer.status_code == 200 else ""
        if route.method != "GET" and answer.status_code < 400:
            self._restore()
        return answer.status_code, answer.headers.get("Location", "")

    def closed_ways(self, role: str) -> set[str]:
        """Links and forms of the page that was shown last which would answer this role with a 403 or a 404."""
        urls, by_address = self.app.url_map.bind("localhost"), {(one.method, one.rule.rule): one for one in self.routes}
        closed = set()
        for tag in WAY.findall(self.shown):
            said = dict(SAYS.findall(tag))
            address = urlsplit(said.get("href") or said.get("action") or "").path
            method = said.get("method", "get").upper()
            if not is_desk(address):
                continue
            rule, values = urls.match(address, method, return_rule=True)
            route = by_address.get((method, rule.rule))
            own = values.get("house", OWN) == OWN or role in GROUP_ROLES
            if route is not None and not (own and route.may(role)):
                closed.add(str(route))
        return closed

    def _client(self, token: str) -> FlaskClient:
        client = self.app.test_client()
        client.set_cookie(self.app.config["SESSION_COOKIE_NAME"], token)
        return client

    def _settle(self) -> None:
        db.session.remove()
        db.engine.dispose()

    def _restore(self) -> None:
        self._settle()
        for left in self.file.parent.glob(f"{self.file.name}-*"):
            left.unlink()
        shutil.copyfile(self.kept, self.file)


def routes(app: Flask) -> list[Route]:
    """Every route of the desks but those that are open to all; the ones that only show come first."""
    found = []
    for rule in app.url_map.iter_rules():
        if not is_desk(rule.rule) or rule.rule in OPEN_TO_ALL:
            continue
        declared = rule_of(app, rule.endpoint) or ""
        assert declared.startswith("staff:"), f"{rule.rule} is of the desk and declares {declared!r}"
        anywhere = bool(getattr(app.view_functions[rule.endpoint], ANYWHERE))
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        found += [Route(method, rule, declared.removeprefix("staff:"), anywhere) for method in methods]
    return sorted(found, key=lambda route: (route.method != "GET", route.rule.rule))


@pytest.fixture(scope="module")
def matrix(sqlite_databases: Databases) -> Iterator[Matrix]:
    url = sqlite_databases.copy("houses-2", lambda: cast.group(2))
    with opened(sqlite_databases.config(url)) as app:
        yield Matrix(app)


def test_every_name_in_an_address_has_an_object(matrix: Matrix) -> None:
    assert matrix.unknown == set(), (
        f"Add {sorted(matrix.unknown)} to BUILDERS in tests/web/staff/objects.py: a function from a house's Objects to "
        "what stands in the address for one object of it."
    )


def test_no_address_is_taken_twice(matrix: Matrix) -> None:
    taken = Counter((route.method, route.rule.rule) for route in matrix.routes)
    assert [address for address, count in taken.items() if count > 1] == []


def test_what_leaves_the_house_asks_for_the_second_factor_again(matrix: Matrix) -> None:
    """Exports by their addresses; refunds and roles by what they do."""
    leaves = [
        route
        for route in matrix.routes
        if route.rule.rule.endswith(("csv", "/export"))
        or (route.method == "POST" and (route.action in ("refund", "keep_staff") or "refund" in route.rule.rule))
    ]
    assert len(leaves) > 5
    unguarded = [str(route) for route in leaves if not getattr(matrix.app.view_functions[route.rule.endpoint], PROVEN)]
    assert unguarded == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_what_it_may_at_its_own_house_and_nothing_else(matrix: Matrix, role: str) -> None:
    faults = []
    for route in matrix.routes:
        status, _ = matrix.ask(role, route, OWN, OWN)
        if (status in WRONG) if route.may(role) else status != 403:
            faults.append(f"{route}: {status}, and {role} {'may' if route.may(role) else 'may not'} {route.action}")
        faults += [f"{route} leads {role} to {way}, which is closed to them" for way in matrix.closed_ways(role)]
    assert faults == []


@pytest.mark.parametrize("role", ROLES)
def test_another_house_is_not_there(matrix: Matrix, role: str) -> None:
    """But for the group's roles, who work at every house."""
    faults = []
    for route in (route for route in matrix.routes if route.of_house):
        status, _ = matrix.ask(role, route, OTHER, OTHER)
        allowed = role in GROUP_ROLES and route.may(role)
        if (status in WRONG) if allowed else status != (403 if role in GROUP_ROLES else 404):
            faults.append(f"{route} at another house: {status} for {role}")
    assert faults == []


@pytest.mark.parametrize("role", ROLES)
def test_an_object_of_another_house_is_not_there_either(matrix: Matrix, role: str) -> None:
    faults = []
    for route in (route for route in matrix.routes if route.of_house and route.keys & BUILDERS.keys()):
        status, _ = matrix.ask(role, route, OWN, OTHER)
        if status != (404 if route.may(role) else 403):
            faults.append(f"{route} with another house's object: {status} for {role}")
    assert faults == []


@pytest.mark.parametrize("who", NOBODY)
def test_whoever_is_not_signed_in_as_staff_is_led_to_sign_in(matrix: Matrix, who: str) -> None:
    found = {str(route): matrix.ask(who, route, OWN, OWN) for route in matrix.routes}
    assert {
        route: answer
        for route, answer in found.items()
        if answer[0] != 303 or not answer[1].startswith("/staff/sign-in")
    } == {}
