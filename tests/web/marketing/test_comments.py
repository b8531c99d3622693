"""What guests wrote: whose name is shown, and giving a comment another theme."""

import csv
import io
from datetime import timedelta

from flask import Flask

from tests import cast
from tests.builders import TODAY
from tests.staffing import desk
from tests.unit.insight.answers import asked, guest

READS = 14


def said(words: str, house: str = "combe-harrow", theme: str = "broken", **more: object) -> int:
    left = TODAY - timedelta(days=3)
    given = {"nps": 3, "words": words, "theme": theme, "sentiment": "bad"}
    return asked(cast.found(house), left, guest_id=guest("Anna Whitlock"), **(given | more))


def test_a_name_stands_only_where_the_guest_agreed(app: Flask) -> None:
    said("The bath ran cold.")
    visitor = desk(app, "marketing")
    assert "Whitlock" not in visitor.get("/marketing/comments", reads=READS).text
    assert "Whitlock" not in visitor.client.get("/marketing/comments.csv").text
    said("The bath ran hot.", named=True)
    assert "Combe Harrow, Anna Whitlock" in visitor.get("/marketing/comments", reads=READS).text
    rows = list(csv.DictReader(io.StringIO(visitor.client.get("/marketing/comments.csv").text)))
    assert [row["name"] for row in rows] == ["Anna Whitlock", ""]


def test_they_are_chosen_by_theme_and_by_how_they_sound(app: Flask) -> None:
    said("The bath ran cold.")
    said("The leeks were good.", theme="food", sentiment="good")
    visitor = desk(app, "marketing")
    assert "leeks" not in visitor.get("/marketing/comments?theme=broken", reads=READS).text
    assert "bath" not in visitor.get("/marketing/comments?sentiment=good", reads=READS).text
    assert "Nobody wrote anything that fits." in visitor.get("/marketing/comments?theme=people", reads=READS).text


def test_a_comment_gets_another_theme_at_once(app: Flask) -> None:
    survey = said("The bath ran cold.")
    visitor = desk(app, "marketing")
    form = visitor.get("/marketing/comments", reads=READS).form(action=f"/marketing/comments/{survey}")
    page = visitor.submit(form.fill(theme="room"))
    assert page.form(action=f"/marketing/comments/{survey}").data()["seen"] == ["room"]


def test_of_two_who_relabel_one_is_told(app: Flask) -> None:
    survey = said("The bath ran cold.")
    visitor = desk(app, "marketing")
    form = visitor.get("/marketing/comments", reads=READS).form(action=f"/marketing/comments/{survey}")
    visitor.submit(form.fill(theme="room"))
    page = visitor.submit(form.fill(theme="people"), 409)
    assert "It is now “The room”." in page.text


def test_a_theme_that_is_none_is_refused(app: Flask) -> None:
    survey = said("The bath ran cold.")
    visitor = desk(app, "marketing")
    form = visitor.get("/marketing/comments", reads=READS).form(action=f"/marketing/comments/{survey}")
    assert "Choose a theme from the list" in visitor.submit(form.fill(theme="weather"), 422).text


def test_a_comment_of_another_house_is_not_there(app: Flask) -> None:
    survey = said("The bath ran cold.")
    other = desk(app, "manager", "withy-moor")
    page = other.get("/marketing/comments", reads=READS)
    assert "bath" not in page.text
    token = page.form(aria_label="Keep this view").data()["csrf_token"]
    answer = other.client.post(f"/marketing/comments/{survey}", data={"csrf_token": token, "theme": "room"})
    assert answer.status_code == 404
