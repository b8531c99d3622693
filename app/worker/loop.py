"""Runs every job again and again. Any number of workers may run side by side: a lease lets one at a time do a job."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from threading import Event

import structlog

from app.kernel import clock
from app.store import db, heartbeat, lease
from app.worker.jobs import JOBS, Job

log = structlog.get_logger("worker")

TICK_S = 5.0
JUMP = timedelta(minutes=1)
"""A clock that moved by more than this between two ticks was set by hand: everything is looked at again at once."""


def run_once(jobs: Sequence[Job] | None = None) -> list[str]:
    """Every job has done what is due now, unless another worker is at it; the names of those that failed.

    The jobs are `JOBS` when None are given.
    """
    _beat()
    return [job.name for job in (JOBS if jobs is None else jobs) if not run(job)]


def run_until(stop: Event, jobs: Sequence[Job] | None = None) -> None:
    """Each job runs as often as it wants to until `stop` is set; a job that has begun is finished first."""
    log.info("worker_started")
    due: dict[str, float] = {}
    shown, at = clock.now(), clock.monotonic()
    while not stop.is_set():
        if _jumped(shown, at):
            due.clear()
        shown, at = clock.now(), clock.monotonic()
        _beat()
        for job in JOBS if jobs is None else jobs:
            if not stop.is_set() and due.get(job.name, at) <= at:
                run(job)
                due[job.name] = clock.monotonic() + job.every_s
        stop.wait(TICK_S)
    log.info("worker_stopped")


def run(job: Job) -> bool:
    """True when the job went well or is another worker's; a job that raised is logged, and runs again next time."""
    try:
        with lease.held(f"job:{job.name}", job.lease) if job.lease else nullcontext(True) as mine:
            done = job.work() if mine else 0
    except Exception:
        log.exception("job_failed", job=job.name)
        return False
    finally:
        db.session.remove()
    if done:
        log.info("job_done", job=job.name, done=done)
    return True


def _jumped(shown: datetime, at: float) -> bool:
    expected = shown + timedelta(seconds=clock.monotonic() - at)
    return abs(clock.now() - expected) > JUMP


def _beat() -> None:
    try:
        heartbeat.beat(heartbeat.WORKER)
    except Exception as error:  # noqa: BLE001 - a database that is away comes back; /health tells meanwhile
        log.error("beat_failed", error=repr(error))
    finally:
        db.session.remove()
