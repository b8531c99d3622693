"""Answering the month's question, or putting it away.

Neither is written to the journal: a name and a time beside a count that rises would tell whose answer it was.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import update

from app.kernel.errors import Invalid
from app.plan.pulse.models import PulseAsked, PulseCount
from app.plan.pulse.rules import EASES, month_of
from app.store import insert_or_ignore, transaction, write

_count = PulseCount.__table__


def answer_pulse(ease: int, *, location_id: int, today: date, by: int) -> bool:
    """One more at that house found work so easy this month, and this person is not asked again until the next.

    False, and nothing is counted, where they have answered or put it away: of two taps at once one counts. Raises
    `Invalid` for an ease that is not on the list.
    """
    if ease not in EASES:
        raise Invalid("Choose one of the five.")
    key = {"month_on": month_of(today), "location_id": location_id, "ease": ease}

    def work() -> bool:
        if not _asked(by, today):
            return False
        if write(insert_or_ignore(PulseCount, {**key, "answers": 1})).rowcount == 0:
            this = [_count.c[name] == value for name, value in key.items()]
            write(update(_count).where(*this).values(answers=_count.c.answers + 1))
        return True

    return transaction(work)


def put_pulse_away(*, today: date, by: int) -> None:
    """This person is not asked again this month."""
    transaction(lambda: _asked(by, today))


def _asked(staff_id: int, today: date) -> bool:
    return write(insert_or_ignore(PulseAsked, {"month_on": month_of(today), "staff_id": staff_id})).rowcount == 1
