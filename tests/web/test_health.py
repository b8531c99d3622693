import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.config import Config
from app.kernel import clock
from app.outbox import announce
from app.store import heartbeat, transaction
from tests.databases import opened

WELL = {"ok": True, "worker_age_s": None, "backup_age_s": None, "mail_age_s": None}
pytestmark = pytest.mark.houses(0)


def test_it_is_well_before_the_first_beat(app: Flask) -> None:
    answer = app.test_client().get("/health")
    assert (answer.status_code, answer.json) == (200, WELL)


def test_the_age_of_the_oldest_mail_that_should_have_left_is_told(app: Flask, set_clock: Callable[[str], None]) -> None:
    set_clock("2027-03-01T09:00+00:00")
    for minutes in (0, 30):
        due_at = clock.now() + timedelta(minutes=minutes)
        transaction(
            lambda due_at=due_at: announce("find", "lookup", 1, "a@b.example", {}, occasion=str(due_at), due_at=due_at)
        )
    set_clock("2027-03-01T09:10+00:00")
    client = app.test_client()
    assert client.get("/health").json["mail_age_s"] == 600
    assert "quince_oldest_mail_seconds 600.0" in client.get("/metrics").text


@pytest.mark.parametrize(("age", "status"), [(119, 200), (121, 503)])
def test_a_worker_of_two_minutes_counts_as_gone(
    app: Flask, monkeypatch: pytest.MonkeyPatch, age: int, status: int
) -> None:
    heartbeat.beat(heartbeat.WORKER)
    heartbeat.beat(heartbeat.BACKUP)
    later = clock.machine_now() + timedelta(seconds=age)
    monkeypatch.setattr(clock, "machine_now", lambda: later)
    answer = app.test_client().get("/health")
    assert answer.status_code == status
    assert answer.json["ok"] is (status == 200)
    assert answer.json["worker_age_s"] in (age, age + 1)


def test_a_database_that_does_not_answer_is_said(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: list[str]) -> dict[str, int | None]:
        raise OperationalError("SELECT", {}, Exception("unable to open database file"))

    monkeypatch.setattr(heartbeat, "ages", away)
    answer = app.test_client().get("/health")
    assert (answer.status_code, answer.json["ok"]) == (503, False)


def test_two_processes_count_together(config: Config, tmp_path: Path) -> None:
    program = (
        "import json, sys; from app import create_app; from app.config import Config\n"
        "app = create_app(Config.from_environment()); client = app.test_client()\n"
        "client.get('/nothing'); print(json.dumps(client.get('/metrics').text))"
    )
    counts = tmp_path / "metrics"
    counts.mkdir()
    environment = os.environ | {
        "PROMETHEUS_MULTIPROC_DIR": str(counts),
        "QUINCE_DATA": str(tmp_path),
        "DATABASE_URL": config.url,
    }
    run = [sys.executable, "-c", program]
    said = [subprocess.run(run, env=environment, check=True, capture_output=True, text=True).stdout for _ in range(2)]
    line = 'quince_requests_total{method="GET",route="none",status="404"}'
    assert [f"{line} {count}.0" in json.loads(text) for count, text in enumerate(said, 1)] == [True, True]


def test_production_has_no_practice_payments(config: Config) -> None:
    strict = replace(config, env="production", secrets=("x" * 40,), base_url="https://quince.example")
    with opened(strict) as app:
        client = app.test_client()
        assert client.post("/webhooks/sandbox").status_code == 400, "another host is not answered"
        own = {"Host": "quince.example"}
        assert client.post("/webhooks/sandbox", headers=own).status_code == 404
        assert client.get("/sandbox/0", headers=own).status_code == 404
        answer = client.get("/health", headers=own, base_url="https://quince.example")
        assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_metrics_are_for_those_who_know_the_token(config: Config) -> None:
    with opened(replace(config, metrics_token="counted")) as app:
        client = app.test_client()
        assert client.get("/metrics").status_code == 404
        assert client.get("/metrics", headers={"Authorization": "Bearer counte"}).status_code == 404
        assert client.get("/metrics", headers={"Authorization": "Bearer counted"}).status_code == 200


def test_metrics_without_a_token_are_for_this_machine(app: Flask, config: Config) -> None:
    assert app.test_client().get("/metrics").status_code == 200
    for elsewhere in ("192.0.2.1", "unknown"):
        assert app.test_client().get("/metrics", environ_base={"REMOTE_ADDR": elsewhere}).status_code == 404
    strict = replace(config, env="production", secrets=("x" * 40,), base_url="https://quince.example")
    with opened(strict) as production:
        assert production.test_client().get("/metrics", headers={"Host": "quince.example"}).status_code == 404


def test_methods_that_senders_invent_are_counted_as_one(app: Flask) -> None:
    for method in ("BREW", "BREW2"):
        app.test_client().open("/nothing", method=method)
    told = app.test_client().get("/metrics").text
    assert "BREW" not in told
    assert 'method="other"' in told
