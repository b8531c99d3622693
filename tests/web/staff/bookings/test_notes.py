"""What the house tells itself about a booking, and giving a booking to somebody else."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import Booking
from app.booking.notes.models import BookingNote
from app.identity.exporting import everything_about
from app.identity.models import Guest
from app.insight import verify
from app.journal.models import Entry, PersonalEntry
from app.outbox.models import Message
from app.store import db
from app.web.links import link_token
from tests import cast
from tests.baskets import basket
from tests.cards import placed
from tests.page import Page, Visitor
from tests.staffing import desk

READS = 27
DEED = 90


def book(room_type: str = "garden") -> tuple[int, str]:
    done = placed(basket(cast.found(), room_type))
    return done.booking_id, f"/staff/combe-harrow/bookings/{done.reference}"


def guest_of(booking_id: int) -> int:
    db.session.rollback()
    return int(db.session.scalars(select(Booking.guest_id).where(Booking.id == booking_id)).one() or 0)


def give(visitor: Visitor, url: str, status: int = 200, **typed: str) -> Page:
    return visitor.submit(visitor.get(f"{url}/guest").form().fill(**typed), status, reads=DEED)


def test_a_note_stands_with_its_name_until_it_is_taken_away(app: Flask) -> None:
    _, url = book()
    visitor = desk(app)
    page = visitor.submit(visitor.get(url, reads=READS).form(action=f"{url}/notes").fill(note="Quiet side"), reads=DEED)
    assert "Quiet side Jo Tamsin" in page.text
    note_id = db.session.scalars(select(BookingNote.id)).one()
    form = page.form(action=f"{url}/notes/{note_id}/removal")
    assert "Quiet side" not in visitor.submit(form, reads=DEED).text
    visitor.submit(form, 404)
    db.session.rollback()
    actions = db.session.scalars(select(Entry.action).where(Entry.actor == "staff").order_by(Entry.id)).all()
    assert actions[-2:] == ["noted", "note_removed"]
    words = db.session.scalars(select(PersonalEntry.before).where(PersonalEntry.field == "words")).one()
    assert words == "Quiet side"


def test_the_guest_sees_no_note_but_gets_it_with_all_that_is_held(app: Flask) -> None:
    booking_id, url = book()
    visitor = desk(app)
    visitor.submit(visitor.get(url, reads=READS).form(action=f"{url}/notes").fill(note="Quiet side"), reads=DEED)
    assert "Quiet side" not in Visitor(app).get(f"/bookings/{link_token('booking', booking_id, 1)}").text
    held = everything_about([guest_of(booking_id)])
    assert [row["words"] for row in held["booking_note"]] == ["Quiet side"]


@pytest.mark.parametrize("words", ["", "   ", "x" * 1001, "\x00"])
def test_what_is_no_note_is_said_and_stays(app: Flask, words: str) -> None:
    _, url = book()
    visitor = desk(app)
    form = visitor.get(url, reads=READS).form(action=f"{url}/notes").fill(note=words)
    assert "There is a problem" in visitor.submit(form, 422, reads=DEED).text
    assert db.session.scalars(select(BookingNote.id)).all() == []


def test_a_note_of_another_booking_is_not_here(app: Flask) -> None:
    _, url = book()
    _, other = book("snug")
    visitor = desk(app)
    page = visitor.submit(visitor.get(other, reads=READS).form(action=f"{other}/notes").fill(note="Mine"), reads=DEED)
    note_id = db.session.scalars(select(BookingNote.id)).one()
    data = page.form(action=f"{other}/notes/{note_id}/removal").data()
    visitor.post(f"{url}/notes/{note_id}/removal", data, 404)
    assert db.session.scalars(select(BookingNote.id)).all() == [note_id]


def test_one_booking_is_given_to_somebody_else(app: Flask) -> None:
    booking_id, url = book()
    other_id, _ = book("snug")
    anna = guest_of(booking_id)
    old = f"/bookings/{link_token('booking', booking_id, 1)}"
    visitor = desk(app)
    page = visitor.get(visitor.get(url, reads=READS).link("Give it to somebody else"))
    assert "It is Anna Whitlock’s, anna@example.com" in page.text
    done = give(visitor, url, name="Ben Lund", email="ben@example.com")
    assert "Given to somebody else" in done.text
    assert done.h1 == "Ben Lund"
    assert db.session.scalars(select(Guest.email).where(Guest.id == guest_of(booking_id))).one() == "ben@example.com"
    assert guest_of(other_id) == anna, "her other booking stays hers"
    Visitor(app).get(old, 404)
    assert "Ben" in Visitor(app).get(f"/bookings/{link_token('booking', booking_id, 2)}").text
    assert db.session.scalars(select(Message.address).where(Message.subject_id == booking_id)).all() == [
        "ben@example.com"
    ]
    assert [one.detail for one in verify.run() if not one.ok] == []


def test_what_went_out_before_is_confirmed_once_more(app: Flask) -> None:
    _, url = book()
    db.session.query(Message).update({"state": "sent", "sent_at": db.session.query(Message.made_at).scalar_subquery()})
    db.session.commit()
    give(desk(app), url, name="Ben Lund", email="ben@example.com")
    sent = db.session.execute(select(Message.kind, Message.address, Message.state).order_by(Message.id)).all()
    assert [tuple(row) for row in sent] == [
        ("booked", "anna@example.com", "sent"),
        ("booked", "ben@example.com", "waiting"),
    ]
    assert [one.detail for one in verify.run() if not one.ok] == []


def test_without_an_address_nothing_more_is_sent(app: Flask) -> None:
    _, url = book()
    give(desk(app), url, name="Ben Lund", phone="07700 900462")
    db.session.rollback()
    assert db.session.scalars(select(Message.state)).all() == ["withdrawn"]
    assert [one.detail for one in verify.run() if not one.ok] == []


def test_of_two_who_give_it_away_the_second_is_told(app: Flask) -> None:
    _, url = book()
    visitor = desk(app)
    first, second = visitor.get(f"{url}/guest").form(), visitor.get(f"{url}/guest").form()
    visitor.submit(first.fill(name="Ben Lund", email="ben@example.com"), reads=DEED)
    page = visitor.submit(second.fill(name="Cleo Marsh", email="cleo@example.com"), 409, reads=DEED)
    assert "It is Ben Lund’s now" in page.text
    assert page.one("input", name="name").get("value") == "Cleo Marsh"


@pytest.mark.parametrize("typed", [{"name": "Ben"}, {"email": "ben@example.com"}, {"name": "B", "email": "no"}])
def test_nobody_who_cannot_be_reached(app: Flask, typed: dict[str, str]) -> None:
    _, url = book()
    assert "There is a problem" in give(desk(app), url, 422, **typed).text


def test_what_is_cancelled_stays_whose_it_was(app: Flask) -> None:
    booking_id, url = book()
    visitor = desk(app)
    form = visitor.get(f"{url}/guest").form()
    booking.cancel_booking(booking_id)
    assert "It stays whose it was" in visitor.get(f"{url}/guest").text
    visitor.submit(form.fill(name="Ben Lund", email="ben@example.com"), 409, reads=DEED)
