"""A guest in the house asks for something, or says that something is not right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.care import finish_task, open_tasks
from app.care.models import Task
from app.store import db
from tests.page import Visitor
from tests.web.guest.desk import fresh
from tests.web.guest.stays import booked, furnish

SetClock = Callable[[str], None]
AT_SIX = "2027-03-05T18:00+00:00"
BAD = ["\x00", "🥚" * 300, "\u202eetirw", "x" * 10_000, "<script>alert(1)</script>", " "]
READS = 10


def test_asking_is_a_task_with_its_time(visitor: Visitor, set_clock: SetClock) -> None:
    furnish()
    booking_id, url = booked()
    set_clock(AT_SIX)
    form = visitor.get(url, reads=READS + 4).form(action=f"{url}/requests")
    page = visitor.submit(form.fill(what="Firewood", wanted="2027-03-05T19:30", words="Dry, please"))
    assert "Firewood" in page.words(class_="asked")
    assert "With you by 7.30pm" in page.words(class_="asked")
    fresh()
    (task,) = open_tasks()
    assert (task.kind, task.subject_id, task.title, task.words) == ("request", booking_id, "Firewood", "Dry, please")
    assert task.due_at.isoformat() == "2027-03-05T19:30:00+00:00"
    finish_task(task.id, actor="staff")
    assert "Done at 6pm" in visitor.get(url).words(class_="asked")


def test_asked_in_place_only_the_part_comes_back(visitor: Visitor, set_clock: SetClock) -> None:
    furnish()
    _, url = booked()
    set_clock(AT_SIX)
    htmx = {"HX-Request": "true", "HX-Target": "requests"}
    sent = {"what": "Firewood", "wanted": "now", "words": ""}
    answer = visitor.client.post(f"{url}/requests", data=sent, headers=htmx)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<section")
    assert "Firewood: With you by 6.15pm" in answer.text
    refused = visitor.client.post(f"{url}/requests", data={"what": "", "words": ""}, headers=htmx)
    assert refused.status_code == 422


def test_nothing_asked_is_said_so_and_what_was_typed_stays(visitor: Visitor, set_clock: SetClock) -> None:
    furnish()
    _, url = booked()
    set_clock(AT_SIX)
    form = visitor.get(url, reads=READS + 4).form(action=f"{url}/requests")
    page = visitor.submit(form.fill(what="Something else", wanted="1999-01-01T10:00", words="A lamp"), status=422)
    assert "Choose a time from the list" in page.text
    assert page.one("input", name="words").get("value") == "A lamp"
    page = visitor.submit(form.fill(words=""), status=422)
    assert "Choose one from the list, or say it in words" in page.text


@pytest.mark.parametrize("value", BAD)
@pytest.mark.parametrize("name", ["what", "wanted", "words"])
def test_bad_words_make_no_error_of_ours(visitor: Visitor, set_clock: SetClock, name: str, value: str) -> None:
    _, url = booked()
    set_clock(AT_SIX)
    good = {"what": "Something else", "wanted": "now", "words": "A lamp"}
    assert visitor.client.post(f"{url}/requests", data=good | {name: value}).status_code in (303, 422)
    assert visitor.client.post(f"{url}/not-right", data={"act": "describe", "words": value}).status_code in (409, 422)


def test_one_tap_and_somebody_comes_and_a_second_tap_is_the_same(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = booked()
    set_clock("2027-03-05T21:59:50+00:00")
    page = visitor.submit(visitor.get(url, reads=READS + 4).form(action=f"{url}/not-right"))
    assert page.h1 == "The house knows"
    assert "With you by 10.09pm" in page.text
    set_clock("2027-03-05T22:00:10+00:00")
    visitor.post(f"{url}/not-right", {})
    fresh()
    (task,) = open_tasks()
    assert (task.kind, task.subject_id) == ("not_right", booking_id)
    set_clock("2027-03-05T22:30:00+00:00")
    visitor.post(f"{url}/not-right", {})
    fresh()
    assert len(open_tasks()) == 2


def test_words_may_follow_and_replace_earlier_ones(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = booked()
    set_clock(AT_SIX)
    page = visitor.post(f"{url}/not-right", {})
    page = visitor.submit(page.form().fill(words="The tap drips"), press="act=describe")
    assert "Kept." in page.text
    assert "The tap drips" in "".join(page.one("textarea").itertext())
    fresh()
    (task,) = open_tasks()
    assert task.words == "The tap drips"
    too_long = visitor.submit(page.form().fill(words="x" * 2001), press="act=describe", status=422)
    assert "2,000 characters" in too_long.text
    finish_task(task.id, actor="staff")
    gone = visitor.post(f"{url}/not-right", {"act": "describe", "words": "Still"}, status=409)
    assert "Somebody has seen to it already" in gone.text
    assert "Still" in "".join(gone.one("textarea").itertext())
    assert "With you by 6.10pm" in visitor.submit(gone.form()).text


def test_twenty_waiting_are_enough(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = booked()
    set_clock(AT_SIX)
    for number in range(20):
        visitor.client.post(f"{url}/requests", data={"what": "Something else", "words": f"{number}", "wanted": "now"})
    refused = visitor.post(f"{url}/requests", {"what": "Something else", "words": "one more", "wanted": "now"}, 409)
    assert "a long list already" in refused.text
    fresh()
    assert len(db.session.scalars(select(Task.id)).all()) == 20


def test_nobody_asks_before_they_come_or_after_they_left(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = booked()
    for now in ("2027-03-04T12:00+00:00", "2027-03-08T12:00+00:00"):
        set_clock(now)
        for tail in ("requests", "not-right"):
            assert visitor.client.post(f"{url}/{tail}", data={"words": "A lamp"}).status_code == 409, (now, tail)
