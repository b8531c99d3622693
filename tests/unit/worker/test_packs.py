"""The evening pack is made at six of the house's clock, once, and goes after two days."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from app.booking import operations as booking
from app.booking.people.operations import keep_people
from app.booking.people.rules import CannotEat
from app.catalogue.queries import catalogue
from app.config import Config
from app.kernel import clock
from app.web.documents.pack import pack_of
from app.worker.packs import make_packs
from tests.builders import FRIDAY
from tests.web.staff.houses import stayed

pytestmark = pytest.mark.houses(2)
SetClock = Callable[[str], None]


def kept(config: Config) -> list[str]:
    return sorted(str(path.relative_to(config.data / "packs")) for path in (config.data / "packs").rglob("*.*"))


def test_one_for_each_house_from_six_on_and_once(app: Flask, config: Config, set_clock: SetClock) -> None:
    set_clock("2027-03-05T17:59+00:00")
    assert make_packs() == 0
    set_clock("2027-03-05T18:00+00:00")
    assert [make_packs(), make_packs()] == [2, 0]
    assert kept(config) == ["combe-harrow/2027-03-05.pdf", "withy-moor/2027-03-05.pdf"]


def test_six_is_the_houses_own_in_summer(app: Flask, set_clock: SetClock) -> None:
    set_clock("2027-06-05T16:59+00:00")
    assert make_packs() == 0
    set_clock("2027-06-05T17:00+00:00")
    assert make_packs() == 2


def test_old_ones_are_gone(app: Flask, config: Config, set_clock: SetClock) -> None:
    for day in (5, 6, 7, 8):
        set_clock(f"2027-03-{day:02}T18:00+00:00")
        make_packs()
    assert [name[-14:-4] for name in kept(config)[:3]] == ["2027-03-06", "2027-03-07", "2027-03-08"]


def test_it_says_who_is_here_who_comes_and_who_cannot_eat_what(app: Flask, set_clock: SetClock) -> None:
    set_clock("2027-03-05T18:00+00:00")
    booking.check_in(stayed("Tom Webb", "snug 1"))
    coming = stayed("Ida Lund", "garden 1", FRIDAY.replace(day=6), suppers=((FRIDAY.replace(day=6), "18:30"),))
    keep_people(coming, {}, {(0, 1): CannotEat("Ida", ("nuts",), "anaphylaxis", "Pen in her bag")})
    house = catalogue().house("combe-harrow")
    assert house
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pack_of(house, clock.now()))).pages)
    words = " ".join(text.split())
    for expected in (
        "In house now: 1",
        "snug 1 Tom Webb",
        "Arriving Saturday 6 March: 1",
        "Tables Saturday 6 March: 2 covers",
        "Ida: ANAPHYLAXIS, nuts, Pen in her bag",
        "Arriving Sunday 7 March: 0",
    ):
        assert expected in words, words
