"""Over HTTP: the books are away in the middle of a request, or the disk is full. Words and a way on, never a 500."""

from __future__ import annotations

import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import psycopg
import pytest
from sqlalchemy import select, text

from app.booking.models import Booking
from app.config import Config
from app.insight import verify
from app.store import db
from tests import cast, postgres, trees
from tests.databases import Databases, opened
from tests.page import Form
from tests.server import FORKED, Server, served
from tests.web.guest.desk import ANNA, WEEKEND

DETAILS = ANNA | {"notes": "We come by the back gate, late"}


@dataclass
class Answer:
    status: int
    url: str
    headers: HTTPMessage
    body: str

    def form(self, name: str | None = None) -> Form:
        tree = trees.parsed(self.body)
        forms = [one for one in next(tree.iter("main")).iter("form") if one.get("method") == "post"]
        (form,) = [one for one in forms if name in (None, one.get("id"))]
        return Form(self.url, form)


@dataclass
class Browser:
    """Somebody without JavaScript, over HTTP."""

    address: str
    opener: OpenerDirector = field(default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar())))

    def get(self, path: str) -> Answer:
        return self._answer(self.address + path, None)

    def submit(self, form: Form, press: str | None = None) -> Answer:
        return self._answer(form.action, urlencode(form.data(press), doseq=True).encode())

    def _answer(self, url: str, data: bytes | None) -> Answer:
        try:
            with self.opener.open(url, data, timeout=60) as answer:
                return Answer(answer.status, answer.url, answer.headers, answer.read().decode())
        except HTTPError as error:
            with error:
                return Answer(error.code, error.url, error.headers, error.read().decode())

    def checkout(self) -> Form:
        """The details of the garden room for a weekend, typed and not yet sent."""
        house = cast.found()
        rate = f"rate={house.room_types['garden']}:{house.plans['flexible']}"
        results = self.get(f"/stays?{urlencode(WEEKEND)}")
        return self.submit(results.form("choose"), rate).form("details").fill(**DETAILS)


def said(answer: Answer) -> None:
    """503 in words, with a time to come back, and everything that was typed."""
    assert (answer.status, answer.headers["Retry-After"]) == (503, "60"), answer.body[:500]
    assert "Back in a moment" in answer.body
    again = answer.form().data()
    assert {name: again[name] for name in DETAILS} == {name: [value] for name, value in DETAILS.items()}


def booked_once(config: Config) -> None:
    with opened(config):
        assert len(db.session.scalars(select(Booking.id)).all()) == 1
        assert [check.name for check in verify.run() if not check.ok] == []


@pytest.fixture(scope="module")
def cluster() -> Iterator[postgres.Cluster]:
    with postgres.to_crash() as own:
        if own is None:
            pytest.skip(postgres.LOUD)
        yield own


def test_a_database_that_dies_in_mid_request(cluster: postgres.Cluster, tmp_path: Path) -> None:
    """The guest's last press waits for a lock when the server is killed; sent again it books, once."""
    databases = Databases(tmp_path, cluster.address)
    config = databases.config(databases.copy("houses-1", lambda: cast.group(1)))
    with opened(config), db.engine.connect() as connection:
        name = connection.engine.url.database
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = on'))  # tests' servers lose the last
        connection.commit()
    with served(config, program=FORKED) as server:
        guest = Browser(server.address)
        with opened(config):
            form = guest.checkout()
        answers: list[Answer] = []
        press = threading.Thread(target=lambda: answers.append(guest.submit(form, "act=owe")))
        with holding_the_checkouts(config) as is_waited_for:
            press.start()
            while press.is_alive() and not is_waited_for():
                time.sleep(0.02)
            cluster.crash()
        press.join()
        said(answers[0])
        assert guest.get("/health").status == 503
        assert {guest.get(path).status for path in ("/", "/stays", "/bookings/find", "/account")} <= {200, 503}
        said(again := guest.submit(answers[0].form()))
        cluster.start()
        done = guest.submit(again.form())
        assert (done.status, "Booked" in done.body) == (200, True), done.body[:500]
    booked_once(config)


def test_a_full_disk(sqlite_databases: Databases) -> None:
    """No file of the site's may grow: what only reads goes on, what writes says so, and with room again it books."""
    config = sqlite_databases.config(sqlite_databases.copy("houses-1", lambda: cast.group(1)))
    with served(config, program=FORKED) as server:
        guest = Browser(server.address)
        with opened(config):
            form = guest.checkout()
        allow_bytes(server, 0)
        answer = guest.submit(form, "act=owe")
        said(answer)
        assert [guest.get(path).status for path in ("/", f"/stays?{urlencode(WEEKEND)}", "/sign-in")] == [200] * 3
        allow_bytes(server, resource.RLIM_INFINITY)
        done = guest.submit(answer.form())
        assert (done.status, "Booked" in done.body) == (200, True), done.body[:500]
    booked_once(config)


@contextmanager
def holding_the_checkouts(config: Config) -> Iterator[Callable[[], bool]]:
    """Nobody else writes to a checkout meanwhile; answers whether somebody waits for it."""
    address = config.database_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(address) as holder, psycopg.connect(address, autocommit=True) as looker:
        holder.execute("LOCK TABLE checkout IN EXCLUSIVE MODE")

        def is_waited_for() -> bool:
            waiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            found = looker.execute(waiting).fetchone()
            return bool(found and found[0])

        yield is_waited_for
        for connection in (holder, looker):
            connection.close()


def allow_bytes(server: Server, most: int) -> None:
    """How large the files may be that the server's workers write."""
    for worker in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split():
        resource.prlimit(int(worker), resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
