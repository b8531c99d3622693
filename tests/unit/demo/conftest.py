"""A seeded database, made once an engine and copied for each test that changes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from app.demo import seed
from app.demo.seed import bring_to
from app.demo.world import Booked, world
from tests.databases import Databases, opened

MONDAY = "2027-03-01T09:00+00:00"
PAST, MEASURED = 30, 5


LATEST = datetime(2027, 3, 5, tzinfo=UTC)
"""No test here looks further ahead."""


@pytest.fixture(scope="session", autouse=True)
def one_world() -> Iterator[None]:
    """The bookings are made up once: those of an earlier world are the first of a later one, as `test_world` holds."""
    whole: list[Booked] = []

    def known(until: datetime) -> list[Booked]:
        if until > LATEST:
            return world(until)
        whole.extend(() if whole else world(LATEST))
        return [booked for booked in whole if booked.visit.booked_at < until]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seed, "world", known)
        yield


def begin() -> None:
    """A group with a short past, so that a test need not wait for eighteen months, and without a log of offers: who is
    held out is drawn by ids, and a group that was carried on has other ids."""
    bring_to(past=PAST, measured=MEASURED, offered=0)


@pytest.fixture
def seeded(databases: Databases) -> Iterator[Flask]:
    """The application on the demo group as it is on Monday 1 March 2027."""
    url = databases.copy("demo", begin, now=MONDAY)
    with opened(databases.config(url, now=MONDAY)) as app:
        yield app
    databases.drop(url)
