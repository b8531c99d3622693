"""Cases at the desk: seen, answered, handed over, resolved with a cause, opened again; and what each leaves behind."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.care import describe_not_right, say_not_right
from app.experience.surveys import Given, record_answer
from app.experience.surveys.rules import CASE, STAY, Scores
from app.outbox.models import Message
from app.web.survey_links import survey_path
from app.worker.cases import look_after_cases
from tests.page import Page, Visitor
from tests.staffing import desk, hired
from tests.web.guest import surveying
from tests.web.guest.desk import fresh
from tests.web.guest.stays import booked

pytestmark = pytest.mark.houses(2)
SetClock = Callable[[str], None]
URL = "/staff/combe-harrow/cases"
READS = 11
LATER, NEXT_DAY, AT_TEN = "2027-03-08T15:00+00:00", "2027-03-09T10:00+00:00", "2027-03-10T10:00+00:00"

NUMBERS = itertools.count()


@pytest.fixture
def priya(app: Flask, set_clock: SetClock) -> Visitor:
    """The manager, at three on the Monday on which Anna was asked and said that she would not come back."""
    booking_id, _ = surveying.asked(set_clock)
    given = Given(Scores(nps=3, csat_room=2), "The bath ran cold", contact_agreed=True)
    record_answer(STAY, booking_id, 0, given)
    set_clock(LATER)
    return desk(app, "manager")


def back(app: Flask) -> Visitor:
    """A manager on another day, when whoever was signed in no longer is."""
    return desk(app, "manager", mail=f"back{next(NUMBERS)}@combe-harrow.example")


def looked_after() -> int:
    """The worker's job, which reads what requests have written meanwhile."""
    fresh()
    return look_after_cases()


def case_url() -> str:
    return f"{URL}/{surveying.cases()[0].id}"


def mails(kind: str) -> list[Message]:
    return list(fresh().scalars(select(Message).where(Message.kind == kind).order_by(Message.id)))


def act(visitor: Visitor, deed: str, status: int = 200, **typed: str) -> Page:
    form = visitor.get(case_url(), reads=READS).form(action=f"{case_url()}/{deed}")
    return visitor.submit(form.fill(**typed), status)


def reached(visitor: Visitor, way: str = "telephone", words: str = "She is kind about it") -> Page:
    return act(visitor, "contact", way=way, contact_words=words)


def test_the_list_and_today_say_how_long_there_is(app: Flask, priya: Visitor, set_clock: SetClock) -> None:
    page = priya.get(URL, reads=5)
    assert "One case to resolve, 1 to be in touch about." in page.text
    words = page.words("ul", class_="task-list")
    for expected in (
        "Anna Whitlock: Would recommend 3 of 10, the room 2 of 5",
        "19 hours left",
        "The bath ran cold",
        "Nobody has",
    ):
        assert expected in words
    today = priya.get("/staff/combe-harrow/today", reads=20)
    assert "Open cases11 to be in touch about" in today.words("ul", class_="figrow")
    assert (
        "Case, 19 hours left Whitlock would recommend 3 of 10, the room 2 of 5. Be in touch by 10am, Tue 9 March."
        in today.text
    )
    set_clock("2027-03-09T12:00+00:00")
    assert "two hours late" in back(app).get(URL).words("ul", class_="task-list")
    reception = desk(app, "reception")
    assert "Open cases" not in reception.get("/staff/combe-harrow/today", reads=20).text
    reception.get(URL, 403)


