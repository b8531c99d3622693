"""Several rooms in one checkout, as somebody without JavaScript meets it: one hold, one payment, one booking."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.booking.models import BookedExtra, BookedStay, BookedSupper, Booking, Checkout
from app.booking.operations import start_checkout
from app.catalogue.models import Location
from app.catalogue.operations import add_all
from app.inventory.models import Claim
from app.payments.models import Payment
from app.store import transaction
from app.web.warming import warm
from tests import builders, cast, markup, stock
from tests.baskets import basket
from tests.page import Visitor
from tests.web.guest.desk import ANNA, count, fresh, pay
from tests.web.guest.several import FIVE, FLEXIBLE, WEEKEND, choose, hold_rooms, press, rows, sets


@pytest.mark.parametrize("plan", ["flexible", "saver", "supper"])
def test_a_set_is_one_hold_one_payment_and_one_booking(visitor: Visitor, plan: str) -> None:
    house = cast.found()
    held = choose(visitor, plan)
    first = {"flexible": FLEXIBLE, "saver": FLEXIBLE * 9 // 10, "supper": FLEXIBLE + 5 * 2 * 4200}[plan]
    assert held.prices() == [first]
    assert "Snug and Garden" in held.text
    added = {
        "supper-2027-03-05": str(house.sittings["20:00"]),
        "supper-2027-03-06": str(house.sittings["18:30"]),
        f"extra-{house.extras['bicycle']}": "2",
        f"extra-{house.extras['flowers']}-1": "1",
        f"extra-{house.extras['cot']}-0": "y",
    }
    updated = visitor.submit(held.form(id="details").fill(**ANNA, **added), press="act=update")
    total = first + 2 * 2 * 1800 + 3500
    assert updated.prices() == [total]
    act = "pay" if plan == "saver" else "owe"
    done = visitor.submit(updated.form(id="details"), press=f"act={act}")
    done = pay(visitor, done, "works") if act == "pay" else done

    assert done.prices() == [total]
    assert (count(Checkout), count(Booking), count(Payment)) == (1, 1, int(plan == "saver"))
    stays = fresh().execute(select(BookedStay).order_by(BookedStay.part)).scalars().all()
    assert [(own.room_type_id, own.adults) for own in stays] == [
        (house.room_types["snug"], 2),
        (house.room_types["garden"], 3),
    ]
    suppers = fresh().execute(select(BookedSupper.night, BookedSupper.sitting_id, BookedSupper.covers)).all()
    assert sorted(own.covers for own in suppers if own.sitting_id == house.sittings["20:00"]) == [2, 3]
    extras = fresh().execute(
        select(BookedStay.part, BookedExtra.extra_id, BookedExtra.count.label("many")).join(
            BookedExtra, BookedExtra.stay_id == BookedStay.id
        )
    )
    assert {(own.part, own.extra_id, own.many) for own in extras} == {
        (0, house.extras["bicycle"], 2),
        (0, house.extras["cot"], 1),
        (1, house.extras["flowers"], 1),
    }
    assert {owner for (owner,) in fresh().execute(select(Claim.owner))} == {"booking"}
    assert not stock.faults()


def test_choosing_twice_is_one_hold(visitor: Visitor) -> None:
    assert choose(visitor).url == choose(visitor).url
    assert count(Checkout) == 1


def test_a_set_that_ended_can_be_held_again(visitor: Visitor, set_clock: Callable[[str], None]) -> None:
    held = choose(visitor)
    set_clock("2027-03-01T09:20+00:00")
    ended = visitor.get(held.url)
    assert ended.h1 == "Your hold has ended"
    renewed = visitor.submit(ended.form())
    assert renewed.prices() == [FLEXIBLE]
    assert "Your two rooms are held for you" in renewed.text

    set_clock("2027-03-01T09:50+00:00")
    hold_rooms("garden", 3)
    gone = visitor.get(held.url)
    assert gone.h1 == "Somebody else has it now", "one of the two rooms is taken"
    assert "Two rooms" in gone.text, "another pair is not: the nearest dates are"


def test_two_of_a_type_are_free_only_while_two_are_left(visitor: Visitor, set_clock: Callable[[str], None]) -> None:
    page = visitor.get("/stays", query_string=WEEKEND | {"adults": "2", "rooms": "2", "location": "combe-harrow"})
    held = visitor.submit(page.form(id="choose"), press=press(sets(page)[0], "flexible"))
    set_clock("2027-03-01T09:20+00:00")
    hold_rooms("snug", 2)
    assert visitor.get(held.url).h1 == "Somebody else has it now"


def test_gone_while_being_chosen(visitor: Visitor) -> None:
    page = visitor.get("/stays", query_string=FIVE)
    hold_rooms("snug", 3)
    refused = visitor.submit(page.form(id="choose"), press=press(sets(page)[0], "flexible"), status=409)
    assert refused.all(data_reason="full")
    assert count(Checkout) == 3, "nothing half held"
    left = visitor.get(refused.link("See what is left for these dates"))
    assert rows(sets(left)[0]) == [("garden", "2 adults"), ("garden", "3 adults")]


def test_an_extra_that_has_gone_is_said_at_its_room(visitor: Visitor) -> None:
    house = cast.found()
    held = choose(visitor)
    start_checkout(basket(house, "shepherds-hut", extras={"cot": 1}))
    cot = f"extra-{house.extras['cot']}-1"
    refused = visitor.submit(held.form(id="details").fill(**{cot: "y"}), press="act=update", status=409)
    assert [link.attrib["href"] for link in refused.all("a") if "too few are left" in markup.words(link)] == [f"#{cot}"]


def test_what_no_page_of_ours_offers_is_refused_in_words(visitor: Visitor) -> None:
    combe, withy = cast.found(), cast.found("withy-moor")
    snug, garden = combe.room_types["snug"], combe.room_types["garden"]
    plan = combe.plans["flexible"]
    for rate in (
        f"{snug}.2..0.0+{garden}.2..0.0:{plan}",
        f"{snug}.2..0.0+{garden}.3.4.0.0:{plan}",
        f"{snug}.5..0.0+{garden}.0..0.0:{plan}",
        f"{snug}.2..0.0+{withy.room_types['garden']}.3..0.0:{plan}",
        f"{snug}.2..0.0+{garden}.3..0.0:",
        f"{snug}.2..0.0:{plan}",
        f"{snug}.2..0.0+99999.3..0.0:{plan}",
        f"{snug}.2.1.0.0+{garden}.3..0.0:{plan}",
        "+".join([f"{snug}.1..0.0"] * 7) + f":{plan}",
        "x" * 10_000,
    ):
        page = visitor.post("/checkout", FIVE | {"rate": rate}, status=422)
        assert "Nothing is held yet" in page.text
    assert count(Checkout) == 0


def test_a_spread_that_does_not_fit_is_refused_by_the_house(visitor: Visitor) -> None:
    combe = cast.found()
    rate = f"{combe.room_types['snug']}.3..0.0+{combe.room_types['garden']}.2..0.0:{combe.plans['flexible']}"
    page = visitor.post("/checkout", FIVE | {"rate": rate}, status=409)
    assert page.all(data_reason="party_too_large")


def test_what_is_for_everybody_is_asked_once_and_paid_for_all(visitor: Visitor) -> None:
    house = cast.found()
    picnic = builders.extra(house, "picnic", "person", 1800, most=1)
    transaction(lambda: add_all(Location, []))
    warm(visitor.app)
    held = choose(visitor)
    assert f"extra-{picnic}-0" not in held.form(id="details").data()
    updated = visitor.submit(held.form(id="details").fill(**{f"extra-{picnic}": "y"}), press="act=update")
    assert updated.prices() == [FLEXIBLE + 5 * 1800]
    again = visitor.submit(updated.form(id="details").fill(**{f"extra-{picnic}": []}), press="act=update")
    assert again.prices() == [FLEXIBLE]


def test_the_bank_is_waited_for_with_both_rooms(visitor: Visitor) -> None:
    paying = visitor.submit(choose(visitor, "saver").form(id="details").fill(**ANNA), press="act=pay")
    assert "Snug and Garden, Combe Harrow" in paying.text
    waiting = pay(visitor, paying, "hangs")
    assert "Your rooms at Combe Harrow stay held" in waiting.text


def test_the_way_back_asks_for_the_same_rooms(visitor: Visitor) -> None:
    held = choose(visitor)
    back = visitor.get(held.link("Change the rooms or dates"))
    assert rows(sets(back)[0]) == [("snug", "2 adults"), ("garden", "3 adults")]
    assert "rooms=2" in back.url


def test_two_of_a_kind_are_counted(visitor: Visitor) -> None:
    page = visitor.get("/stays", query_string=WEEKEND | {"adults": "4", "rooms": "2"})
    held = visitor.submit(page.form(id="choose"), press=press(sets(page)[0], "flexible"))
    assert "Snug × 2, Combe Harrow" in held.text
    assert "Room 1: Snug" in held.text
    assert "Room 2: Snug" in held.text
