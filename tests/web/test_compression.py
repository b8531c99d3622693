"""Pages travel gzipped, and their compressed length tells nothing."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask, Response

from app.web import compression

WORDS = "<p>Supper’s in the garden.</p>" * 100


@pytest.fixture
def speaking() -> Flask:
    app = Flask("speaking", static_folder=None)
    compression.register(app)
    app.add_url_rule("/page", "page", lambda: WORDS)
    app.add_url_rule("/short", "short", lambda: "<p>short</p>")
    app.add_url_rule("/picture", "picture", lambda: Response(b"\0" * 5000, content_type="image/webp"))
    return app


def test_a_page_is_compressed_for_those_who_accept_it(speaking: Flask) -> None:
    packed = speaking.test_client().get("/page", headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(WORDS) / 5
    assert gzip.decompress(packed.data).decode() == WORDS


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity"])
def test_everybody_else_gets_it_plain(speaking: Flask, accepted: str) -> None:
    plain = speaking.test_client().get("/page", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["Vary"] == "Accept-Encoding"
    assert plain.text == WORDS


@pytest.mark.parametrize("path", ["/short", "/picture"])
def test_what_would_gain_nothing_stays_as_it_is(speaking: Flask, path: str) -> None:
    assert "Content-Encoding" not in speaking.test_client().get(path, headers={"Accept-Encoding": "gzip"}).headers


def test_the_length_of_the_same_page_varies() -> None:
    assert len({len(compression.gzipped(WORDS.encode())) for _ in range(50)}) > 5
