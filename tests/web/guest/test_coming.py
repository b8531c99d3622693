"""Whoever looks at nights or buys them sees what is announced for them, and reads it before they pay."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from sqlalchemy import select, update

from app.booking.models import Booking
from app.care.notices.coming import NOTICES
from app.care.notices.models import Notice, NoticeTouch
from app.catalogue.queries import catalogue
from app.store import transaction, write
from app.store.version import raise_versions
from tests import cast, markup
from tests.builders import FRIDAY
from tests.page import Page, Visitor
from tests.touching import noticed
from tests.web.guest.desk import ANNA, WEEKEND, choose, count, fresh, visible_fields

pytestmark = pytest.mark.houses(2)
ROOM = "/houses/combe-harrow/rooms/shepherds-hut"


def finish(visitor: Visitor, page: Page, status: int = 200, **typed: str) -> Page:
    return visitor.submit(page.form(id="details").fill(**ANNA, **typed), status, press="act=owe")


def box(page: Page) -> str:
    return str(page.one("input", id="read").attrib["value"])


def said(page: Page) -> list[str]:
    """The titles of the notices that a page names, in order."""
    return [markup.words(title) for one in page.all("div", **{"data-coming": ""}) for title in one.iter("h3")]


def at(hour: int) -> datetime:
    return datetime.combine(FRIDAY, time(hour), UTC)


def accepted() -> list[bool]:
    return [at is not None for at in fresh().scalars(select(NoticeTouch.accepted_at))]


def test_the_nights_it_touches_say_so_and_others_do_not(visitor: Visitor) -> None:
    noticed()
    results = visitor.get("/stays", query_string=WEEKEND, reads=20)
    assert "No hot water on Friday, Fri 5 March" in results.text
    assert len(results.all("p", **{"data-coming": ""})) == 1, "the other house has hot water"
    assert "Radiators stay on" in visitor.get(ROOM, query_string=WEEKEND, reads=20).text
    later = {"arrival": "2027-03-12", "departure": "2027-03-14", "adults": "2"}
    assert "No hot water" not in visitor.get("/stays", query_string=later, reads=20).text
    assert "No hot water" not in visitor.get(ROOM, query_string=later, reads=20).text


def test_it_is_read_before_it_is_booked_and_kept_with_the_booking(visitor: Visitor) -> None:
    """The tick is no ninth field of the details: it accepts what is announced, as the button accepts the terms, and is
    asked only of the nights that it touches."""
    untouched = visible_fields(choose(visitor, room_type="snug"))
    assert len(untouched) <= 8
    noticed()
    held = choose(visitor)
    assert "Radiators stay on" in held.text
    assert visible_fields(held) == untouched | {"read"}
    refused = finish(visitor, held, 409)
    assert "Read this and tick it before you go on. Nothing was charged." in refused.text
    assert count(Booking) == 0
    booked = finish(visitor, refused, read=box(refused))
    assert booked.h1 == "Booked. Combe Harrow, Fri 5 March."
    assert accepted() == [True]


def test_what_changed_meanwhile_is_read_anew(visitor: Visitor) -> None:
    noticed()
    held = choose(visitor)
    later = update(Notice).values(revision=2, said="The new boiler comes a day later.")
    transaction(lambda: (write(later), raise_versions([NOTICES])))  # type: ignore[func-returns-value]
    refused = finish(visitor, held, 409, read=box(held))
    assert "a day later" in refused.text
    finish(visitor, refused, read=box(refused))
    assert count(Booking) == 1


def test_what_is_announced_while_somebody_types_is_read_first(visitor: Visitor) -> None:
    held = choose(visitor)
    noticed()
    assert "Radiators stay on" in finish(visitor, held, 409).text
    assert count(Booking) == 0


@pytest.mark.parametrize("bad", ["1", "yes", "1:1,2:1", "x" * 10_000, "💐"])
def test_a_box_that_was_made_up_reads_nothing(visitor: Visitor, bad: str) -> None:
    noticed()
    held = choose(visitor)
    form = held.form(id="details").data("act=owe") | ANNA | {"read": bad}
    visitor.post(held.url, form, 409)
    assert count(Booking) == 0


def test_paid_by_card_it_is_kept_too(visitor: Visitor) -> None:
    noticed()
    held = choose(visitor, "saver")
    away = visitor.submit(held.form(id="details").fill(**ANNA, read=box(held)), press="act=pay")
    visitor.submit(away.form(), press="card=works")
    assert count(Booking) == 1
    assert accepted() == [True]


def test_only_what_would_touch_them_is_said_and_asked(visitor: Visitor) -> None:
    """A room type, a door of it, suppers, dogs: each is read by whoever may get it, and accepted by whoever has it."""
    house = cast.found()
    snug = house.room_types["snug"]
    door, name = next(kind for kind in catalogue().by_id[house.id].room_types if kind.id == snug).rooms[0]
    noticed(title="Paint", room_types=[snug])
    noticed(title="Scaffold", rooms=[door])
    noticed(title="Kitchen shut", whom=["supper"], begins_at=at(17), ends_at=at(22))
    noticed(title="Sheep", whom=["dogs"])
    noticed(title="Ladder", begins_at=at(9), ends_at=at(12))
    room = said(visitor.get(ROOM, query_string=WEEKEND, reads=20))
    assert room == ["Kitchen shut"], "who looks may yet have supper; the ladder is gone before rooms are ready"
    snugs = ROOM.replace("shepherds-hut", "snug")
    assert said(visitor.get(snugs, query_string=WEEKEND, reads=20)) == ["Paint", "Scaffold", "Kitchen shut"]
    with_dog = visitor.get(ROOM.replace("shepherds-hut", "garden"), query_string=WEEKEND | {"dogs": "1"}, reads=20)
    assert said(with_dog) == ["Sheep", "Kitchen shut"]
    results = visitor.get("/stays", query_string=WEEKEND, reads=20).text
    assert f"Paint, Fri 5 March (Snug); Scaffold, Fri 5 March ({name}); Kitchen shut, Fri 5 March" in results
    assert "Sheep" not in results
    hut = choose(visitor)
    assert said(hut) == []
    assert "read" not in visible_fields(hut)
    table = {"supper-2027-03-05": str(house.sittings["18:30"])}
    eats = visitor.submit(hut.form(id="details").fill(**table), press="act=update")
    assert said(eats) == ["Kitchen shut"]
    one = choose(visitor, room_type="snug")
    assert said(one) == ["Paint", "Scaffold"]
    assert f"Only {name}. Your room may be one of them." in one.text
    assert finish(visitor, finish(visitor, one, 409), read=box(one)).h1.startswith("Booked.")
    assert accepted() == [True], "nobody has that door yet"
