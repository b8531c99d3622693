"""Forgetting a guest: nothing personal is left anywhere, nobody else is touched, and no restore brings them back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import insert, select, update

from app.booking import operations as booking
from app.booking.errors import StillExpected
from app.booking.forgetting import forget_guests
from app.booking.models import Booking
from app.booking.waitlist.models import WaitlistEntry
from app.identity import operations as identity
from app.identity.exporting import everything_about
from app.identity.models import Guest
from app.identity.queries import erasures
from app.identity.reach import belongings, personal_columns
from app.insight import verify
from app.outbox.models import Message
from app.store import Base, db, transaction, write
from tests import cast
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cards import placed
from tests.unit.identity.asking import ELSEWHERE, asked, typed
from tests.unit.identity.telltale import ANNA, TELLTALE, facts_of, row_of

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]

BEN = "ben@example.com"
LEFT = "2027-03-09T12:00+00:00"
ALLERGY = {"person": TELLTALE, "allergens": "nuts", "severity": "severe", "words": TELLTALE}


def book(name: str, email: str, room: str = "snug") -> int:
    """A stay of two nights with everything that the form takes."""
    started = booking.start_checkout(basket(cast.found(), room))
    details = {"name": name, "email": email, "phone": "07700 900461", "notes": TELLTALE, "allergies": [ALLERGY]}
    booking.keep_details(started.checkout_id, details)
    return booking.place_booking(started.checkout_id).booking_id


def depart(booking_id: int) -> None:
    booking.check_in(booking_id, at=datetime.combine(FRIDAY, time(16), UTC))
    booking.check_out(booking_id, at=datetime.combine(FRIDAY, time(10), UTC).replace(day=7))


def guest_of(booking_id: int) -> int:
    return int(db.session.execute(select(Booking.guest_id).where(Booking.id == booking_id)).scalar_one())


def a_guest() -> tuple[int, int]:
    """Booking and guest of Anna, who left, corrected her name, said what she likes and signed in twice."""
    own = book("Anna Whitlock", ANNA)
    depart(own)
    guest_id = guest_of(own)
    typed(asked(ANNA))
    asked(ANNA, ELSEWHERE)
    identity.correct_guest(guest_id, f"Anna {TELLTALE}", f"{TELLTALE}")
    identity.say_preference(guest_id, "table", TELLTALE)
    identity.settle_consents(guest_id, [guest_id], {"offers"})
    booking.ask_for_link(ANNA, FRIDAY)
    return own, guest_id


def everywhere(words: str) -> list[str]:
    """Every column of the database in which the words stand, but for what a law keeps."""
    db.session.rollback()
    return sorted(
        {
            f"{table.name}.{name}"
            for table in Base.metadata.sorted_tables
            if not table.info.get("kept_by_law")
            for row in db.session.execute(select(table)).mappings()
            for name, value in row.items()
            if words.casefold() in str(value).casefold()
        }
    )


def test_nothing_personal_is_left_and_the_ledger_is() -> None:
    _, guest_id = a_guest()
    assert len(everywhere(TELLTALE)) > 5
    assert forget_guests([guest_id]) == 1
    assert [everywhere(words) for words in (TELLTALE, "whitlock", ANNA, "900461", "nuts")] == [[]] * 5
    assert db.session.execute(select(Guest.name, Guest.erased_at.is_not(None))).one() == ("Forgotten guest", True)
    assert [result.name for result in verify.run() if not result.ok] == []
    assert forget_guests([guest_id]) == 0


def test_nobody_else_is_touched() -> None:
    before = book("Ben Hale", BEN, "garden")
    _, guest_id = a_guest()
    asked(BEN)
    held = everything_about([guest_of(before)])
    forget_guests([guest_id])
    db.session.rollback()
    assert everything_about([guest_of(before)]) == held
    assert everywhere(BEN)


def test_another_guest_under_the_same_mail_keeps_it() -> None:
    """Erasure of one by age alone: what is known by mail belongs to the other."""
    _, guest_id = a_guest()
    other = book("Tom Whitlock", ANNA, "garden")
    identity.erase_guests([guest_id])
    row = db.session.execute(select(Guest.name, Guest.email).where(Guest.id == guest_of(other))).one()
    assert row == ("Tom Whitlock", ANNA)
    mail = select(Message.state, Message.address).where(Message.subject == "booking", Message.subject_id == other)
    assert db.session.execute(mail).one() == ("waiting", ANNA)


def test_waiting_mail_is_withdrawn_and_sent_mail_stays_without_its_address() -> None:
    _, guest_id = a_guest()
    transaction(lambda: write(update(Message).where(Message.kind == "sign_in").values(state="sent")))
    forget_guests([guest_id])
    found = db.session.execute(select(Message.state, Message.address).where(Message.kind == "booked")).all()
    assert found == [("withdrawn", "")]
    states = db.session.scalars(select(Message.state).where(Message.kind == "sign_in")).all()
    assert set(states) == {"sent"}


def test_a_guest_with_a_stay_to_come_is_not_forgotten() -> None:
    own = book("Anna Whitlock", ANNA)
    with pytest.raises(StillExpected, match="made as Anna Whitlock, is still to come"):
        forget_guests([guest_of(own)])
    assert everywhere(ANNA)
    booking.cancel_booking(own)
    assert forget_guests([guest_of(own)]) == 1


def test_a_guest_who_waits_leaves_the_line() -> None:
    _, guest_id = a_guest()
    house = cast.found()
    entry = {
        "earliest_on": FRIDAY, "latest_on": FRIDAY + timedelta(days=7), "nights": 2, "adults": 2,
        "room_types": [house.room_types["shepherds-hut"]], "name": TELLTALE, "email": ANNA, "email_lower": ANNA,
        "created_at": datetime(2027, 3, 1, tzinfo=UTC),
    }  # fmt: skip
    transaction(lambda: write(insert(WaitlistEntry.__table__), entry))
    forget_guests([guest_id])
    assert everywhere(ANNA) == []
    assert db.session.execute(select(WaitlistEntry.state)).scalar_one() == "left"


def test_what_comes_back_from_a_backup_is_forgotten_again() -> None:
    _, guest_id = a_guest()
    row = dict(db.session.execute(select(*Guest.__table__.c).where(Guest.id == guest_id)).mappings().one())
    forget_guests([guest_id])
    listed = erasures()
    transaction(lambda: write(update(Guest).where(Guest.id == guest_id).values({**row, "erased_at": None})))
    assert everywhere(ANNA)
    assert identity.erase_again(listed, identity.erase_guests) == 1
    assert everywhere(ANNA) == []
    assert identity.erase_again(listed, identity.erase_guests) == 0


def test_a_guest_who_got_the_id_of_one_who_was_forgotten_stays(set_clock: Callable[[str], None]) -> None:
    """After a restore the ids that were given since are given again."""
    _, guest_id = a_guest()
    forget_guests([guest_id])
    listed = erasures()
    later = {
        "name": "Ben Hale",
        "email": BEN,
        "email_lower": BEN,
        "erased_at": None,
        "created_at": datetime(2028, 1, 1, tzinfo=UTC),
    }
    transaction(lambda: write(update(Guest).where(Guest.id == guest_id).values(later)))
    assert identity.erase_again(listed, identity.erase_guests) == 0


def test_the_export_holds_everything_and_no_key() -> None:
    own, guest_id = a_guest()
    found = everything_about([guest_id])
    assert found["guest"][0]["email"] == ANNA
    assert [row["id"] for row in found["booking"]] == [own]
    assert found["allergy"][0]["words"] == TELLTALE
    assert found["journal_personal"][0]["before"] == "Anna Whitlock"
    held = {f"{table}.{name}" for table, rows in found.items() for row in rows for name in row}
    assert {"stay.arrival_on", "folio_line.amount_minor", "consent.text", "preference.value", "message.address"} <= held
    secret = {f"{t.name}.{c.name}" for t in Base.metadata.sorted_tables for c in t.columns if c.info.get("secret")}
    assert {"session.key", "sign_in.browser", "sign_in.version"} <= secret
    assert not held & secret


def test_the_export_of_one_guest_says_nothing_of_another() -> None:
    book("Ben Hale", BEN, "garden")
    _, guest_id = a_guest()
    asked(BEN)
    assert "ben" not in str(everything_about([guest_id])).casefold()


def test_who_books_a_resold_night_learns_nothing_of_who_gave_it_up() -> None:
    gave_up = placed(basket(cast.found(), plan="saver"), {"name": "Ben Hale", "email": BEN}).booking_id
    booking.cancel_booking(gave_up)
    took = placed(basket(cast.found()), {"name": "Anna Whitlock", "email": ANNA}).booking_id
    found = everything_about([guest_of(took)])
    assert "resale" not in found
    assert {row["booking_id"] for row in found["folio_line"]} == {took}
    assert len(everything_about([guest_of(gave_up)])["resale"]) == 2


OTHERS = {"staff", "friction_note", "agent", "group_block", "lost_call"}  # about people who are no guests


def test_every_table_about_people_is_reached() -> None:
    """A row of each, tied to the guest as its keys allow, is found and loses every personal column."""
    own, guest_id = a_guest()
    tables = [each for each in Base.metadata.sorted_tables if personal_columns(each) and each.name not in OTHERS]
    facts = facts_of(own, guest_id)
    for table in tables:
        if not db.session.execute(select(table).limit(1)).first():
            transaction(lambda table=table: write(insert(table), row_of(table, facts)))  # type: ignore[misc]
    unreached = {table.name for table in tables} - {table.name for table in belongings([guest_id], [ANNA])}
    assert unreached == set(), "no way leads there from a guest"
    forget_guests([guest_id])
    for table in tables:
        if not table.info.get("kept_by_law"):
            rows = db.session.execute(select(*personal_columns(table))).all()
            assert all(value in (None, "", {}, "Forgotten guest") for row in rows for value in row), table.name
