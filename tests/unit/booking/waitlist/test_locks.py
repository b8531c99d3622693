"""The order of locks: versions come last, also where somebody who waits is served in the middle of it."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.booking import operations as booking
from app.store import transaction
from app.store.transaction import before_commit
from app.store.version import LINE, raise_last, raise_versions, stock_of, stored_versions
from tests import cast
from tests.baskets import basket
from tests.cards import placed
from tests.statements import counted
from tests.waiting import states, waiting

pytestmark = pytest.mark.houses(1)


def test_who_is_served_raises_versions_after_the_numbers_of_papers(app: Flask) -> None:
    """Else a cancellation and a placing might each have what the other waits for: a version, and a paper's number."""
    kept = placed(basket(cast.found(), plan="saver")).booking_id
    first = waiting("bea")
    with counted() as seen:
        booking.cancel_booking(kept)
    assert states() == {first: "offered"}
    tables = [found[1] for found in (re.match(r'UPDATE "?(\w+)', one) for one in seen.writes) if found]
    assert "document_number" in tables
    assert tables.index("version") > max(at for at, table in enumerate(tables) if table != "version")


def test_versions_wait_for_the_next_that_are_raised_or_for_the_commit(app: Flask) -> None:
    before = stored_versions()

    def work(*more: str) -> None:
        raise_last([LINE, stock_of(7)])
        assert stored_versions() == now
        if more:
            raise_versions(more)
            assert stored_versions()[LINE] == now.get(LINE, 0) + 1

    now = before
    transaction(lambda: work("prices:7"))
    now = stored_versions()
    assert {scope: now[scope] - before.get(scope, 0) for scope in (LINE, "stock:7", "prices:7")} == {
        LINE: 1, "stock:7": 1, "prices:7": 1,
    }  # fmt: skip
    transaction(work)
    assert {scope for scope, number in stored_versions().items() if number > now.get(scope, 0)} == {LINE, "stock:7"}
    with pytest.raises(RuntimeError):
        before_commit(lambda: None)
