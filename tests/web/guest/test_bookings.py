"""A booking by its link, whatever has become of the house since."""

from __future__ import annotations

from sqlalchemy import update

from app.catalogue.models import Location, RoomType
from app.identity.models import Guest
from app.kernel import clock
from app.store import transaction, write
from app.store.version import CATALOGUE, raise_versions
from tests import cast
from tests.page import Visitor
from tests.web.guest.desk import ANNA, choose


def close_everything() -> None:
    """The house and all its room types are closed for good."""
    house = cast.found()

    def work() -> None:
        write(update(RoomType).where(RoomType.location_id == house.id).values(closed_at=clock.now()))
        write(update(Location).where(Location.id == house.id).values(closed_at=clock.now()))
        raise_versions([CATALOGUE])

    transaction(work)


def test_a_booking_outlives_its_house(visitor: Visitor) -> None:
    booked = visitor.submit(choose(visitor).form(id="details").fill(**ANNA), press="act=owe")
    own = booked.link("See your booking")
    close_everything()
    assert visitor.get(own, reads=60).prices() == [30000]
    assert visitor.client.get(f"{own}/calendar.ics").status_code == 200


def test_no_link_opens_the_booking_of_a_forgotten_guest(visitor: Visitor) -> None:
    booked = visitor.submit(choose(visitor).form(id="details").fill(**ANNA), press="act=owe")
    own = booked.link("See your booking")
    assert visitor.get(own, reads=60).response.headers["Cache-Control"] == "private, no-store"

    transaction(lambda: write(update(Guest).values(erased_at=clock.now())))

    assert [visitor.client.get(f"{own}{path}").status_code for path in ("", "/calendar.ics", "/amendment")] == [404] * 3


def test_a_checkout_of_a_closed_house_is_still_a_page(visitor: Visitor) -> None:
    held = choose(visitor)
    close_everything()
    again = visitor.get(held.url, reads=60)
    refused = visitor.submit(again.form(id="details").fill(**ANNA), press="act=extend")
    assert refused.h1 == again.h1
