"""What machines ask: is it well, and how much does it do."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator
from functools import cache
from ipaddress import ip_address

from flask import Flask, Response, current_app, g, jsonify, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from app.config import Config
from app.kernel import clock
from app.outbox import longest_wait
from app.store import db, heartbeat
from app.web.access import public
from app.web.respond import not_found

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
WORKER_SECONDS = 120
"""A worker that has not beaten for longer counts as gone."""

requests_total = Counter("quince_requests_total", "Answers sent", ["route", "method", "status"])
request_seconds = Histogram(
    "quince_request_seconds",
    "Seconds from request to answer",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)


@cache
def _answers(route: str, method: str, status: int) -> Counter:
    """The counter of these answers; finding it by its labels costs more than counting."""
    return requests_total.labels(route, method, status)


@cache
def _seconds(route: str) -> Histogram:
    return request_seconds.labels(route)


@public
def health() -> tuple[Response, int]:
    """200 while the database answers and the worker beats (or never has yet), else 503; ages in seconds.

    `mail_age_s` is how long the oldest mail waits that should have left, None where none does.
    """
    try:
        ages, mail = heartbeat.ages([heartbeat.WORKER, heartbeat.BACKUP]), longest_wait()
    except (SQLAlchemyError, OSError):
        db.session.remove()
        return jsonify(ok=False, worker_age_s=None, backup_age_s=None, mail_age_s=None), 503
    worker = ages[heartbeat.WORKER]
    ok = worker is None or worker <= WORKER_SECONDS
    answer = jsonify(ok=ok, worker_age_s=worker, backup_age_s=ages[heartbeat.BACKUP], mail_age_s=mail)
    return answer, 200 if ok else 503


@public
def metrics() -> Response:
    """Counters of all web processes together: they share the folder PROMETHEUS_MULTIPROC_DIR where that is set. And how
    long the oldest mail waits that should have left.

    For those who know the token; where there is none, for programs of this machine, and in production for nobody.
    """
    if not _may_read(current_app.config["SETTINGS"]):
        raise not_found()
    registry: CollectorRegistry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    asked_now = CollectorRegistry()
    asked_now.register(_Waiting())
    return Response(generate_latest(registry) + generate_latest(asked_now), content_type=CONTENT_TYPE_LATEST)


class _Waiting(Collector):
    """What is asked of the database when somebody reads the figures; nothing while it does not answer."""

    def collect(self) -> Iterator[Metric]:
        try:
            age = longest_wait() or 0
        except (SQLAlchemyError, OSError):
            db.session.remove()
            return
        yield GaugeMetricFamily("quince_oldest_mail_seconds", "Seconds that the oldest due mail waits", value=age)


def _may_read(settings: Config) -> bool:
    if settings.metrics_token:
        wanted = f"Bearer {settings.metrics_token}"
        return hmac.compare_digest(request.headers.get("Authorization", "").encode(), wanted.encode())
    return not settings.production and _is_here(request.remote_addr or "")


def _is_here(address: str) -> bool:
    """Whether that is this machine; what a proxy passes on need be no address at all."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def register(app: Flask) -> None:
    """Serves /health and /metrics, and counts every answer by its route."""
    app.add_url_rule("/health", "health", health)
    app.add_url_rule("/metrics", "metrics", metrics)

    @app.before_request
    def started() -> None:
        g.started = clock.monotonic()

    @app.after_request
    def counted(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        # Senders may invent methods, and every word would be kept for ever.
        method = request.method if request.method in METHODS else "other"
        _answers(route, method, response.status_code).inc()
        if "started" in g:
            _seconds(route).observe(clock.monotonic() - g.started)
        return response
