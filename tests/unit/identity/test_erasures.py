"""The list of who was forgotten, beside the database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import Booking
from app.identity.erasures import NAME, keep_erasures, read_erasures
from app.identity.models import Guest
from app.identity.operations import erase_guests
from app.kernel.errors import Invalid
from app.store import backup, db
from app.worker.purges import keep_list_of_erasures
from tests import cast
from tests.baskets import basket
from tests.unit.identity.asking import guest


def test_the_list_names_whoever_was_forgotten_and_nobody_by_name(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / NAME
    assert keep_erasures(file) == 0
    first = guest()
    erase_guests([first])
    assert keep_erasures(file) == 1
    assert keep_erasures(file) == 0
    (one,) = read_erasures(file)
    assert (one.guest_id, one.guest_since) == (first, datetime(2027, 3, 1, 9, tzinfo=UTC))
    assert "anna" not in file.read_text("utf-8").lower()
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["", "{}x", '[{"guest": 1}]', '{"guest": 1}', '[{"guest": "x", "since": 1}]'])
def test_what_is_no_list_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, "utf-8")
    with pytest.raises(Invalid, match="no list of erasures"):
        read_erasures(tmp_path / NAME)


def cancelled() -> int:
    """A stay that Anna booked and gave up."""
    started = booking.start_checkout(basket(cast.found(), "snug"))
    booking.keep_details(started.checkout_id, {"name": "Anna Whitlock", "email": "anna@example.com"})
    own = booking.place_booking(started.checkout_id).booking_id
    booking.cancel_booking(own)
    return own


@pytest.mark.houses(1)
def test_a_restore_brings_nobody_back(app: Flask) -> None:
    """Forgotten after the backup was made: the list of the worker forgets again."""
    data = app.config["SETTINGS"].data
    forgotten = guest()
    own = cancelled()
    guest("Ben Hale", "ben@example.com")
    backup.back_up(data / "before.backup")
    erase_guests([forgotten])
    keep_list_of_erasures()
    db.session.remove()
    result = app.test_cli_runner().invoke(args=["restore", str(data / "before.backup"), "--force"])
    assert result.exit_code == 0, result.output
    assert "1 who had been forgotten" in result.output
    assert db.session.scalars(select(Guest.email).order_by(Guest.id)).all() == [None, "ben@example.com"]
    assert db.session.scalars(select(Booking.version).where(Booking.id == own)).all() == [2], "its links open nothing"
