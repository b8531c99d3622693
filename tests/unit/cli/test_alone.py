"""Commands that read a file load neither tables nor pages, and answer as those of the whole site do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from app import commands_alone
from app.cli.alone import WITH_A_FILE, reads_a_file
from app.config import Config

ROOT = Path(__file__).parents[3]
GIVEN = {"funnel": ("--steps", "S,V"), "friction": ("--goal", "V"), "score": ("--nps", "nps")}
LINES = {
    "--events": '{"unit": "a", "at": "2027-03-05T10:00:00Z", "name": "S"}\n'
    '{"unit": "a", "at": "2027-03-05T10:05:00Z", "name": "V"}\n'
    '{"unit": "b", "at": "2027-03-05T10:00:00", "name": "S"}\n',
    "--file": "nps\n9\n3\nnine\n",
}


@pytest.fixture(params=sorted(WITH_A_FILE))
def command(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    """A command with a file of its own."""
    name = str(request.param)
    file = tmp_path / "told"
    file.write_text(LINES[WITH_A_FILE[name]])
    return [name, WITH_A_FILE[name], str(file), *GIVEN[name]]


def test_they_answer_as_the_whole_site_does(command: list[str], app: Flask, config: Config) -> None:
    alone = commands_alone(config).test_cli_runner().invoke(args=command)
    assert alone.exit_code == 0, alone.output
    assert alone.output == app.test_cli_runner().invoke(args=command).output


def test_they_load_no_tables_and_no_pages(command: list[str], tmp_path: Path) -> None:
    program = "import sys, wsgi; wsgi.app.test_cli_runner().invoke(args=sys.argv[1:]); print(*sys.modules)"
    environment = {**os.environ, "QUINCE_DATA": str(tmp_path)}
    run = [sys.executable, "-c", program, *command]
    done = subprocess.run(run, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    assert not {"sqlalchemy", "app.web", "app.guest"} & set(done.stdout.split())


def test_of_the_sites_own_they_need_the_site() -> None:
    assert not reads_a_file(["flask", "--app", "wsgi", "funnel", "--steps", "S,V"])
    assert not reads_a_file(["flask", "--app", "wsgi", "verify"])
    assert reads_a_file(["flask", "--app", "wsgi", "funnel", "--events=told.jsonl"])
