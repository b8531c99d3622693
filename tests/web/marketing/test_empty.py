"""A group that opened today: no page of the desk makes a share of nothing."""

import re

import pytest
from flask import Flask

from tests.markup import words
from tests.staffing import desk

PAGES = ("", "funnel", "friction", "denied", "scores", "comments", "cases", "board", "journey", "actions")
SHARE = re.compile(r"(?<![\d.])0(\.0+)?\s?%|\bnan\b|\bNone to\b|\binf\b")

SOLD = re.compile(r"Occupancy\s*0\.0%")
"""Rooms that stood empty are nights, and no night of them was sold."""


@pytest.mark.parametrize("name", [*PAGES, "funnel/visits?step=room", "funnel?order=strict&window=1h"])
def test_nothing_is_no_share(app: Flask, name: str) -> None:
    page = desk(app, "marketing").get(f"/marketing/{name}", reads=120)
    said = SOLD.sub("", words(page.one("main")))
    assert not SHARE.search(said), SHARE.findall(said)
    assert re.search(r"(?i)no data|nobody|nothing|no case|nothing is planned|no action", said)


@pytest.mark.parametrize(
    "name", ["funnel", "friction", "denied", "scores", "comments", "cases", "board", "journey", "actions"]
)
def test_a_file_of_nothing_has_its_heads(app: Flask, name: str) -> None:
    lines = desk(app, "marketing").client.get(f"/marketing/{name}.csv").text.splitlines()
    assert "," in lines[0]
    assert not any("nan" in line.split(",") for line in lines)
