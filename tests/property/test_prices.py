"""One price from the results to the folio, for any party, plan and nights."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.availability.boards import boards
from app.availability.search import reasons_against, search
from app.booking import operations as booking
from app.booking.errors import CannotBeSold
from app.booking.quoting import as_sold, price_basket
from app.booking.rules import Basket, ChosenStay, charges_of
from app.catalogue import catalogue
from app.kernel import clock
from app.kernel.party import NEEDS, Party
from app.kernel.stay import Stay
from app.pricing.queries import price_list
from app.pricing.rules import (
    ChosenExtra,
    LevyRule,
    Part,
    PartyPrices,
    Plan,
    PricedStay,
    for_party,
    night_minor,
    plan_minor,
    stay_lines,
    total_minor,
)
from tests import stock
from tests.builders import TODAY, ahead
from tests.unit.pricing.test_nights import FLEXIBLE

PENCE = st.integers(0, 60_000)
AGES = st.lists(st.integers(2, 17), max_size=3).map(tuple)
PARTIES = st.builds(
    Party,
    adults=st.integers(0, 4),
    children=AGES,
    cots=st.integers(0, 2),
    dogs=st.integers(0, 3),
    needs=st.frozensets(st.sampled_from(NEEDS)),
)
STAYS = st.builds(Stay.of, st.sampled_from(ahead(70)), st.integers(1, 28))
PARTS = st.builds(Part, st.sampled_from(["breakfast", "supper"]), PENCE, PENCE, st.booleans())
PLANS = st.builds(
    replace,
    st.just(FLEXIBLE),
    id=st.sampled_from([1, 2]),
    adjust_bp=st.integers(-5000, 5000),
    adjust_minor=st.integers(-5000, 5000),
    round_to_minor=st.sampled_from([1, 5, 50, 100, 500]),
    parts=st.lists(PARTS, max_size=2, unique_by=lambda part: part.kind).map(tuple),
)
PRICES = st.builds(
    PartyPrices,
    single_minor=PENCE,
    adult_minor=PENCE,
    dog_minor=PENCE,
    children=st.tuples(PENCE, PENCE).map(lambda two: ((2, 12, two[0]), (13, 17, two[1]))),
)
LEVIES = st.builds(
    LevyRule,
    st.just("City tax"),
    st.sampled_from(["percent", "person_night"]),
    st.integers(0, 2000),
    st.none() | st.integers(1, 7),
    st.integers(0, 10_000),
    st.just(TODAY),
    st.none() | st.sampled_from(ahead(70)),
)
EXTRAS = st.builds(
    ChosenExtra,
    st.integers(1, 99),
    st.just("Bicycle"),
    st.sampled_from(["stay", "night", "person", "person_night"]),
    PENCE,
    st.integers(1, 4),
)


@st.composite
def priced_stays(draw: st.DrawFn) -> PricedStay:
    stay = draw(STAYS)
    return PricedStay(
        stay,
        draw(PARTIES),
        draw(PLANS),
        {night: draw(st.integers(1, 60_000)) for night in stay},
        draw(PRICES),
        draw(st.lists(LEVIES, max_size=2)),
        draw(st.lists(EXTRAS, max_size=2)),
        draw(st.integers(0, 1)),
    )


def vat(kind: str, _day: date) -> int:
    return {"room": 2000, "breakfast": 1250, "supper": 2000, "extra": 500}.get(kind, 0)


@given(priced_stays())
def test_no_penny_drifts_between_nights_and_lines(priced: PricedStay) -> None:
    lines = stay_lines(priced, vat)
    nights = sum(
        night_minor(priced.base_minor[night], priced.plan, priced.party, priced.prices) for night in priced.stay
    )
    meals_and_rooms = [line for line in lines if line.kind in ("room", "breakfast", "supper")]
    assert sum(line.gross_minor for line in meals_and_rooms) == nights
    assert total_minor(lines) == sum(line.gross_minor for line in lines)
    assert all(line.gross_minor >= 0 for line in lines)
    for line in lines:
        exact = Fraction(line.gross_minor * line.vat_bp, 10_000 + line.vat_bp)
        assert abs(line.vat_minor - exact) <= Fraction(1, 2)


@given(priced_stays())
def test_the_folio_charges_the_quote_to_the_penny(priced: PricedStay) -> None:
    lines = stay_lines(priced, vat)
    charges = charges_of(lines)
    assert sum(charge.amount_minor for charge in charges) == total_minor(lines)
    assert sum(charge.vat_minor for charge in charges) == sum(line.vat_minor for line in lines)


@given(st.integers(1, 100_000), PLANS, PARTIES, PRICES)
def test_a_derived_night_is_the_nearest_step_to_the_exact_price(
    base: int, plan: Plan, party: Party, prices: PartyPrices
) -> None:
    amount = for_party(base, party, prices)
    minor = plan_minor(amount, plan)
    if not plan.derived:
        assert minor == amount
        return
    exact = Fraction(amount * (10_000 + plan.adjust_bp), 10_000) + plan.adjust_minor
    assert minor % plan.round_to_minor == 0
    assert abs(minor - max(exact, Fraction(0))) <= Fraction(plan.round_to_minor, 2)


@given(st.integers(1, 100_000), PARTIES, PRICES)
def test_one_more_never_costs_less(base: int, party: Party, prices: PartyPrices) -> None:
    more = replace(party, adults=party.adults + 1)
    if party.adults >= 2:
        assert for_party(base, more, prices) == for_party(base, party, prices) + prices.adult_minor
    child = replace(party, children=(*party.children, 8))
    if party.heads >= 2:
        assert for_party(base, child, prices) >= for_party(base, party, prices)


@pytest.fixture(params=["sqlite"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def basket_of(house_id: int, room_type: int, plan: int, stay: Stay, party: Party) -> Basket:
    return Basket(house_id, (ChosenStay(room_type, plan, stay, party),), at_house=True)


@pytest.mark.houses(2)
@given(stay=STAYS, party=PARTIES)
def test_what_a_search_shows_is_what_a_quote_says(uneven: None, stay: Stay, party: Party) -> None:
    """Each rate on the results has the total of its quote; all else is refused there and here for the same reasons."""
    for fit in search(boards(catalogue().houses), stay, party):
        shown = {(room.room_type.id, rate.plan.id): rate for room in fit.rooms for rate in room.rates}
        house = fit.board.house
        for room_type in house.room_types:
            for plan in price_list(house.id).plans:
                basket = basket_of(house.id, room_type.id, plan.id, stay, party)
                rate = shown.get((room_type.id, plan.id))
                reasons = reasons_against(fit.board, room_type, plan, stay, party)
                assert bool(rate) is not bool(reasons)
                if rate:
                    offered = price_basket(as_sold(basket), clock.now())
                    assert offered.total_minor == rate.total_minor == sum(line.gross_minor for line in offered.lines)
                    assert offered.policy.free_until_at == rate.policy.free_until_at
                    by_card = price_basket(as_sold(replace(basket, at_house=False)), clock.now())
                    assert (by_card.total_minor, by_card.policy) == (rate.total_minor, rate.policy)
                elif reasons != ("full",):
                    with pytest.raises(CannotBeSold) as refusal:
                        price_basket(basket, clock.now())
                    assert refusal.value.reasons == tuple(reason for reason in reasons if reason != "full")


@pytest.mark.houses(2)
def test_what_a_quote_says_is_what_is_kept_and_charged(uneven: None) -> None:
    chance = random.Random(3)
    booked = 0
    for _ in range(40):
        stay = Stay.of(chance.choice(ahead(50)), chance.randint(1, 7))
        party = Party(chance.randint(1, 2), dogs=chance.randint(0, 1))
        for fit in search(boards(catalogue().houses), stay, party):
            if not fit.rooms:
                continue
            room = chance.choice(fit.rooms)
            rate = chance.choice([rate for rate in room.rates if rate.plan.may_pay_at_house] or [None])
            if rate is None:
                continue
            started = booking.start_checkout(
                basket_of(fit.board.house.id, room.room_type.id, rate.plan.id, stay, party)
            )
            assert started.total_minor == rate.total_minor
            booking.place_booking(started.checkout_id, rate.total_minor)
            booked += 1
    assert booked > 10
    assert not stock.faults()
