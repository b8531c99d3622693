"""What bin/run's web server does beside serving: each worker is ready before its first visitor."""

from __future__ import annotations

from typing import Any

limit_request_line = 8_190
"""The longest address that gunicorn takes: a search with far too much typed into it is ours to answer."""


def post_worker_init(worker: Any) -> None:
    """The worker's caches are warm, and what stays for good is left out of every later collection of garbage."""
    from app.web.warming import compile_templates, settle, warm

    compile_templates(worker.app.callable)
    warm(worker.app.callable)
    settle()
