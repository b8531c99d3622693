"""Every worked number of the estimates, and the corners where there is nothing to estimate."""

from __future__ import annotations

import pytest

from app.experience.estimates import (
    CES,
    CSAT,
    NPS,
    holm,
    mean,
    mean_change,
    mean_of,
    n_eff,
    nps,
    nps_change,
    nps_of,
    odds,
    rake,
    share_change,
    t_quantile,
    t_two_sided,
    weighted_nps,
    wilson,
)
from app.experience.estimates.changes import about, more_needed, p_words
from app.experience.estimates.ratios import ratio_of


def test_the_score_and_its_adjusted_interval() -> None:
    found = nps(60, 25, 15)
    assert found.score == 45
    assert [round(one or 0, 4) for one in (found.adjusted, found.se, found.low, found.high)] == [
        43.6893,
        7.3196,
        29.3431,
        58.0355,
    ]
    big = nps(450, 330, 220)
    assert big.score == 23
    assert [round(one or 0, 4) for one in (big.adjusted, big.low, big.high)] == [22.9312, 18.0704, 27.7920]


def test_an_interval_ends_where_the_scale_does() -> None:
    found = nps(5, 0, 0)
    assert (found.score, found.adjusted, round(found.low or 0, 2), found.high) == (100, 62.5, 17.49, 100)
    assert nps(0, 0, 5).low == -100


def test_no_answers_are_no_data() -> None:
    assert (nps(0, 0, 0).n, nps(0, 0, 0).score, nps(0, 0, 0).low) == (0, None, None)
    assert wilson(0, 0).share is None
    assert mean([]).mean is None
    assert weighted_nps([]).score is None
    assert weighted_nps([(10, 0.0)]).score is None


def test_two_periods_are_told_apart_by_the_difference() -> None:
    small = nps_change(nps(60, 25, 15), nps(70, 20, 10))
    assert (round(small.p or 0, 4), small.verdict) == (0.1402, "no change")
    large = nps_change(nps(450, 330, 220), nps(500, 320, 180))
    assert (round(large.p or 0, 4), large.verdict) == (0.0093, "change")
    assert large.words == "a change (p .009)"
    assert nps_change(nps(0, 0, 0), nps(5, 0, 0)).verdict == "no data"
    assert nps_change(nps(0, 0, 0), nps(5, 0, 0)).words == "no data"


def test_too_few_answers_are_no_proof_of_no_change() -> None:
    few = nps_change(nps(60, 25, 15), nps(70, 20, 10))
    assert few.more > 0
    assert few.words == f"cannot tell yet, needs about {few.more} more"
    many = nps_change(nps(6000, 2500, 1500), nps(6000, 2500, 1500))
    assert (many.more, many.words) == (0, "no change")


def test_as_many_more_as_were_said_are_enough() -> None:
    """With sides of that size and the same answers, the interval is as narrow as it has to be."""
    few = nps_change(nps(60, 25, 15), nps(60, 25, 15))
    times = (100 + few.more) / 100
    sized = nps(round(60 * times), round(25 * times), round(15 * times))
    assert nps_change(sized, sized).words == "no change"
    assert more_needed(half_width=1, variances=0.5, smaller=20, smallest=5) == 10
    assert more_needed(half_width=9, variances=100, smaller=40, smallest=1) == 350


def test_a_mean_with_its_t_interval() -> None:
    found = mean([7, 6, 7, 5, 3, 7, 6, 2, 5, 7])
    assert (found.mean, round(found.low or 0, 4), round(found.high or 0, 4)) == (5.5, 4.2270, 6.7730)
    assert mean_of({7: 4, 6: 2, 5: 2, 3: 1, 2: 1}) == found
    agree = wilson(8, 10)
    assert (agree.share, round(agree.low or 0, 4), round(agree.high or 0, 4)) == (0.8, 0.4902, 0.9433)
    one = mean([4])
    assert (one.mean, one.low, one.half) == (4, None, None)


def test_a_share_with_wilsons_interval() -> None:
    found = wilson(7, 10)
    assert (found.share, round(found.low or 0, 4), round(found.high or 0, 4)) == (0.7, 0.3968, 0.8922)
    assert (wilson(0, 8).low, wilson(8, 8).high) == (0, 1)
    with pytest.raises(ValueError, match="no share"):
        wilson(9, 8)


