"""Page bodies are shared by the web processes of one server, and nobody gets what is another's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask

from app import create_app
from app.web.shelf import Shelf, _ours
from tests.page import Visitor

STAYS = "/stays?arrival=2027-03-05&departure=2027-03-07"


def test_what_one_process_made_another_finds(tmp_path: Path) -> None:
    Shelf(tmp_path / "own").put(7, "name", "body £")

    assert Shelf(tmp_path / "own").find(7, "name") == "body £"
    assert Shelf(tmp_path / "own").find(8, "name") is None
    assert Shelf(tmp_path / "other").find(7, "name") is None


def test_what_is_no_longer_good_is_looked_for_among_what_others_made(tmp_path: Path) -> None:
    here, there = Shelf(tmp_path / "own"), Shelf(tmp_path / "own")
    here.put(7, "name", "old")
    there.put(7, "name", "new")

    assert here.find(7, "name") == "old"
    assert here.find(7, "name", lambda body: body != "old") == "new"
    assert here.find(7, "name", lambda body: body == "newest") is None


def test_a_minute_that_has_passed_is_cleared(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "own")
    shelf.put(7, "name", "old")
    shelf.put(8, "name", "new")

    assert [folder.name for folder in (tmp_path / "own").iterdir()] == ["8"]


def test_a_shelf_that_cannot_be_written_keeps_in_memory(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("a file where the folder should be")
    shelf = Shelf(tmp_path / "own")
    shelf.put(7, "name", "body")

    assert shelf.find(7, "name") == "body"
    assert Shelf(tmp_path / "own").find(7, "name") is None


def test_two_processes_send_the_same_page_with_tokens_of_their_visitors(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    sibling = create_app(app.config["SETTINGS"])
    made = Visitor(app).get(STAYS)
    sibling.extensions["shelf"].find = found = Noting(sibling.extensions["shelf"].find)
    again = Visitor(sibling).get(STAYS)

    assert found.bodies == 1, "the second process found what the first one had made"
    one, other = (page.one("form", id="choose")[0].attrib["value"] for page in (made, again))
    assert one != other
    assert made.response.text.replace(one, "") == again.response.text.replace(other, "")


class Noting:
    """Counts how often something was found."""

    def __init__(self, find: object) -> None:
        self.find = find
        self.bodies = 0

    def __call__(self, minute: int, name: str, good: Callable[[str], bool]) -> str | None:
        body: str | None = self.find(minute, name, good)  # type: ignore[operator]
        self.bodies += body is not None
        return body


def test_a_folder_of_somebody_else_is_not_used(tmp_path: Path) -> None:
    own, open_to_all, link = tmp_path / "own", tmp_path / "open", tmp_path / "link"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    link.symlink_to(tmp_path)

    assert [_ours(folder) for folder in (own, open_to_all, link)] == [True, False, False]
