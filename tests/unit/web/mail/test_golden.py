"""Every kind of mail reads to the letter as its golden file.

QUINCE_GOLDEN=write pytest tests/unit/web/mail writes them anew; what has changed is then to be read in the diff.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from flask import Flask

from app.web.mail import KINDS, compose
from tests import trees
from tests.unit.web.mail.after_stay import ALL
from tests.unit.web.mail.asking import ASKING
from tests.unit.web.mail.campaigns import CAMPAIGNS
from tests.unit.web.mail.noticing import NOTICING
from tests.unit.web.mail.watching import WATCHING

EXAMPLES = ALL | ASKING | CAMPAIGNS | NOTICING | WATCHING
GOLDEN = Path(__file__).parent / "golden"
WRITE = os.environ.get("QUINCE_GOLDEN") == "write"
pytestmark = pytest.mark.houses(1)


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.fixture
def nothing_by_chance(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.identity.operations.sign_ins.secrets.randbelow", lambda _: 7)
    monkeypatch.setattr("app.identity.operations.mail_changes.secrets.randbelow", lambda _: 7)
    monkeypatch.setattr("app.offers.campaigns.operations.keeping.secrets.token_hex", lambda _: "7" * 32)
    monkeypatch.setattr("app.booking.operations.records.new_reference", lambda: "QNCE7F3K")


@pytest.mark.usefixtures("nothing_by_chance")
@pytest.mark.parametrize("name", EXAMPLES)
def test_reads_as_its_golden_file(name: str) -> None:
    mail = compose(EXAMPLES[name]())
    written = {"txt": f"Subject: {mail.subject}\n\n{mail.text}", "html": mail.html}
    if WRITE:
        GOLDEN.mkdir(exist_ok=True)
        for ending, words in written.items():
            (GOLDEN / f"{name}.{ending}").write_text(words, "utf-8")
    assert {ending: (GOLDEN / f"{name}.{ending}").read_text("utf-8") for ending in written} == written


def test_every_kind_has_an_example() -> None:
    kinds = {name for kind in KINDS for name in EXAMPLES if name == kind}
    assert kinds == set(KINDS)


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_html_stands_by_itself(name: str) -> None:
    """No picture, nothing loaded from anywhere, styles at the elements, every address whole."""
    html = (GOLDEN / f"{name}.html").read_text("utf-8")
    tree = trees.parsed(html)
    assert not [e for e in tree.iter() if e.tag in ("img", "link", "iframe", "form") or e.get("src")]
    assert "@import" not in html
    assert not re.search(r"url\(", html)
    assert all(e.get("style") for e in tree.iter("h1"))
    links = [e.get("href", "") for e in tree.iter("a")]
    assert all(re.match(r"(http://127\.0\.0\.1:8000/|tel:|mailto:)", link) for link in links)
    assert "prefers-color-scheme" in html


def test_every_link_leads_to_a_page(app: Flask) -> None:
    pages = app.url_map.bind("localhost")
    for file in sorted(GOLDEN.iterdir()):
        found = re.findall(r"http://127\.0\.0\.1:8000([^\s\"<?]*)", file.read_text("utf-8"))
        assert found, file.name
        for path in found:
            pages.match(path, method="GET")


@pytest.mark.parametrize("name", EXAMPLES)
def test_both_say_who_we_are(name: str) -> None:
    for ending in ("txt", "html"):
        words = (GOLDEN / f"{name}.{ending}").read_text("utf-8")
        for told in ("The Quince Houses Limited", "01803 496 0100", "00000000", "GB000000000", "/terms"):
            assert told in words
