"""What is planted in the demo's visits is read off the page: its first sentence, and the rows below it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import delete

from app.demo.rows import insert_all
from app.demo.visits import Fault, plant
from app.demo.visits.writing import event_rows, visit_row
from app.experience.funnel.models import Event, Visit
from app.experience.funnel.names import STEP_NAMES
from app.insight.funnel import Signal
from app.marketing.signals import signal_words
from app.marketing.titles import PLACES
from app.store import db, transaction
from tests.markup import words
from tests.staffing import desk
from tests.unit.demo.crowd import UNTIL, stream

DAYS, READS = 28, 46
SINCE = UNTIL - timedelta(days=DAYS)
MONTH = f"period=dates&from={SINCE}&until={UNTIL - timedelta(days=1)}&against=none"


def named(fault: Fault) -> str:
    return signal_words(Signal(fault.step, fault.signal, fault.code))


def write_visits(seed: int, share: float, faults: tuple[Fault, ...]) -> None:
    looked = list(stream(seed, DAYS, share, faults))

    def work() -> None:
        insert_all(Visit, [visit_row(one, None) for one in looked])
        insert_all(Event, [row for one in looked for row in event_rows(one, None)])

    transaction(work)


def test_the_page_names_what_was_planted(app: Flask, count: Callable[[int, int], int]) -> None:
    """Seeds nobody has looked at; what lasted for most of the month that is asked for stands first."""
    rounds, visitor = count(1, 2), desk(app, "marketing")
    for seed in range(4101, 4101 + rounds):
        faults = plant(seed, UNTIL)
        transaction(lambda: [db.session.execute(delete(model)) for model in (Event, Visit)])
        write_visits(seed, 0.5 * rounds, faults)
        page = visitor.get(f"/marketing/?{MONTH}", reads=READS)
        lasting = [one for one in faults if (one.until_on - SINCE).days > DAYS / 2]
        said, places = words(page.one(id="first")), [f"{named(one)[1:]}, {PLACES[one.step]}" for one in lasting]
        assert any(place in said for place in places), (said, places)
        table = page.one("section", aria_labelledby="friction-title")
        rows = [[words(cell) for cell in row] for row in table.iter("tr")]
        for one in lasting:
            own = [row for row in rows[1:4] if row[:2] == [named(one), STEP_NAMES[one.step]]]
            assert own, (one, rows)
            assert own[0][5] == "yes"