def test_a_mail_goes_and_the_case_is_resolved_with_a_cause(priya: Visitor, set_clock: SetClock) -> None:
    page = priya.get(case_url(), reads=READS)
    for expected in ("The bath ran cold", "3 of 10Would recommend", "2 of 5The room", "anna@example.com"):
        assert expected in page.text
    assert "Be in touch first" in page.text
    page = reached(priya, "mail", "Dear Anna,\nthe boiler is mended.")
    assert "Guest reached" in page.text
    assert "Reached the guest: a mail from here" in page.words("ol", class_="case__history")
    (mail,) = mails("case_reply")
    assert mail.address == "anna@example.com"
    (case,) = surveying.cases()
    assert (case.state, case.contacted_at is not None, case.owner_id is not None) == ("contacted", True, True)
    assert "Choose the cause" in act(priya, "resolution", 422, end_words="New boiler").text
    page = act(priya, "resolution", theme="broken", end_words="New boiler")
    assert "Cause: Things that do not work." in page.text
    assert "Nobody waits for an answer." in priya.get(URL).text
    assert "New boiler" in page.words("ol", class_="case__history")
    set_clock(NEXT_DAY)
    assert looked_after() == 1
    assert looked_after() == 0
    assert [mail.occasion for mail in mails("case_closed")] == [f"{case.id}-1"]


def test_the_guest_says_that_it_is_not_right_and_it_opens_again(
    app: Flask, priya: Visitor, set_clock: SetClock
) -> None:
    reached(priya)
    act(priya, "resolution", theme="broken", end_words="New boiler")
    set_clock(NEXT_DAY)
    looked_after()
    (case,) = surveying.cases()
    anna, url = Visitor(app), survey_path(CASE, case.booking_id, case.id)
    page = anna.get(f"{url}?csat=2")
    assert page.h1 == "Is it put right, Anna?"
    thanks = anna.submit(page.form(action=url).fill(words="Still cold, and no police in sight"))
    assert "is in touch by 10am on Wed 10 March" in thanks.text
    (case,) = surveying.cases()
    assert (case.state, case.words, case.contacted_at) == ("open", "Still cold, and no police in sight", None)
    priya = back(app)
    assert "Opened again" in priya.get(case_url()).words("ol", class_="case__history")
    reached(priya)
    act(priya, "resolution", theme="broken", end_words="And new taps")
    set_clock(AT_TEN)
    looked_after()
    assert [mail.occasion for mail in mails("case_closed")] == [f"{case.id}-1", f"{case.id}-2"]
    asked_anew = anna.get(f"{url}?csat=5")
    assert "You answered" not in asked_anew.text
    assert "5 of 5 is kept. What happens now" in anna.submit(asked_anew.form(action=url)).text
    assert surveying.cases()[0].state == "resolved"
    assert [one.words for one in surveying.answers()][-1] == "", "what was wrong before stands beside no 5 of 5"
    assert "You answered on Wed 10 March" in anna.get(url).text


def test_staff_open_it_again(priya: Visitor) -> None:
    reached(priya)
    act(priya, "resolution", theme="food", end_words="Sorted")
    page = act(priya, "reopening")
    assert "Be in touch by" in page.text
    assert surveying.cases()[0].theme == "food"


def test_a_stale_form_is_told_what_happened_and_keeps_what_was_typed(app: Flask, priya: Visitor) -> None:
    form = priya.get(case_url()).form(action=f"{case_url()}/contact")
    ada, other = desk(app, "administrator"), hired("manager", mail="other@combe-harrow.example")
    reached(ada, words="Ada rang")
    page = priya.submit(form.fill(way="telephone", contact_words="Rang twice"), 409)
    assert "Somebody has been at this case since you looked." in page.text
    assert "Ada rang" in page.text
    again = page.form(action=f"{case_url()}/contact")
    assert "Rang twice" in str(again.data()["contact_words"])
    assert "Rang twice" in priya.submit(again).words("ol", class_="case__history")
    for deed, typed in {
        "owner": {"owner": str(other)}, "taking": {}, "reopening": {},
        "resolution": {"theme": "food", "end_words": "x"},
    }.items():  # fmt: skip
        assert priya.post(f"{case_url()}/{deed}", _with_token(page, typed | {"seen": "0"}), 409)
        assert priya.post(f"{case_url()}/{deed}", _with_token(page, typed | {"seen": "\x00" * 99}), 409)


