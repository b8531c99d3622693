"""Every column that says what was said: changed in the database by whatever hand, the chain tells. On both engines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.experience.reviews.operations import (
    answer_review,
    appeal,
    decide_appeal,
    forget_reviews,
    remove_review,
)
from app.experience.reviews.queries.chain import chain_links, database_faults
from app.experience.reviews.queries.shown import Place, shown_reviews
from app.identity.operations import erase_guests
from app.insight.verify import CHECKS, result
from app.kernel import clock
from app.store import db, is_sqlite
from app.web.review_words import quote_of
from tests.reviewing import LEFT, SetClock, chain_file, past_triggers, reviewed, stayed, tampered

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app")]

CHANGES = {
    "review": [
        "booking_id = (SELECT MAX(id) FROM booking)", "location_id = 2", "kind = 'family'", "dogs = NOT dogs",
        "nights = 7",
        "departure_on = '2027-03-06'", "room_type_id = NULL", "arrival = 1", "room = NULL", "supper = 1", "garden = 1",
        "leaving = 5", "words = 'We loved it.'", "words = ''", "written_at = '2027-03-08 09:00:00'",
        "shows_at = '2029-03-08 09:00:00'", "forgotten_at = '2027-03-08 09:00:00', words = ''",
    ],
    "review_answer": ["words = 'Thank you.'", "staff_id = 99", "answered_at = '2027-03-08 09:00:00'"],
    "review_removal": [
        "reason = 'fake'", "words = 'No.'", "staff_id = 99", "removed_at = '2027-03-08 09:00:00'", "restored = FALSE",
        "decision_words = 'No.'", "decided_by = 98", "decided_at = '2027-03-09 09:00:00'",
    ],
    "review_entry": [
        "at = '2027-03-08 09:00:00'", "kind = 'written'", "review_id = review_id - 1",
        "content = previous", "digest = content",
        "previous = '1111111111111111111111111111111111111111111111111111111111111111'", "number = number + 50",
    ],
    "review_salt": ["salt = 'ab'", "salt = ''"],
    "review_chain": ["number = number - 1", "digest = 'ab'"],
}  # fmt: skip
"""What is done to the newest row of each table."""

NEWEST = {
    "review": "id = (SELECT MAX(id) FROM review)",
    "review_answer": "review_id = (SELECT MAX(review_id) FROM review_answer)",
    "review_removal": "review_id = (SELECT MAX(review_id) FROM review_removal)",
    "review_entry": "number = (SELECT MAX(number) FROM review_entry WHERE kind = 'answered')",
    "review_salt": "number = (SELECT MAX(number) FROM review_salt)",
    "review_chain": "id = 1",
}


def told(set_clock: SetClock) -> list[int]:
    """Three reviews: one as it was written, one removed and restored, one answered."""
    ids = [reviewed(stayed(set_clock, until=LEFT)), 0, 0]
    second = stayed(set_clock, "snug")
    ids[1] = reviewed(second, "Cold, and said so.")
    remove_review(ids[1], "private", "It names the cook.", by=1)
    appeal(second, "The cook is a dog.")
    decide_appeal(ids[1], "So it is.", restore=True, by=2)
    ids[2] = reviewed(stayed(set_clock, "garden"), "A queue to pay.")
    answer_review(ids[2], "Sorry.", seen_at=None, by=1)
    stayed(set_clock, "snug")
    return ids


def test_every_change_is_found(set_clock: SetClock) -> None:
    """All on one database: each is undone before the next."""
    told(set_clock)
    assert database_faults() == []
    unseen = [
        f"{table}: {change}" for table, changes in CHANGES.items() for change in changes if not _found(table, change)
    ]
    assert unseen == []


def _found(table: str, change: str) -> bool:
    """Whether anybody notices the change, which is not there afterwards."""
    db.session.rollback()
    past_triggers(db.session.execute)
    if is_sqlite():
        db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
    changed: Any = db.session.execute(text(f"UPDATE {table} SET {change} WHERE {NEWEST[table]}"))
    found = bool(database_faults())
    db.session.rollback()
    assert changed.rowcount == 1
    return found


@pytest.mark.parametrize("table", ["review_entry", "review_salt", "review_answer", "review_removal"])
def test_a_deleted_row_is_found(set_clock: SetClock, table: str) -> None:
    told(set_clock)
    if table == "review_entry":
        tampered("DELETE FROM review_salt WHERE number = (SELECT MAX(number) FROM review_entry)")
    tampered(f"DELETE FROM {table} WHERE {NEWEST[table] if table != 'review_entry' else 'number = 6'}")
    assert database_faults()


def test_two_entries_that_change_places_are_found(set_clock: SetClock) -> None:
    told(set_clock)
    tampered("DELETE FROM review_salt")
    steps = (
        "number = 102 WHERE number = 1",
        "number = 101 WHERE number = 2",
        "number = number - 100 WHERE number > 100",
    )
    for step in steps:
        tampered(f"UPDATE review_entry SET {step}")
    assert any("does not follow" in fault.reason or "stands where" in fault.reason for fault in database_faults())


def test_the_chain_holds_after_an_erasure_and_says_so(set_clock: SetClock, app: Flask, tmp_path: Path) -> None:
    ids = told(set_clock)
    older = tmp_path / "older.json"
    older.write_text(json.dumps(chain_file(chain_links())))
    erase_guests([db.session.execute(text("SELECT guest_id FROM booking WHERE id = 1")).scalar_one()])
    assert database_faults() == [], "until the worker comes the erasure is on its way"
    assert forget_reviews(clock.today("UTC").replace(year=2020)) == 3, "all are Anna's"
    assert forget_reviews(clock.today("UTC").replace(year=2020)) == 0
    assert database_faults() == []
    assert [link.kind for link in chain_links()][-3:] == ["erased"] * 3
    left = db.session.execute(text("SELECT COUNT(*) FROM review_salt")).scalar_one()
    words = db.session.execute(text("SELECT words, supper FROM review")).all()
    assert left == 0
    assert [tuple(row) for row in words] == [("", None)] * len(ids)
    runner = app.test_cli_runner()
    found = runner.invoke(args=["reviews", "verify", str(older), "--json"])
    assert found.exit_code == 0, found.output
    assert json.loads(found.output) == {"ok": True, "entries": 6, "since": 3, "faults": []}


def test_a_removed_review_leaves_its_reason_when_its_author_is_forgotten(set_clock: SetClock) -> None:
    review_id = reviewed(stayed(set_clock, until=LEFT), "The cook, Sam, burnt it.")
    remove_review(review_id, "private", "It names Sam.", by=1)
    set_clock("2027-03-09T10:00+00:00")
    before = shown_reviews(Place(clock.today("UTC")), most=9)
    erase_guests([db.session.execute(text("SELECT guest_id FROM booking WHERE id = 1")).scalar_one()])
    assert shown_reviews(Place(clock.today("UTC")), most=9) == before, "before the chain is told"
    assert forget_reviews(clock.today("UTC").replace(year=2020)) == 1
    (shown,) = shown_reviews(Place(clock.today("UTC")), most=9)
    assert (shown.removed, shown.words, shown.scores) == ("private", "", {})
    assert quote_of(shown).gone.endswith("It names somebody, or tells what is private to somebody.")
    left = db.session.execute(text("SELECT words, appeal_words, decision_words FROM review_removal")).one()
    assert tuple(left) == ("", None, None), "the house's words about the guest's are gone"
    assert database_faults() == []


def test_old_reviews_are_forgotten_and_the_chain_goes_on(set_clock: SetClock) -> None:
    told(set_clock)
    set_clock("2030-03-08T10:00+00:00")
    assert forget_reviews(clock.today("UTC").replace(year=2027, month=3, day=7)) == 0
    assert forget_reviews(clock.today("UTC").replace(year=2027, month=3, day=8)) == 3
    assert database_faults() == []


def test_an_erasure_that_the_chain_is_not_told_of_is_found_in_time(set_clock: SetClock) -> None:
    told(set_clock)
    erase_guests([db.session.execute(text("SELECT guest_id FROM booking WHERE id = 1")).scalar_one()])
    set_clock("2027-03-09T11:01+00:00")
    assert database_faults()


def test_the_command_tells_what_is_wrong(set_clock: SetClock, app: Flask, tmp_path: Path) -> None:
    told(set_clock)
    file, runner = tmp_path / "chain.json", app.test_cli_runner()
    whole = chain_file(chain_links())
    file.write_text(json.dumps(whole))
    assert runner.invoke(args=["reviews", "verify", str(file)]).output == "ok    6 entries\n"
    other = json.loads(json.dumps(whole))
    other["entries"][2]["review"] = 9
    file.write_text(json.dumps(other))
    wrong = runner.invoke(args=["reviews", "verify", str(file)])
    assert wrong.exit_code == 1
    assert "entry 3: was changed" in wrong.output
    assert runner.invoke(args=["reviews", "verify", str(file), "--alone"]).exit_code == 1
    file.write_text("not a chain")
    assert runner.invoke(args=["reviews", "verify", str(file)]).exit_code == 2
    assert runner.invoke(args=["reviews", "verify", str(tmp_path / "none.json")]).exit_code == 2


def test_a_chain_that_was_made_anew_is_not_the_one_that_was_downloaded(
    set_clock: SetClock, app: Flask, tmp_path: Path
) -> None:
    """Whoever can write the whole database can make a chain that holds; not one that begins like an older file."""
    told(set_clock)
    file = tmp_path / "chain.json"
    longer = chain_file(chain_links())
    tampered("DELETE FROM review_salt WHERE number = 6")
    tampered("DELETE FROM review_answer")
    tampered("DELETE FROM review_entry WHERE number = 6")
    tampered("UPDATE review_chain SET number = 5, digest = (SELECT digest FROM review_entry WHERE number = 5)")
    assert database_faults() == []
    file.write_text(json.dumps(longer))
    found = app.test_cli_runner().invoke(args=["reviews", "verify", str(file)])
    assert found.exit_code == 1
    assert "entry 6: is gone from this site" in found.output


def test_verify_has_a_check(set_clock: SetClock) -> None:
    told(set_clock)
    check = next(check for check in CHECKS if check.name == "reviews")
    assert result(check).ok
    tampered("UPDATE review SET words = 'We loved it.'")
    assert not result(check).ok
