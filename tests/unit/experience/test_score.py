"""The command `score`, on files that are as they should be and on files that are not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from app.cli.scores import score
from tests import cast
from tests.unit.insight.answers import asked


@pytest.fixture
def engine() -> str:
    return "sqlite"


class Command:
    """`score` with arguments, and what it answered."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.runner, self.folder = app.test_cli_runner(), folder

    def file(self, content: str | bytes, name: str = "answers.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, *arguments: str | Path) -> Any:
        return self.runner.invoke(score, [str(one) for one in arguments])

    def answer(self, *arguments: str | Path) -> dict[str, Any]:
        result = self.run(*arguments, "--json")
        assert result.exit_code == 0, result.output
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    def unusable(self, *arguments: str | Path) -> str:
        result = self.run(*arguments, "--json")
        assert result.exit_code == 2, result.output
        assert not result.stdout
        return str(result.stderr)


@pytest.fixture
def command(app: Flask, tmp_path: Path) -> Command:
    return Command(app, tmp_path)


def column(name: str, values: list[object]) -> str:
    return "\n".join([name, *map(str, values)]) + "\n"


def test_the_airports_survey_to_the_digit(command: Command, shared_data: Path) -> None:
    file = shared_data / "sfo_2017.csv"
    for encoding in (("--encoding", "latin1"), ()):
        found = command.answer("--file", file, "--nps", "NETPRO", "--weight", "WEIGHT", "--csat", "Q7ALL", *encoding)
        nps, weighted = found["nps"], found["nps"]["weighted"]
        assert (nps["n"], nps["promoters"], nps["detractors"]) == (2746, 1436, 342)
        assert [round(nps[name], 4) for name in ("score", "adjusted", "low", "high")] == [
            39.8398, 39.7963, 37.1824, 42.4102,
        ]  # fmt: skip
        assert [round(weighted[name], 4) for name in ("score", "low", "high")] == [40.3984, 37.5434, 43.2535]
        assert round(weighted["n_eff"], 2) == 2266.51
        assert found["bad"] == []
        assert found["csat"]["n"] > 2500


def test_every_measure_of_a_file(command: Command) -> None:
    ces, csat = [7, 6, 7, 5, 3, 7, 6, 2, 5, 7], [5, 4, 4, 3, 5, 2, 5, 4, 1, 5]
    lines = "\n".join(f"10,{one},{other}" for one, other in zip(ces, csat, strict=True))
    found = command.answer("--file", command.file(f"n,c,s\n{lines}\n"), "--nps", "n", "--ces", "c", "--csat", "s")
    assert set(found["nps"]) == {"n", "promoters", "passives", "detractors", "score", "adjusted", "low", "high"}
    rounded = {name: round(figure, 4) for name, figure in found["ces"].items()}
    assert rounded == {
        "n": 10, "mean": 5.5, "low": 4.2270, "high": 6.7730, "agree": 0.8, "agree_low": 0.4902, "agree_high": 0.9433,
    }  # fmt: skip
    rounded = {name: round(figure, 4) for name, figure in found["csat"].items()}
    assert rounded == {"n": 10, "share": 0.7, "low": 0.3968, "high": 0.8922, "mean": 3.8}
    assert "change" not in found


def test_only_answers_on_the_scale_are_answers(command: Command) -> None:
    text = "when,NPS ,c\n1,10,8\n2,11,0\n3,,\n4,very,much\n5, 3 ,9\n6,-1,7.5\n7,9.0,\n"
    found = command.answer("--file", command.file(text), "--nps", "NPS", "--ces", "c")
    assert (found["nps"]["n"], found["nps"]["promoters"], found["nps"]["detractors"]) == (3, 2, 1)
    assert found["ces"] == {"n": 0}
    assert found["bad"] == []


def test_a_file_without_any_answer(command: Command) -> None:
    file = command.file("nps,weight\n,1\n11,1\n")
    found = command.answer("--file", file, "--nps", "nps", "--weight", "weight", "--against", file)
    assert found["nps"] == {"n": 0}
    assert found["change"]["nps"] == {
        "difference": None, "z": None, "p": None, "low": None, "high": None, "verdict": "no data",
    }  # fmt: skip


def test_lines_that_are_none_are_counted(command: Command) -> None:
    text = 'nps,words\n10,"two\nlines"\n9\n\n8,a,b\n7,x\n"6,y\n5,z\n'
    found = command.answer("--file", command.file(text), "--nps", "nps")
    assert found["nps"]["n"] == 2
    assert found["bad"] == [
        {"line": 4, "reason": "1 cells where the header has 2"},
        {"line": 6, "reason": "3 cells where the header has 2"},
        {"line": 8, "reason": "1 cells where the header has 2, from here to line 9: is a quotation mark left open?"},
    ]


def test_weights_as_they_are(command: Command) -> None:
    text = "nps,w\n10,2\n0,1\n10,x\n10,-3\n10,nan\n10,inf\n10,\n"
    found = command.answer("--file", command.file(text), "--nps", "nps", "--weight", "w")
    assert found["nps"]["n"] == 7
    assert round(found["nps"]["weighted"]["score"], 4) == 33.3333
    assert round(found["nps"]["weighted"]["n_eff"], 4) == 1.8
    assert [line["line"] for line in found["bad"]] == [4, 5, 6, 7, 8]


def test_a_population_makes_the_weights(command: Command) -> None:
    scores = [*[("a", 10)] * 10, *[("a", 7)] * 10, *[("b", 10)] * 5, *[("b", 7)] * 10, *[("b", 0)] * 5]
    answers = command.file("house,nps\n" + "".join(f"{house},{score}\n" for house, score in scores))
    people = command.file("stays,house\n200,a\n800,b\nmany,b\n40\n", "people.csv")
    found = command.answer("--file", answers, "--nps", "nps", "--population", people)
    assert round(found["nps"]["score"], 4) == 25
    assert round(found["nps"]["weighted"]["score"], 4) == 10
    assert round(found["nps"]["weighted"]["n_eff"], 2) == 29.41
    assert [line["reason"] for line in found["bad"]] == [
        "population: 1 cells where the header has 2",
        "population: stays is no number",
    ]


def test_an_answer_from_where_nobody_stayed_weighs_nothing(command: Command) -> None:
    answers = command.file("house,nps\na,10\nb,0\n")
    found = command.answer("--file", answers, "--nps", "nps", "--population", command.file("house,stays\na,5\n", "p"))
    assert (found["nps"]["score"], found["nps"]["weighted"]["score"]) == (0, 100)
    assert found["bad"] == [{"line": 3, "reason": "nobody of the population stayed there"}]


@pytest.mark.parametrize(
    ("before", "after", "p", "verdict"),
    [((60, 25, 15), (70, 20, 10), 0.1402, "no change"), ((450, 330, 220), (500, 320, 180), 0.0093, "change")],
)
def test_two_files_compared(
    command: Command, before: tuple[int, int, int], after: tuple[int, int, int], p: float, verdict: str
) -> None:
    files = [
        command.file(column("nps", [10] * good + [7] * middling + [2] * poor), f"{good}.csv")
        for good, middling, poor in (before, after)
    ]
    change = command.answer("--file", files[0], "--nps", "nps", "--against", files[1])["change"]["nps"]
    assert (round(change["p"], 4), change["verdict"]) == (p, verdict)
    assert change["low"] < change["difference"] < change["high"]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("né,nps\nà,10\n".encode("latin1"), "latin1"),
        ("né,nps\nà,10\n".encode("latin1"), None),
        ("\ufeffnps,x\n10,é\n".encode(), None),
        ("nps,x\n10,é\n".encode("utf-16"), None),
        ("nps,x\n10,é\n".encode("utf-16-le"), "utf-16-le"),
        (b"nps;x\r\n10;a,b\r\n", None),
        (b"nps,x\n1\x000,a\n", None),
        (b"nps,x\n10," + 200_000 * b"y" + b"\n", None),
    ],
)
def test_files_as_they_come(command: Command, content: bytes, encoding: str | None) -> None:
    arguments = ("--encoding", encoding) if encoding else ()
    assert command.answer("--file", command.file(content), "--nps", "nps", *arguments)["nps"]["promoters"] == 1


