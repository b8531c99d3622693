"""Whatever is typed into the form of the waitlist, or stands in its address: an answer, and never half an entry."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.insight import verify
from app.store import limit
from tests import cast, stock
from tests.databases import Databases, opened
from tests.property.test_bad_input import BAD, accepted
from tests.waiting import sold

GOOD = {
    "location": "combe-harrow", "room_type": "shepherds-hut", "earliest": "2027-03-05", "latest": "2027-03-07",
    "nights": "2", "name": "Bea Noon", "email": "bea@example.org", "adults": "2", "children": "", "cots": "",
    "dogs": "", "needs": "", "rooms": "",
}  # fmt: skip


def full_house() -> None:
    cast.group(1)
    sold()


@pytest.fixture(scope="module")
def site(sqlite_databases: Databases) -> Iterator[Flask]:
    """A house whose hut is sold."""
    url = sqlite_databases.copy("hut-sold", full_house)
    with opened(sqlite_databases.config(url)) as app:
        app.config["WTF_CSRF_ENABLED"] = False
        app.config["PROPAGATE_EXCEPTIONS"] = False
        app.testing = False
        yield app
    sqlite_databases.drop(url)


@pytest.mark.parametrize("name", GOOD)
def test_each_bad_word_in_the_form(site: Flask, name: str) -> None:
    client = site.test_client()
    for number, value in enumerate(BAD):
        limit.forget()
        answer = client.post("/waitlist", data=GOOD | {"email": f"bea{number}@example.org"} | {name: value})
        accepted(answer)
        assert answer.status_code in (303, 409, 413, 422), f"{name}={value!r:.40}"
        accepted(client.get("/waitlist", query_string=GOOD | {name: value}))
    assert not stock.faults()
    assert [found for found in verify.run() if not found.ok] == []
