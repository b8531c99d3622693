"""The real server, as bin/run starts it, on a free port of this machine."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.config import DEFAULT_SECRET, Config
from tests.forked import Forked, forked

ROOT = Path(__file__).parent.parent
FORKED = "tests.wsgi:app"


@dataclass(frozen=True)
class Server:
    """Where it answers, and the process whose children serve."""

    address: str
    pid: int


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def secrets_of(config: Config) -> str:
    """The environment's words for a site's secrets; none for the default one, whose blanks would make it several."""
    return "" if config.secrets == (DEFAULT_SECRET,) else ",".join(config.secrets)


@contextlib.contextmanager
def served(config: Config, workers: int = 1, threads: int = 4, program: str = "wsgi:app") -> Iterator[Server]:
    """A gunicorn with this configuration, `{port}` in whose base address is its own; it has answered once, and is gone
    afterwards. `tests.wsgi:app` is forked from a process that has read the site already: for tests, not for measuring.
    """
    port = free_port()
    environment = os.environ | {
        "QUINCE_DATA": str(config.data),
        "DATABASE_URL": config.database_url,
        "QUINCE_NOW": config.now,
        "QUINCE_BASE_URL": config.base_url.format(port=port),
        "QUINCE_STRIPE_KEY": config.stripe_key,
        "QUINCE_STRIPE_WEBHOOK_SECRET": config.stripe_webhook_secret,
        "QUINCE_STRIPE_API_BASE": config.stripe_api_base,
        "QUINCE_SECRETS": secrets_of(config),
        "PYTHONPATH": str(ROOT),
    }
    arguments = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", str(workers)]
    arguments += ["--threads", str(threads), "--log-level", "warning", program]
    log = config.data / f"server-{port}.log"
    server: Forked | subprocess.Popen[bytes]
    if program == FORKED:
        server = forked("gunicorn", arguments, environment, log)
    else:
        folder = ROOT if program == "wsgi:app" else config.data  # gunicorn.conf.py is the site's
        with log.open("wb") as output:
            command = [sys.executable, "-m", "gunicorn", *arguments]
            server = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/health", server, log)
        yield Server(address, server.pid)
    finally:
        server.terminate()
        server.wait(20)


def _wait(address: str, server: Forked | subprocess.Popen[bytes], log: Path) -> None:
    while True:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.poll()}:\n{log.read_text()}")
        try:
            urllib.request.urlopen(address, timeout=10).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