def test_shares_and_means_of_two_periods() -> None:
    fell = share_change(wilson(1318, 3486), wilson(1184, 3486))
    assert fell.verdict == "change"
    assert fell.low is not None
    assert fell.high is not None
    assert fell.low < -0.0384 < fell.high < 0
    assert share_change(wilson(3, 10), wilson(4, 10)).words == "cannot tell yet, needs about 2,000 more"
    newcombe = share_change(wilson(48, 80), wilson(56, 70))
    assert newcombe.difference == pytest.approx(0.2)
    assert (round(newcombe.low or 0, 4), round(newcombe.high or 0, 4)) == (0.0524, 0.3339), "his worked example"
    assert share_change(wilson(0, 0), wilson(4, 10)).words == "no data"
    assert share_change(wilson(3, 4), wilson(1, 4)).p == pytest.approx(0.4857, abs=1e-4), "Fisher's tea"
    assert share_change(wilson(2, 2), wilson(0, 2)).verdict == "no change"
    assert share_change(wilson(0, 40), wilson(0, 40)).p == 1
    easier = mean_change(mean_of({5: 100, 6: 100}), mean_of({6: 100, 7: 100}))
    assert (easier.difference, easier.verdict) == (1, "change")
    assert mean_change(mean_of({7: 30}), mean_of({7: 30})).words == "no change"
    assert mean_change(mean_of({7: 30}), mean_of({6: 30})).verdict == "change"
    for few in (mean([7, 7]), mean([6, 6])):
        found = mean_change(mean([7, 7]), few)
        assert (found.p, found.words) == (None, "cannot tell yet, needs about 28 more"), "two are no proof"
    assert mean_change(mean([7]), mean([6, 6])).verdict == "no data"


def test_welch_agrees_with_scipy() -> None:
    stats = pytest.importorskip("scipy.stats", reason="NO SCIPY: Welch's test is compared with nothing")
    one, other = [1, 2, 3, 4, 5], [2, 4, 6, 8, 10, 12]
    found, theirs = mean_change(mean(one), mean(other)), stats.ttest_ind(other, one, equal_var=False)
    assert (found.z, found.p) == pytest.approx((theirs.statistic, theirs.pvalue), abs=1e-9)
    assert (found.low, found.high) == pytest.approx(tuple(theirs.confidence_interval()), abs=1e-6)


def test_odds_of_a_signal_against_booking() -> None:
    assert odds(5, 0, 10, 10).odds == pytest.approx(11)
    assert odds(0, 5, 10, 10).odds == pytest.approx(1 / 11)
    found = odds(10, 90, 500, 500)
    assert found.lost == pytest.approx(100 * 490 / 900 - 10)
    assert found.low < found.odds < found.high < 1
    assert odds(5, 0, 10, 10).lost == 0
    assert odds(3, 4, 3, 4).lost == 0
    with pytest.raises(ValueError, match="than there are"):
        odds(4, 0, 3, 4)


def test_holm_stops_at_the_first_that_chance_may_have_made() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == [True, False, False, True]
    assert holm([0.01, 0.02, 0.03, 0.005]) == [True] * 4
    assert holm([0.04]) == [True]
    assert holm([]) == []


def test_two_houses_weighted_by_who_stayed() -> None:
    rows = [("a",)] * 20 + [("b",)] * 20
    scores = [10] * 10 + [7] * 10 + [10] * 5 + [7] * 10 + [0] * 5
    weights = rake(rows, [{"a": 200, "b": 800}])
    assert weights[0] == pytest.approx(0.4)
    assert weights[-1] == pytest.approx(1.6)
    assert nps_of({10: 15, 7: 20, 0: 5}).score == 25
    found = weighted_nps(zip(scores, weights, strict=True))
    assert found.score == pytest.approx(10)
    assert found.n_eff == pytest.approx(29.41, abs=0.005)


def test_raking_meets_every_margin_at_once() -> None:
    rows = [("a", "web")] * 30 + [("a", "phone")] * 10 + [("b", "web")] * 15 + [("b", "phone")] * 5
    weights = rake(rows, [{"a": 500, "b": 500}, {"web": 600, "phone": 400, "walk-in": 10}])
    total = sum(weights)
    assert total == pytest.approx(60)
    for place, value, share in ((0, "a", 0.5), (0, "b", 0.5), (1, "web", 0.6), (1, "phone", 0.4)):
        held = sum(weight for weight, row in zip(weights, rows, strict=True) if row[place] == value)
        assert held / total == pytest.approx(share)


