"""The desk is told what a room lacks that its guests need or were promised, and may go on for a reason."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from app.booking.queries import stays_of
from app.booking.rooms.operations import promise_room
from app.inventory.packing.queries import doors_of, rooms_of
from app.kernel.party import Party
from app.store import db, transaction
from tests import stock
from tests.cast import found
from tests.page import Visitor
from tests.staffing import desk
from tests.web.staff.front import HOUSE, guest
from tests.web.staff.test_check_in import PEOPLE, asked, deeds, receive, state
from tests.web.staff.test_walk_in import asked as walk_in
from tests.web.staff.test_walk_in import form as walk_in_form
from tests.web.staff.test_walk_in import rate

pytestmark = pytest.mark.houses(1)
STEP_FREE = Party(2, needs=frozenset({"step-free"}))
WHY = "They know the stairs and want the view"


@pytest.fixture
def jo(app: Flask) -> Visitor:
    """At the desk of a house of which only the last garden room is without steps."""
    stepped = "UPDATE room SET step_free = FALSE WHERE name IN ('garden 1', 'garden 2')"
    transaction(lambda: db.session.execute(text(stepped)))
    return desk(app)


def doors(slug: str = "garden") -> list[int]:
    return [door.id for door in doors_of([found().room_types[slug]])]


def rooms(stay_id: int) -> set[int]:
    db.session.rollback()
    return set(rooms_of([stay_id]).get(stay_id, {}).values())


def test_the_chart_asks_why_and_moves_them_then(jo: Visitor) -> None:
    booking_id, _ = guest(party=STEP_FREE, given=False)
    stay_id = stays_of(booking_id)[0].id
    page = jo.get(f"{HOUSE}/tape-chart?stay={stay_id}", reads=33)
    assert "NeedsStep-free" in page.words("aside", id="stay-panel")
    assert "garden 1 (not step-free)" in page.words("select", id="move-room")
    act = f"{HOUSE}/stays/{stay_id}/move"
    refused = jo.submit(page.form(action=act).fill(room=doors()[0]), 409)
    assert "garden 1 is not step-free, and they need that. Choose another room, or say why" in refused.text
    assert rooms(stay_id) == set()
    jo.submit(refused.form(action=act).fill(reason=WHY))
    assert rooms(stay_id) == {doors()[0]}
    assert stock.rows("SELECT after FROM journal_personal WHERE field = 'reason'") == [(WHY,)]
    promise = f"{HOUSE}/stays/{stay_id}/promise"
    again = jo.submit(jo.get(f"{HOUSE}/tape-chart?stay={stay_id}", reads=33).form(action=promise), 409)
    assert "Use 300 characters" in jo.submit(again.form(action=promise).fill(reason="x" * 400), 422).text
    jo.submit(again.form(action=promise).fill(reason=WHY))
    assert stock.rows("SELECT room_id FROM room_promise") == [(doors()[0],)]


def test_check_in_says_what_each_room_lacks_and_asks_why(jo: Visitor) -> None:
    booking_id, reference = guest(party=STEP_FREE, given=False)
    stay_id = stays_of(booking_id)[0].id
    promise_room(stay_id, doors()[2])
    page = asked(jo, reference)
    choices = page.words("select", id="room-0")
    assert "garden 1 (not the one promised, not step-free), ready" in choices
    assert "garden 3, ready" in choices
    typed = {**PEOPLE, "room-0": str(doors()[0]), "settle": "cash"}
    refused = receive(jo, page, 422, **typed)
    assert "They were promised garden 3. garden 1 is not step-free, and they need that." in refused.text
    assert state(booking_id) == "confirmed"
    assert refused.one(id="name-0-1").get("value") == PEOPLE["name-0-1"]
    receive(jo, refused, unsuited=WHY)
    assert (state(booking_id), rooms(stay_id)) == ("in_house", {doors()[0]})
    assert "let_in_unsuited" in deeds(booking_id)
    assert stock.rows("SELECT COUNT(*) FROM room_promise") == [(0,)]


def test_check_in_offers_nobody_a_room_that_was_promised_to_somebody_else(jo: Visitor) -> None:
    promised, _ = guest("Ben Lund", given=False)
    promise_room(stays_of(promised)[0].id, doors()[1])
    transaction(lambda: db.session.execute(text("DELETE FROM room_night")))
    _, reference = guest(given=False)
    page = asked(jo, reference)
    assert "garden 2" not in page.words("select", id="room-0")
    assert "If the room lacks something" not in page.text


def test_a_walk_in_who_needs_it_gets_the_room_that_has_it_and_others_make_way(jo: Visitor) -> None:
    before, _ = guest("Ben Lund", given=False)
    stay_id = stays_of(before)[0].id
    page = walk_in(jo, "?needs=step-free")
    assert "garden 3 ready" in page.text
    assert "snug" not in page.text.lower()
    promise_room(stay_id, doors()[2])
    promise_room(stay_id, None)
    page = walk_in(jo, "?needs=step-free")
    jo.submit(walk_in_form(page, rate=rate(page), settle="cash"), reads=220)
    new = stock.rows(
        "SELECT s.id, s.needs FROM stay s JOIN booking b ON b.id = s.booking_id WHERE b.source = 'walk_in'"
    )
    assert [needs for _, needs in new] == ["step-free"]
    assert rooms(int(str(new[0][0]))) == {doors()[2]}
    assert rooms(stay_id) <= {*doors()[:2]}
