"""What bin/run's web server does beside serving: each worker is ready before its first visitor."""

from __future__ import annotations

import gc
from typing import Any

ALLOCATED_BEFORE_COLLECTING = 20_000
"""New objects after which Python looks for cycles; a page of results makes thousands, nearly all gone with it."""

limit_request_line = 8_190
"""The longest address that gunicorn takes: a search with far too much typed into it is ours to answer."""


def post_worker_init(worker: Any) -> None:
    """The worker's caches are warm, and what stays for good is left out of every later collection of garbage."""
    from app.web.warming import compile_templates, warm

    compile_templates(worker.app.callable)
    warm(worker.app.callable)
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATED_BEFORE_COLLECTING, 50, 100)
