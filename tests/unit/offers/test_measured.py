"""What offers add, read from the log on both engines and counted again by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.kernel import clock
from app.offers.proof.groups import stays_of
from app.offers.proof.measured import Measured, Worth
from app.offers.proof.one import measured_offer
from app.offers.proof.queries import compared_by_bucket, measured_all, measured_offers
from app.offers.proof.rules import CANNOT_TELL, HOLDOUT, OFFERS, Lift, Unit, measure, offers_share
from app.offers.proof.rules.groups import (
    AHEAD,
    DOGS,
    MIDWEEK,
    NEW,
    NIGHTS,
    PARTIES,
    RHYTHMS,
    WAYS,
    WEEKENDS,
    Before,
    groups_of,
)
from tests.cast import found
from tests.pasts import pasts
from tests.statements import counted
from tests.unit.offers.decided import START, guests, hold_out, log, random_log, row

ZONE = "Europe/London"
VERDICT = START + timedelta(days=30)
Rows = list[dict[str, Any]]


def by_hand(
    rows: Rows, key: Callable[[dict[str, Any]], bool], verdict_at: datetime | None = None
) -> tuple[Lift, int, int]:
    """Guests of either arm, one unit on either side of the verdict, with what came of them."""
    units: dict[tuple[int, bool], Unit] = {}
    for one in rows:
        if one["arm"] not in (OFFERS, HOLDOUT) or one["came"] is None or not key(one):
            continue
        late = verdict_at is not None and one["at"] >= verdict_at
        share = offers_share(0.1, 0.5) if late else 0.5
        before = units.get((one["guest_id"], late), Unit(one["arm"], one["at"], 0.0, share))
        outcome = max(before.outcome, float(one["came"]))
        units[one["guest_id"], late] = Unit(one["arm"], min(before.at, one["at"]), outcome, share)
    came = {arm: sum(unit.arm == arm and unit.outcome > 0 for unit in units.values()) for arm in (OFFERS, HOLDOUT)}
    return measure(units.values(), clock.now()), came[OFFERS], came[HOLDOUT]


def would_see(promotion_id: int) -> Callable[[dict[str, Any]], bool]:
    return lambda one: (
        one["instead_id"] is not None
        and promotion_id == (one["promotion_id"] if one["arm"] == OFFERS else one["instead_id"])
    )


def same(measured: Measured, hand: tuple[Lift, int, int]) -> None:
    lift, came, held = hand
    own = measured.lift
    assert (measured.compared.came_offers, measured.compared.came_held) == (came, held)
    assert (own.offers, own.held, own.verdict, own.more, own.month_on) == (
        lift.offers, lift.held, lift.verdict, lift.more, lift.month_on,
    )  # fmt: skip
    for name in ("lift", "low", "high", "sample_ratio_p"):
        assert getattr(own, name) == pytest.approx(getattr(lift, name)), name


def counts(measured: Measured, rows: Rows) -> None:
    kept = [one for one in rows if one["outcome"] == "kept"]
    assert (measured.shown, measured.times) == (len({one["guest_id"] for one in rows}), len(rows))
    assert (measured.taken, measured.kept) == (sum(one["outcome"] is not None for one in rows), len(kept))
    for worth in measured.worth:
        own = [one for one in kept if one["currency"] == worth.currency]
        revenue, cost = sum(one["revenue_minor"] for one in own), sum(one["cost_minor"] or 0 for one in own)
        assert worth == Worth(worth.currency, len(own), revenue, cost)
    assert sum(worth.kept for worth in measured.worth) == len(kept)


@pytest.mark.houses(1)
@pytest.mark.parametrize("verdict_at", [None, VERDICT])
def test_every_figure_is_that_of_the_log(
    app: Flask, count: Callable[[int, int], int], verdict_at: datetime | None
) -> None:
    hold_out(5000 if verdict_at is None else 1000, verdict_at)
    rows = random_log(found(), 7, count(400, 4000), guests(count(60, 600)), verdict_at=verdict_at)
    every = measured_all()
    counts(every, rows)
    same(every, by_hand(rows, lambda _: True, verdict_at))
    offers = measured_offers()
    assert set(offers) == {1, 2, 3, 4}
    for promotion_id, one in offers.items():
        counts(one, [row for row in rows if row["promotion_id"] == promotion_id])
        same(one, by_hand(rows, would_see(promotion_id), verdict_at))
        alone = measured_offer(promotion_id, ZONE)
        assert alone.whole == one
        assert sum(group.compared.lift.n for group in alone.groups if group.by == WAYS[0].words) == one.lift.n
        assert alone.days[-1].offers == one.lift.offers
        assert (alone.days[-1].low, alone.days[-1].high) == pytest.approx((one.lift.low, one.lift.high))


@pytest.mark.houses(1)
def test_a_period_counts_its_own_decisions_and_months_lie_within_it(app: Flask) -> None:
    hold_out()
    rows = random_log(found(), 11, 400, guests(60))
    bounds = [START, START + timedelta(days=20), START + timedelta(days=21), START + timedelta(days=60)]
    within = (bounds[1], bounds[3])
    inside = [one for one in rows if within[0] <= one["at"] < within[1]]
    counts(measured_all(within), inside)
    same(measured_all(within), by_hand(inside, lambda _: True))
    for place, compared in enumerate(compared_by_bucket(bounds)):
        own = [one for one in rows if bounds[place] <= one["at"] < bounds[place + 1]]
        lift, came, held = by_hand(own, lambda _: True)
        assert (compared.lift.offers, compared.lift.held, compared.lift.lift) == (lift.offers, lift.held, lift.lift)
        assert (compared.came_offers, compared.came_held) == (came, held)
    assert compared_by_bucket(bounds[:2])[0].lift.n == compared_by_bucket(bounds)[0].lift.n


def test_an_empty_log_has_no_figures(app: Flask) -> None:
    assert measured_all() == Measured()
    assert measured_offers() == {}
    one = measured_offer(9, ZONE)
    assert (one.whole.shown, one.whole.lift.verdict, one.groups, one.days, one.closed_on) == (
        0,
        CANNOT_TELL,
        [],
        [],
        None,
    )
    assert one.whole.lift.words == "cannot tell yet: no guest has been counted"


@pytest.mark.houses(1)
def test_what_both_arms_show_proves_nothing_of_an_offer_and_the_released_count_no_further(app: Flask) -> None:
    hold_out(1000, VERDICT)
    one, two, three = guests(3)
    log(
        [
            row(one, 5, came=True),
            row(two, 5, came=True, instead_id=6, arm="released", at=VERDICT),
            row(three, 6, came=False, instead_id=5, arm="holdout"),
        ]
    )
    assert (measured_offers()[5].lift.offers, measured_offers()[5].lift.held) == (0, 1)
    assert measured_offers()[5].shown == 2
    assert (measured_all().lift.offers, measured_all().lift.held) == (1, 1)


@pytest.mark.houses(1)
def test_guests_are_grouped_by_the_stays_that_lay_behind_them(app: Flask) -> None:
    house, (new, midweek, weekend, later) = found(), guests(4)
    pasts(house, midweek, [date(2026, 11, 10), date(2026, 11, 6)], dogs=1)
    pasts(house, weekend, [date(2026, 11, 6)])
    pasts(house, later, [date(2027, 1, 12)])
    pasts(house, later, [date(2026, 11, 10)], state="cancelled")
    stays = stays_of((new, midweek, weekend, later))
    found_groups = {one: groups_of(stays[one], START.date()) for one in (new, midweek, weekend, later)}
    assert {one: groups[0] for one, groups in found_groups.items()} == {
        new: NEW, midweek: MIDWEEK, weekend: WEEKENDS, later: NEW,
    }  # fmt: skip
    assert found_groups[new] == [NEW, *[None] * 6]
    assert found_groups[weekend][4:6] == [DOGS[1], house.id]
    assert found_groups[midweek][4] == DOGS[0]
    assert groups_of(stays[later], START.date() + timedelta(days=30))[0] == MIDWEEK


@pytest.mark.parametrize(
    ("stays", "expected"),
    [
        ([], [NEW, *[None] * 6]),
        ([(100, 1, 14, 1, False)], [WEEKENDS, NIGHTS[0], AHEAD[0], PARTIES[0], DOGS[1], 1, RHYTHMS[0]]),
        ([(100, 3, 15, 2, False)], [MIDWEEK, NIGHTS[1], AHEAD[1], PARTIES[1], DOGS[1], 1, RHYTHMS[0]]),
        ([(100, 4, 57, 3, False)], [MIDWEEK, NIGHTS[2], AHEAD[2], PARTIES[2], DOGS[1], 1, RHYTHMS[0]]),
        (
            [(93, 1, 0, 2, True), (100, 2, 56, 2, True)],
            [WEEKENDS, NIGHTS[1], AHEAD[1], PARTIES[3], DOGS[1], 1, RHYTHMS[1]],
        ),
        (
            [(95, 1, 0, 2, False), (100, 1, 0, 0, True)],
            [MIDWEEK, NIGHTS[0], AHEAD[0], PARTIES[3], DOGS[1], 1, RHYTHMS[2]],
        ),
    ],
)
def test_each_way_tells_guests_apart_by_their_last_stays(
    stays: list[tuple[int, int, int, int, bool]], expected: list[object]
) -> None:
    """A stay is (day of arrival, nights, days between booking and arrival, adults, children); today is day 113."""
    monday = date(2026, 9, 7)
    first = monday - timedelta(days=96)
    before = [
        Before(first + timedelta(days=at), first + timedelta(days=at + nights), first + timedelta(days=at - lead), 1,
               adults, children)
        for at, nights, lead, adults, children in stays
    ]  # fmt: skip
    assert groups_of(before, first + timedelta(days=113)) == expected


@pytest.mark.houses(1)
def test_a_longer_log_takes_no_more_statements(app: Flask) -> None:
    hold_out()
    few = guests(10)
    random_log(found(), 1, 30, few)
    for query, most in ((measured_all, 4), (measured_offers, 4), (lambda: measured_offer(1, ZONE), 6)):
        with counted() as statements:
            query()
        assert len(statements.reads) <= most, str(statements)
