"""Whoever runs a house answers its reviews, and removes one for a published reason alone; every deed has a name."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.experience.reviews.models import ReviewAnswer, ReviewRemoval
from app.experience.reviews.operations import appeal, report_review, write_review
from app.experience.reviews.operations.writing import Said
from app.experience.reviews.queries.chain import database_faults
from app.experience.reviews.rules import Rated
from app.journal.models import Entry
from app.outbox.models import Message
from tests.page import Visitor
from tests.reviewing import SHOWN, SetClock, reviewed, stayed
from tests.staffing import desk
from tests.web.guest.desk import fresh


@pytest.fixture(autouse=True)
def no_token_needed(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False


LIST = "/staff/combe-harrow/reviews"


def written(set_clock: SetClock, words: str = "A queue to pay, on a Sunday.") -> tuple[int, int]:
    """(booking, review), which everybody reads by now."""
    booking_id = stayed(set_clock)
    review_id = reviewed(booking_id, words)
    set_clock(SHOWN)
    return booking_id, review_id


def test_answering_and_changing_the_answer(app: Flask, set_clock: SetClock) -> None:
    _, review_id = written(set_clock)
    manager, url = desk(app, "manager"), f"{LIST}/{review_id}"
    listed = manager.get(LIST, reads=12)
    assert "A queue to pay, on a Sunday." in listed.text
    assert "1 to answer, 0 reported, 0 appealed." in listed.text
    page = manager.get(url, reads=12)
    done = manager.submit(page.form(action=f"{url}/answer").fill(answer_words="Sorry it took us so long."))
    assert "Answered" in done.text
    assert "Sorry it took us so long. Priya, Combe Harrow" in Visitor(app).get("/reviews").text
    stale = manager.submit(page.form(action=f"{url}/answer").fill(answer_words="Another"), status=409)
    assert "Somebody else has been here" in stale.text
    assert "Another" in stale.text, "what was typed stays"
    assert "Sorry it took us so long." in stale.text, "and what stands is shown"
    manager.submit(done.form(action=f"{url}/answer").fill(answer_words="Sorry."))
    assert [one.words for one in fresh().scalars(select(ReviewAnswer))] == ["Sorry."]
    assert database_faults() == []
    manager.post(f"{url}/answer", {"answer_words": ""}, status=422)
    manager.post(f"{url}/answer", {"answer_words": "x", "seen": "nonsense"}, status=409)


def test_removing_takes_a_published_reason_and_tells_the_author(app: Flask, set_clock: SetClock) -> None:
    booking_id, review_id = written(set_clock)
    report_review(review_id, "private", "That is my name")
    manager, url = desk(app, "manager"), f"{LIST}/{review_id}"
    assert "That is my name" in manager.get(url).text
    assert "A queue to pay" in manager.get(f"{LIST}?show=reported").text
    for typed in ({"reason": "rude", "removal_words": "x"}, {"removal_words": "x"}, {"reason": "fake"}):
        manager.post(f"{url}/removal", typed, status=422)
    gone = {"reason": "private", "removal_words": "It names a guest."}
    assert "Removed" in manager.post(f"{url}/removal", gone).text
    assert "already" in manager.post(f"{url}/removal", gone, status=409).text
    assert [one.subject_id for one in fresh().scalars(select(Message).where(Message.kind == "review_removed"))] == [
        booking_id
    ]
    deeds = list(fresh().scalars(select(Entry).where(Entry.action == "review_removed")))
    assert [(one.actor, one.facts) for one in deeds] == [("staff", {"reason": "private"})]
    assert deeds[0].actor_id is not None
    manager.post(f"{url}/answer", {"answer_words": "x"}, status=409)
    appeal(booking_id, "It is my own name.")
    assert "Somebody else has to decide: you removed it." in manager.get(url).text
    own = {"restore": "yes", "decision_words": "Right."}
    manager.post(f"{url}/decision", own, status=409)
    group = desk(app, "administrator")
    group.post(f"{url}/decision", {"restore": "maybe", "decision_words": "Right."}, status=422)
    group.post(f"{url}/decision", own)
    group.post(f"{url}/decision", own, status=409)
    (removal,) = fresh().scalars(select(ReviewRemoval))
    assert removal.restored
    assert database_faults() == []


def test_a_report_is_looked_at_and_the_review_stays(app: Flask, set_clock: SetClock) -> None:
    _, review_id = written(set_clock)
    report_review(review_id, "fake", "")
    manager = desk(app, "manager")
    manager.post(f"{LIST}/{review_id}/reports", {})
    assert "Nobody has reported any." in manager.get(f"{LIST}?show=reported").text
    assert "A queue to pay" in Visitor(app).get("/reviews").text


def test_signals_of_fakes_are_listed_and_remove_nothing(app: Flask, set_clock: SetClock) -> None:
    same = "The best house in the whole of Devon!"
    stays = [stayed(set_clock, room) for room in ("garden", "snug")]
    for booking_id, words in zip(stays, (same, same.upper()), strict=True):
        write_review(booking_id, Said(Rated({"room": 5}), words), device="abc")
    manager = desk(app, "manager", mail="anna@example.com")
    assert "best house" not in manager.get(f"{LIST}?show=signals").text.lower(), "nobody of the house reads it first"
    assert "best house" not in manager.get(f"{LIST}?show=all").text.lower()
    manager.get(f"{LIST}/1", status=404)
    set_clock("2027-03-09T10:30+00:00")
    manager = desk(app, "manager", mail="anna+again@example.com")
    page = manager.get(f"{LIST}?show=signals").text
    assert page.count("The same words as another review.") == 2
    assert page.count("From the same device within the hour as another.") == 2
    assert page.count("By the mail address of somebody who works here.") == 2
    assert "One of many" not in page


def test_reception_and_another_house_may_not(app: Flask, set_clock: SetClock) -> None:
    _, review_id = written(set_clock)
    for role, house, status in (("reception", "combe-harrow", 403), ("manager", "withy-moor", 404)):
        visitor = desk(app, role, house)
        visitor.get(f"{LIST}/{review_id}", status=status)
        visitor.post(f"{LIST}/{review_id}/removal", {"reason": "fake", "removal_words": "x"}, status=status)
    other = desk(app, "manager", "withy-moor", mail="second@withy-moor.example")
    other.get(f"/staff/withy-moor/reviews/{review_id}", status=404)
