"""Bad input never answers 500, on any address of the site, by GET or POST."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests import cast, markup, trees
from tests.baskets import basket
from tests.cards import placed
from tests.databases import Databases, opened
from tests.page import Form
from tests.staffing import desk

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
        assert markup.faults(trees.parsed(answer.text)) == [], where


FIELD = re.compile(
    r"""^    (\w+) = (?:wtforms\.)?[A-Z]\w*\(|(?:form|args|values)\.get(?:list)?\(["'](\w+)["']|\sname="([\w-]+)\"""",
    re.MULTILINE,
)
ROOT = Path(__file__).parents[2]
DESK = ("/staff", "/marketing")
LEFT_ALONE = re.compile(r"/staff/sign|/staff/second-factor|/staff/staff/|/sign|.*/house/close$")
"""What would end the session in which all is tried, the rights of whoever tries, or the house at which it is tried."""


def desk_names() -> list[str]:
    """Every name that a field of the desks has, as their forms, views and templates say it."""
    folders = [ROOT / "app/staff", ROOT / "app/marketing", ROOT / "templates/staff", ROOT / "templates/marketing"]
    files = [path for folder in folders for end in ("*.py", "*.html") for path in folder.rglob(end)]
    found = {name for path in files for names in FIELD.findall(path.read_text("utf-8")) for name in names if name}
    return sorted(found)


DESK_NAMES = desk_names()
DESK_BAD = [*BAD, "1", "2", "on", "-0.01", "£1", str(2**31), str(2**63), "99999999.99"]
DESK_VALUE = VALUE | st.sampled_from(DESK_BAD)
DESK_PAIRS = st.lists(st.tuples(st.sampled_from(DESK_NAMES), DESK_VALUE), max_size=20)


@pytest.fixture
def administrator(application: Flask) -> FlaskClient:
    """A browser that may do everything at both desks, signed in by the clock of the test."""
    return desk(application, "administrator", mail=f"{uuid4().hex}@group.example").client


@pytest.fixture(scope="module")
def reference(application: Flask) -> str:
    """A booking with a room and a name, for the pages of one."""
    return placed(basket(cast.found()), {"name": "Anna Bell", "email": "anna@example.com"}).reference


def asked_at_desk(client: FlaskClient, method: str, data: st.DataObject) -> TestResponse:
    """One request at a desk: a place that there is, more often than not, and bad values in all that is sent."""
    own = [rule for rule in rules(client.application, method) if rule.rule.startswith(DESK)]
    rule = data.draw(st.sampled_from([rule for rule in own if not LEFT_ALONE.match(rule.rule)]))
    path = rule.rule
    while "<" in path:
        start, end = path.index("<"), path.index(">")
        named = path[start : end + 1]
        good = st.just("combe-harrow") if "house" in named else st.sampled_from(["1", "2", "snug", "2027-03-05"])
        value = data.draw(good | good | VALUE, label=named).replace("<", "").replace("/", "") or "-"
        path = path[:start] + quote(value, safe="") + path[end + 1 :]
    pairs = MultiDict(data.draw(DESK_PAIRS, label="pairs"))
    htmx = {"HX-Request": "true"} if data.draw(st.booleans(), label="htmx") else {}
    if method == "GET":
        return client.get(path, query_string=pairs, headers=htmx)
    return client.post(path, data=pairs, headers=htmx)


def still_in(answer: TestResponse) -> TestResponse:
    """The same, of somebody who is signed in: from a sign-in page nothing is learnt."""
    assert "/sign-in" not in (answer.location or ""), answer.request.url if answer.request else ""
    return answer


def forms_of(answer: TestResponse, url: str) -> list[Form]:
    """The forms of a desk's page that are sent and not only looked up; of those on every page none."""
    if answer.status_code != 200 or answer.mimetype != "text/html":
        return []
    found = [
        Form(url, one) for one in trees.parsed(answer.text).iter("form") if one.get("method", "").lower() == "post"
    ]
    own = [one for one in found if urlsplit(one.action).path.startswith(DESK)]
    return [one for one in own if not LEFT_ALONE.match(urlsplit(one.action).path) and "/friction" not in one.action]


@given(seed=st.integers(0, 2**32))
def test_a_form_of_the_desks_with_something_bad_in_it(administrator: FlaskClient, reference: str, seed: int) -> None:
    """As it stands on its page, but for a field or two: what is wrong is found deep in the deed, not at its door.

    Drawn by a seed, as what a page offers depends on what was done before.
    """
    chance = random.Random(seed)
    own = [rule.rule for rule in rules(administrator.application, "GET") if rule.rule.startswith(DESK)]
    path = chance.choice([rule for rule in own if "house" in rule and not rule.endswith((".csv", ".pdf"))])
    for placeholder in re.findall("<[^>]+>", path):
        known = "combe-harrow" if "house" in placeholder else reference if "reference" in placeholder else "1"
        path = path.replace(placeholder, known)
    found = forms_of(still_in(administrator.get(path)), path)
    if not found:
        return
    form = chance.choice(found)
    sent = {name: value for name, value in form.data().items() if name != "csrf_token"}
    for name in chance.sample(sorted(sent), min(2, len(sent))):
        sent[name] = chance.choice(DESK_BAD)
    accepted(still_in(administrator.post(urlsplit(form.action).path, data=sent)))


@pytest.mark.parametrize("method", ["GET", "POST"])
@given(data=st.data())
def test_any_page_and_form_of_the_desks(administrator: FlaskClient, method: str, data: st.DataObject) -> None:
    accepted(still_in(asked_at_desk(administrator, method, data)))


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
