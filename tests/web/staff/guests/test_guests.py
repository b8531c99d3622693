"""Guests at the desk: seen by the houses that know them, corrected, remembered, merged and taken apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import Booking
from app.identity import operations as identity
from app.identity.models import Guest, Preference
from app.identity.queries import signed_in
from app.journal.models import Entry, PersonalEntry
from app.pricing.models import Quote
from app.store import db
from tests.baskets import basket
from tests.cards import placed
from tests.cast import found
from tests.staffing import desk

READS = 27
ANNA = {"name": "Anna Whitlock", "email": "anna@example.com", "phone": "07700 900461"}
SAME = {"name": "A Whitlock", "email": "annaw@example.org", "phone": "+44 7700 900461"}


def booked(details: dict[str, str] = ANNA, room_type: str = "garden", house: str = "combe-harrow") -> int:
    """The id of the guest of a new booking."""
    booking_id = placed(basket(found(house), room_type), details).booking_id
    guest_id = db.session.execute(select(Booking.guest_id).where(Booking.id == booking_id)).scalar_one()
    assert guest_id is not None
    return guest_id


def url_of(guest_id: int, house: str = "combe-harrow") -> str:
    return f"/staff/{house}/guests/{guest_id}"


def test_a_guest_is_found_and_everything_of_theirs_stands_on_the_page(app: Flask) -> None:
    guest_id = booked()
    visitor = desk(app)
    page = visitor.get("/staff/combe-harrow/guests?q=whitl", reads=8)
    page = visitor.get(page.link("Anna Whitlock"), reads=READS)
    assert page.url == url_of(guest_id)
    for words in ("Next stay Fri 5 March 2027", "Garden", "Nothing: write to them about bookings only", "Booked"):
        assert words.lower() in page.text.lower(), words


def test_what_they_spent_is_what_their_folio_charges(app: Flask, set_clock: Callable[[str], None]) -> None:
    guest_id = booked()
    one = db.session.scalars(select(Booking)).one()
    before = db.session.scalars(select(Quote.total_minor)).one()
    set_clock("2027-03-05T15:00+00:00")
    booking.check_in(one.id)
    booking.add_charge(one.id, "bar", "Gin", 1250, None)
    page = desk(app).get(url_of(guest_id), reads=READS)
    assert f"Spent£{(before + 1250) / 100:.2f}" in page.words("ul", class_="figrow--4").replace(" ", "")


def test_a_house_sees_only_those_who_have_or_had_a_booking_there(app: Flask) -> None:
    guest_id = booked()
    visitor = desk(app, "manager", "withy-moor")
    visitor.get(url_of(guest_id, "withy-moor"), status=404)
    visitor.get(url_of(guest_id), status=404)
    assert "Nobody like that" in visitor.get("/staff/withy-moor/guests?q=whitlock", reads=8).text
    group = desk(app, "administrator")
    group.get(url_of(guest_id, "withy-moor"), status=404)
    page = group.get("/staff/guests?q=whitlock", reads=12)
    assert group.get(page.link("Anna Whitlock"), reads=READS).url == url_of(guest_id)


@pytest.mark.parametrize("number", ["99", "0", "-1", "abc", "9" * 30])
def test_nobody_is_not_there(app: Flask, number: str) -> None:
    desk(app).get(f"/staff/combe-harrow/guests/{number}", status=404)


def test_a_corrected_mail_ends_the_sessions_under_the_old_one(app: Flask) -> None:
    guest_id = booked()
    token = identity.begin_session(guest_id, "a phone")
    visitor = desk(app)
    form = visitor.get(url_of(guest_id), reads=READS).form(action=f"{url_of(guest_id)}/details")
    visitor.submit(form.fill(name="Anna Whitlock-Hay", email="New@Example.com"))
    db.session.rollback()
    row = db.session.execute(select(Guest.name, Guest.email, Guest.email_lower, Guest.name_key)).one()
    assert tuple(row) == ("Anna Whitlock-Hay", "New@Example.com", "new@example.com", " anna whitlock hay")
    assert signed_in(token) is None
    entry = db.session.scalars(select(Entry).where(Entry.action == "corrected")).one()
    fields = db.session.scalars(select(PersonalEntry.field).where(PersonalEntry.entry_id == entry.id)).all()
    assert (entry.actor, sorted(fields)) == ("staff", ["email", "name"])


def test_a_stale_correction_shows_both_versions(app: Flask) -> None:
    guest_id = booked()
    visitor = desk(app)
    form = visitor.get(url_of(guest_id), reads=READS).form(action=f"{url_of(guest_id)}/details")
    identity.correct_guest(guest_id, "Anna Hay", None)
    page = visitor.submit(form.fill(name="Anna Meant"), 409)
    assert "It is now: Anna Hay" in page.text
    assert page.one("input", name="name").get("value") == "Anna Meant"
    visitor.submit(page.form(action=f"{url_of(guest_id)}/details"))
    assert "Anna Meant" in visitor.get(url_of(guest_id), reads=READS).h1


@pytest.mark.parametrize(
    "typed", [{"name": ""}, {"email": "no mail"}, {"phone": "12"}, {"name": "x" * 300}, {"email": "a@" + "b" * 300}]
)
def test_what_is_no_name_or_address_is_said_and_stays(app: Flask, typed: dict[str, str]) -> None:
    guest_id = booked()
    visitor = desk(app)
    form = visitor.get(url_of(guest_id), reads=READS).form(action=f"{url_of(guest_id)}/details")
    page = visitor.submit(form.fill(**typed), 422)
    (name, value), *_ = typed.items()
    assert page.one("input", id=name).get("value") == value


def test_a_house_notes_and_forgets(app: Flask) -> None:
    guest_id = booked()
    visitor, url = desk(app), url_of(guest_id)
    visitor.submit(visitor.get(url, reads=READS).form(action=f"{url}/preferences").fill(kind="table", value="A window"))
    page = visitor.get(url, reads=READS)
    assert "A window noted at Combe Harrow" in page.text
    preference_id = db.session.scalars(select(Preference.id)).one()
    visitor.submit(page.form(action=f"{url}/preferences/{preference_id}/forget"))
    assert "A window" not in visitor.get(url, reads=READS).text


def test_what_is_remembered_is_corrected_and_says_by_whom(app: Flask) -> None:
    guest_id = booked()
    identity.say_preference(guest_id, "table", "A window")
    preference_id = db.session.scalars(select(Preference.id)).one()
    visitor, url = desk(app), url_of(guest_id)
    act = f"{url}/preferences/{preference_id}"
    page = visitor.get(url, reads=READS)
    assert "A window said by the guest" in page.text
    form = page.form(action=act)
    assert "Say what to remember" in visitor.submit(form.fill(words=""), 422).text
    visitor.submit(form.fill(words="The round table"))
    assert "The round table noted at Combe Harrow" in visitor.get(url, reads=READS).text
    entry = db.session.scalars(select(Entry).where(Entry.action == "preference_corrected")).one()
    kept = db.session.scalars(select(PersonalEntry).where(PersonalEntry.entry_id == entry.id)).one()
    assert (entry.actor, kept.before, kept.after) == ("staff", "A window", "The round table")
    refused = visitor.submit(form.fill(words="By the fire"), 409)
    assert "Meanwhile it says “The round table”" in refused.text
    assert refused.one("input", id="words").get("value") == "By the fire"
    visitor.submit(refused.form(action=act))
    assert "By the fire" in visitor.get(url, reads=READS).text


def test_what_another_guest_likes_is_not_corrected_here(app: Flask) -> None:
    guest_id, other = booked(), booked(SAME, "snug")
    identity.say_preference(other, "table", "A window")
    preference_id = db.session.scalars(select(Preference.id)).one()
    visitor, url = desk(app), url_of(guest_id)
    token = visitor.get(url, reads=READS).form(action=f"{url}/preferences").data()
    typed = {"words": "Mine", "seen": "A window", "csrf_token": token["csrf_token"]}
    visitor.post(f"{url}/preferences/{preference_id}", typed, 409)
    db.session.rollback()
    assert db.session.scalars(select(Preference.value)).one() == "A window"


def test_two_who_are_one_are_compared_merged_and_taken_apart(app: Flask) -> None:
    kept, gone = booked(), booked(SAME, "snug")
    visitor = desk(app, "manager")
    page = visitor.get(url_of(kept), reads=READS)
    page = visitor.get(page.link("Compare with A Whitlock"), reads=READS)
    assert "the same telephone" in page.text
    page = visitor.submit(page.form(action=f"{url_of(kept)}/merge/{gone}"))
    assert "merged" in page.text
    assert len(page.all("tr")) == 3
    assert visitor.get(url_of(gone), reads=READS + 4).url == url_of(kept)
    undo = next(form for form in page.all("form") if form.get("action", "").endswith("/undo"))
    visitor.submit(page.form(action=undo.get("action", "")))
    assert visitor.get(url_of(gone), reads=READS).h1 == "A Whitlock"


def test_reception_merges_nobody_and_no_house_merges_strangers(app: Flask) -> None:
    kept = booked()
    elsewhere = booked(SAME, "snug", "withy-moor")
    assert "Perhaps the same person" not in desk(app).get(url_of(kept), reads=READS).text
    desk(app, "housekeeping").get(f"{url_of(kept)}/merge/{elsewhere}", status=403)
    manager = desk(app, "manager")
    assert "Compare" not in manager.get(url_of(kept), reads=READS).text
    manager.get(f"{url_of(kept)}/merge/{elsewhere}", status=404, reads=READS)
