"""Cancelling for the guest: on their terms, shown before, with a name in the journal."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.journal.models import Entry
from app.store import db
from tests import cast
from tests.baskets import basket, several
from tests.cards import asked_back, balance, paid, placed
from tests.staffing import desk

READS = 24


def test_what_comes_back_is_shown_and_then_given(app: Flask) -> None:
    done = placed(basket(cast.found()))
    paid(done.booking_id, 30000)
    url = f"/staff/combe-harrow/bookings/{done.reference}"
    visitor = desk(app)
    page = visitor.get(visitor.get(url, reads=26).link("Cancel"), reads=READS)
    assert "£300.00 goes back" in page.text
    page = visitor.submit(page.form(action=f"{url}/cancellation").fill(why="She rang"), reads=80)
    assert "Cancelled" in page.text
    assert asked_back() == [(30000, "cancelled")]
    entry = db.session.scalars(select(Entry).where(Entry.action == "cancelled")).one()
    assert (entry.actor, entry.actor_id is not None) == ("staff", True)


def test_without_a_reason_nothing_is_cancelled(app: Flask) -> None:
    done = placed(basket(cast.found()))
    url = f"/staff/combe-harrow/bookings/{done.reference}/cancellation"
    visitor = desk(app)
    page = visitor.submit(visitor.get(url, reads=READS).form(action=url), 422)
    assert "Say who asked for it" in page.text
    assert balance(done.booking_id) == 30000


def test_a_changed_booking_is_not_cancelled_by_an_older_page(app: Flask) -> None:
    house = cast.found()
    done = placed(several(house, basket(house, "garden"), basket(house, "snug")))
    url = f"/staff/combe-harrow/bookings/{done.reference}/cancellation"
    visitor = desk(app)
    form = visitor.get(url, reads=READS).form(action=url, method="post")
    booking.cancel_booking(done.booking_id, parts=[0])
    page = visitor.submit(form.fill(why="He rang"), 409, reads=80)
    assert "Nothing was cancelled" in page.text
    assert balance(done.booking_id) == 30000


def test_one_room_of_several_is_cancelled(app: Flask) -> None:
    house = cast.found()
    done = placed(several(house, basket(house, "garden"), basket(house, "snug")))
    url = f"/staff/combe-harrow/bookings/{done.reference}/cancellation"
    visitor = desk(app)
    page = visitor.get(f"{url}?part=1", reads=READS)
    visitor.submit(page.form(action=url, method="post").fill(why="One fell ill"), reads=80)
    assert balance(done.booking_id) == 30000
