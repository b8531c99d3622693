"""What is learnt of ease from effort: nothing where there is nothing, and how sure it is where there is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from math import sqrt
from random import Random

import pytest

from app.experience.effort.rules import LEAST_ANSWERS, Model, Third, Vector, features, fit, read_model

Row = tuple[Vector, int]


def guest(random: Random, weight: float) -> tuple[Vector, float]:
    """What a guest went through, and how easy they found it before they round it."""
    counts = [
        random.choice((0, 0, 0, 1, 2, 5)),
        random.choice((0, 0, 0, 0, 1)),
        random.choice((0, 0, 1, 1, 3)),
        random.randint(90, 1800),
        random.choice((0, 0, 1, 2)),
        0,
    ]
    of = features(counts)
    return of, 6.3 - weight * (0.7 * of[0] + 0.9 * of[2]) + random.gauss(0, 0.8)


def answered(seed: str, n: int, weight: float = 1.0) -> list[Row]:
    random = Random(seed)
    return [(of, min(7, max(1, round(ease)))) for of, ease in (guest(random, weight) for _ in range(n))]


def fitted(rows: list[Row]) -> Model:
    model = fit(rows)
    assert model is not None
    return model


def test_effort_that_matters_is_found_and_calibrated() -> None:
    model = fitted(answered("effort", 600))
    assert model.tells
    assert model.error < 0.85 * model.without
    assert 0.85 < model.slope <= 1
    for third in model.thirds:
        assert third.n == 200
        assert abs(third.expected - third.answered) < 0.25
    assert [third.expected for third in model.thirds] == sorted(third.expected for third in model.thirds)
    easy, hard = features([0, 0, 0, 300, 0, 0]), features([5, 1, 3, 1800, 2, 0])
    assert model.expect(easy) > model.expect(hard) + 1.5
    assert 1 <= model.expect(features([10_000] * 6)) <= 7


def test_effort_that_does_not_matter_tells_nothing() -> None:
    told = [fitted(answered(f"noise {seed}", 300, weight=0)) for seed in range(5)]
    middle = features([0, 0, 1, 600, 0, 0])
    assert sum(model.slope for model in told) / len(told) < 0.5, "what it had seen would confirm itself"
    for model in told:
        assert model.error > 0.97 * model.without
        assert abs(model.expect(middle) - model.expect(features([5, 1, 3, 1800, 2, 0]))) < 0.35


def test_noise_does_not_tell_however_often_it_is_asked() -> None:
    told = [seed for seed in range(100) if fitted(answered(f"silent {seed}", 150, weight=0)).tells]
    assert len(told) <= 1, "what calibrates it may not judge it"
    assert all(fitted(answered(f"loud {seed}", 300)).tells for seed in range(5))


def test_everybody_the_same_is_no_model_but_the_mean() -> None:
    model = fitted([(features([0, 0, 0, 60, 0, 0]), answer) for answer in (5, 6, 7) * 40])
    assert not model.tells
    assert model.expect(features([0, 0, 0, 60, 0, 0])) == pytest.approx(6)


def test_too_few_answers_teach_nothing() -> None:
    rows = answered("few", LEAST_ANSWERS)
    assert fit(rows[1:]) is None
    assert fit(rows) is not None


def test_a_model_is_kept_as_a_document() -> None:
    model = fitted(answered("document", 150))
    kept = json.dumps(model.document())
    assert read_model(json.loads(kept)) == model
    named = set(re.findall(r"\"([a-z_]+)\"", kept))
    assert named == {*Model.__dataclass_fields__, *Third.__dataclass_fields__}, "numbers alone, of nobody"


def test_the_mean_of_the_silent_lies_within_its_interval(count: Callable[[int, int], int]) -> None:
    """Ninety-five times in a hundred, where the silent differ from those who answered by their effort alone."""
    rounds, held = count(60, 1000), 0
    for seed in range(rounds):
        random = Random(f"silent {seed}")
        people = [guest(random, 1.0) for _ in range(500)]
        spoke = [random.random() < (0.6 if of[2] < 1 else 0.3) for of, _ in people]
        rows = [(of, min(7, max(1, round(ease)))) for (of, ease), said in zip(people, spoke, strict=True) if said]
        silent = [(of, min(7, max(1, round(ease)))) for (of, ease), said in zip(people, spoke, strict=True) if not said]
        model = fitted(rows)
        expected = sum(model.expect(of) for of, _ in silent) / len(silent)
        truth = sum(ease for _, ease in silent) / len(silent)
        held += abs(expected - truth) <= 1.96 * model.error_of_mean([of for of, _ in silent])
    assert held / rounds >= 0.93 - 2 * sqrt(0.95 * 0.05 / rounds)
