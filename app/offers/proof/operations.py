"""What changes when the first verdict is there."""

from __future__ import annotations

from sqlalchemy import update

from app.journal.operations import record
from app.kernel import clock
from app.offers.decisions.models import Holdout
from app.offers.proof.queries import measured_all
from app.offers.proof.rules import A_TENTH, CANNOT_TELL
from app.offers.proof.shares import BP, shares
from app.store import transaction, write

_holdout = Holdout.__table__


def take_verdict() -> bool:
    """The hold-out is a tenth from now on, within the half that it was, once all offers together have a first verdict;
    True when that was now. It never grows again.

    Nothing changes while nothing can be told, nor on a split so uneven that the verdict could not be believed. Of two
    at once one does it.
    """
    if shares().verdict_at is not None:
        return False
    lift = measured_all().lift
    if lift.verdict == CANNOT_TELL or lift.alarm:
        return False
    now = clock.now()
    first = update(_holdout).where(_holdout.c.verdict_at.is_(None))

    def work() -> bool:
        if write(first.values(verdict_at=now, share_bp=round(A_TENTH * BP))).rowcount == 0:
            return False
        record("holdout_released", "holdout", 1, actor="system", at=now, verdict=lift.verdict, guests=lift.n)
        return True

    return transaction(work)
