"""Every worked row of the funnel's definition, and what lies between the rows."""

from __future__ import annotations

import pytest

from app.experience.funnel.rules import DAY, ORDERS, SECOND, Exclusion, Moment, Question, reached, read_exclusion, tally
from app.experience.funnel.rules.counting import Step
from app.kernel.errors import Invalid

MINUTE, HOUR = 60 * SECOND, 3600 * SECOND


def a_minute_apart(streams: str) -> list[list[Moment]]:
    return [[(n * MINUTE, name) for n, name in enumerate(stream.split())] for stream in streams.split("·")]


def count(streams: list[list[Moment]], steps: str, **asked: object) -> tuple[Step, ...]:
    question = Question(tuple(steps.split(",")), **asked)  # type: ignore[arg-type]
    return tally(question.steps, [reached(stream, question) for stream in streams])


def counts(streams: str | list[list[Moment]], steps: str, **asked: object) -> list[int]:
    read = a_minute_apart(streams) if isinstance(streams, str) else streams
    return [step.count for step in count(read, steps, **asked)]


MIXED = "S · V S · S V b I · I b V S · V S b V I · b S b V · b S V I b · I V"


@pytest.mark.parametrize(
    ("steps", "streams", "order", "expected"),
    [
        ("S,P,M", "S · S P · S P M · M · P S M", "ordered", [4, 2, 1]),
        ("S,P,M", "S M", "ordered", [1, 0, 0]),
        ("S,V,V,V,V", "S · S V · S V b V · S V b V V b · S V V V V", "ordered", [5, 4, 3, 2, 1]),
        ("S,V,I", MIXED, "strict", [7, 2, 1]),
        ("S,V,I", MIXED, "ordered", [7, 4, 3]),
        ("S,V,I,Y", "S · V Y · S V b I · I Y S · V S Y I · b I · V b · I V", "unordered", [8, 5, 3, 1]),
    ],
)
def test_the_worked_rows(steps: str, streams: str, order: str, expected: list[int]) -> None:
    assert counts(streams, steps, order=order) == expected


def test_the_worked_window_of_seven_days() -> None:
    early, late = [(0, "1"), (DAY, "2")], [(0, "1"), (9 * DAY, "2")]
    assert counts([early] * 10 + [late] * 15, "1,2,3", window=7 * DAY) == [25, 10, 0]


def test_the_worked_exclusion() -> None:
    streams = [
        [(1 * HOUR, "S"), (2 * HOUR, "P")],
        [(3 * HOUR, "S"), (3 * HOUR + 30 * MINUTE, "x"), (4 * HOUR, "P")],
        [(5 * HOUR, "S"), (6 * HOUR, "x")],
        [(7 * HOUR, "S"), (DAY + 8 * HOUR, "x")],
    ]
    assert counts(streams, "S,P", exclusions=(Exclusion("x", 0, 1),)) == [2, 1]


@pytest.mark.parametrize(("window", "expected", "seconds"), [(14 * DAY, [3, 2], 600), (5 * MINUTE, [3, 1], 300)])
def test_the_worked_times(window: int, expected: list[int], seconds: float) -> None:
    streams = [[(0, "S"), (300 * SECOND, "V")], [(0, "S")], [(0, "S"), (900 * SECOND, "V")]]
    found = count(streams, "S,V", window=window)
    assert [step.count for step in found] == expected
    assert (found[1].mean_seconds, found[1].median_seconds) == (seconds, seconds)
    assert found[0].mean_seconds is None


def test_the_window_is_inclusive() -> None:
    assert counts([[(0, "S"), (DAY, "V")]], "S,V") == [1, 1]
    assert counts([[(0, "S"), (DAY + 1, "V")]], "S,V") == [1, 0]


def test_a_later_attempt_may_go_deeper() -> None:
    assert counts([[(0, "S"), (DAY, "S"), (DAY + HOUR, "V")]], "S,V", window=2 * HOUR) == [1, 1]


@pytest.mark.parametrize("order", ORDERS)
def test_the_order_of_one_instant_is_free(order: str) -> None:
    assert counts([[(0, "M"), (0, "P"), (0, "S")]], "S,P,M", order=order) == [1, 1, 1]


@pytest.mark.parametrize("order", ORDERS)
def test_one_event_serves_one_step(order: str) -> None:
    assert counts([[(0, "V"), (0, "V")]], "V,V,V", order=order) == [1, 1, 0]


def test_a_strict_run_may_leave_the_rest_of_its_first_and_last_instant_outside() -> None:
    around = [(0, "b"), (0, "S"), (1, "V"), (2, "I"), (2, "b")]
    assert counts([around], "S,V,I", order="strict") == [1, 1, 1]
    assert counts([[(0, "S"), (1, "V"), (1, "b"), (2, "I")]], "S,V,I", order="strict") == [1, 1, 0]


def test_an_unspoiled_attempt_that_is_as_deep_keeps_the_unit() -> None:
    stream = [(0, "S"), (1, "x"), (2, "S"), (3, "P")]
    question = Question(("S", "P"), exclusions=(Exclusion("x", 0, 1),))
    assert reached(stream, question) == (2, 3)


def test_a_shallower_attempt_does_not_keep_it() -> None:
    stream = [(0, "S"), (1, "x"), (2, "P"), (2 * DAY, "S")]
    assert counts([stream], "S,P", exclusions=(Exclusion("x", 0, 1),)) == [0, 0]


def test_what_lies_before_the_first_or_after_the_second_step_spoils_nothing() -> None:
    stream = [(0, "S"), (1, "x"), (2, "P"), (3, "M"), (4, "x")]
    assert counts([stream], "S,P,M", exclusions=(Exclusion("x", 1, 2),)) == [1, 1, 1]
    assert counts([stream], "S,P,M", exclusions=(Exclusion("x", 0, 2),)) == [0, 0, 0]


def test_times_are_those_of_the_first_attempt_that_went_as_deep() -> None:
    stream = [(0, "S"), (10 * SECOND, "S"), (30 * SECOND, "V"), (DAY * 3, "S"), (DAY * 3 + SECOND, "V")]
    assert count([stream], "S,V")[1].mean_seconds == 30


def test_nobody_at_the_first_step_is_no_data() -> None:
    found = count([[(0, "b")]], "S,V")
    assert [(step.count, step.share.share, step.share.low) for step in found] == [(0, None, None)] * 2


def test_rates_are_of_the_first_step_with_their_interval() -> None:
    found = count(a_minute_apart("·".join(["S V"] * 7 + ["S"] * 3)), "S,V")
    assert found[1].share.share == 0.7
    assert (round(found[1].share.low or 0, 4), round(found[1].share.high or 0, 4)) == (0.3968, 0.8922)


@pytest.mark.parametrize("text", ["x", "x:0", "x:0:-1", "x:1:0", "x:1:1", ":0:1", "x:0:2", "x:a:1", "x:٣:4"])
def test_an_exclusion_between_no_two_steps_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        Question(("S", "P"), exclusions=(read_exclusion(text),))


@pytest.mark.parametrize("asked", [{"steps": ()}, {"steps": ("S", "")}, {"steps": ("S",), "order": "any"}])
def test_a_question_that_asks_nothing_is_refused(asked: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        Question(**asked)  # type: ignore[arg-type]
