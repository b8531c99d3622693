"""Anybody takes the chain of reviews away, whole or as it goes on, and checks it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from app.experience.reviews.queries.chain import chain_links
from app.experience.reviews.rules import GENESIS, chain_faults, read_chain
from app.guest.reviews import listed
from tests.page import Visitor
from tests.reviewing import NEXT_DAY, SetClock, reviewed, stayed

URL = "/reviews/chain.json"


def test_the_chain_is_published_and_answers_304(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id = stayed(set_clock)
    empty = visitor.client.get(URL).get_json()
    assert (empty["entries"], empty["count"], empty["head"], empty["next"]) == ([], 0, GENESIS, None)
    reviewed(booking_id)
    first = visitor.client.get(URL)
    assert (first.get_json()["count"], first.get_json()["next"]) == (1, None)
    assert first.get_json()["entries"][0]["kind"] == "written"
    assert read_chain(first.data) == (chain_links(), [])
    tag = {"If-None-Match": first.headers["ETag"]}
    assert visitor.client.get(URL, headers=tag).status_code == 304
    set_clock("2027-03-08T11:00+00:00")
    reviewed(stayed(set_clock, "snug"), "Another")
    assert visitor.client.get(URL, headers=tag).status_code == 200


def test_a_long_chain_goes_on_and_holds_as_one(
    app: Flask, visitor: Visitor, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Five entries, two in a document: followed by its own addresses, checked by the command in any order."""
    monkeypatch.setattr(listed, "ENTRIES", 2)
    booking_id = stayed(set_clock)
    for number in range(5):
        reviewed(booking_id, f"Number {number}")
    files, at, tags = [], URL, []
    while at:
        answer = visitor.client.get(at)
        tags.append((at, {"If-None-Match": answer.headers["ETag"]}))
        files.append(tmp_path / f"chain-{len(files)}.json")
        files[-1].write_bytes(answer.data)
        at = answer.get_json()["next"]
    links, faults = read_chain(*(file.read_bytes() for file in reversed(files)))
    assert ([link.number for link in links], faults, list(chain_faults(links))) == ([1, 2, 3, 4, 5], [], [])
    assert [json.loads(file.read_bytes())["after"] for file in files] == [0, 2, 4]

    def verify(*some: Path) -> tuple[int, str]:
        found = app.test_cli_runner().invoke(args=["reviews", "verify", *map(str, some)])
        return found.exit_code, found.output

    assert verify(*reversed(files)) == (0, "ok    5 entries\n")
    assert verify(files[0]) == (0, "ok    2 entries; 3 more on the site since\n")
    assert verify(files[0], files[2])[0] == 1, "a document is missing"
    assert verify(*files[1:])[0] == 1, "the beginning is missing"
    changed = json.loads(files[1].read_bytes())
    changed["entries"][1]["review"] = 7
    files[1].write_text(json.dumps(changed))
    assert "entry 4: was changed" in verify(*files)[1]

    reviewed(booking_id, "Written since")
    assert [visitor.client.get(at, headers=tag).status_code for at, tag in tags] == [304, 304, 200]
    since = visitor.client.get(f"{URL}?after=5").get_json()
    assert ([entry["number"] for entry in since["entries"]], since["after"]) == ([6], 5)
    assert visitor.client.get(f"{URL}?after=6").get_json()["entries"] == [], "nothing new, and no fault"
    for wrong in ("7", "-1", "x", "9" * 30, "²"):
        assert visitor.client.get(f"{URL}?after={wrong}").status_code == 404


def test_the_page_of_reviews_names_the_end_of_the_chain(visitor: Visitor, set_clock: SetClock) -> None:
    set_clock(NEXT_DAY)
    reviewed(stayed(set_clock))
    assert visitor.client.get(URL).get_json()["head"] in visitor.get("/reviews").text
