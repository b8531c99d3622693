"""Promotions by chance: no total is raised, sums add up, and what a change or a cancellation gives back is exact."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.booking.cancellation import cancellation_terms
from app.booking.queries import booking_of
from app.booking.quoting import as_sold, price_basket
from app.booking.rules import Basket
from app.insight import verify
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.models import Levy
from app.pricing.rules import total_minor
from app.promotions.queries import uses_of
from app.promotions.rules import Promotion
from app.store import transaction
from app.store.version import CATALOGUE, raise_versions
from tests import cards
from tests.baskets import basket, several
from tests.builders import TODAY, House, add
from tests.cast import found
from tests.offers import offer

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]
ROOMS, PLANS = ("snug", "garden"), ("flexible", "saver", "supper")


def offers(house: House, chance: random.Random) -> list[Promotion]:
    """One of each kind, with limits by chance; all may be had together."""
    gives: list[tuple[str, dict[str, Any]]] = [
        ("percent", {"percent_bp": chance.randint(1, 10000)}),
        ("amount", {"amount_minor": chance.randint(1, 60000)}),
        ("extra", {"extra_id": house.extras["flowers"], "percent_bp": 10000}),
        ("supper", {"percent_bp": 10000}),
        ("better_room", {"room_type_id": house.room_types["garden"], "percent_bp": chance.randint(1, 10000)}),
        ("later_departure", {"leaves_by": time(13)}),
        ("longer", {"percent_bp": chance.randint(1, 10000), "least_nights": 2}),
        ("another_house", {"percent_bp": chance.randint(1, 10000), "houses": (house.id,)}),
    ]
    floor = chance.choice([None, 9000])
    return [
        offer(f"offer-{chance.getrandbits(60)}", kind, stacks=True, floor_minor=floor, **own) for kind, own in gives
    ]


def chosen(house: House, chance: random.Random) -> Basket:
    stay = Stay.of(TODAY + timedelta(days=chance.randint(1, 60)), chance.randint(1, 4))
    rooms = [
        basket(house, chance.choice(ROOMS), chance.choice(PLANS), stay, Party(chance.randint(1, 2)))
        for _ in range(chance.randint(1, 2))
    ]
    return several(house, *rooms)


def test_an_offer_never_raises_a_price_and_the_sums_add_up(count: Callable[[int, int], int]) -> None:
    house, chance = found(), random.Random(6)
    add(Levy(location_id=house.id, name="Town", kind="percent", amount=500, vat_bp=0, holds_from_on=TODAY))
    transaction(lambda: raise_versions([CATALOGUE]))
    priced = 0
    for _ in range(count(1, 40)):
        made = offers(house, chance)
        for own in made * count(2, 10):
            bare = chosen(house, chance)
            with suppress(Refused):
                full = as_sold(replace(bare, promotions=(own.id, chance.choice(made).id)[: chance.randint(1, 2)]))
                offered = price_basket(full, clock.now())
                without = price_basket(replace(full, promotions=()), clock.now())
                alone = price_basket(as_sold(bare), clock.now())
                priced += 1
                assert 0 <= offered.total_minor <= max(without.total_minor, alone.total_minor)
                assert offered.total_minor <= alone.total_minor, "gifts cost nothing here"
                saved = -sum(line.gross_minor for line in offered.lines if line.kind == "reduction")
                assert saved == sum(minor for _, minor in offered.promotions)
                for part in range(len(full.stays)):
                    assert total_minor([line for line in offered.lines if line.part == part]) >= 0
                nights = {(line.part, line.night) for line in offered.lines if line.night}
                for part, night in nights:
                    own_night = [line for line in offered.lines if (line.part, line.night) == (part, night)]
                    assert total_minor(own_night) >= 0
                rooms = total_minor([line for line in offered.lines if line.kind == "room"])
                levy = total_minor([line for line in offered.lines if line.kind == "levy"])
                assert levy <= rooms * 500 // 10000 + len(nights)
    assert priced > 8


def test_bookings_with_offers_are_changed_and_cancelled_to_the_penny(count: Callable[[int, int], int]) -> None:
    house, chance = found(), random.Random(7)
    done = 0
    for _ in range(count(1, 20)):
        made = offers(house, chance)
        for own in made:
            with suppress(Refused):
                mine = cards.placed(replace(chosen(house, chance), promotions=(own.id,))).booking_id
                _live(mine, chance)
                done += 1
    assert done > 3
    assert [fault for fault in verify.run() if not fault.ok] == []


def _live(mine: int, chance: random.Random) -> None:
    """A booking is changed, perhaps, and cancelled, perhaps room by room; each time all sums are as they were told."""
    before = booking_of(mine)
    assert before is not None
    assert before.quote.total_minor == sum(line.amount_minor for line in before.folio if line.kind == "charge")
    assert price_amendment(mine, before.basket).total_minor == before.quote.total_minor
    stay = Stay.of(before.chosen.stay.arrival, chance.randint(1, 4))
    stays = tuple(replace(own, stay=stay, suppers=()) for own in before.basket.stays)
    with suppress(Refused):
        priced = price_amendment(mine, replace(before.basket, stays=stays))
        booking.amend_booking(mine, replace(before.basket, stays=stays), seen_minor=priced.total_minor, seen_revision=0)
        after = booking_of(mine)
        assert after is not None
        assert after.quote.total_minor == priced.total_minor
        assert sum(use.minor for use in uses_of("booking", mine)) == -sum(
            line.gross_minor for line in after.quote.lines if line.kind == "reduction"
        )
    if chance.random() < 0.8:
        terms = cancellation_terms(mine)
        paid = booking_of(mine)
        assert paid is not None
        assert terms.refund_minor + terms.kept_minor == max(0, paid.purse.at_hand_minor)
        booking.cancel_booking(mine, seen_refund_minor=terms.refund_minor)
        assert uses_of("booking", mine) == []