def test_resolving_waits_for_the_first_contact(priya: Visitor) -> None:
    page = priya.get(case_url())
    typed = {"theme": "food", "end_words": "Sorted", "seen": "0"}
    refused = priya.post(f"{case_url()}/resolution", _with_token(page, typed), 409)
    assert "Nobody has reached the guest yet." in refused.text


@pytest.mark.parametrize(
    ("deed", "typed", "says"),
    [
        ("contact", {"way": "", "contact_words": "x"}, "Choose how you were in touch"),
        ("contact", {"way": "pigeon", "contact_words": "x"}, "Choose how you were in touch"),
        ("contact", {"way": "telephone", "contact_words": ""}, "Write what you say"),
        ("contact", {"way": "telephone", "contact_words": "x" * 2001}, "Use 2,000 characters at most"),
        ("owner", {"owner": "999999"}, "Choose somebody of the list"),
        ("owner", {"owner": "🥚"}, "Choose somebody of the list"),
        ("notes", {"note_words": ""}, "Write the note first"),
    ],
)
def test_what_cannot_be_says_why(priya: Visitor, deed: str, typed: dict[str, str], says: str) -> None:
    page = priya.get(case_url())
    assert says in priya.post(f"{case_url()}/{deed}", _with_token(page, typed | {"seen": "0"}), 422).text
    assert surveying.cases()[0].revision == 0


def test_handing_over_and_noting(priya: Visitor) -> None:
    other = hired("manager", mail="second@combe-harrow.example")
    page = act(priya, "owner", owner=str(other))
    assert "Handed over to Priya Nair" in page.words("ol", class_="case__history")
    page = act(priya, "notes", note_words="Rings after five")
    assert "Rings after five" in page.words("ol", class_="case__history")
    assert surveying.cases()[0].owner_id == other
    assert "You have no case that is open." in priya.get(f"{URL}?show=mine", reads=5).text
    page = act(priya, "taking")
    assert "Took it" in page.words("ol", class_="case__history")
    assert not page.all("form", action=f"{case_url()}/taking"), "whoever has it need not take it"
    assert "The bath ran cold" in priya.get(f"{URL}?show=mine").text
    assert "Priya Nair has it" in priya.get("/staff/combe-harrow/today", reads=21).text


def test_nobody_in_time_and_the_group_is_told_once(app: Flask, priya: Visitor, set_clock: SetClock) -> None:
    hired("administrator")
    set_clock("2027-03-09T09:59+00:00")
    assert looked_after() == 0
    set_clock(NEXT_DAY)
    assert looked_after() == 1
    assert looked_after() == 0
    assert [mail.address for mail in mails("case_escalated")] == [
        "manager@combe-harrow.example",
        "administrator@combe-harrow.example",
    ]
    assert "The group knows" in back(app).get(URL).words("ul", class_="task-list")


def test_what_a_guest_in_the_house_said_and_nobody_saw_to_becomes_a_case(app: Flask, set_clock: SetClock) -> None:
    booking_id, _ = booked()
    set_clock("2027-03-05T18:00+00:00")
    say_not_right(booking_id)
    describe_not_right(booking_id, "No light on the stairs")
    set_clock("2027-03-05T19:09+00:00")
    assert looked_after() == 0
    set_clock("2027-03-05T19:10+00:00")
    assert looked_after() == 1
    assert looked_after() == 0
    (case,) = surveying.cases()
    assert (case.subject, case.words) == ("task", "No light on the stairs")
    assert "No light on the stairs" in desk(app, "manager").get(case_url()).text


def test_a_case_of_another_house_is_not_there(app: Flask, priya: Visitor) -> None:
    elsewhere = desk(app, "manager", "withy-moor")
    elsewhere.get(case_url(), 404)
    elsewhere.get(case_url().replace("combe-harrow", "withy-moor"), 404)


def _with_token(page: Page, data: dict[str, str]) -> dict[str, str]:
    return data | {"csrf_token": next(one.attrib["value"] for one in page.all("input", name="csrf_token"))}
