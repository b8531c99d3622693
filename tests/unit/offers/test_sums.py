"""What the log of offers is summed up to, against the log itself, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, update

from app.identity.merging.operations import merge_guests
from app.insight.verify.offers import wrong_sums
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.offers.decisions.models import OfferDecision
from app.offers.proof.measured import Measured
from app.offers.proof.one import measured_offer
from app.offers.proof.queries import compared_by_bucket, measured_all, measured_offers
from app.offers.proof.summing import sum_up_decisions
from app.offers.proof.sums import compared_by_month, compared_until, measured_until
from app.store import transaction, write
from tests.cast import found
from tests.pasts import pasts
from tests.statements import counted
from tests.unit.offers.decided import START, guests, hold_out, log, random_log, row

ZONE = "Europe/London"
VERDICT = START + timedelta(days=30)
LAST = date(2027, 3, 31)
"""After every decision, in summer time: a day of the group ends an hour before that of UTC."""

MONTHS = [(date(2027, 1, 1), date(2027, 1, 31)), (date(2027, 2, 1), date(2027, 2, 28)), (date(2027, 3, 1), LAST)]
_decision = OfferDecision.__table__


def until(last_on: date) -> tuple[datetime, datetime]:
    return wall_instant(date(2026, 1, 1), 0, 0, ZONE), wall_instant(last_on + timedelta(days=1), 0, 0, ZONE)


def same(ours: Measured, theirs: Measured) -> None:
    told = ("shown", "times", "taken", "kept")
    assert [getattr(ours, name) for name in told] == [getattr(theirs, name) for name in told]
    assert list(ours.worth) == list(theirs.worth)
    assert ours.compared == theirs.compared


def agree(last_on: date) -> None:
    """The sums of that day say what the log says."""
    kept, within = measured_until(last_on, ZONE), until(last_on)
    assert kept.summed_at is not None
    own = measured_offers(within)
    assert set(kept.offers) == set(own)
    for promotion_id, one in own.items():
        same(kept.offers[promotion_id], one)
    same(kept.whole, measured_all(within))
    assert compared_until(last_on, ZONE) == compared_by_bucket(list(within))[0]


@pytest.mark.houses(1)
@pytest.mark.parametrize("verdict_at", [None, VERDICT])
def test_the_sums_of_any_day_say_what_the_log_says(
    app: Flask, count: Callable[[int, int], int], verdict_at: datetime | None
) -> None:
    hold_out(5000 if verdict_at is None else 1000, verdict_at)
    everybody = guests(count(60, 600))
    random_log(found(), 7, count(300, 4000), everybody, verdict_at=verdict_at)
    assert sum_up_decisions(ZONE, least=1) == count(300, 4000)
    for last_on in (START.date(), START.date() + timedelta(days=25), date(2027, 2, 14), LAST):
        agree(last_on)
    bounds = [until(first - timedelta(days=1))[1] for first, _ in MONTHS] + [until(LAST)[1]]
    assert compared_by_month(MONTHS, ZONE) == compared_by_bucket(bounds)
    assert wrong_sums() == []
    log([row(one, promotion_id, at=START + timedelta(days=62)) for one in everybody[:9] for promotion_id in (2, 9)])
    agree(LAST)
    with counted() as statements:
        measured_until(LAST, ZONE)
    assert len(statements.reads) <= 8, str(statements)


@pytest.mark.houses(1)
@pytest.mark.parametrize("verdict_at", [None, VERDICT])
def test_one_offer_is_told_from_the_sums_as_from_the_log(
    app: Flask, count: Callable[[int, int], int], verdict_at: datetime | None
) -> None:
    """Its figures, its groups and its days, with guests who came only later than they first saw it."""
    hold_out(5000 if verdict_at is None else 1000, verdict_at)
    house, everybody = found(), guests(count(60, 600))
    for place, guest_id in enumerate(everybody[::3]):
        pasts(house, guest_id, [START.date() - timedelta(days=30 + place % 7), START.date() + timedelta(days=place)])
    random_log(house, 13, count(400, 4000), everybody, verdict_at=verdict_at)
    transaction(lambda: write(delete(_decision).where(_decision.c.at >= clock.now())))
    read = {promotion_id: measured_offer(promotion_id, ZONE) for promotion_id in (1, 2, 3, 4)}
    assert sum_up_decisions(ZONE, least=1) > count(300, 3000)
    for promotion_id, own in read.items():
        with counted() as statements:
            kept = measured_offer(promotion_id, ZONE)
        assert len(statements.reads) <= 11, str(statements)
        assert kept.summed_at is not None
        assert own.summed_at is None
        same(kept.whole, own.whole)
        assert (kept.days, kept.closed_on) == (own.days, own.closed_on)
        assert kept.groups == own.groups
        assert len({group.name for group in kept.groups}) > 6
    log([row(one, 2, at=clock.now() - timedelta(hours=1)) for one in everybody[:9]])
    assert measured_offer(2, ZONE).whole.times == read[2].whole.times + 9
    assert measured_offer(2, ZONE).days == read[2].days
    assert measured_offer(9, ZONE).whole == Measured(9)


@pytest.mark.houses(1)
def test_what_became_known_since_is_in_the_next_sums(app: Flask) -> None:
    hold_out()
    one, other, *_ = everybody = guests(40)
    random_log(found(), 3, 200, everybody)
    sum_up_decisions(ZONE, least=1)
    before = measured_until(LAST, ZONE)
    transaction(lambda: write(update(_decision).where(_decision.c.came.is_(None)).values(came=True)))
    assert measured_until(LAST, ZONE) == before
    assert measured_all(until(LAST)).compared.came_offers > before.whole.compared.came_offers
    assert wrong_sums() == []
    sum_up_decisions(ZONE, least=1)
    agree(LAST)
    transaction(lambda: write(update(_decision).where(_decision.c.guest_id == one).values(arm="holdout")))
    assert wrong_sums()
    merge_guests(one, other, None)
    assert wrong_sums() == []


@pytest.mark.houses(1)
def test_a_short_log_is_read_and_one_that_was_long_keeps_no_sums(app: Flask) -> None:
    hold_out()
    random_log(found(), 5, 60, guests(20))
    assert sum_up_decisions(ZONE) == 0
    assert measured_until(LAST, ZONE).summed_at is None
    assert measured_until(LAST, ZONE).offers == measured_offers(until(LAST))
    assert sum_up_decisions(ZONE, least=1) == 60
    assert measured_until(LAST, "Asia/Tokyo").summed_at is None
    assert sum_up_decisions(ZONE, least=61) == 0
    assert measured_until(LAST, ZONE).summed_at is None