def test_what_cannot_be_used(command: Command) -> None:
    file = command.file("nps,w\n10,1\n")
    assert "has no column score. Its columns are nps, w" in command.unusable("--file", file, "--nps", "score")
    assert "cannot be read" in command.unusable("--file", file.parent / "none.csv", "--nps", "nps")
    assert "no encoding" in command.unusable("--file", file, "--nps", "nps", "--encoding", "klingon")
    assert "no encoding" in command.unusable("--file", file, "--nps", "nps", "--encoding", "hex")
    assert "is not in ascii" in command.unusable(
        "--file", command.file("nps\n10\né\n", "odd"), "--nps", "nps", "--encoding", "ascii"
    )
    assert "names its columns" in command.unusable("--file", command.file("", "empty"), "--nps", "nps")
    people = command.file("house,stays\na,1\n", "people.csv")
    assert "needs columns" in command.unusable("--file", file, "--nps", "nps", "--population", people)
    assert "do not go together" in command.unusable(
        "--file", file, "--nps", "nps", "--population", people, "--weight", "w"
    )
    nobody = command.file("w,stays\n1,0\n", "nobody.csv")
    assert "holds no stays" in command.unusable("--file", file, "--nps", "nps", "--population", nobody)
    assert "go with --file" in command.unusable("--nps", "nps")
    assert "Name the column" in command.unusable("--file", file)
    assert "A day is written" in command.unusable("--since", "yesterday")


@pytest.mark.houses(1)
def test_without_a_file_it_is_the_sites_own(command: Command) -> None:
    assert command.answer()["nps"] == {"n": 0}
    for given in (10, 10, 7, 3):
        asked(cast.found(), date(2027, 2, 10), nps=given, ces=6, csat_room=4)
    found = command.answer("--since", "2027-02-01", "--until", "2027-02-28")
    assert (found["nps"]["n"], found["nps"]["score"], found["nps"]["weighted"]["score"]) == (4, 25, 25)
    assert (found["ces"]["stay"]["mean"], found["ces"]["booking"]) == (6, {"n": 0})
    assert (found["csat"]["csat_room"]["share"], found["csat"]["csat_garden"]) == (1, {"n": 0})


def test_without_json_it_is_lines_of_words(command: Command) -> None:
    result = command.run("--file", command.file("nps\n10\n7\n"), "--nps", "nps")
    assert "nps score: 50.0000" in result.output
    assert "nps n: 2" in result.output


def test_help_says_what_it_does() -> None:
    assert "interval" in CliRunner().invoke(score, ["--help"]).output
