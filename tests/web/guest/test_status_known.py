"""What a process knows of how a house is, it answers without looking: by one statement, and within a second by none."""

from __future__ import annotations

import pytest
from flask import Flask

from app.web.warming import warm
from tests.facilities import facility
from tests.page import Visitor
from tests.statements import counted

HOUSE = "/status/combe-harrow"
PART = {"HX-Request": "true", "HX-Target": "house-status"}


@pytest.fixture(autouse=True)
def pool(app: Flask) -> None:
    facility()
    warm(app)


def test_a_page_made_once_costs_one_statement(visitor: Visitor) -> None:
    visitor.get(HOUSE)
    assert len(visitor.get(HOUSE).statements.reads) <= 1


def test_who_asks_again_and_again_costs_none(app: Flask, visitor: Visitor) -> None:
    app.testing = False
    for path, headers in ((HOUSE, PART), (f"{HOUSE}.atom", {})):
        again = headers | {"If-None-Match": visitor.client.get(path, headers=headers).headers["ETag"]}
        with counted() as sent:
            assert visitor.client.get(path, headers=again).status_code == 304
        assert sent.reads == []
