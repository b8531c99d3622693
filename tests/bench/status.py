"""How the houses are, when everyone looks at once: known by its ETag, against a bare Flask page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.request import Request, urlopen

from app.care.facilities import report
from tests import cast
from tests.bench.ground import Ground
from tests.bench.load import load
from tests.bench.table import Figure
from tests.facilities import facility

ASKED = 2_000
HOUSE = "/status/combe-harrow"
POLLING = {"HX-Request": "true", "HX-Target": "house-status"}


def figures(ground: Ground) -> Iterator[Figure]:
    """Requests a second of what a page that is open asks again and again, of the feed, and of the page anew."""
    config = replace(ground.sqlite.config(ground.sqlite.copy("status", houses)), testing=False)
    bare = ground.bare
    with ground.server(config) as server:
        for name, path, headers, least in (
            ("the open page asking again", HOUSE, POLLING, 0.5),
            ("a feed reader asking again", f"{HOUSE}.atom", {}, 0.5),
        ):
            with urlopen(Request(f"{server.address}{path}", headers=headers)) as answer:  # nosec B310
                again = headers | {"If-None-Match": answer.headers["ETag"]}
            lines = "".join(f"{key}: {value}\r\n" for key, value in again.items())
            load(server.address, server.pid, [path] * ASKED, headers=lines)  # every process has made it once
            found = load(server.address, server.pid, [path] * ASKED, headers=lines)
            yield Figure(f"{name}, CPU", found.cpu_ms, "ms/request")
            yield Figure(f"{name} to a bare page, requests", found.per_second / bare.per_second, "", least=least)
        anew = load(server.address, server.pid, [HOUSE] * ASKED)
        yield Figure("the whole page for a newcomer to a bare page", anew.per_second / bare.per_second, "")


def houses() -> None:
    """Five houses with three facilities each, one of them closed."""
    cast.group(5)
    for slug, _ in cast.FIVE:
        made = [facility(kind, kind.capitalize(), slug) for kind in ("restaurant", "garden", "pool")]
        report(made[-1], "closed", "The pump has gone", "A new one comes", location_id=cast.found(slug).id)
