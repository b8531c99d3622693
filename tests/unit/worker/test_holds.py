"""A hold that ran out is free again within a look of the worker, and verify can tell."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app.booking import operations as booking
from app.booking.models import Checkout
from app.booking.rules import Basket, ChosenStay
from app.insight import verify
from app.inventory.models import Allotment, Claim
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db
from app.worker.holds import sweep_holds
from tests import cast
from tests.builders import FRIDAY

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]


def test_it_sweeps_what_expired_and_nothing_else(set_clock: Callable[[str], None]) -> None:
    house = cast.found()
    stay = ChosenStay(house.room_types["snug"], house.plans["flexible"], Stay.of(FRIDAY, 2), Party(2))
    first = booking.start_checkout(Basket(house.id, (stay,), at_house=True)).checkout_id
    set_clock("2027-03-01T09:10+00:00")
    second = booking.start_checkout(Basket(house.id, (stay,), at_house=True)).checkout_id
    set_clock("2027-03-01T09:16+00:00")
    assert sweep_holds() == 1
    db.session.expire_all()
    assert [db.session.get_one(Checkout, number).state for number in (first, second)] == ["lapsed", "open"]
    assert db.session.scalar(select(func.sum(Claim.count))) == 2
    assert db.session.scalar(select(func.sum(Allotment.taken))) == 2
    assert sweep_holds() == 0
    assert [result.name for result in verify.run() if not result.ok] == []
