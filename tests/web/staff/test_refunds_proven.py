"""Whatever gives money back asks for the second factor again after a quarter of an hour, whoever chose the sum."""

from __future__ import annotations

import pyotp
from flask import Flask
from sqlalchemy import update

from app.booking.queries import stays_of
from app.identity.staff.models import Staff
from app.kernel import clock
from app.pricing.models import Rate
from app.store import transaction, write
from tests import cast
from tests.baskets import basket
from tests.builders import FRIDAY, House, prices_changed
from tests.cards import asked_back, paid, placed
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.web.staff.front import TOMORROW, checked_in
from tests.web.staff.test_tape_chart import SATURDAY, chart, doors, move

HOUSE = "/staff/combe-harrow"
LOOK, DEED = 45, 110
FEWER = {"arrival": FRIDAY, "departure": SATURDAY}
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def reception(app: Flask) -> Visitor:
    """Whose second factor was shown longer ago."""
    found = desk(app, proven=False)
    transaction(lambda: write(update(Staff.__table__).values(totp_secret=SECRET)))
    return found


def paid_for(house: House, room_type: str = "garden") -> tuple[int, str]:
    done = placed(basket(house, room_type))
    paid(done.booking_id, 30000)
    return done.booking_id, done.reference


def is_held(page: Page) -> None:
    assert page.h1 == "Show it is you"
    assert asked_back() == []


def test_a_cancellation_that_gives_money_back_asks_and_is_then_done(app: Flask) -> None:
    _, reference = paid_for(cast.found())
    jo, url = reception(app), f"{HOUSE}/bookings/{reference}/cancellation"
    asked = jo.submit(jo.get(url, reads=LOOK).form(action=url, method="post").fill(why="She rang"), 422, reads=DEED)
    is_held(asked)
    done = jo.submit(asked.form().fill(second_factor=pyotp.TOTP(SECRET).at(clock.machine_now())), reads=DEED)
    assert "Cancelled" in done.text
    assert asked_back() == [(30000, "cancelled")]
    _, other = paid_for(cast.found())
    again = f"{HOUSE}/bookings/{other}/cancellation"
    jo.submit(jo.get(again, reads=LOOK).form(action=again, method="post").fill(why="So did he"), reads=DEED)
    assert len(asked_back()) == 2, "shown lately, it is not asked for"


def test_what_gives_nothing_back_asks_for_nothing(app: Flask) -> None:
    done = placed(basket(cast.found()))
    jo, url = reception(app), f"{HOUSE}/bookings/{done.reference}"
    fewer = jo.get(f"{url}/amendment", query_string=FEWER, reads=LOOK)
    assert "Changed" in jo.submit(fewer.form(id="confirm"), reads=DEED).text
    form = jo.get(f"{url}/cancellation", reads=LOOK).form(action=f"{url}/cancellation", method="post")
    assert "Cancelled" in jo.submit(form.fill(why="She rang"), reads=DEED).text


def test_fewer_nights_ask_too(app: Flask) -> None:
    """Of who leaves early something goes back only where they paid more than the night that is kept."""
    jo = reception(app)
    _, reference = paid_for(cast.found())
    url = f"{HOUSE}/bookings/{reference}/amendment"
    fewer = jo.get(url, query_string=FEWER, reads=LOOK)
    is_held(jo.submit(fewer.form(id="confirm"), 422, reads=DEED))
    booking_id, here = checked_in(nights=2)
    paid(booking_id, 45000)
    early = jo.get(f"{HOUSE}/bookings/{here}/departure?until={TOMORROW}", reads=LOOK)
    is_held(jo.submit(early.form(id="confirm"), 422, reads=DEED))


def test_a_cheaper_room_and_a_dearer_one_taken_back_ask_too(app: Flask) -> None:
    house, jo = cast.found(), reception(app)
    dearer = update(Rate).where(Rate.room_type_id == house.room_types["garden"]).values(amount_minor=20000)
    transaction(lambda: write(dearer))
    prices_changed(house)
    booking_id, _ = paid_for(house, "snug")
    [stay] = stays_of(booking_id)
    garden = doors(house, "garden")[0]
    asked = move(chart(jo, stay.id), jo, stay.id, 409, room=garden)
    dear = move(asked, jo, stay.id, press="price=charge")
    paid(booking_id, 10000, 2)
    undo = chart(jo, stay.id).form(action=f"{HOUSE}/stays/{stay.id}/undo")
    assert dear.status == 200
    is_held(jo.submit(undo, 422))
    cheaper = move(chart(jo, stay.id), jo, stay.id, 409, room=doors(house)[0])
    is_held(move(cheaper, jo, stay.id, 422, press="price=charge"))
