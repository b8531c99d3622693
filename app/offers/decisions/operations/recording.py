"""Writing down what was shown, after the page has gone out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from app.offers.decisions.models import OfferDecision, OfferUnshown
from app.offers.decisions.rules import SAME_PAGE, Shown
from app.store import insert_or_ignore
from app.store.transaction import apart

_decision, _unshown = OfferDecision.__table__, OfferUnshown.__table__


def record_shown(shown: Shown, day_on: date) -> int:
    """The decisions of a page are in the log, and why other offers were not shown is counted for `day_on`; answers how
    many decisions were written, in one short transaction on a connection of its own.

    Of a page that was recorded within the hour, by whichever of two requests at once, nothing is written again.
    """
    if shown.again or shown.guest_id is None:
        return 0

    def work(connection: Connection) -> int:
        if _recorded(connection, shown):
            return 0
        if shown.choices:
            connection.execute(insert(_decision), rows_of(shown))
        _count(connection, day_on, shown.unshown)
        return len(shown.choices)

    return apart(work, hurried=True)


def rows_of(shown: Shown) -> list[dict[str, Any]]:
    """The decisions of a page as the log keeps them."""
    return [
        {
            "at": shown.at,
            "guest_id": shown.guest_id,
            "place": shown.place,
            "page": shown.page,
            "position": choice.position,
            "policy_version": shown.policy_version,
            "situation": shown.situation,
            "features": dict(shown.features),
            "eligible": list(choice.eligible),
            "propensities": list(choice.propensities),
            "promotion_id": choice.promotion_id,
            "instead_id": choice.instead_id,
            "propensity": choice.propensity,
            "arm": shown.arm,
            "seed": choice.seed,
        }
        for choice in shown.choices
    ]


def _recorded(connection: Connection, shown: Shown) -> bool:
    mine = (
        _decision.c.guest_id == shown.guest_id,
        _decision.c.at > shown.at - SAME_PAGE,
        _decision.c.place == shown.place,
        _decision.c.page == shown.page,
    )
    return connection.execute(select(_decision.c.id).where(*mine).limit(1)).first() is not None


def _count(connection: Connection, day_on: date, unshown: Sequence[tuple[int, str]]) -> None:
    for (promotion_id, reason), times in sorted(Counter(unshown).items()):
        mine = (
            _unshown.c.day_on == day_on,
            _unshown.c.promotion_id == promotion_id,
            _unshown.c.reason == reason,
        )
        raised = update(_unshown).where(*mine).values(times=_unshown.c.times + times)
        if connection.execute(raised).rowcount == 0:
            row = {"day_on": day_on, "promotion_id": promotion_id, "reason": reason, "times": times}
            if connection.execute(insert_or_ignore(OfferUnshown, row)).rowcount == 0:
                connection.execute(raised)
