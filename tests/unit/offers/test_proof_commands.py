"""The commands `lift` and `offers evaluate`, on files that are as they should be and on files that are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

TOY = "action,propensity,reward\nA,.5,1\nB,.5,0\nA,.5,0\nB,.25,1\nC,.25,1\nA,.8,1\n"
TARGET = ("--target", "A=.6,B=.3,C=.1")


@pytest.fixture
def engine() -> str:
    return "sqlite"


class Command:
    """The command line, and what it answered."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.runner, self.folder = app.test_cli_runner(), folder

    def file(self, content: str | bytes) -> Path:
        path = self.folder / "given.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, *arguments: object) -> Any:
        return self.runner.invoke(args=[str(one) for one in arguments])

    def answer(self, *arguments: object) -> dict[str, Any]:
        result = self.run(*arguments, "--json")
        assert result.exit_code == 0, result.output
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    def lift(self, content: str | bytes, *arguments: object) -> dict[str, Any]:
        return self.answer("lift", self.file(content), *arguments)

    def evaluate(self, content: str | bytes, *arguments: object) -> dict[str, Any]:
        return self.answer("offers", "evaluate", self.file(content), *arguments)

    def unusable(self, *arguments: object) -> str:
        result = self.run(*arguments, "--json")
        assert result.exit_code == 2, result.output
        assert not result.stdout
        return str(result.stderr)


@pytest.fixture
def command(app: Flask, tmp_path: Path) -> Command:
    return Command(app, tmp_path)


def guests(*lines: str) -> str:
    return "\n".join(["guest,arm,at,outcome", *lines]) + "\n"


def crowd(offers: tuple[int, int], held: tuple[int, int]) -> str:
    """So many (came, of all) of either arm."""
    rows = [("offers", place < offers[0]) for place in range(offers[1])]
    rows += [("holdout", place < held[0]) for place in range(held[1])]
    return guests(*(f"g{n},{arm},2027-03-05T10:{n % 60:02},{int(came)}" for n, (arm, came) in enumerate(rows)))


def test_a_lift_in_the_words_of_the_measures(command: Command) -> None:
    found = command.lift(crowd((400, 2000), (200, 2000)))
    assert list(found) == ["n", "lift", "low", "high", "verdict", "sample_ratio_p", "bad"]
    assert (found["n"], found["verdict"], found["bad"]) == (4000, "adds", [])
    assert found["lift"] == pytest.approx(0.1)
    assert 0 < found["low"] < 0.1 < found["high"]
    assert found["sample_ratio_p"] == 1
    assert command.lift(crowd((200, 2000), (400, 2000)))["verdict"] == "costs"
    assert command.lift(crowd((70, 1000), (70, 1000)))["verdict"] == "cannot tell yet"


def test_the_split_is_held_against_the_share(command: Command) -> None:
    content = crowd((90, 900), (10, 100))
    assert command.lift(content)["sample_ratio_p"] < 0.001
    assert command.lift(content, "--share", ".9")["sample_ratio_p"] == 1
    assert "ALARM" in command.run("lift", command.file(content)).output
    assert "ALARM" not in command.run("lift", command.file(content), "--share", ".9").output


def test_a_guest_is_one_unit_with_the_arm_of_their_first_line(command: Command) -> None:
    found = command.lift(
        guests(
            "anna,holdout,2027-03-06T10:00,1",
            "anna,offers,2027-03-05T10:00+00:00,2",
            "tom,holdout,2027-03-05T10:00,1",
            "una,holdout,2027-03-05,0",
            "una,offers,2027-03-05T00:00,5",
        )
    )
    assert found["n"] == 3
    assert found["lift"] == pytest.approx(3 - (1 + 5) / 2)


def test_lines_that_are_none_are_counted(command: Command) -> None:
    found = command.lift(
        guests(
            "anna,offers,2027-03-05,1",
            ",offers,2027-03-05,1",
            "tom,control,2027-03-05,1",
            "tom,holdout,yesterday,1",
            "tom,holdout,0001-01-01T00:00+14:00,1",
            "tom,holdout,2027-03-05,lots",
            "tom,holdout,2027-03-05,nan",
            "tom,holdout,2027-03-05,1e13",
            "tom,holdout,2027-03-05",
            "",
            "tom,holdout,2027-03-05,-2.5",
        )
    )
    assert (found["n"], found["lift"]) == (2, 3.5)
    assert [line["line"] for line in found["bad"]] == [3, 4, 5, 6, 7, 8, 9, 10]
    assert {line["reason"] for line in found["bad"]} >= {
        "no guest",
        "arm is neither offers nor holdout",
        "at is no instant",
    }


@pytest.mark.parametrize(
    "content",
    [
        guests("Zoë,offers,2027-03-05,1", "Tom,holdout,2027-03-05,0").encode("latin1"),
        guests("Zoë,offers,2027-03-05,1", "Tom,holdout,2027-03-05,0").encode("utf-8-sig"),
        guests("Zoë,offers,2027-03-05,1", "Tom,holdout,2027-03-05,0").encode("utf-16"),
        guests("Zoë,offers,2027-03-05,1", "Tom,holdout,2027-03-05,0").replace(",", ";").replace("\n", "\r\n").encode(),
    ],
)
def test_files_as_they_come(command: Command, content: bytes) -> None:
    assert (command.lift(content)["n"], command.lift(content)["lift"]) == (2, 1)


