"""What every connection is told before it is used."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.store import db, is_sqlite

pytestmark = pytest.mark.usefixtures("app")


def test_it_lasts_beyond_a_transaction_that_is_undone() -> None:
    asked = "PRAGMA foreign_keys" if is_sqlite() else "SHOW cursor_tuple_fraction"
    for _ in range(2):
        assert str(db.session.execute(text(asked)).scalar_one()) == "1"
        db.session.rollback()
