"""Claims: all or nothing, each counter the sum of what is held."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from app.inventory import SoldOut, Want, for_night, for_stay, operations
from app.kernel.stay import Stay
from app.store import transaction
from tests import stock
from tests.builders import FRIDAY, NIGHTS, House, ahead
from tests.cast import found
from tests.plans import plan_of
from tests.stock import counter

pytestmark = pytest.mark.houses(1)

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
SOON = AT + timedelta(minutes=15)
SATURDAY, SUNDAY = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)
WEEKEND = Stay.of(FRIDAY, 2)


@pytest.fixture
def house(app: Flask) -> House:
    return found()


def claim(owner_id: int, *wants: Want, expires_at: datetime | None = SOON, sweep_at: datetime | None = None) -> None:
    transaction(lambda: operations.claim("checkout", owner_id, wants, expires_at=expires_at, sweep_at=sweep_at))
    assert not stock.faults().keys() & stock.INVENTORY.keys()


def sweep(at: datetime, most: int = 9) -> list[tuple[str, int]]:
    return transaction(lambda: operations.sweep(operations.expired_owners(at, most), at))


def taken(house: House, slug: str, *nights: date) -> list[int]:
    return [counter(house.resources[slug], night)[1] for night in nights]


def test_a_stay_its_supper_and_its_cot_are_claimed_together(house: House) -> None:
    room, sitting, cot = (house.resources[slug] for slug in ("snug", "18:30", "cot"))
    claim(1, for_stay(room, WEEKEND), for_night(sitting, FRIDAY, 2), for_stay(cot, WEEKEND))

    assert taken(house, "snug", FRIDAY, SATURDAY, SUNDAY) == [1, 1, 0]
    assert taken(house, "18:30", FRIDAY, SATURDAY) == [2, 0]
    with pytest.raises(SoldOut) as refusal:
        claim(2, for_stay(room, WEEKEND), for_night(sitting, FRIDAY, 2), for_stay(cot, WEEKEND))
    assert (refusal.value.resource_id, refusal.value.night) == (cot, FRIDAY)
    assert taken(house, "snug", FRIDAY, SATURDAY) == [1, 1], "what was taken before the cot ran out is given back"
    assert stock.rows("SELECT COUNT(*) FROM claim WHERE owner_id = 2") == [(0,)]


def test_the_first_night_that_ran_out_is_named(house: House) -> None:
    hut = house.resources["shepherds-hut"]
    claim(1, for_night(hut, SUNDAY, 1))
    claim(2, for_night(hut, FRIDAY + timedelta(days=4), 1))

    with pytest.raises(SoldOut) as refusal:
        claim(3, for_stay(hut, Stay.of(FRIDAY, 6)))
    assert refusal.value.night == SUNDAY
    assert str(refusal.value) == "Sold out on Sunday 7 March."


def test_a_night_that_is_not_open_is_sold_out(house: House) -> None:
    last = ahead(NIGHTS)[-1]
    with pytest.raises(SoldOut) as refusal:
        claim(1, for_stay(house.resources["snug"], Stay.of(last, 2)))
    assert refusal.value.night == last + timedelta(days=1)


def test_claiming_again_is_an_amendment(house: House) -> None:
    hut = house.resources["shepherds-hut"]
    claim(1, for_stay(hut, WEEKEND))
    claim(1, for_stay(hut, Stay.of(SATURDAY, 2)))
    assert taken(house, "shepherds-hut", FRIDAY, SATURDAY, SUNDAY) == [0, 1, 1]

    claim(2, for_night(hut, FRIDAY, 1))
    with pytest.raises(SoldOut) as refusal:
        claim(1, for_stay(hut, WEEKEND))
    assert refusal.value.night == FRIDAY
    assert taken(house, "shepherds-hut", FRIDAY, SATURDAY, SUNDAY) == [1, 1, 1], "what it held it still holds"


def test_an_amendment_keeps_a_night_that_a_closure_lacks(house: House) -> None:
    hut, cot = house.resources["shepherds-hut"], house.resources["cot"]
    claim(1, for_stay(hut, WEEKEND))
    transaction(lambda: operations.close(hut, FRIDAY, SUNDAY, 1, "a leak"))
    assert counter(hut, FRIDAY) == (1, 1, 1)

    claim(1, for_stay(hut, WEEKEND), for_stay(cot, WEEKEND))
    assert (counter(hut, FRIDAY), taken(house, "cot", FRIDAY)) == ((1, 1, 1), [1])


def test_a_swept_claim_does_not_lend_a_lacking_night_to_another(house: House) -> None:
    hut = house.resources["shepherds-hut"]
    claim(1, for_stay(hut, WEEKEND))
    transaction(lambda: operations.close(hut, FRIDAY, SUNDAY, 1, "a leak"))

    with pytest.raises(SoldOut):
        claim(2, for_stay(hut, WEEKEND), expires_at=SOON + timedelta(hours=1), sweep_at=SOON)


def test_two_parts_of_one_owner_hold_two_rooms(house: House) -> None:
    snug = house.resources["snug"]
    claim(1, for_stay(snug, WEEKEND, part=0), for_stay(snug, Stay.of(SATURDAY, 2), part=1))
    assert taken(house, "snug", FRIDAY, SATURDAY, SUNDAY) == [1, 2, 1]


def test_released_twice_is_released_once(house: House) -> None:
    claim(1, for_stay(house.resources["snug"], WEEKEND))
    assert transaction(lambda: operations.release("checkout", 1)) == 2
    assert transaction(lambda: operations.release("checkout", 1)) == 0
    assert taken(house, "snug", FRIDAY, SATURDAY) == [0, 0]


def test_release_from_a_night_keeps_what_has_passed(house: House) -> None:
    claim(1, for_stay(house.resources["snug"], Stay.of(FRIDAY, 3)), for_night(house.resources["18:30"], SUNDAY, 2))
    assert transaction(lambda: operations.release_from("checkout", 1, SATURDAY)) == 3
    assert taken(house, "snug", FRIDAY, SATURDAY, SUNDAY) == [1, 0, 0]
    assert taken(house, "18:30", SUNDAY) == [0]


def test_a_claim_handed_over_moves_no_counter_and_never_expires(house: House) -> None:
    claim(1, for_stay(house.resources["snug"], WEEKEND))
    assert transaction(lambda: operations.hand_over("checkout", 1, "booking", 7)) == 2
    assert transaction(lambda: operations.hand_over("checkout", 1, "booking", 8)) == 0
    assert stock.rows("SELECT DISTINCT owner, owner_id, expires_at FROM claim") == [("booking", 7, None)]
    assert taken(house, "snug", FRIDAY, SATURDAY) == [1, 1]
    assert sweep(AT + timedelta(days=400)) == []


def test_extended_only_while_alive(house: House) -> None:
    claim(1, for_stay(house.resources["snug"], WEEKEND))
    later = SOON + timedelta(minutes=15)
    assert transaction(lambda: operations.extend("checkout", 1, later, alive_at=SOON - timedelta(seconds=1)))
    assert sweep(SOON) == []
    assert not transaction(lambda: operations.extend("checkout", 1, later + timedelta(hours=1), alive_at=later))
    assert sweep(later) == [("checkout", 1)]


def test_a_claim_frees_what_expired_on_its_resources_with_all_else_its_owner_held(house: House) -> None:
    hut, cot, snug = (house.resources[slug] for slug in ("shepherds-hut", "cot", "snug"))
    claim(1, for_stay(hut, WEEKEND), for_stay(cot, WEEKEND))
    claim(2, for_stay(snug, WEEKEND))
    with pytest.raises(SoldOut):
        claim(3, for_stay(hut, WEEKEND), expires_at=None, sweep_at=SOON - timedelta(seconds=1))

    claim(3, for_stay(hut, WEEKEND), expires_at=None, sweep_at=SOON)
    assert stock.rows("SELECT DISTINCT owner_id FROM claim ORDER BY 1") == [(2,), (3,)]
    assert taken(house, "cot", FRIDAY) == [0]


def test_a_sweep_takes_so_many_owners_at_most(house: House) -> None:
    for owner in (1, 2, 3):
        claim(owner, for_stay(house.resources["snug"], WEEKEND))
    assert len(sweep(SOON, most=2)) == 2
    assert len(sweep(SOON, most=2)) == 1
    assert taken(house, "snug", FRIDAY, SATURDAY) == [0, 0]


def test_bulk_claims_are_all_or_nothing_too(house: House) -> None:
    hut = house.resources["shepherds-hut"]
    transaction(lambda: operations.claim_new("booking", 1, [for_night(hut, SATURDAY, 1)]))
    with pytest.raises(SoldOut) as refusal:
        transaction(lambda: operations.claim_new("booking", 2, [for_stay(hut, WEEKEND)]))
    assert (refusal.value.night, taken(house, "shepherds-hut", FRIDAY, SATURDAY)) == (SATURDAY, [0, 1])


def test_a_refusal_leaves_the_transaction_going(house: House) -> None:
    hut, snug = house.resources["shepherds-hut"], house.resources["snug"]
    claim(1, for_stay(hut, WEEKEND))

    def work() -> None:
        with pytest.raises(SoldOut):
            operations.claim("checkout", 2, [for_stay(snug, WEEKEND), for_stay(hut, WEEKEND)], expires_at=SOON)
        operations.claim("checkout", 2, [for_stay(snug, WEEKEND)], expires_at=SOON)

    transaction(work)
    assert taken(house, "snug", FRIDAY, SATURDAY) == [1, 1]


def test_what_expired_is_found_without_a_look_at_every_claim(house: House) -> None:
    claim(1, for_stay(house.resources["snug"], WEEKEND))
    resources = {house.resources["snug"]}
    for ask in (lambda: operations.expired_owners(AT, 9), lambda: operations.expired_on(resources, AT)):
        plan = plan_of(ask, "claim")
        assert "SEARCH claim USING" in plan
        assert "ix_claim_expiring" in plan
        assert "SCAN" not in plan
