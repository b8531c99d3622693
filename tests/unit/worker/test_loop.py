"""The loop does what is due, once among many workers, survives what a job throws, and stops when asked."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask

from app.config import Config
from app.store import heartbeat, lease
from app.worker import loop, run_once, run_until
from app.worker.jobs import Job

ROOT = Path(__file__).parent.parent.parent.parent


def job(name: str, work: Callable[[], int], every_s: float = 0.0) -> Job:
    return Job(name, work, every_s, timedelta(minutes=1))


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def jobs(app: Flask, monkeypatch: pytest.MonkeyPatch, done: list[str]) -> list[Job]:
    def raises() -> int:
        done.append("raises")
        raise RuntimeError("the sky fell")

    def counts() -> int:
        done.append("counts")
        return 1

    made = [job("raises", raises), job("counts", counts)]
    monkeypatch.setattr(loop, "JOBS", made)
    return made


@pytest.mark.usefixtures("jobs")
def test_a_job_that_raises_stops_no_other(done: list[str]) -> None:
    assert run_once() == ["raises"]
    assert done == ["raises", "counts"]
    assert heartbeat.age("worker") is not None


@pytest.mark.usefixtures("jobs")
def test_a_job_of_another_worker_is_left_to_it(done: list[str]) -> None:
    lease.take("job:counts", timedelta(minutes=1), "another")
    run_once()
    assert done == ["raises"]


@pytest.mark.usefixtures("jobs")
def test_a_job_that_raised_can_be_taken_up_by_another_worker() -> None:
    run_once()
    assert lease.take("job:raises", timedelta(minutes=1), "another")


def test_the_loop_repeats_until_it_is_told(
    app: Flask, jobs: list[Job], done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "TICK_S", 0.01)
    stop, thrice = Event(), Event()

    def counts() -> int:
        done.append("counts")
        if done.count("counts") == 3:
            thrice.set()
        return 1

    jobs[1] = job("counts", counts)

    def work() -> None:
        with app.app_context():
            run_until(stop)

    thread = Thread(target=work)
    thread.start()
    assert thrice.wait(30)
    stop.set()
    thread.join(30)
    assert not thread.is_alive()
    assert done.count("raises") >= 3


def test_a_job_waits_for_its_time_unless_the_clock_was_set(
    app: Flask,
    done: list[str],
    monkeypatch: pytest.MonkeyPatch,
    set_clock: Callable[[str], None],
) -> None:
    """An hourly job runs once in many ticks, and once more at once when the clock jumps a day."""
    monkeypatch.setattr(loop, "TICK_S", 0.0)
    stop = Event()
    ticks = 0

    def hourly() -> int:
        done.append("hourly")
        return 1

    def tick() -> int:
        nonlocal ticks
        ticks += 1
        if ticks == 10:
            assert done == ["hourly"]
            set_clock("2027-03-02T09:00+00:00")
        if ticks == 20:
            stop.set()
        return 0

    monkeypatch.setattr(loop, "JOBS", [job("hourly", hourly, 3600), job("tick", tick)])
    run_until(stop)
    assert done == ["hourly", "hourly"]


@pytest.mark.parametrize("engine", ["sqlite"])
def test_the_command_stops_cleanly_on_sigterm(app: Flask, config: Config) -> None:
    environment = {**os.environ, "DATABASE_URL": config.database_url, "QUINCE_DATA": str(config.data)}
    worker = subprocess.Popen(
        [sys.executable, "-u", "-m", "flask", "--app", "wsgi", "worker"],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert worker.stdout
    assert any("worker_started" in line for line in worker.stdout)
    worker.send_signal(signal.SIGTERM)
    said, _ = worker.communicate(timeout=60)
    assert worker.returncode == 0
    assert "worker_stopped" in said
    assert "Traceback" not in said
