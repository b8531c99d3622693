"""Enquiries at the desk: who waits, answering, handing over, sorting, closing, and calls."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking.models import Booking
from app.care.cases.models import Case
from app.care.enquiries import write_to_house
from app.care.enquiries.models import Enquiry, EnquiryMessage
from app.outbox.models import Message
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.touching import noticed
from tests.web.guest.desk import fresh
from tests.web.guest.stays import booked

pytestmark = pytest.mark.houses(2)
SetClock = Callable[[str], None]
URL = "/staff/combe-harrow/enquiries"
READS = 11


@pytest.fixture
def jo(app: Flask, set_clock: SetClock) -> Visitor:
    """Reception, five desk hours after Anna wrote."""
    set_clock("2027-03-02T09:00+00:00")
    booking_id, _ = booked()
    write_to_house(booking_id, "food", "No nuts, <i>please</i>")
    set_clock("2027-03-02T14:00+00:00")
    return desk(app, "reception")


def the_enquiry() -> Enquiry:
    return fresh().scalars(select(Enquiry).order_by(Enquiry.id.desc()).limit(1)).one()


def act(visitor: Visitor, deed: str, status: int = 200, **typed: str) -> Page:
    url = f"{URL}/{the_enquiry().id}"
    return visitor.submit(visitor.get(url, reads=READS).form(action=f"{url}/{deed}").fill(**typed), status)


def test_the_list_and_today_say_who_waits_and_how_long(app: Flask, jo: Visitor) -> None:
    page = jo.get(URL, reads=6)
    assert "One enquiry to answer, 1 late." in page.text
    words = page.words("ul", class_="task-list")
    for told in (
        "Anna Whitlock: supper and breakfast",
        "Waits five hours",
        "No nuts, <i>please</i>",
        "Nobody has it yet",
    ):
        assert told in words
    assert "Nothing of this kind" in jo.get(f"{URL}?theme=price").text
    assert "Anna" in jo.get(f"{URL}?theme=food&show=nonsense").text
    assert "To answer1the first for five hours" in jo.get("/staff/combe-harrow/today", reads=21).words(
        "ul", class_="figrow"
    )
    desk(app, "kitchen").get(URL, 403)


def test_an_answer_goes_once_and_the_later_of_two_is_told(app: Flask, jo: Visitor) -> None:
    assert "Write the answer first" in act(jo, "answer", 422).text
    url = f"{URL}/{the_enquiry().id}"
    mine = jo.get(url).form(action=f"{url}/answer").fill(answer_words="The kitchen has read it.")
    page = act(jo, "answer", answer_words="Noted, none will come near you.", close="y")
    assert "First answer after five hours of the desk’s hours." in page.text
    assert "Noted, none" in page.words("ol", class_="thread")
    refused = jo.submit(mine, 409)
    assert "Somebody has been at this enquiry" in refused.text
    (mail,) = fresh().scalars(select(Message).where(Message.kind == "enquiry_answer")).all()
    assert mail.address == "anna@example.com"
    assert "Nobody waits" in jo.get(URL).text
    assert "Anna" in jo.get(f"{URL}?show=closed").text


def test_it_is_handed_over_sorted_noted_and_closed(jo: Visitor) -> None:
    owner = jo.get(f"{URL}/{the_enquiry().id}").form(action=f"{URL}/{the_enquiry().id}/owner")
    someone = next(o.get("value") for o in owner.element.iter("option") if o.get("value") != "0")
    assert "has it." in jo.submit(owner.fill(owner=str(someone))).text
    assert act(jo, "owner", 422, owner="999999")
    assert "the garden" not in act(jo, "theme", theme="children_dogs").h1
    act(jo, "theme", 422, theme="weather")
    assert "She rang, too" in act(jo, "notes", note_words="She rang, too").words("ol", class_="thread")
    assert "Closed" in act(jo, "closing").text
    assert the_enquiry().theme == "children_dogs"
    jo.get("/staff/combe-harrow/enquiries/999999", 404)


def test_it_is_said_which_notice_it_is_about(app: Flask, jo: Visitor) -> None:
    notice_id = noticed(the_enquiry().booking_id or 0)
    elsewhere = noticed(slug="withy-moor", title="The road is flooded")
    act(jo, "notice", 422, notice=str(elsewhere))
    page = act(jo, "notice", notice=str(notice_id))
    assert the_enquiry().notice_id == notice_id
    assert "The road is flooded" not in page.text
    listed = jo.get(f"{URL}?notice={notice_id}", reads=7)
    assert "Only those about No hot water on Friday" in listed.text
    assert "About: No hot water on Friday." in listed.words("ul", class_="task-list")
    assert "Nothing of this kind" in jo.get(f"{URL}?notice={notice_id}&show=closed").text
    assert "Nothing" not in jo.get(f"{URL}?notice=🥚").words("main")
    act(jo, "notice", notice="0")
    assert the_enquiry().notice_id is None


def test_a_call_is_kept_with_its_booking(jo: Visitor) -> None:
    reference = fresh().execute(select(Booking.reference)).scalar_one()
    page = jo.get(jo.get(f"/staff/combe-harrow/bookings/{reference}", reads=20).link("Log a call"))
    form = page.form(action=f"{URL}/calls")
    assert "Write what they asked" in jo.submit(form, 422).text
    told = {"theme": "broken", "words": "The tap drips", "told": "A washer is on its way", "complaint": "y"}
    page = jo.submit(form.fill(**told))
    assert "Answered on the telephone" in page.text
    assert fresh().scalars(select(Case.subject)).all() == ["enquiry"]
    page = jo.submit(jo.get(f"{URL}/calls").form(action=f"{URL}/calls").fill(theme="price", words="A weekend?"))
    assert "No address is known" in page.text
    page = act(jo, "answer", answer_words="Rang back")
    assert fresh().scalars(select(Message.kind).where(Message.kind == "enquiry_answer")).all() == []
    wrong = jo.get(f"{URL}/calls?booking=QQQQ2222").form(action=f"{URL}/calls").fill(theme="price", words="Hm")
    assert "has that reference" in jo.submit(wrong, 422).text


def test_the_booking_of_a_complaint_is_named_and_its_case_follows(app: Flask, jo: Visitor) -> None:
    reference = fresh().execute(select(Booking.reference)).scalar_one()
    told = {"theme": "broken", "words": "The tap drips", "complaint": "y", "name": "Tom", "email": "tom@example.com"}
    page = jo.submit(jo.get(f"{URL}/calls").form(action=f"{URL}/calls").fill(**told))
    assert "Its case" not in page.text, "reception runs no cases"
    manager = desk(app, "manager")
    case_url = manager.get(f"{URL}/{the_enquiry().id}", reads=READS).link("Its case")
    case = manager.get(case_url, reads=READS)
    for words in ("Tom: Complaint: things that do not work", "No booking known", "Nobody knows the booking"):
        assert words in case.text
    contact = case.form(action=f"{case_url}/contact").fill(way="mail", contact_words="Dear Tom")
    assert "The guest is asked tomorrow at ten" in manager.submit(contact).text
    no_bill = {"remedy": "5", "remedy_words": "Drips", "seen": "1"}
    assert "there is no bill" in manager.post(f"{case_url}/remedies", no_bill | token(manager, case_url), 409).text
    assert "Enter the booking’s reference" in act(jo, "booking", 422, reference=" ").text
    assert "has that reference" in act(jo, "booking", 422, reference="QQQQ2222").text
    stale = jo.get(f"{URL}/{the_enquiry().id}").form(action=f"{URL}/{the_enquiry().id}/booking")
    assert reference in act(jo, "booking", reference=reference.lower()).text
    assert "Somebody has been at this enquiry" in jo.submit(stale.fill(reference=reference), 409).text
    case = manager.get(case_url)
    assert reference in case.text
    assert case.form(action=f"{case_url}/remedies")
    assert "The booking became known" in case.words("ol", class_="case__history")


def test_the_desk_calls_it_a_complaint(app: Flask, jo: Visitor) -> None:
    stale = jo.get(f"{URL}/{the_enquiry().id}").form(action=f"{URL}/{the_enquiry().id}/complaint")
    page = act(jo, "complaint")
    assert "Complaint" in page.text
    assert not page.all("form", action=f"{URL}/{the_enquiry().id}/complaint")
    case = fresh().execute(select(Case.booking_id, Case.words, Case.title)).one()
    assert tuple(case) == (the_enquiry().booking_id, "No nuts, <i>please</i>", "Complaint: supper and breakfast")
    assert "Somebody has been at this enquiry" in jo.submit(stale, 409).text
    assert len(fresh().scalars(select(Case.id)).all()) == 1


def token(visitor: Visitor, url: str) -> dict[str, object]:
    return {"csrf_token": visitor.get(url).form(action=f"{url}/notes").data()["csrf_token"]}


@pytest.mark.parametrize("words", ["\x00", "x" * 10_000])
def test_bad_words_are_no_error_of_ours(jo: Visitor, words: str) -> None:
    act(jo, "answer", 422, answer_words=words)
    act(jo, "notes", 422, note_words=words)
    form = jo.get(f"{URL}/calls").form(action=f"{URL}/calls")
    jo.submit(form.fill(words=words, theme="price", phone=words, name=words, email=words), 422)
    assert len(fresh().scalars(select(EnquiryMessage.id)).all()) == 1
