"""Asking a house: the form for everybody, the thread of a booking, and what is told to whom."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.booking.models import Booking
from app.care.cases.models import Case
from app.care.enquiries import answer
from app.care.enquiries.models import Enquiry, EnquiryMessage
from app.outbox.models import Message
from tests.page import Page, Visitor
from tests.web.guest.desk import fresh
from tests.web.guest.stays import booked

pytestmark = pytest.mark.houses(2)
BAD = ["\x00", "\u202eetirw", "x" * 10_000, " "]
TOLD = {
    "house": "combe-harrow",
    "theme": "garden",
    "words": "May we pick the damsons?",
    "name": "Anna Whitlock",
    "email": "anna@example.com",
}


def rows(table: type) -> int:
    return int(fresh().execute(select(func.count()).select_from(table.__table__)).scalar_one())  # type: ignore[attr-defined]


def ask(visitor: Visitor, status: int = 200, **told: object) -> Page:
    form = visitor.get("/contact", reads=4).form(action="/contact")
    return visitor.submit(form.fill(**{**TOLD, **told}), status)


def test_the_form_reaches_the_house_and_a_mail_says_so(visitor: Visitor) -> None:
    assert visitor.get("/contact?theme=broken").form(action="/contact").data()["theme"] == ["broken"]
    assert ask(visitor).h1 == "The house has it"
    (enquiry,) = fresh().scalars(select(Enquiry)).all()
    assert (enquiry.channel, enquiry.theme, enquiry.name, enquiry.complaint) == (
        "form",
        "garden",
        "Anna Whitlock",
        False,
    )
    mail = fresh().scalars(select(Message).where(Message.kind == "enquiry_received")).one()
    assert (mail.address, mail.facts) == ("anna@example.com", {"enquiry": enquiry.id})


def test_a_robot_is_told_the_same_and_nothing_is_kept(visitor: Visitor) -> None:
    assert ask(visitor, website="https://pills.example").h1 == "The house has it"
    assert (rows(Enquiry), rows(Message)) == (0, 0)


def test_what_is_wrong_is_said_and_what_was_typed_stays(visitor: Visitor) -> None:
    page = ask(visitor, 422, words="", house="", reference="no reference", phone="ring me")
    assert page.form(action="/contact").data()["name"] == ["Anna Whitlock"]
    for sentence in ("Choose the house", "Write what it is", "A reference has eight", "Enter a telephone number"):
        assert sentence in page.text
    assert visitor.post("/contact", dict(TOLD, theme="weather"), 422)
    assert rows(Enquiry) == 0


@pytest.mark.parametrize("words", BAD)
def test_bad_words_are_no_error_of_ours(visitor: Visitor, words: str) -> None:
    ask(visitor, 422, words=words if words != "\u202eetirw" else "", name=words)


def test_a_complaint_is_a_case_and_of_a_booking_only_where_it_is_ones_own(visitor: Visitor) -> None:
    booking_id, _ = booked()
    reference = fresh().execute(select(Booking.reference).where(Booking.id == booking_id)).scalar_one()
    assert "is in touch within 24 hours" in visitor.get("/contact").text
    ask(visitor, complaint="y", reference=reference.lower(), email="somebody@example.com")
    ask(visitor, complaint="y", reference=reference.lower())
    found = fresh().execute(select(Case.booking_id, Case.email).order_by(Case.id)).all()
    assert [tuple(row) for row in found] == [(None, "somebody@example.com"), (booking_id, None)]


def test_nobody_is_mailed_by_the_form_without_end(visitor: Visitor) -> None:
    """Six an hour to one address, however it is spelt, and whatever else the form says."""
    for turn in range(6):
        told = TOLD | {"words": f"<script>alert({turn})</script>", "complaint": "y"}
        assert visitor.post("/contact", told).h1 == "The house has it"
    assert visitor.post("/contact", TOLD | {"email": "ANNA@example.com"}, 429).h1 == "Too many at once"
    assert visitor.post("/contact", TOLD | {"email": "tom@example.com"}).h1 == "The house has it"
    assert (rows(Enquiry), rows(Message), rows(Case)) == (7, 7, 6)


def test_a_guest_writes_and_reads_the_answer(visitor: Visitor) -> None:
    booking_id, url = booked()
    page = visitor.get(visitor.get(url).link("Write to"), reads=7)
    assert "Nothing has been written yet" in page.text
    page = visitor.submit(page.form(action=f"{url}/messages").fill(theme="food", words="No nuts, <b>please</b>"))
    assert "The house has it" in page.text
    assert "No nuts, <b>please</b>" in page.words("ol", class_="thread")
    (enquiry,) = fresh().scalars(select(Enquiry)).all()
    assert (enquiry.booking_id, enquiry.theme, enquiry.channel) == (booking_id, "food", "thread")
    answer(enquiry.id, "The kitchen has read it.", seen_revision=0, by=1)
    page = visitor.get(f"{url}/messages")
    assert "The kitchen has read it." in page.words("ol", class_="thread")
    assert "The house has it" not in page.text


def test_a_message_needs_words_and_a_theme(visitor: Visitor) -> None:
    _, url = booked()
    assert "Write your message first" in visitor.post(f"{url}/messages", {"theme": "food", "words": " "}, 422).text
    page = visitor.post(f"{url}/messages", {"theme": "weather", "words": "Rain?"}, 422)
    assert page.form(action=f"{url}/messages").data()["words"] == ["Rain?"]
    visitor.post(f"{url}/messages", {"theme": "food", "words": "x" * 10_000}, 422)
    assert rows(EnquiryMessage) == 0
    visitor.get(f"{url[:-2]}xx/messages", 404)


def test_too_many_wait_and_a_complaint_is_a_case_at_once(app: Flask, visitor: Visitor) -> None:
    _, url = booked()
    for turn in range(12):
        visitor.post(f"{url}/messages", {"theme": "room", "words": f"Again {turn}", "complaint": "y"})
    page = visitor.post(f"{url}/messages", {"theme": "room", "words": "And again"}, 409)
    assert "Ring us if it cannot wait" in page.text
    assert (rows(Case), rows(Enquiry), rows(EnquiryMessage)) == (1, 1, 12)
