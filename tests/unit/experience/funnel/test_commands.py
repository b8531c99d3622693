"""`funnel --events` and `friction --events`: what a file gives, and what becomes of one that is not right."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from tests.databases import Databases, opened


def line(unit: str, at: str, name: str, **properties: object) -> str:
    return json.dumps({"unit": unit, "at": at, "name": name, "properties": properties})


@pytest.fixture(scope="module")
def app(sqlite_databases: Databases) -> Iterator[Flask]:
    """Files need no database: one application serves them all."""
    with opened(sqlite_databases.config(sqlite_databases.migrated())) as application:
        yield application


@pytest.fixture
def run(app: Flask, tmp_path: Path) -> Any:
    """Runs a command on a file of these lines."""
    file = tmp_path / "events.jsonl"

    def run(command: str, lines: Iterable[str | bytes], *options: str) -> Result:
        file.write_bytes(b"\n".join(one if isinstance(one, bytes) else one.encode() for one in lines) + b"\n")
        return app.test_cli_runner().invoke(args=[command, "--events", str(file), *options, "--json"])

    return run


def answer(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_funnel_is_answered_as_written(run: Any) -> None:
    lines = [
        line("a", "2027-03-05T10:00:00Z", "S"),
        line("a", "2027-03-05T10:05:00+00:00", "V"),
        line("b", "2027-03-05T10:00:00Z", "S"),
        line("c", "2027-03-05T10:15:00.000001Z", "V"),
        line("c", "2027-03-05T10:00:00.000001Z", "S"),
    ]
    found = answer(run("funnel", lines, "--steps", "S,V", "--window", "14d"))
    assert list(found) == ["steps", "bad"]
    first, second = found["steps"]
    assert first == {
        "name": "S", "count": 3, "rate": 1.0, "low": pytest.approx(0.4385, abs=1e-4), "high": 1.0,
        "mean_seconds": None, "median_seconds": None,
    }  # fmt: skip
    assert (second["count"], second["rate"], second["mean_seconds"], second["median_seconds"]) == (2, 2 / 3, 600, 600)
    assert answer(run("funnel", lines, "--steps", "S,V", "--window", "5m"))["steps"][1]["count"] == 1


def test_nobody_is_null_and_not_nought(run: Any) -> None:
    found = answer(run("funnel", [line("a", "2027-03-05T10:00Z", "b")], "--steps", "S,V"))
    assert [(step["count"], step["rate"], step["low"], step["high"]) for step in found["steps"]] == [
        (0, *[None] * 3)
    ] * 2


def test_groups_are_by_the_first_value_that_a_unit_has(run: Any) -> None:
    lines = [
        line("late", "2027-03-05T11:00Z", "V", browser="second"),
        line("late", "2027-03-05T10:00Z", "S", browser="first"),
        line("none", "2027-03-05T10:00Z", "S"),
        line("nought", "2027-03-05T10:00Z", "S", browser=0),
        line("nought", "2027-03-05T10:01Z", "V", browser="later"),
        line("only later", "2027-03-05T10:00Z", "S"),
        line("only later", "2027-03-05T10:30Z", "V", browser="first"),
        line("null", "2027-03-05T10:00Z", "S", browser=None),
        line("yes", "2027-03-05T10:00Z", "S", browser=True),
    ]
    found = answer(run("funnel", lines, "--steps", "S,V", "--by", "browser"))
    assert {name: [step["count"] for step in own["steps"]] for name, own in found["groups"].items()} == {
        "": [2, 0], "0": [1, 1], "first": [2, 2], "true": [1, 0],
    }  # fmt: skip


def test_an_instant_without_offset_is_in_the_groups_time(run: Any) -> None:
    lines = [line("a", "2027-07-05T10:00", "S"), line("a", "2027-07-05T09:00:00+00:00", "V")]
    found = answer(run("funnel", lines, "--steps", "S,V", "--window", "0s"))
    assert found["steps"][1]["count"] == 1


def test_a_day_of_the_clock_change_has_its_hours(run: Any) -> None:
    lines = [line("a", "2027-03-28T00:30", "S"), line("a", "2027-03-28T02:30", "V")]
    assert answer(run("funnel", lines, "--steps", "S,V"))["steps"][1]["median_seconds"] == 3600


def test_bad_lines_are_listed_and_the_rest_counts(run: Any) -> None:
    lines: list[str | bytes] = [
        b"\xef\xbb\xbf" + line("a", "2027-03-05T10:00Z", "S").encode(),
        "",
        "{",
        "[]",
        json.dumps({"unit": "a", "at": "2027-03-05T10:00Z"}),
        json.dumps({"at": "2027-03-05T10:00Z", "name": "S"}),
        line("a", "yesterday", "S"),
        json.dumps({"unit": "a", "name": "S"}),
        json.dumps({"unit": "a", "at": "2027-03-05T10:00Z", "name": "S", "properties": []}),
        b'{"unit": "\xff"}',
        "[" * 100_000,
        line("a", "2027-03-05T10:01Z", "V").replace("\n", "") + "\r",
        "9" * 5000,
        "nonsense",
        '{"unit": nonsense}',
        line("a", "2027-03-05T10:00Z", "S") * 2,
        "\u00a0" + line("a", "2027-03-05T10:00Z", "S"),
        line("a", "2027-03-05T10:00Z", "S").replace('"a"', '"\\ud800"'),
        line("a", "2027-03-05T10:00Z", "S").replace('"a"', "NaN"),
    ]
    found = answer(run("funnel", lines, "--steps", "S,V"))
    assert [step["count"] for step in found["steps"]] == [1, 1]
    assert [(one["line"], one["reason"]) for one in found["bad"]] == [
        (3, "not JSON"), (4, "not an object"), (5, "no name"), (6, "no unit"), (7, "not an instant"),
        (8, "no instant"), (9, "properties are no object"), (10, "not UTF-8"),
        *((number, "not JSON") for number in (11, 13, 14, 15, 16, 17, 18, 19)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "options",
    [
        (), ("--steps", ""), ("--steps", "S,,V"), ("--steps", "S,V", "--window", "a week"),
        ("--steps", "S,V", "--window", "7"), ("--steps", "S,V", "--window", "9999999999d"),
        ("--steps", "S,V", "--order", "any"), ("--steps", "S,V", "--exclude", "x:1:0"),
        ("--steps", "S,V", "--exclude", "x:0:2"), ("--steps", "S,V", "--exclude", "x"), ("--nonsense",),
        ("--steps", "S,V", "--since", "2027-03-01"),
    ],
)  # fmt: skip
def test_unusable_arguments_are_2(run: Any, options: tuple[str, ...]) -> None:
    assert run("funnel", [], *options).exit_code == 2


@pytest.mark.parametrize("collecting", [True, False])
def test_garbage_is_collected_afterwards_as_before(run: Any, app: Flask, tmp_path: Path, collecting: bool) -> None:
    before = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        run("funnel", [line("a", "2027-03-05T10:00Z", "S")], "--steps", "S")
        assert gc.isenabled() is collecting
        app.test_cli_runner().invoke(args=["funnel", "--events", str(tmp_path), "--steps", "S"])
        app.test_cli_runner().invoke(args=["funnel", "--events", str(tmp_path / "none"), "--steps", "S"])
        assert gc.isenabled() is collecting, "nor does a file that cannot be read change it"
    finally:
        (gc.enable if before else gc.disable)()


def test_a_file_that_is_not_there_is_2(app: Flask, tmp_path: Path) -> None:
    for command, more in (("funnel", ("--steps", "S")), ("friction", ("--goal", "G"))):
        asked = [command, "--events", str(tmp_path / "none"), *more, "--json"]
        assert app.test_cli_runner().invoke(args=asked).exit_code == 2


def test_friction_is_ranked_by_bookings_lost(run: Any) -> None:
    at = "2027-03-05T10:00Z"
    lines = [line(f"b{n}", at, "goal") for n in range(10)] + [line(f"l{n}", at, "S") for n in range(10)]
    lines += [line(f"b{n}", at, "kind") for n in range(5)] + [line(f"l{n}", at, "harsh") for n in range(5)]
    found = answer(run("friction", lines, "--goal", "goal"))
    assert list(found) == ["signals", "bad"]
    by_name = {one["name"]: one for one in found["signals"]}
    assert [one["name"] for one in found["signals"]][:1] == ["S"]
    assert set(by_name) == {"S", "kind", "harsh"}
    assert by_name["kind"]["odds"] == pytest.approx(11)
    assert by_name["harsh"]["odds"] == pytest.approx(1 / 11)
    assert by_name["harsh"]["lost"] == pytest.approx(5 * 10 / 15)
    assert by_name["harsh"]["low"] < 1 / 11 < by_name["harsh"]["high"]
    assert set(by_name["kind"]) == {"name", "odds", "low", "high", "lost", "significant"}


def test_friction_needs_a_goal(run: Any) -> None:
    assert run("friction", []).exit_code == 2


def test_a_line_of_nothing_but_null_is_no_event(run: Any) -> None:
    found = answer(run("funnel", ["null", line("a", "2027-03-05T10:00Z", "S")], "--steps", "S"))
    assert found["bad"] == [{"line": 1, "reason": "not an object"}]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_file_of_utf_16_is_refused_with_what_to_do(run: Any, encoding: str) -> None:
    text = "\ufeff" + line("a", "2027-03-05T10:00Z", "S") + "\n"
    for command, options in (("funnel", ("--steps", "S")), ("friction", ("--goal", "S"))):
        result = run(command, [text.encode(encoding)], *options)
        assert result.exit_code == 2
        assert result.output.endswith("is UTF-16. Keep it as UTF-8.\n")


@pytest.mark.parametrize("options", [("--steps", "search,banana"), ("--exclude", "banana:0:1")])
def test_a_name_that_the_site_does_not_log_is_2(app: Flask, options: tuple[str, str]) -> None:
    result = app.test_cli_runner().invoke(args=["funnel", *options, "--json"])
    assert result.exit_code == 2
    assert result.output.startswith("The site logs nothing called banana. It logs search, results, ")
