"""Many workers at once, and one that is killed: each guest hears of a notice once, whatever happens."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.care.notices.errors import NoticeChanged, NotNow
from app.care.notices.operations import (
    announce_notice,
    make_notice,
    tell_at_once,
    tell_chunk,
    telling,
    withdraw_notice,
    write_touches,
)
from app.care.notices.operations.outages import same_outage
from app.care.notices.rules import OUTAGE
from app.config import Config
from app.store import db, is_sqlite, transaction, write
from tests import cast, stock, touched
from tests.builders import FRIDAY
from tests.clients import CLIENTS, Clients, Meet, clients
from tests.forked import forked

pytestmark = [pytest.mark.houses(1), pytest.mark.race]

MANY = 48
PATIENCE_S = 60
Sixteen = Callable[..., list[Any]]


@pytest.fixture(scope="module")
def ready() -> Iterator[Clients]:
    with clients() as started:
        yield started


@pytest.fixture
def sixteen(app: Flask, config: Config, ready: Clients) -> Iterator[Sixteen]:
    yield partial(ready.all, config)
    ready.leave()


def bookings(number: int) -> None:
    house = cast.found()
    stay = {"arrival_on": FRIDAY, "departure_on": FRIDAY.replace(day=7)}
    transaction(lambda: [touched.booked(house, one, [stay]) for one in range(number)])


def unguarded(meet: Meet, _number: int) -> int:
    """What telling would be without a lock: look who has not been told, and write."""
    waiting = db.session.execute(text("SELECT guest FROM control WHERE told = 0")).all()
    db.session.rollback()
    meet()

    def work() -> None:
        for (guest,) in waiting:
            write(text(f"INSERT INTO control_message VALUES ({guest})"))
            write(text(f"UPDATE control SET told = 1 WHERE guest = {guest}"))

    transaction(work)
    return len(waiting)


def test_without_a_lock_everybody_is_told_again(sixteen: Sixteen) -> None:
    for statement in (
        "CREATE TABLE control (guest INTEGER, told INTEGER)",
        "CREATE TABLE control_message (guest INTEGER)",
        "INSERT INTO control VALUES (1, 0)",
    ):
        transaction(lambda statement=statement: write(text(statement)))  # type: ignore[misc]
    sixteen(unguarded, [(number,) for number in range(CLIENTS)])
    assert int(str(stock.rows("SELECT COUNT(*) FROM control_message")[0][0])) > 1


def report(meet: Meet, guarded: bool) -> int:
    """Two taps on the same outage; without its lock, what would happen is that each looks and then writes."""
    wish = touched.wish(cast.found(), kind=OUTAGE)
    if guarded:
        meet()
        return tell_at_once(wish, by=None)
    known = same_outage(wish)
    db.session.rollback()
    meet()
    return known or touched.announced(wish)


@pytest.mark.parametrize(("guarded", "notices"), [(True, 1), (False, CLIENTS)])
def test_an_outage_that_many_report_at_once_is_told_once(sixteen: Sixteen, guarded: bool, notices: int) -> None:
    assert len(set(sixteen(report, [(guarded,) for _ in range(CLIENTS)]))) == notices
    assert stock.rows("SELECT COUNT(*) FROM notice") == [(notices,)]


def tell(meet: Meet, notice_id: int) -> int:
    """One worker of many."""
    telling.CHUNK = 5
    meet()
    write_touches(notice_id)
    done = 0
    while more := tell_chunk(notice_id):
        done += more
    return done


def test_sixteen_workers_find_and_tell_each_once(sixteen: Sixteen) -> None:
    bookings(MANY)
    notice_id = touched.announced(touched.wish(cast.found()))
    assert sum(sixteen(tell, [(notice_id,)] * CLIENTS)) == MANY
    told = [address for _, address, _, _ in touched.messages()]
    assert len(told) == len(set(told)) == MANY


def announce(meet: Meet, notice_id: int) -> bool:
    meet()
    with suppress(NoticeChanged, NotNow):
        announce_notice(notice_id, seen_revision=1, by=None)
        return True
    return False


def announce_unguarded(meet: Meet) -> bool:
    """What announcing would be without a lock and a revision: look whether it is a draft, and send it."""
    draft = stock.rows("SELECT state FROM control_notice")[0][0] == "draft"
    db.session.rollback()
    meet()
    if draft:
        transaction(lambda: write(text("UPDATE control_notice SET state = 'announced', sent = sent + 1")))
    return draft


def test_without_a_revision_it_is_sent_many_times(sixteen: Sixteen) -> None:
    transaction(lambda: write(text("CREATE TABLE control_notice (state TEXT, sent INTEGER)")))
    transaction(lambda: write(text("INSERT INTO control_notice VALUES ('draft', 0)")))
    sixteen(announce_unguarded, [()] * CLIENTS)
    assert int(str(stock.rows("SELECT sent FROM control_notice")[0][0])) > 1


def test_of_sixteen_who_send_it_one_does(sixteen: Sixteen) -> None:
    notice_id = make_notice(touched.wish(cast.found()), by=None)
    assert sixteen(announce, [(notice_id,)] * CLIENTS).count(True) == 1
    assert touched.notice_row(notice_id).revision == 2


def tell_or_withdraw(meet: Meet, notice_id: int, withdraws: bool) -> int:
    if not withdraws:
        return tell(meet, notice_id)
    meet()
    withdraw_notice(notice_id, "", seen_revision=2, by=None)
    return 0


def test_what_is_withdrawn_while_it_goes_out_leaves_nobody_half_told(sixteen: Sixteen) -> None:
    """Messages that had not gone are called back; who is told nothing keeps nothing that waits."""
    bookings(MANY)
    notice_id = touched.announced(touched.wish(cast.found()))
    sixteen(tell_or_withdraw, [(notice_id, number == 7) for number in range(CLIENTS)])
    while tell_chunk(notice_id):
        pass
    assert [one for one in touched.messages() if one[3] == "waiting"] == []
    assert touched.notice_row(notice_id).state == "withdrawn"


def killed(config: Config, notice_id: int, chunks: int) -> None:
    """A worker with small chunks is killed after so many of them."""
    environment = os.environ | {
        "QUINCE_DATA": str(config.data), "DATABASE_URL": config.url, "QUINCE_NOW": config.now,
        "TELLING": str(notice_id),
    }  # fmt: skip
    log = config.data / f"telling-{chunks}.log"
    log.touch()
    process = forked("tests.telling", [], environment, log)
    until = time.monotonic() + PATIENCE_S
    while log.read_bytes().count(b"\n") < chunks and process.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
    assert process.poll() is None, log.read_text()
    process.send_signal(signal.SIGKILL)
    process.wait(PATIENCE_S)
    while not is_sqlite() and len(_others()) > 0:
        time.sleep(0.02)


def _others() -> list[Any]:
    return stock.rows("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")


def test_a_worker_that_is_killed_repeats_nothing_and_forgets_nobody(
    app: Flask, config: Config, count: Callable[[int, int], int]
) -> None:
    number = count(150, 2000)
    bookings(number)
    notice_id = touched.announced(touched.wish(cast.found()))
    for chunks in (3, 6) if number < 200 else range(3, 60, 12):
        killed(config, notice_id, chunks)
        told = [row for row in touched.touches(notice_id).values() if row.told_revision]
        assert len(touched.messages()) == len(told)
    assert 0 < len(touched.messages()) < number
    tell(lambda: None, notice_id)
    told_of = [address for _, address, _, _ in touched.messages()]
    assert len(told_of) == len(set(told_of)) == number
