"""Signals against booking, by the worked numbers."""

from __future__ import annotations

import pytest

from app.experience.funnel.rules import ranked, shown_by


@pytest.mark.parametrize(("counts", "odds"), [((5, 0, 10, 10), 11), ((0, 5, 10, 10), 1 / 11)])
def test_the_worked_odds(counts: tuple[int, int, int, int], odds: float) -> None:
    assert ranked({"signal": counts})[0].odds.odds == pytest.approx(odds)


def test_most_lost_comes_first() -> None:
    found = ranked({"harmless": (5, 5, 10, 10), "costly": (1, 9, 10, 10), "good": (9, 1, 10, 10)})
    assert [one.name for one in found] == ["costly", "harmless", "good"]
    assert found[0].odds.lost == pytest.approx(10 * 9 / (9 + 1) - 1)
    assert found[2].odds.lost == 0


def test_five_per_cent_holds_for_all_signals_together() -> None:
    alone = (3, 12, 20, 20)
    assert ranked({"one": alone})[0].significant
    assert not any(one.significant for one in ranked(dict.fromkeys(range(40), alone)))


def test_units_are_told_apart_by_the_goal() -> None:
    shown, booked, left = shown_by([{"goal", "a"}, {"a", "b"}, {"b"}, {"goal"}], "goal")
    assert (shown, booked, left) == ({"a": (1, 1), "b": (0, 2)}, 2, 2)
