"""A house more, from the pages alone: added, furnished, priced, opened, and booked by a guest."""

from __future__ import annotations

import pytest
from flask import Flask

from app.catalogue.queries import catalogue
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.stock import faults, rows
from tests.web.guest.desk import ANNA

HOUSE = "/staff/priors-marsh/house"
FACTS = {"name": "Prior’s Marsh", "slug": "", "place": "Romney Marsh, Kent", "address": "Prior’s Marsh, Lydd TN29 9AA"}
REACHED = {"telephone": "01632 960188", "email": "marsh@quince.example"}
WORDS = {
    "word_title": "A vicarage in the wind",
    "word_summary": "Six rooms.",
    "word_body": "One.\n\nAnother.",
}
PLAN = {"name": "Room and breakfast", "breakfast_adult": "15", "may_pay_at_house": "y", "free_days": "3"}
NIGHTS = ("2027-03-05", "2027-03-06")
READS = 16


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def administrator(app: Flask) -> Visitor:
    return desk(app, "administrator")


def filled(visitor: Visitor, url: str, **typed: object) -> Page:
    """The form of that page, sent."""
    return visitor.submit(visitor.get(url).form(action=url).fill(**typed))


def filled_wrong(visitor: Visitor, url: str, **typed: object) -> Page:
    return visitor.submit(visitor.get(url).form(action=url).fill(**typed), 422)


def furnish(visitor: Visitor) -> None:
    """A house with words, two rooms of a type, a plan, VAT and a sitting; it is not open yet."""
    filled(visitor, "/staff/houses/new", **FACTS, **REACHED)
    filled(visitor, f"{HOUSE}/words", **WORDS)
    room_type = filled(visitor, f"{HOUSE}/room-types/new", name="Loft", adults_max="2", heads_max="2")
    rooms = f"{room_type.url}/rooms/new"
    for name in ("1 Heron", "2 Bittern"):
        filled(visitor, rooms, name=name)
    filled(
        visitor,
        f"{HOUSE}/plans/new",
        name="Room and breakfast",
        breakfast_adult="15",
        may_pay_at_house="y",
        free_days="3",
    )
    vat = f"{HOUSE}/taxes"
    form = visitor.get(vat).form(action=f"{vat}/vat")
    visitor.submit(form.fill(kinds=["room", "breakfast"], rate_bp="20", vat_from_on="2011-01-04"))
    filled(visitor, f"{HOUSE}/party-prices", adult_minor="60")
    filled(visitor, f"{HOUSE}/sittings/new", begins="19:00", covers="12")


def price(visitor: Visitor) -> None:
    """Both nights of the weekend cost 140 pounds, published."""
    url = "/staff/priors-marsh/rates"
    ticked = [f"loft.room-and-breakfast.{night}" for night in NIGHTS]
    form = visitor.get(f"{url}?first=2027-03-01").form(id="change")
    page = visitor.submit(form.fill(n=ticked, move="set", amount="140"))
    visitor.submit(page.form(id="publication"))


def test_a_sixth_house_is_opened_from_pages_and_booked(app: Flask, administrator: Visitor, visitor: Visitor) -> None:
    furnish(administrator)
    assert "Prior’s Marsh" not in visitor.get("/").text
    page = administrator.get(HOUSE)
    assert "Rates for Loft" in page.text
    assert page.all("form", action=f"{HOUSE}/open") == []
    price(administrator)
    page = administrator.get(HOUSE)
    opened = administrator.submit(page.form(action=f"{HOUSE}/open"))
    assert "Takes bookings" in opened.text

    results = visitor.get("/stays?location=priors-marsh&arrival=2027-03-05&departure=2027-03-07&adults=2")
    row = results.one("li", data_rate_plan="room-and-breakfast")
    rate = next(row.iter("button")).attrib["value"]
    details = visitor.submit(results.form(id="choose"), press=f"rate={rate}")
    assert details.prices()[0] == 28_000
    booked = visitor.submit(details.form(id="details").fill(**ANNA), press="act=owe")
    assert booked.h1.startswith("Booked.")
    assert visitor.get("/houses/priors-marsh", reads=25).h1 == "Prior’s Marsh"
    assert visitor.get("/houses/priors-marsh/rooms/loft", reads=25).h1 == "Loft"
    assert "Prior’s Marsh" in visitor.get("/", reads=25).text
    assert faults() == {}


def test_a_house_that_lacks_something_is_not_opened_by_hand_either(administrator: Visitor) -> None:
    furnish(administrator)
    token = administrator.get(HOUSE).form(action=f"{HOUSE}/close").data()["csrf_token"]
    page = administrator.post(f"{HOUSE}/open", {"csrf_token": token}, 409)
    assert "Rates for Loft" in page.words(data_reason="not_ready")
    assert not catalogue().by_slug["priors-marsh"].open_for_booking


def test_what_is_promised_keeps_a_room_type_and_a_house_from_closing(
    app: Flask, administrator: Visitor, visitor: Visitor
) -> None:
    test_a_sixth_house_is_opened_from_pages_and_booked(app, administrator, visitor)
    ((reference,),) = rows("SELECT reference FROM booking")
    ((room_type,),) = rows("SELECT id FROM room_type WHERE slug = 'loft'")
    url = f"{HOUSE}/room-types/{room_type}"
    page = administrator.submit(administrator.get(url).form(action=f"{url}/close"), 409)
    assert str(reference) in page.words(data_reason="in_the_way")
    page = administrator.submit(administrator.get(HOUSE).form(action=f"{HOUSE}/close"), 409)
    assert str(reference) in page.words(data_reason="in_the_way")
    assert faults() == {}


def test_what_is_sold_without_vat_is_named(administrator: Visitor) -> None:
    furnish(administrator)
    url = f"{HOUSE}/extras/new"
    administrator.submit(administrator.get(url).form(action=url).fill(name="Canoe", price_minor="9", basis="night"))
    assert "VAT on extras" in administrator.get(HOUSE, reads=READS).text
    vat = f"{HOUSE}/taxes"
    form = administrator.get(vat).form(action=f"{vat}/vat").fill(kinds=["extra"], rate_bp="20")
    administrator.submit(form.fill(vat_from_on="2027-03-02"))
    assert "VAT on extras" in administrator.get(HOUSE, reads=READS).text, "it does not hold yet"
    administrator.submit(form)
    assert "VAT on extras" not in administrator.get(HOUSE, reads=READS).text


def test_what_a_new_house_still_wants_leads_to_where_it_is_seen_to(administrator: Visitor) -> None:
    blank = filled_wrong(administrator, "/staff/houses/new", name="", place="")
    assert [link.get("href") for link in blank.one(role="alert").iter("a")] == ["#name", "#place"]
    furnish(administrator)
    page = administrator.get(administrator.get(HOUSE, reads=READS).link("See to it: Somebody who works there"))
    assert page.h1 == "Staff"
    (room_type,) = rows("SELECT id FROM room_type WHERE slug = 'loft'")
    room_type = administrator.get(f"{HOUSE}/room-types/{room_type[0]}")
    room = administrator.get(room_type.link("1 Heron"))
    assert administrator.get(room.link("Loft")).url == room_type.url


def test_only_the_group_adds_a_house(app: Flask) -> None:
    assert desk(app, "manager").client.get("/staff/houses/new").status_code == 403
