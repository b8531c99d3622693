"""The real worker, as bin/run starts it, in production with a mail server."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from app.config import Config
from tests.forked import Forked, forked


@contextlib.contextmanager
def worker(config: Config, *options: str) -> Iterator[Forked]:
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
    process = forked("flask", ["--app", "wsgi", "worker", *options], environment, config.data / "worker.log")
    try:
        yield process
    finally:
        process.kill()
        process.wait()
