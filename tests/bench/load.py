"""A lean client that keeps a server busy, and what the server spent on it."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import psutil

CLIENTS = 8
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Load:
    """What a load cost: requests per second as the clients saw it, and milliseconds of the server's CPU a request."""

    per_second: float
    cpu_ms: float


class Connection:
    """One kept-alive connection that asks with as few instructions as possible: the server is what is measured."""

    def __init__(self, address: str, headers: str = "") -> None:
        parts = urlsplit(address)
        self._headers = headers
        self._to = (str(parts.hostname), int(parts.port or 80))
        self._socket = socket.create_connection(self._to)
        self._room = bytearray(262144)

    def get(self, path: str) -> bytes:
        """The body, empty for a 304; raises `RuntimeError` for any other answer but 200."""
        asked = f"GET {path} HTTP/1.1\r\nHost: {self._to[0]}:{self._to[1]}\r\n{self._headers}\r\n".encode()
        try:
            self._socket.sendall(asked)
            answer = self._more()
        except OSError:
            answer = b""
        if not answer:  # the server ended an idle connection
            self._socket = socket.create_connection(self._to)
            self._socket.sendall(asked)
            answer = self._more()
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        head, _, body = answer.partition(b"\r\n\r\n")
        if head.startswith(b"HTTP/1.1 304"):
            return b""
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{path}: {head.decode()}")
        length = _LENGTH.search(head)
        if length is None:
            raise RuntimeError(f"{path}: no length in {head.decode()}")
        while len(body) < int(length[1]):
            body += self._more()
        return body

    def _more(self) -> bytes:
        """What has arrived: read into a buffer of the connection's own, a new one for each read costs the client."""
        return bytes(memoryview(self._room)[: self._socket.recv_into(self._room)])


def cpu_seconds(server: int) -> float:
    """What a process and its children have spent so far."""
    process = psutil.Process(server)
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    return sum(spent.user + spent.system for spent in times)


def load(
    address: str,
    server: int,
    paths: Sequence[str],
    between: Callable[[int], None] | None = None,
    headers: str = "",
    kept: dict[int, bytes] | None = None,
) -> Load:
    """Ask for every path once, `clients` at a time; `between` is called with the number of each answer, outside of any
    client's time but within the whole. `headers` go with each, every line with its end. The answers whose numbers stand
    in `kept` are there afterwards.
    """
    waiting = iter(list(enumerate(paths)))
    lock = threading.Lock()
    failed: list[BaseException] = []

    def ask() -> None:
        connection = Connection(address, headers)
        while True:
            with lock:
                number, path = next(waiting, (0, None))
            if path is None:
                return
            try:
                body = connection.get(path)
                if kept is not None and number in kept:
                    kept[number] = body
                if between:
                    between(number)
            except BaseException as error:  # noqa: BLE001 -- raised again where the figures are read
                failed.append(error)
                return

    threads = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    spent, begun = cpu_seconds(server), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    if failed:
        raise failed[0]
    return Load(len(paths) / took, (cpu_seconds(server) - spent) * 1000 / len(paths))
