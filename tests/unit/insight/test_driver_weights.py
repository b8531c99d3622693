"""Relative weights of the drivers, against what they have to add up to."""

from __future__ import annotations

from random import Random

import pytest

from app.insight.voices.rules import correlation, eigen, relative_weights

Rows = list[dict[str, int | None]]


def rows(seed: str, n: int = 400) -> Rows:
    """Answers in which `food` matters, `room` less, `room_again` is the same, `garden` matters not."""
    random, found = Random(seed), []
    for _ in range(n):
        food, room, garden = (random.randint(1, 5) for _ in range(3))
        score = food * 1.2 + room * 0.6 + random.gauss(0, 1)
        found.append({
            "food": food, "room": room, "room_again": room, "garden": garden, "nps": min(10, max(0, round(score))),
        })  # fmt: skip
    return found


def test_what_matters_weighs_most_and_what_does_not_nothing() -> None:
    explained, weighed = relative_weights(rows("drivers"), "nps", ["garden", "room", "food"])
    assert [one.name for one in weighed] == ["food", "room", "garden"]
    assert sum(one.weight for one in weighed) == pytest.approx(1)
    assert weighed[0].weight > 0.7
    assert weighed[-1].weight < 0.02
    assert 0.6 < explained < 0.95


def test_questions_that_do_not_go_together_have_their_squared_correlations() -> None:
    crossed: Rows = [
        {"a": a, "b": b, "nps": 2 * a + b} for a in range(1, 6) for b in range(1, 6) for _ in range(2)
    ]  # fmt: skip
    explained, weighed = relative_weights(crossed, "nps", ["a", "b"])
    assert explained == pytest.approx(1)
    assert [one.weight for one in weighed] == pytest.approx([0.8, 0.2])
    assert [one.correlation**2 for one in weighed] == pytest.approx([0.8, 0.2])


def test_two_names_for_one_thing_share_its_weight() -> None:
    given = rows("twice")
    _, alone = relative_weights(given, "nps", ["food", "room"])
    _, shared = relative_weights(given, "nps", ["food", "room", "room_again"])
    by_name = {one.name: one.weight for one in shared}
    assert by_name["room"] == pytest.approx(by_name["room_again"])
    assert by_name["room"] + by_name["room_again"] == pytest.approx(alone[1].weight, abs=0.02)


def test_two_questions_agree_with_the_closed_form() -> None:
    """For two the root of their correlation matrix is (cos, sin; sin, cos) with sin 2 t = r (Johnson 2000)."""
    given = rows("closed", 300)
    for row in given:
        row["half"] = ((row["food"] or 0) + (row["garden"] or 0)) // 2
    _, r = correlation(given, "food", "half")
    (_, y1), (_, y2) = correlation(given, "food", "nps"), correlation(given, "half", "nps")
    assert r is not None
    assert y1 is not None
    assert y2 is not None
    square = (y1**2 + y2**2 - 2 * r * y1 * y2) / (1 - r**2)
    explained, weighed = relative_weights(given, "nps", ["food", "half"])
    assert explained == pytest.approx(square)
    assert sum(one.weight * explained for one in weighed) == pytest.approx(square)


def test_thin_and_constant_questions_have_no_weight() -> None:
    given = rows("thin")
    for place, row in enumerate(given):
        row["seldom"] = row["food"] if place < 29 else None
        row["always"] = 5
    _, weighed = relative_weights(given, "nps", ["food", "seldom", "always"])
    assert [(one.name, one.n) for one in weighed] == [("food", 400)]
    assert relative_weights([], "nps", ["food"]) == (0.0, [])


def test_those_who_left_a_question_out_are_not_counted_in_it() -> None:
    given = rows("gaps")
    for row in given[:100]:
        row["room"] = None
    _, weighed = relative_weights(given, "nps", ["food", "room"])
    assert {one.name: one.n for one in weighed} == {"food": 400, "room": 300}


def test_eigenvalues_of_a_matrix_that_is_known() -> None:
    values, vectors = eigen([[2.0, 1.0, 0.0], [1.0, 2.0, 0.0], [0.0, 0.0, 5.0]])
    assert sorted(values) == pytest.approx([1, 3, 5])
    for k, value in enumerate(values):
        column = [row[k] for row in vectors]
        assert sum(one**2 for one in column) == pytest.approx(1)
        assert 2 * column[0] + column[1] == pytest.approx(value * column[0], abs=1e-9)
