"""What offers add: the interval at every look, the verdict, the outlook, the split and who is held out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from math import sqrt
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from app.offers.proof.rules import (
    ADDS,
    CANNOT_TELL,
    COSTS,
    HOLDOUT,
    OFFERS,
    RELEASED,
    Counted,
    Lift,
    Unit,
    always_valid,
    arm_of,
    by_day,
    closed_on,
    guests_needed,
    instead_of,
    measure,
    measure_counted,
    offers_share,
    place_of,
    sample_ratio_p,
    stretch,
    verdict_of,
)

START = datetime(2027, 3, 5, 10, tzinfo=UTC)
Count = Callable[[int, int], int]


def guests(offers: tuple[int, int], held: tuple[int, int], share: float = 0.5) -> list[Unit]:
    """So many (came, of all) of either arm, an hour apart."""
    outcomes = [(OFFERS, place < offers[0]) for place in range(offers[1])]
    outcomes += [(HOLDOUT, place < held[0]) for place in range(held[1])]
    Random(7).shuffle(outcomes)
    return [Unit(arm, START + timedelta(hours=hour), float(came), share) for hour, (arm, came) in enumerate(outcomes)]


def measured(units: list[Unit]) -> Lift:
    return measure(units, units[-1].at if units else START)


def test_the_lift_is_the_difference_of_the_means() -> None:
    found = measured(guests((118, 2106), (73, 2098)))
    assert (found.n, found.offers, found.held) == (4204, 2106, 2098)
    assert found.lift == pytest.approx(118 / 2106 - 73 / 2098)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 118 / 2106 - 73 / 2098 < found.high
    p, q = 119 / 2108, 74 / 2100
    se = sqrt(p * (1 - p) / 2108 + q * (1 - q) / 2100)
    assert found.high - found.low == pytest.approx(2 * stretch(4204) * se)
    assert round(found.sample_ratio_p or 0, 2) == 0.90


def test_verdicts() -> None:
    assert measured(guests((400, 2000), (200, 2000))).verdict == ADDS
    assert measured(guests((200, 2000), (400, 2000))).verdict == COSTS
    assert measured(guests((205, 2000), (200, 2000))).verdict == CANNOT_TELL
    assert measured(guests((400, 2000), (200, 2000))).words == "adds"


def test_the_interval_is_narrowest_after_a_thousand_guests() -> None:
    assert [round(stretch(n), 2) for n in (100, 1000, 10_000, 100_000)] == [3.86, 3.04, 3.24, 3.56]
    assert min(range(100, 20_000, 50), key=stretch) in range(900, 1100)
    low, high = always_valid(0.1, 0.01, 1000)
    assert (low, high) == pytest.approx((0.1 - 0.01 * stretch(1000), 0.1 + 0.01 * stretch(1000)))


def test_it_leaves_out_nothing_at_any_look_where_there_is_nothing(count: Count) -> None:
    """1,000 runs in which both arms are alike, a look every 100 guests: at most 5 % ever exclude 0."""
    runs, looks = count(100, 1000), count(30, 100)
    false_alarms = 0
    for run in range(runs):
        random = np.random.default_rng(run)
        came, offers = random.random(100 * looks) < 0.05, random.random(100 * looks) < 0.5
        false_alarms += any(measure_counted(look, START).verdict != CANNOT_TELL for look in looked(came, offers))
    assert false_alarms <= 0.05 * runs


def looked(came: np.ndarray, offers: np.ndarray) -> Iterator[list[Counted]]:
    """Both arms as they stand after every 100 guests."""
    sums = {arm: (own.cumsum(), (own & came).cumsum()) for arm, own in ((OFFERS, offers), (HOLDOUT, ~offers))}
    for upto in range(99, len(came), 100):
        yield [Counted(arm, 0.5, int(n[upto]), int(k[upto]), START) for arm, (n, k) in sums.items()]


def test_nor_where_a_few_guests_spend_nearly_everything(count: Count) -> None:
    """The same of money, which is far from normal: one guest in twenty spends anything, and some a lot."""
    runs, looks = count(30, 1000), count(15, 20)
    false_alarms = 0
    for run in range(runs):
        random = np.random.default_rng(run)
        n = 100 * looks
        spent = np.where(random.random(n) < 0.05, random.gamma(2.0, 200.0, n), 0.0).tolist()
        arms = np.where(random.random(n) < 0.5, OFFERS, HOLDOUT).tolist()
        units = [unit_on(Unit(arm, START, spent[place]), place // 100) for place, arm in enumerate(arms)]
        false_alarms += any(verdict_of(row.low, row.high) != CANNOT_TELL for row in by_day(units, "UTC"))
    assert false_alarms <= 0.05 * runs


def unit_on(unit: Unit, day: int) -> Unit:
    return Unit(unit.arm, START + timedelta(days=day), unit.outcome)


def test_a_fixed_interval_that_is_looked_at_often_would_cry_wolf(count: Count) -> None:
    """The control: the same looks by 1.96 standard errors exclude 0 in far more than 5 % of the runs."""
    alarms = 0
    for run in range(count(100, 1000)):
        random = np.random.default_rng(run)
        n = 100 * count(20, 50)
        came, offers = random.random(n) < 0.05, random.random(n) < 0.5
        for upto in range(100, n + 1, 100):
            a, b = came[:upto][offers[:upto]], came[:upto][~offers[:upto]]
            se = sqrt(a.var() / len(a) + b.var() / len(b))
            if abs(a.mean() - b.mean()) > 1.96 * se:
                alarms += 1
                break
    assert alarms > 0.12 * count(100, 1000)


def test_few_guests_of_whom_all_or_none_came_prove_nothing() -> None:
    found = measured(guests((3, 3), (0, 3)))
    assert found.lift == 1
    assert found.verdict == CANNOT_TELL
    assert measured(guests((5, 5), (5, 5))).low is None, "nothing varies, so nothing is known of how it varies"
    alike = [Unit((OFFERS, HOLDOUT)[n % 2], START, 0.7) for n in range(75)]
    assert measured(alike).low is None, "nor where sums of tenths are not exact"


def test_without_a_side_there_is_no_figure() -> None:
    nobody = measured([])
    assert (nobody.n, nobody.lift, nobody.low, nobody.sample_ratio_p, nobody.verdict) == (
        0,
        None,
        None,
        None,
        CANNOT_TELL,
    )
    assert nobody.words == "cannot tell yet: no guest has been counted"
    alone = measured(guests((3, 40), (0, 0)))
    assert (alone.lift, alone.low) == (None, None)
    assert alone.words == "cannot tell yet: nobody is held out"
    assert measured(guests((0, 0), (3, 40))).words == "cannot tell yet: nobody has seen them"


def test_times_with_another_share_are_compared_among_themselves() -> None:
    """More see offers later, and guests come more often then: together that would look like a lift."""
    early, late = guests((50, 1000), (50, 1000)), guests((400, 2000), (80, 400), share=2000 / 2400)
    assert measured(early + late).lift == pytest.approx(0.0)
    assert measured([*early, *[Unit(u.arm, u.at, u.outcome) for u in late]]).lift == pytest.approx(0.05, abs=0.02)
    assert (measured(early + late).sample_ratio_p or 0) == pytest.approx(1.0)


def test_a_small_lift_says_how_many_more_and_when() -> None:
    units = guests((90, 1000), (70, 1000))
    found = measured(units)
    assert found.verdict == CANNOT_TELL
    assert found.more is not None
    days = (units[-1].at - units[0].at) / timedelta(days=1)
    wait = timedelta(days=found.more * days / 2000)
    month = (units[-1].at + wait).date().replace(day=1)
    assert found.month_on == month
    assert found.words == f"cannot tell yet: about {found.more:,} more guests, at this rate in {month:%B %Y}"
    longer = measured(units * ((2000 + found.more) // 2000 + 1))
    assert longer.verdict == ADDS, "with as many more of the same there is a verdict"


def test_no_difference_has_no_month() -> None:
    found = measured(guests((70, 1000), (70, 1000)))
    assert (found.more, found.month_on, found.words) == (None, None, "cannot tell yet: no sign of a difference")
    slow = [Unit(u.arm, START + (u.at - START) * 500, u.outcome) for u in guests((90, 1000), (70, 1000))]
    assert measured(slow).words.endswith("more guests, at this rate not within ten years")


def test_the_guests_needed_are_the_fewest_that_close_the_interval() -> None:
    needed = guests_needed(0.02, 0.006, 4000)
    assert needed is not None
    sigma = 0.006 * sqrt(4000)
    assert always_valid(0.02, sigma / sqrt(needed), needed)[0] >= 0
    assert always_valid(0.02, sigma / sqrt(needed - 1), needed - 1)[0] < 0
    assert guests_needed(0.0, 0.006, 4000) is None


def test_the_split_is_tested_as_chi_square_with_one_degree() -> None:
    for offers, held, share in ((2106, 2098, 0.5), (900, 1100, 0.5), (1700, 300, 5 / 6)):
        n = offers + held
        chi = stats.chisquare([offers, held], [n * share, n * (1 - share)])
        assert sample_ratio_p([(offers, held, share)]) == pytest.approx(chi.pvalue)
    assert sample_ratio_p([]) is None
    assert measured(guests((70, 1150), (70, 850))).alarm
    assert not measured(guests((70, 1030), (70, 970))).alarm


def test_the_band_by_day_ends_where_the_whole_does() -> None:
    units = guests((400, 2000), (200, 2000))
    rows, whole = by_day(units, "Europe/London"), measured(units)
    assert (rows[-1].lift, rows[-1].low, rows[-1].high) == (whole.lift, whole.low, whole.high)
    assert [row.day_on for row in rows] == [date(2027, 3, 5) + timedelta(days=day) for day in range(len(rows))]
    assert rows[3].offers + rows[3].held == sum(unit.at < datetime(2027, 3, 9, tzinfo=UTC) for unit in units)
    closed = closed_on(rows)
    assert closed is not None
    assert all(row.low is not None and row.low > 0 for row in rows if row.day_on >= closed)
    assert closed_on(by_day(guests((70, 1000), (70, 1000)), "UTC")) is None


@given(st.integers(1, 10**18), st.text(min_size=1, max_size=20))
def test_who_is_held_out_stays_so_and_the_tenth_lies_within_the_half(guest_id: int, salt: str) -> None:
    before, after = arm_of(guest_id, salt), arm_of(guest_id, salt, 0.1, 0.5)
    assert before == arm_of(guest_id, salt)
    assert (before, after) in {(OFFERS, OFFERS), (HOLDOUT, HOLDOUT), (HOLDOUT, RELEASED)}
    assert 0 <= place_of(guest_id, salt) < 1


def test_the_parts_are_as_large_as_they_are_meant_to_be(count: Count) -> None:
    n = count(20_000, 200_000)
    before = Counter(arm_of(guest, "quince") for guest in range(1, n + 1))
    after = Counter(arm_of(guest, "quince", 0.1, 0.5) for guest in range(1, n + 1))
    assert (sample_ratio_p([(before[OFFERS], before[HOLDOUT], offers_share())]) or 0) > 0.001
    assert (sample_ratio_p([(after[OFFERS], after[HOLDOUT], offers_share(0.1, 0.5))]) or 0) > 0.001
    assert after[RELEASED] / n == pytest.approx(0.4, abs=0.01)
    assert before[OFFERS] == after[OFFERS]


def test_either_arm_names_the_same_pairs_and_nothing_that_both_show() -> None:
    assert instead_of([1, 2, 3], [2, 4, 5]) == [4, None, 5]
    assert instead_of([2, 4, 5], [1, 2, 3]) == [None, 1, 3]
    assert instead_of([1, 2], [2, 1]) == [None, None]
    assert instead_of([], []) == []


def test_another_salt_holds_out_others() -> None:
    both = sum(arm_of(guest, "one") == arm_of(guest, "other") == HOLDOUT for guest in range(4000))
    assert both / 4000 == pytest.approx(0.25, abs=0.03)
    with pytest.raises(ValueError):
        arm_of(1, "one", 0.6, 0.5)
    assert {arm_of(guest, "one", 0.0) for guest in range(50)} == {OFFERS}
