"""Many clients against one database: real processes of several threads, each with a connection of its own.

What a client does is a function at the top level of a test's module. It is called inside an application context as
`job(meet, *arguments)`, and calls `meet` where all clients must have arrived before any goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

from app.config import Config
from tests.forked import CONTEXT

PROCESSES, THREADS = 2, 8
CLIENTS = PROCESSES * THREADS
PATIENCE = 120
"""Seconds after which a client that waits for the others gives up, so that a test fails instead of hanging."""

Meet = Callable[[], None]
Job = Callable[..., Any]


class Crashed(Exception):
    """A client raised what its job did not expect."""


class Clients:
    """Sixteen clients in two processes, each ready in its thread."""

    def __init__(self, pipes: Sequence[Connection]) -> None:
        self._pipes = pipes

    def all(self, config: Config, job: Job, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        """What each client answered, in the order of `arguments`, one tuple each; the first eight share a process."""
        assert len(arguments) == CLIENTS, "one client would wait for ever"
        for pipe, start in zip(self._pipes, range(0, CLIENTS, THREADS), strict=True):
            pipe.send((config, job, arguments[start : start + THREADS]))
        answers = [answer for pipe in self._pipes for answer in pipe.recv()]
        if failures := [answer for answer in answers if isinstance(answer, Crashed)]:
            raise failures[0]
        return answers

    def leave(self) -> None:
        """No client is connected to any database."""
        for pipe in self._pipes:
            pipe.send(None)
        for pipe in self._pipes:
            pipe.recv()


@contextmanager
def clients() -> Iterator[Clients]:
    """The clients, gone afterwards."""
    barrier = CONTEXT.Barrier(CLIENTS)
    pipes, running = [], []
    for _ in range(PROCESSES):
        ours, theirs = CONTEXT.Pipe()
        process = CONTEXT.Process(target=_serve, args=(theirs, barrier), daemon=True)
        process.start()
        theirs.close()
        pipes.append(ours)
        running.append(process)
    try:
        yield Clients(pipes)
    finally:
        for pipe in pipes:
            pipe.close()
        for process in running:
            process.join(5)
            process.kill()


def _serve(pipe: Connection, barrier: Barrier) -> None:
    from flask import Flask

    from app import create_app
    from app.store import db

    apps: dict[Config, Flask] = {}

    def client(app: Flask, job: Job, arguments: tuple[Any, ...]) -> Any:
        with app.app_context():
            try:
                return job(lambda: barrier.wait(PATIENCE), *arguments)
            except BaseException as error:  # noqa: BLE001 -- raised where the answers are read
                return Crashed(f"{type(error).__name__}: {error}")

    with ThreadPoolExecutor(THREADS) as pool:
        while True:
            try:
                asked = pipe.recv()
            except EOFError:
                return
            if asked is None:
                for app in apps.values():
                    with app.app_context():
                        db.engine.dispose()
                apps.clear()
                pipe.send(None)
                continue
            config, job, arguments = asked
            if config not in apps:
                apps[config] = create_app(config)
            pipe.send(list(pool.map(client, [apps[config]] * THREADS, [job] * THREADS, arguments)))
