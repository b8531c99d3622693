"""A door has what a stay needs and was promised, or a person says why it is theirs all the same."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.booking.queries import booking_of
from app.booking.rooms.errors import DoorTaken, NotSuited
from app.booking.rooms.operations import Wish, move_stay, pack_coming, pack_rooms, promise_room, promise_seen, undo_move
from app.booking.rooms.operations.moving import undoable
from app.booking.rooms.operations.standing import found_stay
from app.booking.rooms.suiting import promised_door
from app.insight import verify
from app.inventory.packing.queries import doors_of, rooms_of
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db, transaction
from tests import stock
from tests.baskets import COUPLE, basket
from tests.builders import FRIDAY, TODAY, House
from tests.cards import placed
from tests.cast import found

pytestmark = pytest.mark.houses(1)

SUNDAY = FRIDAY + timedelta(days=2)
WEEKEND = Stay.of(FRIDAY, 2)
STEP_FREE, BATH, COT = Party(2, needs=frozenset({"step-free"})), Party(2, needs=frozenset({"bath"})), Party(2, cots=1)


@pytest.fixture
def house(app: Flask) -> House:
    return found()


def doors(house: House, slug: str) -> list[int]:
    return [door.id for door in doors_of([house.room_types[slug]])]


def book(house: House, room_type: str = "snug", party: Party = COUPLE, stay: Stay = WEEKEND, **more: object) -> int:
    """The number of the stay."""
    done = booking_of(placed(basket(house, room_type, stay=stay, party=party, **more)).booking_id)  # type: ignore[arg-type]
    assert done is not None
    return done.live[0].id


def given(stay_id: int) -> set[int]:
    db.session.rollback()
    return set(rooms_of([stay_id]).get(stay_id, {}).values())


def seen(stay_id: int) -> str:
    one = found_stay(stay_id)
    return one.standing.seen(one.booking.revision)


def move(stay_id: int, room_id: int, reason: str = "") -> None:
    move_stay(stay_id, Wish(room_id, FRIDAY, seen(stay_id), price="keep", reason=reason), by=None)


def steps_at(rooms: Collection[int]) -> None:
    """These doors have steps, whatever the room type says."""
    for room in rooms:
        transaction(
            lambda room=room: db.session.execute(text("UPDATE room SET step_free = FALSE WHERE id = :r"), {"r": room})
        )


def told(action: str) -> list[tuple[object, ...]]:
    return stock.rows(
        "SELECT p.field, p.after FROM journal j JOIN journal_personal p ON p.entry_id = j.id WHERE j.action = :a",
        a=action,
    )


def sound() -> None:
    db.session.rollback()
    assert [result.detail for result in verify.run() if not result.ok] == []


@pytest.mark.parametrize(
    ("bought", "party", "to", "lacks", "sentence"),
    [
        ("garden", STEP_FREE, "snug", "step-free", "snug 1 is not step-free, and they need that"),
        ("shepherds-hut", BATH, "garden", "bath", "garden 1 has no bath, and they need one"),
        ("snug", COT, "shepherds-hut", "cots", "shepherds-hut 1 has no space for their cot"),
    ],
)
def test_a_move_to_a_door_that_lacks_something_needs_a_reason(
    house: House, bought: str, party: Party, to: str, lacks: str, sentence: str
) -> None:
    stay_id = book(house, bought, party)
    door = doors(house, to)[0]
    with pytest.raises(NotSuited, match=sentence) as refused:
        move(stay_id, door)
    assert (refused.value.lacks, given(stay_id)) == ((lacks,), set())
    with pytest.raises(NotSuited):
        promise_seen(stay_id, door, seen=seen(stay_id), promised=None, by=None)
    move(stay_id, door, "They saw it and like it better")
    assert given(stay_id) == {door}
    assert told("moved") == [("reason", "They saw it and like it better")]
    pack_rooms(house.room_types[to], TODAY, SUNDAY)
    assert given(stay_id) == {door}, "what a person decided the packer leaves alone"
    sound()


def test_a_cot_that_was_added_counts_where_the_room_bought_takes_one(house: House) -> None:
    stay_id = book(house, extras={"cot": 1})
    with pytest.raises(NotSuited, match="no space for their cot"):
        move(stay_id, doors(house, "shepherds-hut")[0])


def test_a_promise_is_given_up_for_a_reason_and_comes_back_when_that_is_undone(house: House) -> None:
    one, two, _ = doors(house, "snug")
    stay_id = book(house)
    promise_room(stay_id, one)
    with pytest.raises(NotSuited, match=r"They were promised snug 1\. Choose another room, or say why"):
        move(stay_id, two)
    move(stay_id, two, "The boiler of snug 1 is loud")
    assert (promised_door(stay_id), given(stay_id)) == (None, {two})
    entry = undoable(found_stay(stay_id))
    assert entry is not None
    undo_move(stay_id, entry, by=None)
    assert (promised_door(stay_id), given(stay_id)) == (one, {one})
    sound()


def test_a_door_that_is_promised_is_nobody_else_s_even_before_it_is_given(house: House) -> None:
    one, two, _ = doors(house, "snug")
    first = booking_of(placed(basket(house, "snug")).booking_id)
    assert first is not None
    promise_room(first.live[0].id, one)
    longer = basket(house, "snug", stay=Stay.of(FRIDAY, 4))
    offer = price_amendment(first.id, longer)
    booking.amend_booking(first.id, longer, seen_minor=offer.total_minor, seen_revision=offer.revision)
    later = book(house, stay=Stay.of(SUNDAY, 2))
    with pytest.raises(DoorTaken, match=r"snug 1 is promised to Anna Whitlock from Sunday 7 March on\. Choose another"):
        move_stay(later, Wish(one, SUNDAY, seen(later)), by=None)
    move_stay(later, Wish(two, SUNDAY, seen(later)), by=None)
    pack_coming()
    assert (given(first.live[0].id), given(later)) == ({one}, {two})
    sound()


def test_whoever_needs_no_steps_is_packed_behind_no_other_door(house: House) -> None:
    one, two, three = doors(house, "garden")
    steps_at([one, two])
    others = [book(house, "garden", stay=stay) for stay in (WEEKEND, Stay.of(FRIDAY - timedelta(days=1), 3))]
    pack_rooms(house.room_types["garden"], TODAY, SUNDAY)
    stay_id = book(house, "garden", STEP_FREE)
    assert pack_coming() >= 1
    assert (given(stay_id), set().union(*map(given, others))) == ({three}, {one, two})
    sound()


def test_where_no_door_is_without_steps_they_stand_to_place_and_the_sentence_says_why(house: House) -> None:
    stay_id = book(house, "garden", STEP_FREE)
    steps_at(doors(house, "garden"))
    packed = pack_rooms(house.room_types["garden"], TODAY, SUNDAY)
    assert packed.unplaced == (
        (
            stay_id,
            "No room for Anna Whitlock, Fri 5 to Sun 7 March: they need one that is step-free, and none of these is.",
        ),
    )
    assert given(stay_id) == set()


def test_whoever_needs_more_after_a_change_is_given_a_door_anew(house: House) -> None:
    one, two, three = doors(house, "garden")
    steps_at([one, two])
    mine = booking_of(placed(basket(house, "garden")).booking_id)
    assert mine is not None
    pack_coming()
    assert given(mine.live[0].id) == {one}
    needing = basket(house, "garden", party=STEP_FREE)
    offer = price_amendment(mine.id, needing)
    booking.amend_booking(mine.id, needing, seen_minor=offer.total_minor, seen_revision=offer.revision)
    pack_coming()
    assert given(mine.live[0].id) == {three}
    sound()
