"""What a notice promises is held before anybody hears of it, and is exactly what a choice gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.booking import operations as booking
from app.booking.errors import Stale
from app.booking.models import Booking
from app.care.choices.errors import AlreadyChosen, NotOffered, TooLate
from app.care.choices.operations import choose
from app.care.choices.promising import let_go_of_promises, promise_alternatives
from app.care.choices.queries import LOOKING, offered_to, options_for, promised, touched_booking
from app.care.choices.rules import Promised
from app.care.notices.errors import NotNow
from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.operations import update_notice
from app.care.notices.operations.stepping import News
from app.inventory import operations as inventory
from app.inventory.models import Claim
from app.kernel import clock
from app.kernel.stay import Stay
from app.pricing.models import Rate
from app.store import db, transaction, write
from app.store.version import prices_of, raise_versions
from tests import cast, touched
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cards import asked_back, balance, paid, placed
from tests.touching import noticed, touch_of
from tests.unit.booking.changes.desk import faults, hut, stands

pytestmark = pytest.mark.houses(2)


def held(touch_id: int) -> int:
    """Nights of rooms that are held for what was promised."""
    db.session.rollback()
    mine = select(Claim.night).where(Claim.owner == "notice", Claim.owner_id == touch_id)
    return len(db.session.execute(mine).all())


def paid_hut() -> int:
    one = placed(hut()).booking_id
    paid(one, 30000)
    return one


def promised_to(one: int) -> int:
    """A notice that touches this booking, with its promises made; the id of the touch."""
    notice_id = noticed(one)
    promise_alternatives(notice_id)
    return touch_of(notice_id, one)


def costs_there(amount_minor: int) -> None:
    house = cast.found("withy-moor")
    dearer = update(Rate).where(Rate.room_type_id.in_(house.room_types.values())).values(amount_minor=amount_minor)
    transaction(lambda: (write(dearer), raise_versions([prices_of(house.id)])))


def chosen(touch_id: int, choice: str, revision: int = 0) -> int:
    return choose(touch_id, choice, seen_revision=revision).refund_minor


def test_what_is_promised_is_held_and_counted_and_only_once(app: Flask) -> None:
    one, other = paid_hut(), placed(basket(cast.found(), "snug")).booking_id
    notice_id = noticed(one, other)
    assert promise_alternatives(notice_id) == 2
    assert promise_alternatives(notice_id) == 0
    assert promised(notice_id) == Promised(2, 2, 2)
    assert held(touch_of(notice_id, one)) == 4
    assert faults() == []


def test_what_cannot_be_promised_is_not_offered_and_counted(app: Flask) -> None:
    there = cast.found("withy-moor")
    for room_type, rooms in (("snug", 3), ("garden", 3)):
        for _ in range(rooms):
            placed(basket(there, room_type))
    bookings = [placed(basket(cast.found(), "snug")).booking_id for _ in range(3)]
    notice_id = noticed(*bookings)
    promise_alternatives(notice_id)
    assert promised(notice_id) == Promised(3, 1, 3), "one hut is all the other house has left"
    without = touched_booking(bookings[2], notice_id)
    assert without is not None
    assert [own.choice for own in options_for(without, stands(bookings[2]))] == ["keep", "dates", "cancel"]
    with pytest.raises(NotOffered):
        chosen(without.touch_id, "house")
    assert faults() == []


def test_each_choice_says_to_the_penny_what_it_does_and_does_it(app: Flask) -> None:
    costs_there(18000)
    for choice, back, total in (("keep", 2000, 28000), ("house", 0, 30000), ("dates", 0, 30000), ("cancel", 30000, 0)):
        before = len(asked_back())
        one = paid_hut()
        touch_id = promised_to(one)
        touched = touched_booking(one, touched_notice(touch_id))
        assert touched is not None
        option = next(own for own in options_for(touched, stands(one)) if own.choice == choice)
        assert (option.refund_minor, option.pays_minor) == (back, total)

        assert chosen(touch_id, choice) == back

        assert balance(one) == 0 - sum(minor for minor, _ in asked_back()[before:])
        assert held(touch_id) == 0, "nothing is held besides"
        assert faults() == []
        booking_now = stands(one)
        if choice == "house":
            assert booking_now.basket.location_id == cast.found("withy-moor").id
        if choice == "dates":
            assert booking_now.basket.arrival == FRIDAY + timedelta(days=7)
        if booking_now.state == "confirmed":
            booking.cancel_booking(one)


def touched_notice(touch_id: int) -> int:
    return int(db.session.execute(select(NoticeTouch.notice_id).where(NoticeTouch.id == touch_id)).scalar_one())


def test_a_second_choice_changes_nothing(app: Flask) -> None:
    one = paid_hut()
    touch_id = promised_to(one)
    chosen(touch_id, "house")
    for choice in ("house", "dates", "keep", "cancel"):
        with pytest.raises(AlreadyChosen):
            chosen(touch_id, choice)
    assert (stands(one).revision, asked_back()) == (1, [])


def test_after_its_date_nothing_can_be_chosen_and_nothing_is_held(app: Flask, set_clock: Callable[[str], None]) -> None:
    one = paid_hut()
    touch_id = promised_to(one)
    set_clock("2027-03-04T09:00+00:00")
    for choice in ("house", "dates", "keep", "cancel"):
        with pytest.raises(TooLate):
            chosen(touch_id, choice)
    booking.sweep_expired()
    assert let_go_of_promises() == 1
    assert (held(touch_id), let_go_of_promises()) == (0, 0)
    assert stands(one).state == "confirmed"
    assert faults() == []


def test_a_promise_is_for_the_booking_as_it_was(app: Flask) -> None:
    one = paid_hut()
    touch_id = promised_to(one)
    booking.amend_booking(one, hut(extras={"flowers": 1}), seen_minor=33500, seen_revision=0)
    with pytest.raises(Stale):
        chosen(touch_id, "keep")
    with pytest.raises(NotOffered):
        chosen(touch_id, "house", revision=1)
    looked = touched_booking(one, touched_notice(touch_id))
    assert looked is not None
    assert [own.choice for own in offered_to(looked, stands(one))[0]] == ["keep", "cancel"]
    assert offered_to(looked, stands(one))[1] == LOOKING
    assert promise_alternatives(looked.notice_id) == 1
    assert promise_alternatives(looked.notice_id) == 0
    options, why = offered_to(looked, stands(one))
    assert ([own.choice for own in options], why) == (["keep", "house", "dates", "cancel"], "")
    assert all(own.basket and own.basket.stays[0].extras for own in options[1:3]), "the flowers come along"
    assert held(touch_id) == 4, "as much as before"
    assert chosen(touch_id, "keep", revision=1) == 0, "3,500 were still owed: the remedy is off that"
    assert balance(one) == 1500
    assert faults() == []


def test_what_is_promised_is_never_where_the_work_is(app: Flask) -> None:
    """The work lasts a week longer, and the other house has its own."""
    one = paid_hut()
    touch_id = promised_to(one)
    notice_id = touched_notice(touch_id)
    row = touched.notice_row(notice_id)
    longer = News(row.begins_at, row.ends_at + timedelta(days=9), row.weight, "It takes longer.")
    update_notice(notice_id, longer, seen_revision=1, by=None)
    with pytest.raises(NotOffered):
        chosen(touch_id, "dates")
    noticed(slug="withy-moor")
    transaction(lambda: write(update(Booking).where(Booking.id == one).values(revision=1)))
    assert promise_alternatives(notice_id) == 1
    looked = touched_booking(one, notice_id)
    assert looked is not None
    options = {own.choice: own.basket for own in options_for(looked, stands(one))}
    assert "house" not in options
    assert options["dates"] is not None
    assert options["dates"].arrival > longer.ends_at.date() or options["dates"].departure <= row.begins_at.date()
    assert held(touch_id) == 2
    assert faults() == []


def test_only_what_would_matter_to_them_rules_a_house_out(app: Flask) -> None:
    there = cast.found("withy-moor")
    noticed(slug=there.slug, weight="low")
    noticed(slug=there.slug, whom=["dogs"])
    noticed(slug=there.slug, weight="heavy", room_types=[there.room_types["garden"]])
    one = paid_hut()
    touch_id = promised_to(one)
    assert held(touch_id) == 4, "a hut in the other house too, and other dates"
    noticed(slug=there.slug, whom=["travel"])
    transaction(lambda: write(update(Booking).where(Booking.id == one).values(revision=1)))
    promise_alternatives(touched_notice(touch_id))
    assert held(touch_id) == 2
    assert faults() == []


def test_a_notice_that_is_withdrawn_lets_everything_go(app: Flask) -> None:
    one = paid_hut()
    touch_id = promised_to(one)
    gone = {"state": "withdrawn", "withdrawn_at": clock.now()}
    transaction(lambda: write(update(Notice).values(gone)))
    with pytest.raises(NotNow):
        chosen(touch_id, "house")
    assert let_go_of_promises() == 1
    assert held(touch_id) == 0
    assert faults() == []


def test_who_is_in_the_house_may_keep_the_stay_for_the_remedy_alone(app: Flask) -> None:
    one = paid_hut()
    touch_id = promised_to(one)
    transaction(lambda: write(update(Booking).where(Booking.id == one).values(state="in_house")))
    touched = touched_booking(one, touched_notice(touch_id))
    assert touched is not None
    assert [(own.choice, own.refund_minor) for own in options_for(touched, stands(one))] == [("keep", 2000)]
    for choice in ("house", "dates", "cancel"):
        with pytest.raises(NotOffered):
            chosen(touch_id, choice)
    assert chosen(touch_id, "keep") == 2000
    assert held(touch_id) == 0


def test_a_guest_of_a_group_is_not_moved(app: Flask) -> None:
    one = paid_hut()
    transaction(lambda: write(update(Booking).where(Booking.id == one).values(block_id=1)))
    notice_id = noticed(one)
    promise_alternatives(notice_id)
    assert promised(notice_id) == Promised(1, 0, 0)


def test_what_is_promised_is_kept_where_the_room_was_closed_since(app: Flask) -> None:
    one = paid_hut()
    touch_id = promised_to(one)
    there = cast.found("withy-moor")
    snug = there.resources["snug"]
    transaction(lambda: inventory.close(snug, Stay.of(FRIDAY, 2).arrival, Stay.of(FRIDAY, 2).departure, 3, "A flood"))
    assert chosen(touch_id, "house") == 0
    assert stands(one).basket.location_id == there.id
