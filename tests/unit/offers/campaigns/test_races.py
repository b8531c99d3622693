"""Many workers at once, and one that is killed: each guest has one letter, whatever happens."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, text, update

from app.config import Config
from app.kernel import clock
from app.offers.campaigns.errors import NotNow
from app.offers.campaigns.models import CampaignGuest
from app.offers.campaigns.operations import decide_chunk, list_guests, sending
from app.offers.campaigns.rules import PAUSED
from app.store import db, is_sqlite, transaction, write
from tests import stock
from tests.builders import TODAY
from tests.campaigning import decided, guests, kept, letters, listed, moved, released, segment
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


def unguarded(meet: Meet, _number: int) -> int:
    """What sending would be without a lock: look who waits, and write."""
    waiting = db.session.execute(text("SELECT guest FROM control WHERE sent = 0")).all()
    db.session.rollback()
    meet()

    def work() -> None:
        for (guest,) in waiting:
            write(text(f"INSERT INTO control_letter VALUES ({guest})"))
            write(text(f"UPDATE control SET sent = 1 WHERE guest = {guest}"))

    transaction(work)
    return len(waiting)


def test_without_a_lock_everybody_has_it_sixteen_times(sixteen: Sixteen) -> None:
    for statement in (
        "CREATE TABLE control (guest INTEGER, sent INTEGER)",
        "CREATE TABLE control_letter (guest INTEGER)",
        "INSERT INTO control VALUES (1, 0)",
    ):
        transaction(lambda statement=statement: write(text(statement)))  # type: ignore[misc]
    sixteen(unguarded, [(number,) for number in range(CLIENTS)])
    assert stock.rows("SELECT COUNT(*) FROM control_letter")[0][0] > 1


def work(meet: Meet, campaign_id: int) -> int:
    """One worker of many: lists and decides until there is nothing left."""
    meet()
    done = 0
    while more := list_guests(campaign_id, TODAY) + decide_chunk(campaign_id, TODAY):
        done += more
    return done


def test_sixteen_workers_send_one_letter_to_each(sixteen: Sixteen) -> None:
    ids = guests(MANY)
    campaign_id = released()
    transaction(lambda: write(text("UPDATE campaign SET state = 'sending'")))
    sixteen(work, [(campaign_id,)] * CLIENTS)
    assert decided(campaign_id) == dict.fromkeys(ids, "sent")
    assert len(letters()) == len(set(letters())) == MANY


def test_two_campaigns_side_by_side_keep_one_cap(sixteen: Sixteen) -> None:
    """Everybody had one letter this month; of two more, sent at the same instant, one goes."""
    ids = guests(MANY)
    before = released(title="Before")
    listed(before)
    at = clock.now()
    own = update(CampaignGuest).values(state="sent", decided_at=at, arm="offers", attempt=1)
    transaction(lambda: write(own))
    both = [released(segment_id=segment(name), title=name) for name in ("One", "Two")]
    for campaign_id in both:
        listed(campaign_id)
    sixteen(work, [(both[number % 2],) for number in range(CLIENTS)])
    one, two = (decided(campaign_id) for campaign_id in both)
    assert {Counter((one[guest_id], two[guest_id]))["sent"] for guest_id in ids} == {1}
    assert len(letters()) == MANY


def pause_or_work(meet: Meet, campaign_id: int, pauses: bool) -> int:
    sending.CHUNK = 5
    if not pauses:
        return work(meet, campaign_id)
    meet()
    with suppress(NotNow):
        moved(campaign_id, PAUSED)
    return -1


def test_what_is_paused_in_the_middle_is_whole(sixteen: Sixteen) -> None:
    guests(MANY)
    campaign_id = released()
    listed(campaign_id)
    sixteen(pause_or_work, [(campaign_id, number == 7) for number in range(CLIENTS)])
    states = Counter(decided(campaign_id).values())
    assert set(states) <= {"sent", "waiting"}
    assert len(letters()) == states["sent"]
    assert kept(campaign_id).state == (PAUSED if states["waiting"] else kept(campaign_id).state)
    assert decide_chunk(campaign_id, TODAY) == 0


def killed(config: Config, campaign_id: int, chunks: int) -> None:
    """A worker with small chunks is killed after so many of them."""
    environment = os.environ | {
        "QUINCE_DATA": str(config.data), "DATABASE_URL": config.url, "QUINCE_NOW": config.now,
        "SENDING": str(campaign_id),
    }  # fmt: skip
    log = config.data / f"sending-{chunks}.log"
    log.touch()
    process = forked("tests.sending", [], environment, log)
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
    number = count(120, 1_200)
    ids = guests(number)
    campaign_id = released()
    transaction(lambda: write(text("UPDATE campaign SET state = 'sending'")))
    for chunks in (3, 8) if number < 200 else range(3, 30, 3):
        killed(config, campaign_id, chunks)
        found = decided(campaign_id)
        assert len(letters()) == list(found.values()).count("sent")
    assert 0 < len(letters()) < number
    work(lambda: None, campaign_id)
    assert decided(campaign_id) == dict.fromkeys(ids, "sent")
    assert len(letters()) == len(set(letters())) == number


def test_the_database_refuses_a_second_row_for_one_address(app: Flask) -> None:
    guests(1)
    campaign_id = released()
    listed(campaign_id)
    row = db.session.execute(select(CampaignGuest.__table__)).one()._asdict()
    row.pop("id")
    with pytest.raises(Exception, match=r"(?i)unique"):
        transaction(lambda: write(insert(CampaignGuest.__table__), row))