def test_nobody_speaks_for_more_than_five_and_who_has_no_population_for_nobody() -> None:
    rows = [("a",)] * 99 + [("b",)] + [("c",)]
    weights = rake(rows, [{"a": 100, "b": 900}])
    assert (weights[-2], weights[-1]) == (5, 0)
    assert rake([], [{"a": 1}]) == []


def test_effective_n() -> None:
    assert n_eff([]) == 0
    assert n_eff([1.0] * 7) == pytest.approx(7)
    assert n_eff([2.0, 1.0, 1.0]) == pytest.approx(16 / 6)


@pytest.mark.parametrize(
    ("share", "freedom", "value"),
    [
        (0.975, 1, 12.706204736),
        (0.975, 2, 4.3026527297),
        (0.975, 9, 2.2621571628),
        (0.975, 29, 2.0452296421),
        (0.975, 200, 1.9718962236),
        (0.995, 4, 4.6040948713),
        (0.025, 9, -2.2621571628),
        (0.975, 1e6, 1.9599663569),
    ],
)
def test_quantiles_of_t(share: float, freedom: float, value: float) -> None:
    assert t_quantile(share, freedom) == pytest.approx(value, abs=1e-6)


def test_every_quantile_of_t_agrees_with_scipy() -> None:
    stats = pytest.importorskip("scipy.stats", reason="NO SCIPY: quantiles of t are compared with tables alone")
    for freedom in (1, 1.5, 2, 3.7, 5, 9, 19, 49, 99.5, 199, 5000, 200_000):
        for share in (0.5, 0.6, 0.9, 0.95, 0.975, 0.995, 0.9995):
            assert t_quantile(share, freedom) == pytest.approx(stats.t.ppf(share, freedom), abs=1e-6)
        for t in (0.0, 0.3, 1.7, 4.0, 25.0):
            assert t_two_sided(t, freedom) == pytest.approx(2 * stats.t.sf(t, freedom), abs=1e-9)


def test_a_quantile_lies_within_the_distribution() -> None:
    with pytest.raises(ValueError, match="within 0 and 1"):
        t_quantile(1, 5)


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("10", 10), (" 7 ", 7), ("7.0", 7), ("0", 0), ("11", None), ("", None), ("good", None), ("7.5", None),
     ("-1", None), ("٧", None), ("1e1", None), ("9" * 4000, None), ("NaN", None)],
)  # fmt: skip
def test_what_is_an_answer(cell: str, answer: int | None) -> None:
    assert NPS.read(cell) == answer


def test_the_scales_end_where_they_end() -> None:
    assert [CES.read(cell) for cell in ("0", "1", "7", "8")] == [None, 1, 7, None]
    assert [CSAT.read(cell) for cell in ("0", "1", "5", "6")] == [None, 1, 5, None]


def test_words_for_numbers() -> None:
    assert [about(count) for count in (1, 9, 10, 99, 101, 1801, 5391)] == [1, 9, 10, 99, 110, 1900, 5400]
    assert [p_words(p) for p in (0.0004, 0.0006, 0.0412, 0.5)] == ["< .001", ".001", ".041", ".500"]


def test_a_ratio_is_of_the_sums_and_varies_as_its_residuals() -> None:
    found = ratio_of({(30, 10): 2, (10, 5): 1, (0, 5): 1, (0, 0): 9})
    assert (found.n, found.mean) == (4, pytest.approx(70 / 30))
    residuals = [30 - 70 / 3, 30 - 70 / 3, 10 - 35 / 3, -35 / 3]
    sd = (sum(one**2 for one in residuals) / 3) ** 0.5 / 7.5
    assert found.sd == pytest.approx(sd)
    assert found.high == pytest.approx(70 / 30 + t_quantile(0.975, 3) * sd / 2)
    assert ratio_of({(0, 0): 5}).mean is None, "nothing to divide by is no data"
    assert ratio_of({(0, 4): 3}).mean == 0
