"""Bad input never answers 500, on any address of the site, by GET or POST."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests import cast, markup
from tests.databases import Databases, opened

SCRIPT = "<script>alert(1)</script>"
BAD = [
    "", " ", "any", "2027-03-05", "2027-03-07", "2027-03-04", "1999-01-01", "2027-02-30", "9999-12-31", "0001-01-01",
    "2027-13-45", "next friday", "2027-03-05T10:00", "0", "-1", "40", "29", "2.5", "1e9", "NaN", str(10**20), "٣",
    "4,7", "4,-1", "4,,", "1,2,3,4,5,6,7,8,9,10,11,12,13", "step-free", "bath,bath", "true", "\x00", "a\x00b",
    "🥚" * 300,
    "\u202eetirw", "e\u0301", "x" * 10_000, "' OR 1=1 --", SCRIPT, '"><b>', "../../etc/passwd", "%00", "{{ 7*7 }}",
    "https://elsewhere.example/", "//elsewhere.example", "combe-harrow", "snug", "=1+1", "\r\nSet-Cookie: a=b",
]  # fmt: skip
VALUE = st.sampled_from(BAD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SEARCH = ("location", "arrival", "departure", "adults", "children", "dogs", "cots", "needs", "rooms", "sort")
CHOICE = (
    "room_type",
    "rate_plan",
    "quote",
    "code",
    "price",
    "month",
    "supper",
    "extras",
    "nights",
    "ref",
    "next",
)
DETAILS = (
    "name",
    "email",
    "telephone",
    "country",
    "arrival_time",
    "notes",
    "terms",
    "pay",
    "allergens",
    "consent",
)
NAMES = st.sampled_from([*SEARCH, *CHOICE, *DETAILS, "csrf_token", "token", "card"])
PAIRS = st.lists(st.tuples(NAMES, VALUE), max_size=12)
"""Doubled parameters among them."""


@pytest.fixture(scope="module")
def application(sqlite_databases: Databases) -> Iterator[Flask]:
    """A site with two houses that takes forms without a token: a bad one is not what is tried here."""
    url = sqlite_databases.copy("houses-2", lambda: cast.group(2))
    with opened(sqlite_databases.config(url)) as app:
        app.config["WTF_CSRF_ENABLED"] = False
        app.config["PROPAGATE_EXCEPTIONS"] = False
        app.testing = False
        yield app
    sqlite_databases.drop(url)


def rules(app: Flask, method: str) -> list[Rule]:
    return sorted((rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())), key=str)


def asked(app: Flask, method: str, data: st.DataObject) -> TestResponse:
    """One request with bad values in the address, the query and the form."""
    rule = data.draw(st.sampled_from(rules(app, method)))
    known = st.sampled_from(["combe-harrow", "snug", "garden"])
    path = rule.rule
    while "<" in path:
        start, end = path.index("<"), path.index(">")
        value = data.draw(known | VALUE, label=path[start : end + 1]).replace("<", "").replace("/", "") or "-"
        path = path[:start] + quote(value, safe="") + path[end + 1 :]
    query = MultiDict(data.draw(PAIRS, label="query"))
    form = MultiDict(data.draw(PAIRS, label="form")) if method == "POST" else None
    htmx = {"HX-Request": "true"} if data.draw(st.booleans(), label="htmx") else {}
    return app.test_client().open(path, method=method, query_string=query, data=form, headers=htmx)


def accepted(answer: TestResponse) -> None:
    where = f"{answer.status} {answer.request.url if answer.request else ''}"
    assert answer.status_code < 500, where
    assert urlsplit(answer.location or "").netloc in ("", "localhost"), where
    if answer.mimetype != "text/html" or answer.is_streamed or answer.location:
        return
    assert SCRIPT not in answer.text, where
    if answer.text.lstrip().lower().startswith("<!doctype"):
        assert markup.faults(markup.parsed(answer.text)) == [], where


@given(data=st.data())
def test_any_address(application: Flask, data: st.DataObject) -> None:
    accepted(asked(application, "GET", data))


@given(data=st.data())
def test_any_form(application: Flask, data: st.DataObject) -> None:
    if rules(application, "POST"):
        accepted(asked(application, "POST", data))


@pytest.mark.parametrize("name", SEARCH)
def test_each_bad_word_in_a_search(application: Flask, name: str) -> None:
    good = {"arrival": "2027-03-05", "departure": "2027-03-07", "adults": "2"}
    for value in BAD:
        accepted(application.test_client().get("/stays", query_string=good | {name: value}))
