"""Supper and extras, the short way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import update

from app.inventory.models import Allotment
from app.store import transaction, write
from app.store.version import raise_versions, stock_of
from tests import cast
from tests.builders import FRIDAY
from tests.cards import taken
from tests.page import Visitor
from tests.web.guest.desk import fresh
from tests.web.guest.manage import READS, act, book, book_two, kept, state_of

SetClock = Callable[[str], None]
SATURDAY = FRIDAY + timedelta(days=1)
THREE = {"arrival": "2027-03-04", "departure": "2027-03-07"}


def test_supper_and_flowers_the_short_way(visitor: Visitor) -> None:
    booking_id, url = book()
    house = cast.found()
    own = visitor.get(url, reads=10)
    page = visitor.get(own.link("Add: Supper"), reads=READS)
    assert "Nothing is changed yet" in page.text
    asked = {"supper-2027-03-06": house.sittings["18:30"], f"extra-{house.extras['flowers']}": 1}
    page = visitor.get(f"{url}/extras", reads=READS, query_string=asked)
    assert act(page) == "Change it, £35 more"
    done = visitor.submit(page.form(id="confirm"))
    assert "Changed: supper and extras" in done.text
    assert "Sat 6 March, 6.30" in done.text
    assert kept(booking_id).quote.total_minor == 33500
    assert taken("18:30", SATURDAY) == 2


def test_two_rooms_sit_down_together(visitor: Visitor) -> None:
    booking_id, url = book_two()
    house = cast.found()
    page = visitor.get(f"{url}/extras", reads=READS, query_string={"supper-2027-03-05": house.sittings["20:00"]})
    compared = page.words("div", class_="compare")
    assert compared.count("Supper Fri 5 March, 8.00") == 1, "a table costs nothing yet, and is what changes"
    assert "Supper Fri 5 March, 8.00" in page.words("div", class_="new")
    visitor.submit(page.form(id="confirm"))
    assert [own.chosen.suppers for own in kept(booking_id).live] == [((FRIDAY, house.sittings["20:00"]),)] * 2
    assert taken("20:00", FRIDAY) == 4


def test_a_table_that_went_meanwhile_refuses(visitor: Visitor) -> None:
    booking_id, url = book()
    house = cast.found()
    asked = {"supper-2027-03-05": house.sittings["20:00"]}
    form = visitor.get(f"{url}/extras", reads=READS, query_string=asked).form(id="confirm")

    def fill() -> None:
        seats = Allotment.resource_id == house.resources["20:00"]
        write(update(Allotment).where(seats, Allotment.night == FRIDAY).values(sellable=1))
        raise_versions([stock_of(house.id)])

    transaction(fill)
    refused = visitor.submit(form, status=409)
    assert "No table is left at 8pm on Friday 5 March" in refused.text
    assert state_of(booking_id) == ("confirmed", 0)
    assert fresh() is not None
