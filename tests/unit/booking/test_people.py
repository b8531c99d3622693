"""Who comes, on both engines: what the law asks and no more, and gone when it has to be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.booking import operations as booking
from app.booking.errors import WrongState
from app.booking.models import BookedStay, Booking
from app.booking.people.models import Allergy, RegisterEntry
from app.booking.people.operations import keep_people, mark_allergies_read, purge_allergies, purge_register
from app.booking.people.queries import allergies_of, kept_allergies, register_of
from app.booking.people.rules import CannotEat, Entry, Person, asks_for_papers, lacking, missing, people_of
from app.booking.rules import Details
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db, transaction, write
from app.worker.jobs import JOBS
from app.worker.purges import purge_people
from tests import cast
from tests.baskets import basket, several

pytestmark = pytest.mark.houses(1)
SetClock = Callable[[str], None]
ANNA, TOM = (0, 1), (0, 2)
PAPERS = Entry("Aiko", "JP", "TK1234567", "Osaka", "Bath")
NUTS = CannotEat("Tom", ("nuts",), "anaphylaxis")


@pytest.fixture
def booking_id(app: Flask) -> int:
    started = booking.start_checkout(basket(cast.found(), "garden", party=Party(2, (7,), cots=1)))
    booking.keep_details(started.checkout_id, Details("Anna Whitlock", "anna@example.com").as_json())
    return booking.place_booking(started.checkout_id).booking_id


@pytest.mark.parametrize(
    ("nationality", "asked"),
    [("GB", False), ("IE", False), ("IN", False), ("CY", False), ("GA", False), ("FR", True), ("US", True),
     ("XX", True), ("ZW", True), ("", False)],
)  # fmt: skip
def test_papers_are_asked_of_those_outside_the_commonwealth(nationality: str, asked: bool) -> None:
    assert asks_for_papers(nationality) is asked


def test_what_is_missing() -> None:
    assert missing(Entry()) == ("name", "nationality")
    assert missing(Entry("Anna", "GB")) == ()
    assert missing(Entry("Aiko", "JP", passport_place="Osaka")) == ("passport_number", "next_destination")
    assert missing(PAPERS) == ()


def test_everybody_sleeps_somewhere_and_only_the_old_are_registered() -> None:
    party = Party(1, (7, 16), cots=1)
    people = people_of([(0, party), (2, party)])
    assert [(one.part, one.number, one.age) for one in people[:4]] == [(0, 1, None), (0, 2, 7), (0, 3, 16), (0, 4, 0)]
    assert [one.part for one in people] == [0] * 4 + [2] * 4
    assert [one.number for one in people if one.registered] == [1, 3, 1, 3]
    assert lacking(people[:4], {ANNA: Entry("Anna", "GB")}) == {(0, 3): ("name", "nationality")}
    assert not Person(0, 1, 15).registered


def test_what_is_told_is_there_and_nothing_that_is_not_asked(booking_id: int) -> None:
    keep_people(booking_id, {ANNA: Entry("Anna", "GB", "123", "London", "Bath"), TOM: PAPERS}, {TOM: NUTS})
    assert register_of(booking_id) == {ANNA: Entry("Anna", "GB"), TOM: PAPERS}
    assert allergies_of(booking_id)[TOM].cannot_eat == NUTS
    keep_people(booking_id, {ANNA: Entry(), TOM: Entry("Aiko", "JP", "", "Kyoto", "Bath")}, {})
    assert register_of(booking_id) == {TOM: Entry("Aiko", "JP", "TK1234567", "Kyoto", "Bath")}
    assert allergies_of(booking_id) == {}


def test_the_kitchen_reads_again_only_what_changed(booking_id: int, set_clock: SetClock) -> None:
    leeks = CannotEat("Anna", words="Leeks")
    assert keep_people(booking_id, {}, {ANNA: leeks, TOM: NUTS}) is False
    mark_allergies_read(booking_id, 7, clock.now())
    assert keep_people(booking_id, {}, {ANNA: leeks, TOM: NUTS}) is False
    set_clock("2027-03-01T09:05+00:00")
    assert keep_people(booking_id, {}, {ANNA: leeks, TOM: CannotEat("Tom", ("nuts", "milk"))}) is True
    known = allergies_of(booking_id)
    assert known[ANNA].read_at is not None
    assert known[TOM].read_at is None
    mark_allergies_read(booking_id, 7, known[TOM].consented_at - timedelta(seconds=1))
    assert allergies_of(booking_id)[TOM].read_at is None, "said after the kitchen looked"
    assert keep_people(booking_id, {}, {ANNA: leeks}) is False, "nobody had read it"
    assert keep_people(booking_id, {}, {}) is True


def test_it_closes_when_they_leave(booking_id: int, set_clock: SetClock) -> None:
    set_clock("2027-03-07T23:59+00:00")
    keep_people(booking_id, {ANNA: Entry("Anna", "GB")}, {})
    set_clock("2027-03-08T00:00+00:00")
    with pytest.raises(WrongState):
        keep_people(booking_id, {}, {})
    assert register_of(booking_id) == {ANNA: Entry("Anna", "GB")}


def test_the_register_is_gone_after_its_time(booking_id: int) -> None:
    keep_people(booking_id, {ANNA: Entry("Anna", "GB")}, {ANNA: NUTS})
    assert purge_register(date(2027, 3, 7)) == 0
    assert purge_register(date(2027, 3, 8)) == 1
    assert db.session.scalars(select(RegisterEntry)).all() == []
    assert len(db.session.scalars(select(Allergy)).all()) == 1


def test_allergies_are_gone_unless_they_are_kept(booking_id: int) -> None:
    kept = CannotEat("Anna", ("fish",), kept=True)
    keep_people(booking_id, {}, {ANNA: kept, TOM: NUTS})
    assert purge_allergies(date(2027, 3, 7)) == 0
    assert purge_allergies(date(2027, 3, 8)) == 1
    (left,) = db.session.scalars(select(Allergy)).all()
    assert left.person == "Anna"
    guest_id = db.session.execute(select(Booking.guest_id)).scalar_one()
    started = booking.start_checkout(basket(cast.found(), "garden", stay=Stay.of(date(2027, 4, 2), 1)))
    booking.keep_details(started.checkout_id, Details("Anna Whitlock", "anna@example.com").as_json())
    again = booking.place_booking(started.checkout_id).booking_id
    assert kept_allergies(again, [guest_id]) == {ANNA: kept}
    assert kept_allergies(again, [guest_id + 1]) == {}
    assert kept_allergies(booking_id, [guest_id]) == {}


@pytest.mark.parametrize("deed", ["cancelled", "no_show"])
def test_nothing_is_kept_of_whoever_does_not_come(booking_id: int, set_clock: SetClock, deed: str) -> None:
    """No passport number stays with a booking that was given up; what the guest keeps for the next stays does."""
    kept = CannotEat("Anna", ("fish",), kept=True)
    keep_people(booking_id, {ANNA: Entry("Anna", "GB"), TOM: PAPERS}, {ANNA: kept, TOM: NUTS})
    if deed == "cancelled":
        booking.cancel_booking(booking_id)
    else:
        set_clock("2027-03-06T09:00+00:00")
        booking.mark_no_show(booking_id)
    assert db.session.scalars(select(RegisterEntry)).all() == []
    assert [row.person for row in db.session.scalars(select(Allergy))] == ["Anna"]


def test_of_several_rooms_only_the_one_given_up_is_forgotten(app: Flask) -> None:
    house = cast.found()
    three = several(house, *(basket(house, kind) for kind in ("snug", "garden", "shepherds-hut")))
    started = booking.start_checkout(three)
    booking.keep_details(started.checkout_id, Details("Anna Whitlock", "anna@example.com").as_json())
    booked = booking.place_booking(started.checkout_id).booking_id
    keep_people(booked, {(part, 1): PAPERS for part in range(3)}, {(part, 1): NUTS for part in range(3)})
    booking.cancel_booking(booked, parts=[1])
    assert (set(register_of(booked)), set(allergies_of(booked))) == ({(0, 1), (2, 1)},) * 2
    assert len(db.session.scalars(select(Allergy)).all()) == 2
    booking.mark_stay_no_show(booked, 2)
    assert set(register_of(booked)) == {(0, 1)}


def test_whom_a_change_left_out_is_forgotten_for_whoever_comes_instead(booking_id: int) -> None:
    house = cast.found()
    baby, unseen = (0, 4), {"seen_minor": None, "seen_revision": None}
    keep_people(booking_id, {TOM: PAPERS}, {ANNA: NUTS, baby: CannotEat("Baby", ("milk",), kept=True)})
    booking.amend_booking(booking_id, basket(house, "garden", party=Party(1)), **unseen)
    assert register_of(booking_id) == {}
    booking.amend_booking(booking_id, basket(house, "garden", party=Party(2, (7,), cots=1)), **unseen)
    assert list(allergies_of(booking_id)) == [ANNA]


def test_whoever_stayed_and_left_before_the_others_remains_in_the_register(
    booking_id: int, set_clock: SetClock
) -> None:
    """The law asks for everybody who stayed, and the house cooks for whoever still does."""
    set_clock("2027-03-05T16:00+00:00")
    keep_people(booking_id, {ANNA: Entry("Anna", "GB"), TOM: PAPERS}, {TOM: NUTS})
    booking.check_in(booking_id)
    set_clock("2027-03-06T09:00+00:00")
    unseen = {"seen_minor": None, "seen_revision": None}
    for party in (Party(1, (7,), cots=1), Party(2, (7,), cots=1), Party(1, (7,), cots=1)):
        left = [TOM] if party.adults == 1 else []
        booking.amend_booking(booking_id, basket(cast.found(), "garden", party=party), **unseen, leaving=left)
        assert register_of(booking_id) == {ANNA: Entry("Anna", "GB")}
        assert allergies_of(booking_id) == {}
        if party.adults == 2:
            keep_people(booking_id, {ANNA: Entry("Anna", "GB"), TOM: Entry("Cyd", "GB")}, {})
    kept = db.session.execute(select(RegisterEntry.name, RegisterEntry.number).order_by(RegisterEntry.number)).all()
    assert [tuple(row) for row in kept] == [("Anna", 1), ("Aiko", 101), ("Cyd", 102)]
    assert purge_register(date(2028, 3, 8)) == 3


def test_a_job_forgets_them_twelve_months_and_thirty_days_after_departure(booking_id: int, set_clock: SetClock) -> None:
    (job,) = (job for job in JOBS if job.work is purge_people)
    assert job.every_s <= 86_400
    keep_people(booking_id, {ANNA: Entry("Anna", "GB")}, {ANNA: NUTS})
    for day, gone in (("2027-04-06", 0), ("2027-04-07", 1), ("2028-03-07", 0), ("2028-03-08", 1)):
        set_clock(f"{day}T12:00+00:00")
        assert (day, job.work()) == (day, gone)


def test_who_is_left_out_by_a_change_is_not_read_of(booking_id: int) -> None:
    keep_people(booking_id, {}, {ANNA: NUTS, (0, 4): CannotEat("Baby", ("milk",))})
    transaction(lambda: write(update(BookedStay).values(cots=0)))
    assert list(allergies_of(booking_id)) == [ANNA]
    transaction(lambda: write(update(BookedStay).values(cancelled_at=clock.now())))
    assert allergies_of(booking_id) == {}
