"""Static files: hashed, kept for ever, compressed, and nothing outside their folder."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask

from app.web.assets import SCRIPTS, STYLES, Assets, init_assets


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    every = {*STYLES.values(), *(part for parts in SCRIPTS.values() for part in parts)}
    written = {
        "css/guest.css": (
            '@layer base, print;\n@import url("base.css") layer(base);\n@import url("print.css") layer(print) print;\n'
        ),
        "css/base.css": "/* said to the reader only */\nbody{background:url(../pictures/paper.svg)}",
        "css/print.css": "main{color:#000}",
        "pictures/paper.svg": "<svg/>",
        "pictures/place-card.webp": "small",
        "pictures/place.webp": "large",
        "pictures/small-garden-gate.svg": "<svg/>",
        "vendor/htmx/htmx.min.js": "one()",
        "js/live-region.js": "two()",
        "js/seen-pictures.js": "three()",
        "js/hold-time.js": "four()",
        "js/party-words.js": "five()",
        "js/date-range.js": "six()",
    }
    for name, text in (dict.fromkeys(sorted(every), "") | written).items():
        path = tmp_path / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "secret.txt").write_text("not for everybody")
    return tmp_path / "static"


@pytest.fixture
def served(folder: Path) -> Flask:
    app = Flask("served", static_folder=None)
    init_assets(app, folder)
    return app


def url(app: Flask, name: str) -> str:
    return str(app.jinja_env.filters["asset_url"](name))


def test_a_style_sheet_stands_in_its_layers_with_hashed_addresses(served: Flask) -> None:
    body = served.test_client().get(url(served, "guest.css")).text
    assert f"@layer base{{body{{background:url({url(served, 'pictures/paper.svg')})}}}}" in body.replace("\n", "")
    assert "@media print{@layer print{main{color:#000}}}" in body
    assert "@import" not in body
    assert "said to the reader" not in body


def test_scripts_are_joined_in_their_order(served: Flask) -> None:
    assert served.test_client().get(url(served, "guest.js")).text.split() == [
        "one()",
        "two()",
        "three()",
        "four()",
        "five()",
        "six()",
    ]


def test_a_hashed_name_is_kept_for_ever_and_an_outdated_one_for_a_minute(served: Flask) -> None:
    client, address = served.test_client(), url(served, "guest.css")
    assert client.get(address).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    outdated = client.get(address.replace(address.split(".")[1], "0123456789"))
    assert outdated.text == client.get(address).text
    assert outdated.headers["Cache-Control"] == "public, max-age=60"


def test_the_name_changes_with_the_content(folder: Path) -> None:
    before = Assets(folder).hashed("js/live-region.js")
    (folder / "js/live-region.js").write_text("changed()")
    assert Assets(folder).hashed("js/live-region.js") != before


def test_text_is_compressed_for_those_who_ask(served: Flask) -> None:
    client, address = served.test_client(), url(served, "guest.js")
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == client.get(address).data


def test_what_a_browser_has_is_not_sent_again(served: Flask) -> None:
    client, address = served.test_client(), url(served, "guest.js")
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    "name", ["../secret.txt", "css/../../secret.txt", "%2e%2e/secret.txt", "no.css", "%00", "a" * 5000]
)
def test_nothing_else_is_served(served: Flask, name: str) -> None:
    assert served.test_client().get(f"/static/{name}").status_code == 404


def test_a_style_sheet_that_names_a_missing_file_stops_the_start(folder: Path) -> None:
    (folder / "css/base.css").write_text("body{background:url(../pictures/gone.svg)}")
    with pytest.raises(LookupError, match=r"pictures/gone\.svg"):
        init_assets(Flask("served", static_folder=None), folder)


def test_pictures_come_at_the_size_that_was_made(served: Flask) -> None:
    picture_url = served.jinja_env.globals["picture_url"]
    assert picture_url("place", "card").startswith("/static/pictures/place-card.")  # type: ignore[operator]
    assert picture_url("place", "thumb").startswith("/static/pictures/place.")  # type: ignore[operator]
    assert picture_url("").startswith("/static/pictures/small-garden-gate.")  # type: ignore[operator]
