"""What results offer where nothing is free, or not everything: it passes the filters, and what is lacking is named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import update

from app.inventory import for_stay, operations
from app.kernel.stay import Stay
from app.pricing.models import Rate
from app.pricing.operations import restrict
from app.store import transaction, write
from app.store.version import raise_versions, stock_of
from tests import cast
from tests.builders import FRIDAY, prices_changed
from tests.offers import offer
from tests.page import Page, Visitor
from tests.web.guest.test_search_words import WEEKEND, fill, take

pytestmark = pytest.mark.houses(2)
HERE = f"/stays?{WEEKEND}&location=combe-harrow"
NEAR = "Nearest dates at Combe Harrow"
SUNDAY = FRIDAY + timedelta(days=2)


def cheaper(room_type: str, nights: Iterable[date], amount_minor: int) -> None:
    """A room type costs less on these nights."""
    house = cast.found()
    mine = (Rate.room_type_id == house.room_types[room_type], Rate.night.in_(list(nights)))
    transaction(lambda: write(update(Rate).where(*mine).values(amount_minor=amount_minor)))
    prices_changed(house)


def seat(stay: Stay) -> None:
    """Every table of the house is taken on these nights."""
    claim(stay, dict.fromkeys(("18:30", "20:00"), 20))


def claim(stay: Stay, wanted: dict[str, int]) -> None:
    """So many of each resource of the house are taken on these nights."""
    house = cast.found()

    def work() -> None:
        wants = sorted(for_stay(house.resources[slug], stay, count) for slug, count in wanted.items())
        operations.claim_new("block", 900 + stay.arrival.toordinal() + len(wants), wants)
        raise_versions([stock_of(house.id)])

    transaction(work)


def calendar_words(page: Page) -> dict[int, tuple[str, str]]:
    """(reason, words) of each day of the first month that the calendar shows."""
    days = page.all("table", class_="month")[0].iterfind(".//td/*[b]")
    return {int(day.findtext("b") or 0): (day.get("data-reason", ""), day.findtext("span") or "") for day in days}


def rows(options: Element) -> list[tuple[str, int, str]]:
    """(dates or house, total, link) of what else can be had."""
    return [
        (
            next(row.iter("b")).text or "",
            int(next(row.iter("data")).attrib["value"]),
            next(row.iter("a")).attrib["href"],
        )
        for row in options.iter("li")
    ]


def chosen_total(page: Page) -> int:
    """What the rate costs that stands chosen on a room's page."""
    [label] = [own for own in page.all("label", class_="option") if any("checked" in one.attrib for one in own)]
    return int(next(label.iter("data")).attrib["value"])


@pytest.mark.parametrize("full", [True, False])
def test_other_dates_and_houses_pass_the_filters(visitor: Visitor, full: bool) -> None:
    """Whether the house is full or the filters alone leave nothing; each total is that of the rate behind its link."""
    supper = cast.found().plans["supper"]
    cheaper("snug", (SUNDAY, SUNDAY + timedelta(days=1)), 10000)
    seat(Stay.of(FRIDAY, 2))
    seat(Stay.of(SUNDAY + timedelta(days=2), 40))
    if full:
        fill()

    dear = visitor.get(f"{HERE}&total=200", reads=8)
    assert [row[:2] for row in rows(dear.one("ul", aria_label=NEAR))] == [("Sun 7 to Tue 9 March", 18000)]
    assert not dear.all(id="elsewhere-instead"), "the other house has nothing for so little"
    assert not visitor.get(f"{HERE}&total=150", reads=8).all("ul", aria_label=NEAR)

    with_supper = visitor.get(f"{HERE}&supper=in", reads=8)
    near = rows(with_supper.one("ul", aria_label=NEAR))
    days = ["Wed 3 to Fri 5 March", "Sun 7 to Tue 9 March", "Tue 2 to Thu 4 March", "Mon 1 to Wed 3 March"]
    assert [dates for dates, *_ in near] == days, "those with a table on every night"
    assert all(link.endswith(f":{supper}") for *_, link in near)
    total, link = next((total, link) for dates, total, link in near if dates.startswith("Sun 7"))
    assert total == chosen_total(visitor.get(link)) == 36800
    [there] = rows(with_supper.one("ul", aria_label="The same dates at other houses"))
    assert there[:2] == ("Withy Moor", 46800)
    if full:
        strip = visitor.get(f"{HERE}&has=bath&supper=in").words("ul", class_="night-strip")
        assert strip == "Thu 4 March: 1 freeFri 5 March: none for youSat 6 March: none for youSun 7 March: 1 free"


def forbid(plan: str, **what: object) -> None:
    house = cast.found()
    row = {"night": FRIDAY, "scope": "rate_plan", "scope_id": house.plans[plan], **what}
    transaction(lambda: restrict(house.id, [row]))


