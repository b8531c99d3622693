"""Answers of another tool: each line accounted for, none twice, and nobody mailed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.booking.models import Booking
from app.care.cases.models import Case
from app.experience.surveys.models import Answer, Survey
from app.identity.models import Guest
from app.outbox.models import Message
from app.outbox.operations import announce
from app.store import db, transaction
from tests import cast
from tests.unit.insight.answers import asked, at_noon, guest, stay

pytestmark = [pytest.mark.houses(1)]

LEFT = date(2027, 2, 10)
ONE_ENGINE = pytest.mark.parametrize("engine", ["sqlite"])
Import = Callable[..., dict[str, Any]]


def reference(booking_id: int) -> str:
    return str(db.session.execute(select(Booking.reference).where(Booking.id == booking_id)).scalar_one())


def answers() -> list[Any]:
    return list(db.session.execute(select(Answer.__table__).order_by(Answer.survey_id)).all())


@pytest.fixture
def bring(app: Flask, tmp_path: Path) -> Import:
    """Imports a file with these lines below the header; what the command says."""

    def run(*lines: str, header: str = "booking,survey,at,nps,ces,csat,words", code: int = 0) -> dict[str, Any]:
        file = tmp_path / "responses.csv"
        file.write_text("\n".join([header, *lines]), "utf-8")
        result = app.test_cli_runner().invoke(args=["import-responses", str(file), "--json"])
        assert result.exit_code == code, result.output
        if code:
            return {"error": result.stderr}
        found: dict[str, Any] = json.loads(result.stdout)
        assert found["rows"] == sum(found[name] for name in ("imported", "already", "refused", "rejected"))
        assert (len(found["bad"]), len(found["refusals"])) == (found["rejected"], found["refused"])
        return found

    return run


def test_answers_are_kept_with_their_booking_and_only_once(bring: Import) -> None:
    combe = cast.found()
    one, other = stay(combe, LEFT), stay(combe, LEFT, source="phone")
    lines = (
        f"{reference(one)},stay,2027-02-12T10:00,9,6,5,Lovely supper",
        f"{reference(other).lower()},Booking,2027-01-12 10:00,,7,,",
    )
    assert bring(*lines)["imported"] == 2
    again = bring(*lines)
    assert (again["imported"], again["already"]) == (0, 2)
    first, second = answers()
    assert (first.nps, first.ces, first.csat, first.words, first.origin, first.times) == (
        9, 6, 5, "Lovely supper", "import", 1,
    )  # fmt: skip
    assert (first.theme, first.sentiment) == ("food", "good")
    assert (second.nps, second.ces, second.theme) == (None, 7, None)
    survey = db.session.execute(select(Survey.__table__).where(Survey.booking_id == other)).one()
    assert (survey.moment, survey.source, survey.departure_on, survey.location_id) == (
        "booking", "phone", LEFT, combe.id,
    )  # fmt: skip


@ONE_ENGINE
def test_nobody_is_mailed_and_no_case_is_opened(bring: Import) -> None:
    mails = select(func.count()).select_from(Message)
    before = db.session.execute(mails).scalar_one()
    found = bring(f"{reference(stay(cast.found(), LEFT))},stay,2027-02-12T10:00,0,1,1,The police came")
    assert found["imported"] == 1
    assert db.session.execute(mails).scalar_one() == before
    assert db.session.execute(select(func.count()).select_from(Case)).scalar_one() == 0


@ONE_ENGINE
def test_words_hold_what_a_page_may_hold(bring: Import) -> None:
    booked = reference(stay(cast.found(), LEFT))
    assert bring(f"{booked},stay,2027-02-12T10:00,,,,Lo\x07vely\x85 \ufffe👩\u200d🌾 é\t!")["imported"] == 1
    assert bring(f"{booked},stay,2027-02-13T10:00,,,,\x07")["bad"] == [{"line": 2, "reason": "no answer"}]
    assert [one.words for one in answers()] == ["Lovely 👩\u200d🌾 é\t!"]


def test_the_last_answer_counts(bring: Import) -> None:
    booked = reference(stay(cast.found(), LEFT))
    lines = (
        f"{booked},stay,2027-02-13T10:00,4,,,",
        f"{booked},stay,2027-02-12T10:00,9,,,",
        f"{booked},stay,2027-02-14T10:00,8,,,",
    )
    found = bring(*lines)
    assert (found["imported"], found["already"]) == (2, 1)
    assert [(one.nps, one.times) for one in answers()] == [(8, 2)]
    assert bring(*lines)["already"] == 3


def test_an_answer_about_a_change_belongs_to_the_last_one_that_was_asked_about(bring: Import) -> None:
    booking_id = stay(cast.found(), LEFT)
    for revision, made in enumerate((date(2027, 1, 20), date(2027, 1, 30)), 1):
        facts, occasion = {"online": True}, str(revision)
        transaction(partial(announce, "changed", "booking", booking_id, "a@example.com", facts, occasion=occasion))
        mine = Message.__table__.update().where(Message.occasion == occasion).values(made_at=at_noon(made))
        transaction(partial(db.session.execute, mine))
    lines = (
        f"{reference(booking_id)},amendment,2027-01-19T10:00,,7,,",
        f"{reference(booking_id)},amendment,2027-01-21T10:00,,6,,",
        f"{reference(booking_id)},amendment,2027-02-01T10:00,,2,,",
    )
    assert (bring(*lines)["imported"], bring(*lines)["already"]) == (3, 3)
    rows = db.session.execute(select(Survey.occasion, Answer.ces).join(Answer).order_by(Survey.occasion))
    assert [tuple(row) for row in rows] == [(0, 7), (1, 6), (2, 2)]


@ONE_ENGINE
def test_what_a_guest_answered_here_stands(bring: Import) -> None:
    combe = cast.found()
    booking_id = stay(combe, LEFT)
    asked(combe, LEFT, booking_id=booking_id, nps=10)
    found = bring(f"{reference(booking_id)},stay,2027-02-14T10:00,0,,,")
    assert found["refusals"] == [{"line": 2, "reason": "the guest answered here"}]
    assert [one.nps for one in answers()] == [10]


def test_lines_that_cannot_be_kept_say_why(bring: Import) -> None:
    combe = cast.found()
    gone = guest("Gone")
    forgotten, off, on = stay(combe, LEFT, guest_id=gone), stay(combe, LEFT, state="cancelled"), stay(combe, LEFT)
    closed = stay(combe, LEFT)
    asked(combe, LEFT, booking_id=closed, sent_on=date(2027, 1, 2))
    transaction(lambda: db.session.execute(Guest.__table__.update().values(erased_at=Guest.created_at)))
    found = bring(
        "ZZZZZZZZ,stay,2027-02-12T10:00,9,,,",
        f"{reference(forgotten)},stay,2027-02-12T10:00,9,,,",
        f"{reference(off)},stay,2027-02-12T10:00,9,,,",
        f"{reference(on)},cancellation,2027-02-12T10:00,,6,,",
        f"{reference(on)},stay,2026-02-12T10:00,9,,,",
        f"{reference(closed)},stay,2027-02-12T10:00,9,,,",
    )
    assert [one["reason"] for one in found["refusals"]] == [
        "there is no such booking",
        "its guest asked to be forgotten",
        "the stay did not happen",
        "the booking was not cancelled",
        "it was answered before it was booked",
        "it was answered after the survey was closed",
    ]
    assert answers() == []


@ONE_ENGINE
def test_lines_that_are_no_answer_are_counted(bring: Import) -> None:
    booked = reference(stay(cast.found(), LEFT))
    found = bring(
        f"{booked},stay,2027-02-12T10:00,11,x,,",
        f"{booked},party,2027-02-12T10:00,9,,,",
        f"{booked},stay,yesterday,9,,,",
        f"{booked},stay,2027-03-12T10:00,9,,,",
        f"{booked},stay,9999-12-31T23:59-14:00,9,,,",
        "not-a-reference,stay,2027-02-12T10:00,9,,,",
        f"{booked},stay,2027-02-12T10:00,9",
        f"{booked},stay,2027-02-12T10:00,,,,{'long ' * 500}",
        "",
        f'{booked},stay,2027-02-12T10:00,8,,"","two\nlines"',
    )
    assert (found["imported"], found["rejected"]) == (1, 8)
    assert [one["line"] for one in found["bad"]] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert [one["reason"] for one in found["bad"]][:2] == [
        "no answer", "survey is none of booking, amendment, cancellation, stay",
    ]  # fmt: skip
    assert [(one.nps, one.words) for one in answers()] == [(8, "two\nlines")]


@ONE_ENGINE
def test_files_that_are_no_such_table(bring: Import) -> None:
    assert "has no column at" in bring(header="booking,survey,nps", code=2)["error"]
    assert "none of the columns" in bring(header="booking,survey,at", code=2)["error"]
    assert bring()["rows"] == 0