def test_nobody_is_no_data(command: Command) -> None:
    found = command.lift(guests())
    assert (found["n"], found["lift"], found["verdict"]) == (0, None, "cannot tell yet")
    empty = command.evaluate("action,propensity,reward\n", *TARGET)
    assert (empty["n"], empty["ips"], empty["verdict"]) == (0, {"value": None, "low": None, "high": None}, "no data")


def test_the_toy_log_to_the_digit(command: Command) -> None:
    found = command.evaluate(TOY, *TARGET)
    assert list(found) == ["n", "ess", "ips", "snips", "direct", "dr", "verdict", "bad"]
    assert found["n"] == 6
    assert round(found["ess"], 5) == 5.29801
    assert round(found["ips"]["value"], 7) == 0.5916667
    assert round(found["snips"]["value"], 7) == 0.6635514
    assert found["direct"]["value"] == pytest.approx(0.65)
    assert found["dr"]["value"] == pytest.approx(0.675)
    assert all(
        found[name]["low"] < found[name]["value"] < found[name]["high"] for name in ("ips", "snips", "direct", "dr")
    )


def test_a_target_may_stand_in_the_file(command: Command) -> None:
    lines = TOY.strip().split("\n")
    content = "\n".join([f"{lines[0]},target_A,target_B,target_C", *(f"{line},.6,.3,.1" for line in lines[1:])])
    assert command.evaluate(content) == command.evaluate(TOY, *TARGET)
    content += "\nA,.5,1,.6,.3,.2\nB,.5,1,.6,.3,1.1\n"
    assert [line["line"] for line in command.evaluate(content)["bad"]] == [8, 9]


def test_contexts_make_a_model_of_numbers_and_of_words(command: Command) -> None:
    lines = ["action,propensity,reward,context_nights,context_season"]
    for n in range(400):
        action, season = "AB"[n % 2], ("winter", "summer", "")[n % 3]
        lines.append(f"{action},.5,{int((n // 2) % 4 < (3 if season == 'winter' else 1))},{n % 5 or ''},{season}")
    blind = command.evaluate("\n".join(line.rsplit(",", 2)[0] for line in lines), "--target", "A=.9,B=.1")
    seeing = command.evaluate("\n".join(lines), "--target", "A=.9,B=.1")
    assert seeing["ips"] == blind["ips"]
    assert seeing["dr"]["value"] == pytest.approx(blind["dr"]["value"], abs=0.05)
    assert seeing["dr"]["high"] - seeing["dr"]["low"] < blind["dr"]["high"] - blind["dr"]["low"]


def test_a_verdict_is_refused_where_hardly_anything_overlaps(command: Command) -> None:
    rows = "\n".join(["A,.999,0"] * 999 + ["B,.001,1"])
    found = command.evaluate(f"action,propensity,reward\n{rows}\n", "--target", "A=0,B=1")
    assert found["ess"] < 0.01 * found["n"]
    assert found["verdict"] == "refused"
    assert found["ips"]["value"] == 1


def test_decisions_that_are_none_are_counted(command: Command) -> None:
    more = "A,0,1\nA,1.2,1\nA,-.5,1\nA,,1\n,.5,1\nA,.5,\nA,.5,inf\nA,1e-300,1\nA,.5\n"
    found = command.evaluate(TOY + more, *TARGET)
    assert found["n"] == 6
    assert [line["line"] for line in found["bad"]] == list(range(8, 17))
    assert found["bad"][0]["reason"] == "propensity is 0: it cannot have been chosen"


def test_what_cannot_be_used(command: Command) -> None:
    toy = command.file(TOY)
    for target in ("A=.6,B=.3,C=.2", "A=.6,B=.3", "A", "", "A=x", "A=1.2,B=-.2", "A=.5,A=.5", "A=nan,B=1"):
        assert command.unusable("offers", "evaluate", toy, "--target", target)
    assert "never chose D" in command.unusable("offers", "evaluate", toy, "--target", "A=.6,B=.3,D=.1")
    assert "Name the target" in command.unusable("offers", "evaluate", toy)
    assert command.answer("offers", "evaluate", toy, "--target", "A=.6,B=.3,C=.1,D=0")["n"] == 6
    for share in ("0", "1", "-1", "1.5", "nan", "half"):
        assert command.unusable("lift", command.file(guests()), "--share", share)
    for content in ("", "\n", "guest,arm\n", b"\xff\xfe"):
        assert command.unusable("lift", command.file(content))
        assert command.unusable("offers", "evaluate", command.file(content), *TARGET)
    assert command.unusable("lift", command.folder / "none.csv")
    assert command.unusable("lift", command.folder)
    assert command.unusable("lift", command.file(guests()), "--encoding", "klingon")
    assert command.unusable("lift")


def test_without_json_it_is_lines_of_words(command: Command) -> None:
    result = command.run("lift", command.file(crowd((90, 1000), (70, 1000)) + "x,offers,never,1\n"))
    assert result.exit_code == 0
    assert "lift 0.0200" in result.stdout
    assert "cannot tell yet: about" in result.stdout
    assert result.stderr == "line 2002: at is no instant\n"
    words = command.run("offers", "evaluate", command.file(TOY), *TARGET).stdout
    assert "6 decisions, effective sample 5.3" in words
    assert "against what was earned: cannot tell yet" in words
    for name in (("lift",), ("offers", "evaluate")):
        assert "0 also when lines were bad" in " ".join(CliRunner().invoke(_main(name), ["--help"]).output.split())


def _main(name: tuple[str, ...]) -> Any:
    from app.cli.proofs import evaluate, lift

    return lift if name == ("lift",) else evaluate
