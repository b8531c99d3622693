"""Processes of the site that start in a tenth of the time: forked from one that has imported everything already."""

from __future__ import annotations

import multiprocessing
import os
import runpy
import signal
import sys
from multiprocessing import connection
from pathlib import Path
from threading import Lock
from typing import Any

ROOT = Path(__file__).parent.parent

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.preloaded"])


class Forked:
    """A running process; like `subprocess.Popen`, as far as tests ask."""

    def __init__(self, process: Any) -> None:
        self._process = process
        self._lock = Lock()  # how a process ended can be read once, and a test's server may ask beside the test
        self.pid: int = process.pid

    def poll(self) -> int | None:
        """How it ended, or None while it runs; a signal's number is negative."""
        with self._lock:
            code: int | None = self._process.exitcode
        return code

    def wait(self, seconds: float | None = None) -> int:
        """How it ended; raises `TimeoutError` where it has not within `seconds`."""
        if self.poll() is None:
            connection.wait([self._process.sentinel], seconds)
        if (code := self.poll()) is None:
            raise TimeoutError(f"process {self.pid} still runs")
        return code

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def forked(module: str, arguments: list[str], environment: dict[str, str], log: Path) -> Forked:
    """`python -m MODULE ARGUMENTS`, started with `environment`; what it says is appended to `log`."""
    process = CONTEXT.Process(target=_run, args=(module, arguments, environment, log), daemon=False)
    process.start()
    return Forked(process)


def _run(module: str, arguments: list[str], environment: dict[str, str], log: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    with log.open("ab", buffering=0) as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
