"""What is kept in memory is never newer or older than its number says."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.availability.boards import boards, fresh_boards
from app.booking import operations as booking
from app.catalogue import catalogue
from app.catalogue.operations import rename_location
from app.store import db, transaction
from app.store.version import (
    Cached,
    forget_versions,
    raise_above,
    raise_versions,
    stored_versions,
    versions,
)
from tests.baskets import basket
from tests.cast import found


def raised(*scopes: str) -> None:
    transaction(lambda: raise_versions(scopes))


def test_each_scope_rises_by_one(app: Flask) -> None:
    raised("b", "a", "a")
    raised("a")
    assert stored_versions() == {"a": 2, "b": 1}


def test_after_a_restore_every_number_is_above_both(app: Flask) -> None:
    raised("a")
    transaction(lambda: raise_above({"a": 7, "b": 3}))
    assert stored_versions() == {"a": 8, "b": 4}


def test_a_value_is_loaded_once_until_its_scope_rises(app: Flask) -> None:
    loads: list[int] = []
    kept = Cached(lambda: loads.append(1) or len(loads), "a")
    assert (kept.get(), kept.get()) == (1, 1)
    raised("b")
    assert kept.get() == 1
    raised("a")
    assert (kept.get(), kept.get()) == (2, 2)


def test_numbers_are_asked_once_a_session_and_after_each_transaction(app: Flask) -> None:
    assert versions() == {}
    with db.engine.begin() as other:
        other.execute(text("INSERT INTO version (scope, number) VALUES ('a', 5)"))
    assert versions() == {}
    db.session.rollback()
    forget_versions()
    assert versions() == {"a": 5}
    db.session.rollback()
    raised("a")
    assert versions() == {"a": 6}


def test_asking_begins_no_transaction_and_inside_one_sees_what_it_raised(app: Flask) -> None:
    assert versions() == {}
    assert not db.session().in_transaction()

    def work() -> dict[str, int]:
        raise_versions(["a"])
        return versions()

    assert transaction(work) == {"a": 1}


def test_what_the_driver_refuses_is_refused_in_the_ordinary_way_and_the_next_page_works(app: Flask) -> None:
    with db.engine.begin() as other:
        other.execute(text("ALTER TABLE version RENAME TO version_away"))
    with pytest.raises(DBAPIError, match=r'no such table: version|relation "version" does not exist'):
        versions()
    with db.engine.begin() as other:
        other.execute(text("ALTER TABLE version_away RENAME TO version"))
    assert versions() == {}


class SecondThoughts(Exception):
    pass


@pytest.mark.houses(1)
def test_what_was_undone_is_not_remembered(app: Flask) -> None:
    """A name that was read inside a transaction that failed is on no page afterwards, whatever number comes next."""
    house = found()

    def work() -> None:
        rename_location(house.id, "Wrong", "wrong")
        assert catalogue().by_id[house.id].name == "Wrong", "its own transaction sees it"
        raise SecondThoughts

    with pytest.raises(SecondThoughts):
        transaction(work)
    assert catalogue().by_id[house.id].name == "Combe Harrow"
    transaction(lambda: rename_location(house.id, "Combe Barrow", "combe-barrow"))
    assert catalogue().by_id[house.id].name == "Combe Barrow"


@pytest.mark.houses(1)
def test_a_hold_that_was_undone_is_on_no_board(app: Flask) -> None:
    house = found()
    free = boards(catalogue().houses)[0].stock.free

    def work() -> None:
        booking.start_checkout(basket(house))
        assert boards(catalogue().houses)[0].stock.free != free, "its own transaction sees it"
        raise SecondThoughts

    with pytest.raises(SecondThoughts):
        transaction(work)
    assert boards(catalogue().houses)[0].stock.free == free
    booking.start_checkout(basket(house, "snug"))
    assert boards(catalogue().houses)[0].stock.free == fresh_boards(catalogue().houses)[0].stock.free
