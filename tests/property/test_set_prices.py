"""What a set of rooms shows is what its quote says, for any party, nights and number of rooms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.availability.boards import boards
from app.availability.rules import REASONS
from app.availability.sets import search
from app.availability.sets.rules import is_spread_of
from app.booking.quoting import as_sold, price_basket
from app.booking.rules import Basket, ChosenStay
from app.catalogue import catalogue
from app.kernel import clock
from app.kernel.party import NEEDS, Party
from app.kernel.stay import Stay
from tests.builders import ahead

PARTIES = st.builds(
    Party,
    adults=st.integers(1, 7),
    children=st.lists(st.integers(2, 17), max_size=4).map(tuple),
    cots=st.integers(0, 2),
    dogs=st.integers(0, 3),
    needs=st.frozensets(st.sampled_from(NEEDS), max_size=1),
)
STAYS = st.builds(Stay.of, st.sampled_from(ahead(55)), st.integers(1, 6))


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.mark.houses(2)
@given(stay=STAYS, party=PARTIES, rooms=st.none() | st.integers(1, 6))
def test_a_set_is_sold_for_what_it_shows(uneven: None, stay: Stay, party: Party, rooms: int | None) -> None:
    """Each rate has the total and the terms of its quote; where there is nothing, there is a reason."""
    for fit in search(boards(catalogue().houses), stay, party, rooms):
        together = fit.together
        if together is None:
            assert fit.rooms or (fit.reasons and set(fit.reasons) <= set(REASONS))
            continue
        assert together.rates
        assert is_spread_of([room.party for room in together.rooms], party)
        assert len(together.rooms) == (rooms or len(together.rooms))
        for rate in together.rates:
            stays = tuple(ChosenStay(room.room_type.id, rate.plan.id, stay, room.party) for room in together.rooms)
            offered = price_basket(as_sold(Basket(fit.board.house.id, stays)), clock.now())
            assert offered.total_minor == rate.total_minor
            assert offered.policy == rate.policy
            owed = price_basket(as_sold(Basket(fit.board.house.id, stays, at_house=True)), clock.now())
            assert owed.total_minor == rate.total_minor
            assert owed.policy.free_until_at == rate.policy.free_until_at
