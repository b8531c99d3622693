"""The real worker, as bin/run starts it, in production with a mail server."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from app.config import Config

ROOT = Path(__file__).parent.parent


@contextlib.contextmanager
def worker(config: Config, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """`flask worker` with this configuration; killed afterwards where it has not ended."""
    environment = os.environ | {
        "QUINCE_DATA": str(config.data),
        "DATABASE_URL": config.url,
        "QUINCE_NOW": config.now,
        "SMTP_URL": config.smtp_url,
        "QUINCE_ENV": "production",
        "QUINCE_SECRETS": "x" * 32,
        "QUINCE_HOSTS": "quince.example",
    }
    with (config.data / "worker.log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", "worker", *options], cwd=ROOT,
                                   env=environment, stdout=log, stderr=log)  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()
