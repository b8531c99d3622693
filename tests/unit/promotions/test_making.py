"""Writing promotions: what cannot be right names its field, and two who write at once do not undo each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from app.journal.models import Entry
from app.promotions import operations, queries
from app.promotions.errors import Contradicts, Stale, Unknown, WrongStep
from app.promotions.rules import Wanted, code_of
from app.store import db
from tests.cast import found

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app")]
GOOD = Wanted("autumn-for-less", "Autumn for less", "percent", percent_bp=1500)


def test_a_promotion_is_a_draft_until_it_is_started_and_the_journal_says_who() -> None:
    made = operations.make(replace(GOOD, code=" quince 15 ", houses=(found().id,)), by=None)
    draft = queries.promotion_of(made)
    assert draft is not None
    assert draft.state == "draft"
    assert draft.houses == (found().id,)
    assert queries.running() == ()
    assert queries.by_code("QUINCE15") is None
    operations.start(made, seen_revision=1, by=None)
    assert [own.id for own in queries.running()] == [made]
    for typed in ("quince15", "QUINCE15", " Qui nce\t15\n"):
        assert (own := queries.by_code(typed)) is not None
        assert own.id == made
    assert queries.by_code("  ") is None
    assert queries.by_slug("autumn-for-less") is not None
    said = db.session.scalars(select(Entry.action).where(Entry.subject == "promotion").order_by(Entry.id)).all()
    assert said == ["promotion_made", "promotion_started"]


def test_it_is_paused_started_again_and_stopped_for_good() -> None:
    made = operations.make(GOOD, by=None)
    with pytest.raises(WrongStep):
        operations.pause(made, seen_revision=1, by=None)
    operations.start(made, seen_revision=1, by=None)
    first = queries.promotion_of(made)
    operations.pause(made, seen_revision=2, by=None)
    assert queries.running() == ()
    operations.start(made, seen_revision=3, by=None)
    again = queries.promotion_of(made)
    assert first
    assert again
    assert again.started_at == first.started_at
    operations.stop(made, seen_revision=4, by=None)
    for step in (operations.start, operations.pause, operations.stop):
        with pytest.raises(WrongStep):
            step(made, seen_revision=5, by=None)
    with pytest.raises(WrongStep):
        operations.change(made, GOOD, seen_revision=5, by=None)


def test_a_stale_form_gets_both_versions_and_changes_nothing() -> None:
    made = operations.make(GOOD, by=None)
    assert operations.change(made, replace(GOOD, title="Autumn"), seen_revision=1, by=None) == 2
    with pytest.raises(Stale) as stale:
        operations.change(made, replace(GOOD, title="Winter"), seen_revision=1, by=None)
    assert stale.value.now.title == "Autumn"
    assert (now := queries.promotion_of(made)) is not None
    assert now.title == "Autumn"
    with pytest.raises(Stale):
        operations.start(made, seen_revision=1, by=None)
    with pytest.raises(Unknown):
        operations.change(made + 1, GOOD, seen_revision=1, by=None)


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("percent_bp", {"percent_bp": 10001}),
    ("percent_bp", {"percent_bp": -1}),
    ("percent_bp", {"percent_bp": 0}),
    ("amount_minor", {"kind": "amount", "percent_bp": 0}),
    ("amount_minor", {"kind": "amount", "amount_minor": 0}),
    ("extra_id", {"kind": "extra"}),
    ("extra_id", {"kind": "extra", "extra_id": 9999}),
    ("room_type_id", {"kind": "better_room"}),
    ("room_type_id", {"kind": "better_room", "room_type_id": 9999}),
    ("leaves_by", {"kind": "later_departure"}),
    ("houses", {"kind": "another_house"}),
    ("houses", {"houses": (9999,)}),
    ("kind", {"kind": "present"}),
    ("title", {"title": "  "}),
    ("line", {"line": "x" * 201}),
    ("slug", {"slug": "Autumn for less"}),
    ("book_until_on", {"book_from_on": date(2027, 3, 2), "book_until_on": date(2027, 3, 1)}),
    ("nights_until_on", {"nights_from_on": date(2027, 3, 2), "nights_until_on": date(2027, 3, 1)}),
    ("nights_until_on", {"book_from_on": date(2027, 5, 1), "nights_until_on": date(2027, 4, 1)}),
    ("weekdays", {"weekdays": ""}),
    ("weekdays", {"weekdays": "78"}),
    ("most_nights", {"least_nights": 3, "most_nights": 2}),
    ("least_nights", {"least_nights": 0}),
    ("uses_most", {"uses_most": 10**20}),
    ("each_most", {"uses_most": 2, "each_most": 3}),
    ("budget_minor", {"budget_minor": 0}),
    ("code", {"code": "ü!"}),
    ("code", {"by_code_only": True, "code": "  "}),
]
"""A field, and what cannot stand in it."""


def test_what_cannot_be_right_names_its_field() -> None:
    for field, wrong in WRONG:
        with pytest.raises(Contradicts) as refused:
            operations.make(replace(GOOD, **wrong), by=None)
        assert field in {problem.field for problem in refused.value.problems}, wrong
        assert queries.every() == {}, wrong


def test_everything_wrong_is_told_at_once_and_the_table_refuses_it_too() -> None:
    with pytest.raises(Contradicts) as refused:
        operations.make(replace(GOOD, title="", slug="", percent_bp=99999, least_nights=0), by=None)
    assert [problem.field for problem in refused.value.problems] == ["title", "slug", "percent_bp", "least_nights"]


def test_a_slug_and_a_code_are_had_once() -> None:
    operations.make(replace(GOOD, code="QUINCE"), by=None)
    with pytest.raises(Contradicts) as refused:
        operations.make(replace(GOOD, code="q u i n c e"), by=None)
    assert [problem.field for problem in refused.value.problems] == ["slug", "code"]


def test_every_kind_may_be_kept() -> None:
    house = found()
    for number, gives in enumerate(
        (
            {"kind": "amount", "amount_minor": 5000},
            {"kind": "extra", "extra_id": house.extras["flowers"], "percent_bp": 10000},
            {"kind": "supper", "percent_bp": 5000},
            {"kind": "better_room", "room_type_id": house.room_types["garden"], "percent_bp": 5000},
            {"kind": "later_departure", "leaves_by": time(14)},
            {"kind": "longer", "percent_bp": 10000, "least_nights": 3},
            {"kind": "another_house", "percent_bp": 1000, "houses": (house.id,)},
        )
    ):
        made = operations.make(replace(Wanted(f"one-{number}", "One", "percent"), **gives), by=None)  # type: ignore[arg-type]
        assert (own := queries.promotion_of(made)) is not None
        assert own.kind == gives["kind"]


def test_codes_are_capitals_without_blanks() -> None:
    assert code_of(" Quince  15\u00a0") == "QUINCE15"
    assert code_of(" \t") is None
    assert code_of(None) is None
