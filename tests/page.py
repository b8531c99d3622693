"""A page object: asks the application for pages and checks every one that it gets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from app.web.trader import NOBODY
from app.web.warming import warm
from tests import markup, trees
from tests.statements import Statements, counted

MAY_BE_WRITTEN = re.compile(
    r"(INSERT INTO|UPDATE|DELETE FROM) \"?(event|visit|offer_decision|offer_unshown|session|limit)\b"
    r"|DELETE FROM \"?checkout_visit\b"
)
"""The tables that a GET may write to; and from one it forgets whoever objects to being counted."""

READS_PER_PAGE = 12
"""Reading statements a page may send unless its test says fewer; the results page has a budget of its own."""


@dataclass
class Page:
    """One answer, already checked."""

    url: str
    response: TestResponse
    tree: Element
    statements: Statements

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        """All words of the page's main part."""
        return markup.words(next(self.tree.iter("main")))

    @property
    def h1(self) -> str:
        return markup.words(next(self.tree.iter("h1")))

    def all(self, tag: str = "*", **attributes: str) -> list[Element]:
        """Elements with these attributes; `class_` matches one class, `data_reason` means `data-reason`."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.tree.iter(None if tag == "*" else tag)
            if all(
                value in element.get(n, "").split() if n == "class" else element.get(n) == value
                for n, value in wanted.items()
            )
        ]

    def one(self, tag: str = "*", **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{self.url}: {len(found)} of {tag} {attributes}"
        return found[0]

    def words(self, tag: str = "*", **attributes: str) -> str:
        return markup.words(self.one(tag, **attributes))

    def prices(self) -> list[int]:
        """Every `<data class="price">` of the page, in minor units, in order."""
        return [int(element.attrib["value"]) for element in self.all("data", class_="price")]

    def link(self, words: str) -> str:
        """The address of the one link with these words."""
        ids = {element.attrib["id"]: element for element in self.tree.iter() if "id" in element.attrib}
        found = {
            a.attrib["href"] for a in self.tree.iter("a") if words in markup.name_of(a, ids) and "href" in a.attrib
        }
        assert len(found) == 1, f"{self.url}: links with {words!r}: {found}"
        return urljoin(self.url, found.pop())

    def form(self, **attributes: str) -> Form:
        """The one form with these attributes, or the only POST form of the page's main part."""
        if attributes:
            return Form(self.url, self.one("form", **attributes))
        posts = [f for f in next(self.tree.iter("main")).iter("form") if f.get("method", "").lower() == "post"]
        assert len(posts) == 1, f"{self.url}: {[form.get('action') for form in posts]}"
        return Form(self.url, posts[0])


@dataclass
class Form:
    """A form as a browser would send it; `fill` changes what was typed."""

    url: str
    element: Element
    typed: dict[str, Any] = field(default_factory=dict)

    @property
    def action(self) -> str:
        return urljoin(self.url, self.element.get("action") or self.url)

    @property
    def post(self) -> bool:
        return self.element.get("method", "get").lower() == "post"

    def fill(self, **typed: Any) -> Form:
        names = {field.get("name") for field in self.element.iter()}
        assert set(typed) <= names, f"{self.url}: no field {set(typed) - names}, only {names - {None}}"
        return Form(self.url, self.element, self.typed | typed)

    def data(self, press: str | None = None) -> dict[str, Any]:
        """Name and value of every field that counts; `press` is the name=value of the button that is pressed."""
        values: dict[str, list[str]] = {}
        for element in self.element.iter():
            name = element.get("name")
            if name and (value := _value(element)) is not None:
                values.setdefault(name, []).append(value)
        if press:
            name, _, value = press.partition("=")
            values[name] = [value]
        return values | self.typed