def test_where_only_the_tables_are_gone_that_is_said(visitor: Visitor) -> None:
    """Two reasons against the rates without supper, one against supper: no table. Waiting for a room would not help."""
    for plan in ("flexible", "saver"):
        forbid(plan, closed_to_arrival=True, min_stay_arrival=3)
    seat(Stay.of(FRIDAY, 1))
    for url in (HERE, f"/houses/combe-harrow?{WEEKEND}", f"/houses/combe-harrow/rooms/snug?{WEEKEND}"):
        page = visitor.get(url)
        assert "No table for two on Friday 5 March" in page.text, url
        assert "No one room is free" not in page.text
        assert "Tell me if it frees up" not in page.text
        if url != HERE:
            assert calendar_words(page)[FRIDAY.day] == ("full", "no table")
            assert "“no table”: rooms are free" in page.text
    strip = visitor.get(HERE).words("ul", class_="night-strip")
    assert strip == "Thu 4 March: 7 freeFri 5 March: no tableSat 6 March: 7 freeSun 7 March: 7 free"


def test_a_set_of_rooms_that_lacks_only_tables_says_so(visitor: Visitor) -> None:
    """Beds for all six are free; with the tables gone and rooms taken, beds are what is said to be lacking."""
    for plan in ("flexible", "saver"):
        forbid(plan, closed=True)
    six = f"{WEEKEND}&adults=6"
    sold = visitor.get(f"/houses/combe-harrow?{six}")
    assert calendar_words(sold)[FRIDAY.day][0] == ""
    assert "“no table”" not in sold.text
    claim(Stay.of(FRIDAY, 1), dict.fromkeys(("18:30", "20:00"), 15))
    for url in (f"{HERE}&adults=6", f"/houses/combe-harrow?{six}"):
        page = visitor.get(url)
        assert "No table for six on Friday 5 March" in page.text, url
        assert "Rooms are free, but the rate that would do comes with supper" in page.text
        assert "Too few beds" not in page.text
        assert "Tell me if it frees up" not in page.text
    assert calendar_words(page)[FRIDAY.day] == ("full", "no table")
    strip = visitor.get(f"{HERE}&adults=6").words("ul", class_="night-strip")
    assert strip == "Thu 4 March: 7 freeFri 5 March: no tableSat 6 March: 7 freeSun 7 March: 7 free"
    claim(Stay.of(FRIDAY, 1), {"garden": 3, "snug": 1, "bicycle": 1})
    page = visitor.get(f"{HERE}&adults=7")
    assert "Too few beds left" in page.text
    assert "No table" not in page.text


def test_a_room_that_is_free_but_not_sold_does_not_make_the_house_full(visitor: Visitor) -> None:
    """The snugs are taken on Friday; a garden room is free, but more stands against it."""
    house = cast.found()
    take("snug", 3, Stay.of(FRIDAY, 1))
    take("shepherds-hut", 1)
    row = {"night": FRIDAY, "scope": "room_type", "scope_id": house.room_types["garden"]}
    transaction(lambda: restrict(house.id, [row | {"closed_to_arrival": True, "min_stay_arrival": 3}]))
    page = visitor.get(HERE)
    assert "Snug is taken on Friday 5 March. What else is free is not sold for just these nights." in page.text
    assert "No one room is free" not in page.text


def taken_on(page: Page) -> list[str]:
    return [own.attrib["data-room-type"] for line in page.all(class_="result__taken") for own in line.iter("li")]


def test_a_card_that_still_sells_names_what_is_taken_with_its_line(visitor: Visitor) -> None:
    take("shepherds-hut", 1)
    take("garden", 3, Stay.of(FRIDAY, 1))
    page = visitor.get(HERE, reads=8)
    assert [own.get("data-room-type") for own in page.all("li", class_="room")] == ["snug"]
    assert taken_on(page) == ["garden", "shepherds-hut"]
    form = visitor.get(page.link("Shepherds hut, Combe Harrow: tell me if it frees up"))
    assert "Shepherds hut" in form.text
    assert form.one(id="earliest").attrib["value"] == FRIDAY.isoformat()

    assert taken_on(visitor.get(f"{HERE}&dogs=1")) == [], "nothing else is sold to them: the house has its own line"
    assert taken_on(visitor.get(f"{HERE}&has=bath")) == ["shepherds-hut"]
    assert taken_on(visitor.get(f"{HERE}&has=cot")) == ["garden"]
    assert taken_on(visitor.get(f"{HERE}&total=200")) == []
    assert taken_on(visitor.get(f"{HERE}&adults=4&rooms=2")) == []
    house = cast.found()
    row = {"night": FRIDAY, "scope": "room_type", "scope_id": house.room_types["shepherds-hut"], "min_stay_arrival": 3}
    transaction(lambda: restrict(house.id, [row]))
    assert taken_on(visitor.get(HERE)) == ["garden"], "nobody could have the hut, were it free"


def test_what_is_left_after_a_room_has_gone_costs_what_it_does_with_the_code(visitor: Visitor) -> None:
    offer("less", code="QUINCE10", percent_bp=1000)
    found = visitor.get(f"{HERE}&code=quince10", reads=20)
    house = cast.found()
    fill()
    late = f"rate={house.room_types['snug']}:{house.plans['flexible']}:27600"
    page = visitor.submit(found.form(id="choose"), 409, press=late)
    left = [row for options in page.all("ul", class_="options") for row in rows(options)]
    assert {total for _, total, _ in left} == {24300}
    for _, total, link in left:
        assert total in visitor.get(link, reads=20).prices()
