"""Many clients at once in real processes, round after round, each round begun together."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from typing import Any

from app.config import Config
from tests.databases import opened

PROCESSES, THREADS = 2, 8
CLIENTS = PROCESSES * THREADS

Contend = Callable[[int, Barrier, Any], str]
"""What one client does in a round: (round, a barrier it may use once more, what it was given) -> outcome."""


@dataclass(frozen=True)
class Race:
    """`rounds` rounds of 16 clients in two processes; an outcome is what `contend` answered, or its error's name."""

    config: Config
    contend: Contend
    given: Any
    rounds: int

    def outcomes(self) -> list[list[str]]:
        """The outcomes of all clients, by round."""
        context = get_context("spawn")
        together, within = context.Barrier(CLIENTS, timeout=120), context.Barrier(CLIENTS, timeout=120)
        queue = context.Queue()
        racers = [context.Process(target=_clients, args=(self, together, within, queue)) for _ in range(PROCESSES)]
        for racer in racers:
            racer.start()
        found: list[tuple[int, str]] = [queue.get(timeout=300) for _ in range(CLIENTS * self.rounds)]
        for racer in racers:
            racer.join(60)
        return [[outcome for number, outcome in found if number == wanted] for wanted in range(self.rounds)]


def _clients(race: Race, together: Barrier, within: Barrier, queue: Any) -> None:
    with opened(race.config) as app:

        def client() -> None:
            for number in range(race.rounds):
                together.wait()
                with app.app_context():
                    try:
                        outcome = race.contend(number, within, race.given)
                    except Exception as error:  # noqa: BLE001 -- the test reads every name
                        outcome = type(error).__name__
                queue.put((number, outcome))

        with ThreadPoolExecutor(THREADS) as pool:
            for done in [pool.submit(client) for _ in range(THREADS)]:
                done.result()
