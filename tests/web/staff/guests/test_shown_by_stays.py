"""What a guest's stays show, as the desk reads it; nothing where they do not want it used or forgot it."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.identity.operations import forget_seen, use_history
from tests.cast import found
from tests.pasts import guest, pasts
from tests.staffing import desk
from tests.web.staff.guests.test_guests import READS, url_of


@pytest.fixture
def anna(app: Flask) -> int:
    guest_id = guest()
    pasts(found(), guest_id, [date(2025, 4, 4), date(2026, 5, 1)], room="garden", suppers=1)
    return guest_id


def test_the_desk_reads_what_stays_show(app: Flask, anna: int) -> None:
    text = desk(app).get(url_of(anna), reads=READS).text
    for words in ("What their stays show", "Room: Garden", "Season: In spring", "Dogs: No dog so far"):
        assert words in text, words


def test_what_is_forgotten_or_not_to_be_used_is_not_there(app: Flask, anna: int) -> None:
    forget_seen(anna, "room")
    visitor = desk(app)
    assert "Room: Garden" not in visitor.get(url_of(anna), reads=READS).text
    use_history([anna], on=False)
    text = visitor.get(url_of(anna), reads=READS).text
    assert "They want their history not used" in text
    assert "What their stays show" not in text
