"""Of many who change one figure of the plan at once, one does; of many who tap the pulse, everybody counts once.

The control reads the count before all meet and writes it afterwards: it must lose taps, or the rest proves nothing.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select, update

from app.experience.spend import Entry, StaleSpend, enter_spend
from app.kernel.errors import Stale
from app.plan.goals import Promise, keep_promise
from app.plan.pulse import answer_pulse
from app.plan.pulse.models import PulseCount
from app.store import db, transaction, write
from tests import stock
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.staffing import hired
from tests.unit.booking.races.bunks import Sixteen

pytestmark = [pytest.mark.houses(1), pytest.mark.race]
MARCH = date(2027, 3, 1)
ONE = {True: 1, False: CLIENTS - 1}
_count = PulseCount.__table__


def tap(meet: Meet, location_id: int, staff_id: int) -> bool:
    meet()
    return answer_pulse(4, location_id=location_id, today=MARCH, by=staff_id)


def tap_without_care(meet: Meet) -> None:
    answers = db.session.execute(select(_count.c.answers)).scalar_one()
    db.session.rollback()
    meet()
    transaction(lambda: write(update(_count).values(answers=answers + 1)))


def enter(meet: Meet, pence: int) -> bool:
    meet()
    try:
        enter_spend(Entry(MARCH, "GBP", {"search": pence}), seen={}, by=1)
    except StaleSpend:
        return False
    return True


def promise(meet: Meet, location_id: int, number: int) -> bool:
    meet()
    try:
        keep_promise(location_id, "supper", Promise(f"Supper {number}"), seen_version=0, by=1)
    except Stale:
        return False
    return True


def taps() -> int:
    return int(stock.rows("SELECT COALESCE(SUM(answers), 0) FROM pulse_count")[0][0])


def test_everybody_who_taps_counts_once(sixteen: Sixteen) -> None:
    here = found().id
    people = [hired("kitchen", mail=f"cook{number}@quince.example") for number in range(CLIENTS)]
    assert Counter(sixteen(tap, [(here, people[0])] * CLIENTS)) == ONE
    assert taps() == 1
    sixteen(tap_without_care, [()] * CLIENTS)
    assert taps() < 1 + CLIENTS, "the control lost nothing"
    before = taps()
    assert Counter(sixteen(tap, [(here, one) for one in people])) == {True: CLIENTS - 1, False: 1}
    assert taps() == before + CLIENTS - 1


def test_one_month_is_entered_by_one(sixteen: Sixteen) -> None:
    answers = sixteen(enter, [(100 + number,) for number in range(CLIENTS)])
    assert Counter(answers) == ONE
    assert stock.rows("SELECT amount_minor FROM media_spend") == [(100 + answers.index(True),)]


def test_one_promise_is_kept(sixteen: Sixteen) -> None:
    answers = sixteen(promise, [(found().id, number) for number in range(CLIENTS)])
    assert Counter(answers) == ONE
    assert stock.rows("SELECT promise, version FROM goal") == [(f"Supper {answers.index(True)}", 1)]
