"""Offers and codes from the search to the booking: shown in every price, refused in words, gone with both prices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.booking import operations as booking
from app.promotions import operations as promotions
from tests import cast
from tests.baskets import basket
from tests.offers import now, offer
from tests.page import Page, Visitor
from tests.web.guest.desk import ANNA

pytestmark = pytest.mark.houses(2)
STAY = "arrival=2027-03-05&departure=2027-03-07&adults=2"


def start(visitor: Visitor, more: str, room_type: str = "snug", status: int = 200) -> Page:
    """The checkout of a room that was chosen on the results page of a search with `more`."""
    found = visitor.get(f"/stays?{STAY}&location=combe-harrow&{more}", reads=20)
    house = cast.found()
    prefix = f"{house.room_types[room_type]}:{house.plans['flexible']}:"
    [value] = [
        own.attrib["value"] for own in found.all("button", name="rate") if own.attrib["value"].startswith(prefix)
    ]
    return visitor.submit(found.form(id="choose"), status, press=f"rate={value}")


@pytest.mark.parametrize("asked", ["offer=less", "code=quince10", "code=%20qu%20Ince10%20"])
def test_an_offer_and_a_code_are_in_every_price_up_to_the_booking(visitor: Visitor, asked: str) -> None:
    own = offer("less", code="QUINCE10", percent_bp=1000)
    results = visitor.get(f"/stays?{STAY}&location=combe-harrow&{asked}", reads=20)
    assert "“Less” is in these prices" in results.text
    assert "£300 without the offer" in results.text
    assert 27600 in results.prices()
    room = visitor.get(f"/houses/combe-harrow/rooms/snug?{STAY}&{asked}", reads=20)
    assert 27600 in room.prices()
    assert "-£24.00" in room.text
    assert "“Less” is in these prices" in visitor.get(f"/houses/combe-harrow?{STAY}&{asked}", reads=20).text
    held = start(visitor, asked)
    assert held.prices() == [27600]
    assert "“Less” is in your price" in held.text
    booked = visitor.submit(held.form(id="details").fill(**ANNA), press="act=owe")
    assert booked.prices() == [27600]
    assert visitor.get(booked.link("See your booking")).prices()[0] == 27600
    assert now(own.id).used == 1


def rates(page: Page) -> list[str]:
    """What choosing each rate of the page posts, with its total."""
    return [own.attrib["value"] for own in page.all("button", name="rate")]


def test_a_search_without_an_offer_shows_nobody_elses_prices(visitor: Visitor) -> None:
    plain = visitor.get(f"/stays?{STAY}", reads=20)
    offer("less", percent_bp=5000)
    with_offer = visitor.get(f"/stays?{STAY}&offer=less", reads=20)
    assert rates(visitor.get(f"/stays?{STAY}", reads=20)) == rates(plain) != rates(with_offer)


@pytest.mark.parametrize(
    ("asked", "reason", "words"),
    [
        ("code=NOBODY", "unknown_code", "We do not know the code “NOBODY”"),
        ("code=OLD", "not_running", "is over"),
        ("offer=nothing", "unknown_offer", "We know no such offer"),
        ("offer=secret", "audience", "It is not one that you can take"),
        ("offer=long", "length", "It is for three nights or more"),
        ("offer=less&code=LONG", "stacked", "Take that offer off to use the code"),
        ("offer=" + "x" * 300, "unknown_offer", "We know no such offer"),
        ("code=%00%F0%9F%8D%90%E2%80%AE", "unknown_code", "We do not know the code"),
    ],
)
def test_what_cannot_be_had_is_said_and_the_full_price_shown(
    visitor: Visitor, asked: str, reason: str, words: str
) -> None:
    offer("less")
    offer("long", code="LONG", least_nights=3)
    offer("secret", code="SECRET", by_code_only=True)
    old = offer("old", code="OLD")
    promotions.stop(old.id, seen_revision=2, by=None)
    for path in ("/stays", "/houses/combe-harrow", "/houses/combe-harrow/rooms/snug"):
        page = visitor.get(f"{path}?{STAY}&location=combe-harrow&{asked}", reads=20)
        assert words.lower() in page.text.lower()
        [note] = list(page.all(role="status", data_reason=reason))
        assert note is not None
        if "offer=less" not in asked:
            assert 27000 in page.prices()
    typed = visitor.get(f"/stays?{STAY}&code=nObody", reads=20)
    assert typed.one("input", id="f-code").attrib["value"] == "nObody"


@pytest.mark.parametrize("path", ["/stays", "/houses/combe-harrow", "/houses/combe-harrow/rooms/snug"])
def test_a_page_with_an_offer_is_kept_for_nobody(visitor: Visitor, path: str) -> None:
    own = offer("less")
    url = f"{path}?{STAY}&offer=less"
    assert "“Less” is in these prices" in visitor.get(url, reads=20).text
    promotions.stop(own.id, seen_revision=2, by=None)
    assert "is in these prices" not in visitor.get(url, reads=20).text


def test_a_code_is_typed_in_the_checkout_and_taken_off_again(visitor: Visitor) -> None:
    own = offer("less", code="QUINCE10")
    held = start(visitor, "")
    wrong = visitor.submit(held.form(id="details").fill(code="quinze", notes="Late"), 422, press="act=code")
    assert "We do not know that code" in wrong.text
    form = wrong.form(id="details").data()
    assert (form["code"], form["notes"]) == (["quinze"], ["Late"])
    assert wrong.prices() == [30000]
    good = visitor.submit(wrong.form(id="details").fill(code=" quince 10"), press="act=code")
    assert good.prices() == [27600]
    assert good.form(id="details").data()["notes"] == ["Late"]
    off = visitor.submit(good.form(id="details"), press=f"act=drop-{own.id}")
    assert off.prices() == [30000]
    assert now(own.id).used == 0
    twice = visitor.submit(off.form(id="details").fill(code="QUINCE10", **ANNA), press="act=owe")
    assert twice.h1 == "Your details and payment"
    assert twice.prices() == [27600]


def test_a_code_that_does_not_hold_or_stack_is_refused_with_what_to_do(visitor: Visitor) -> None:
    offer("less")
    offer("long", code="LONG", least_nights=3)
    held = start(visitor, "offer=less")
    stacked = visitor.submit(held.form(id="details").fill(code="LONG"), 409, press="act=code")
    assert "That code does not go with “Less”" in stacked.text
    assert stacked.prices() == [27600]
    other = start(visitor, "", "garden")
    short = visitor.submit(other.form(id="details").fill(code="LONG"), 409, press="act=code")
    assert "It is for three nights or more" in short.text
    empty = visitor.submit(other.form(id="details").fill(code=" "), 422, press="act=code")
    assert "Type the code" in empty.text


@pytest.mark.parametrize("step", [promotions.pause, promotions.stop])
def test_an_offer_stopped_in_a_basket_is_told_with_both_prices(visitor: Visitor, step: Callable[..., int]) -> None:
    own = offer("less")
    held = start(visitor, "offer=less")
    step(own.id, seen_revision=2, by=None)
    gone = visitor.submit(held.form(id="details").fill(**ANNA), 409, press="act=owe")
    assert "£276" in gone.text
    assert gone.prices() == [30000]
    assert gone.one(role="alert").attrib["data-reason"] == "not_running"
    full = visitor.submit(gone.form())
    assert full.prices() == [30000]
    typed = full.form(id="details").data()
    assert (typed["name"], typed["phone"]) == ([ANNA["name"]], [ANNA["phone"]])
    booked = visitor.submit(full.form(id="details").fill(**ANNA), press="act=owe")
    assert booked.prices() == [30000]


def test_the_last_use_is_gone_when_the_button_is_pressed(visitor: Visitor) -> None:
    offer("last", uses_most=1)
    found = visitor.get(f"/stays?{STAY}&location=combe-harrow&offer=last", reads=20)
    house = cast.found()

    booking.start_checkout(replace(basket(house, "garden"), promotions=(1,)))
    value = f"{house.room_types['snug']}:{house.plans['flexible']}:27600"
    gone = visitor.submit(found.form(id="choose"), 409, press=f"rate={value}")
    assert "The last one has gone" in gone.text
    assert gone.prices() == [30000]
    held = visitor.submit(gone.form(), press=f"rate={gone.one('button', name='rate').attrib['value']}")
    assert held.h1 == "Your details and payment"
    assert held.prices() == [30000]


def test_each_guest_once_is_told_when_details_are_typed(visitor: Visitor) -> None:
    offer("once", each_most=1)
    first = start(visitor, "offer=once")
    visitor.submit(first.form(id="details").fill(**ANNA), press="act=owe")
    again = start(visitor, "offer=once", "garden")
    gone = visitor.submit(again.form(id="details").fill(**ANNA), 409, press="act=owe")
    assert "as often as one guest can" in gone.text
    assert visitor.submit(gone.form()).prices() == [30000]


def test_a_lapsed_hold_comes_back_without_the_offer_that_is_gone(
    visitor: Visitor, set_clock: Callable[[str], None]
) -> None:
    own = offer("less")
    held = start(visitor, "offer=less")
    set_clock("2027-03-01T09:30+00:00")
    promotions.stop(own.id, seen_revision=2, by=None)
    lapsed = visitor.get(held.url)
    gone = visitor.submit(lapsed.form(), 409, press="rate=")
    assert gone.one(role="alert").attrib["data-reason"] == "not_running"
    back = visitor.submit(gone.form())
    assert back.prices() == [30000]


def test_a_rate_on_which_the_offer_never_was_starts_at_its_full_price(visitor: Visitor) -> None:
    offer("long", least_nights=3)
    assert start(visitor, "offer=long").prices() == [30000]


def test_a_second_search_with_a_code_prices_the_room_that_is_held(visitor: Visitor) -> None:
    own = offer("less", code="QUINCE10")
    first = start(visitor, "", "shepherds-hut")
    assert first.prices() == [30000]
    found = visitor.get(f"/stays?{STAY}&location=combe-harrow&code=quince10", reads=20)
    house = cast.found()
    value = f"{house.room_types['shepherds-hut']}:{house.plans['flexible']}:27600"
    again = visitor.submit(found.form(id="choose"), press=f"rate={value}")
    assert again.prices() == [27600]
    assert again.url.partition("?")[0] == first.url.partition("?")[0]
    assert now(own.id).used == 1


def test_a_set_of_rooms_is_shown_and_held_with_the_offer(visitor: Visitor) -> None:
    offer("less", percent_bp=1000)
    found = visitor.get(f"/stays?{STAY[:-1]}4&rooms=2&location=combe-harrow&offer=less", reads=20)
    assert "£600 without the offer" in found.text
    [value] = [value for value in rates(found) if value.endswith(":55200")]
    assert visitor.submit(found.form(id="choose"), press=f"rate={value}").prices() == [55200]


@pytest.mark.parametrize("act", ["drop-", "drop-x", "drop-0", "drop-" + "9" * 30, "drop-999", "code"])
def test_odd_buttons_and_codes_never_break_the_checkout(visitor: Visitor, act: str) -> None:
    offer("less")
    held = start(visitor, "offer=less")
    for typed in ("", "\x00", "\u202e" * 50, "x" * 10_000, "'; DROP TABLE promotion; --"):
        data = held.form(id="details").data(f"act={act}") | {"code": [typed]}
        answer = visitor.client.post(held.form(id="details").action, data=data, follow_redirects=True)
        assert answer.status_code in (200, 422)
    assert visitor.get(held.url).prices() == [27600]