def _value(element: Element) -> str | None:
    if "disabled" in element.attrib:
        return None
    if element.tag == "textarea":
        return "".join(element.itertext()).removeprefix("\n")
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = next((option for option in options if "selected" in option.attrib), options[0] if options else None)
        return None if chosen is None else chosen.get("value", markup.words(chosen))
    if element.tag != "input" or element.get("type") in {"submit", "button", "image", "reset", "file"}:
        return None
    if element.get("type") in {"checkbox", "radio"}:
        return element.get("value", "on") if "checked" in element.attrib else None
    return element.get("value", "")


class Visitor:
    """Somebody without JavaScript, who keeps cookies and follows links."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        warm(app)

    def get(self, url: str, status: int = 200, reads: int = READS_PER_PAGE, **options: Any) -> Page:
        """The page at `url`, after redirects, checked; `reads` is its budget of reading statements."""
        return self._asked("GET", url, status, reads, **options)

    def post(self, url: str, data: dict[str, Any], status: int = 200, reads: int = 60, **options: Any) -> Page:
        return self._asked("POST", url, status, reads, data=data, **options)

    def submit(self, form: Form, status: int = 200, press: str | None = None, reads: int = 60) -> Page:
        """Send a form as a browser does, and land on the page that it leads to."""
        if form.post:
            return self.post(form.action, form.data(press), status, reads)
        return self.get(form.action, status, reads, query_string=form.data(press))

    def _asked(self, method: str, url: str, status: int, reads: int, **options: Any) -> Page:
        with counted() as statements:
            response = self.client.open(url, method=method, follow_redirects=True, **options)
        where = response.request.full_path.rstrip("?") if response.request else url
        assert response.status_code == status, f"{method} {url}: {response.status}\n{response.text[:2000]}"
        assert len(statements.reads) <= reads, f"{where}: {statements}"
        if method == "GET":
            changes = [write for write in statements.writes if not MAY_BE_WRITTEN.match(write)]
            assert changes == [], f"{where} is a GET and changes more than what is noted about it"
        page = Page(where, response, trees.parsed(response.text), statements)
        found = [*markup.faults(page.tree), *self._headers(response), *self._trader(page), *self._dead_links(page)]
        assert not found, f"{where}:\n" + "\n".join(found)
        return page

    def _headers(self, response: TestResponse) -> list[str]:
        wanted = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy")
        return [f"header {name} is missing" for name in wanted if name not in response.headers]

    def _trader(self, page: Page) -> list[str]:
        """What the footer of a guest's page does not say of who the contract is with, and how to ring them."""
        sheets = [link.get("href", "") for link in page.tree.iter("link") if link.get("rel") == "stylesheet"]
        own = self.app.extensions.get("trader", NOBODY)
        if own == NOBODY or not any("/guest" in sheet for sheet in sheets):
            return []
        said = " ".join(markup.words(footer) for footer in page.all("footer", class_="footer"))
        wanted = (own.name, own.address, own.company_number, own.vat_number, own.telephone)
        return [f"no footer says {words!r}" for words in wanted if " ".join(words.split()) not in said]

    def _dead_links(self, page: Page) -> list[str]:
        """Own addresses on the page that no route answers; whether the thing behind them exists is not asked."""
        urls = self.app.url_map.bind("localhost")
        wanted = [
            (element.get(attribute, ""), method)
            for element in page.tree.iter()
            for attribute, method in (
                ("href", "GET"),
                ("src", "GET"),
                ("action", element.get("method", "get").upper()),
                ("hx-get", "GET"),
                ("hx-post", "POST"),
            )
            if attribute in element.attrib
        ]
        dead = []
        for address, method in wanted:
            parts = urlsplit(urljoin(page.url, address))
            if parts.scheme not in {"", "http", "https"} or parts.netloc not in {"", "localhost"}:
                continue
            if address.startswith("#") or parts.path.startswith("/static/"):
                continue
            try:
                urls.match(parts.path, method)
            except RequestRedirect:
                continue
            except HTTPException as error:
                dead.append(f"{method} {address}: {error.name}")
        return dead
