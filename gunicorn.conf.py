"""What bin/run's web server does beside serving: each worker reads the catalogue before its first visitor."""

from __future__ import annotations

import gc
from typing import Any


def post_worker_init(worker: Any) -> None:
    """The worker's caches are warm, and what stays for good is left out of every later collection of garbage."""
    from app.web.warming import warm

    warm(worker.app.callable)
    gc.collect()
    gc.freeze()
