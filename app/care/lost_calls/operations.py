"""Writing down a call that came to no booking."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from app.availability.boards import boards
from app.availability.denied import denied
from app.availability.sets import search
from app.care.lost_calls.models import LostCall, LostCallHouse
from app.care.lost_calls.rules import LOST_REASONS, theme_of
from app.catalogue.queries import catalogue
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Invalid
from app.kernel.party import Party, columns_of
from app.kernel.stay import Stay
from app.store import db, transaction, write

AGAIN = timedelta(minutes=1)
"""The same written twice by one person within this time is one call: a double click, a page sent again."""

_call, _house = LostCall.__table__, LostCallHouse.__table__


@dataclass(frozen=True, slots=True)
class Call:
    """What was wanted, at which houses (ids), and why it came to nothing (a key of `LOST_REASONS`).

    `rooms` is how many the party wanted to be spread over; None is one, or the cheapest set where it fits into none.
    """

    reason: str
    location_ids: tuple[int, ...]
    stay: Stay | None = None
    party: Party = field(default_factory=Party)
    rooms: int | None = None
    words: str = ""


def log_call(call: Call, *, by: int) -> int:
    """The id of the call as it was written down; the same by the same person within a minute is one.

    With each house stands what its board says of the stay at this instant, as of a search: what bound, the smallest
    change of a rule that would have served, and what the stay would have cost.

    Raises `Invalid` for a reason that is not on the list or without a house.
    """
    if call.reason not in LOST_REASONS:
        raise Invalid("Choose a reason from the list.")
    if not call.location_ids:
        raise Invalid("Say which house it was about.")

    houses, told = sorted(set(call.location_ids)), _denied(call)

    def work() -> int:
        values = _values(call, by)
        now = clock.now()
        same = select(_call.c.id).filter_by(**values).where(_call.c.taken_at > now - AGAIN).order_by(_call.c.id.desc())
        before = db.session.execute(same.limit(1)).scalar()
        if before is not None:
            return int(before)
        call_id = int(write(insert(_call).returning(_call.c.id), {**values, "taken_at": now}).scalar_one())
        about = [{"lost_call_id": call_id, "location_id": own, "denied": told.get(own)} for own in houses]
        write(insert(_house), about)
        only = houses[0] if len(houses) == 1 else None
        record(
            "call_lost", "lost_call", call_id, actor="staff", actor_id=by, location_id=only, reason=call.reason,
            houses=houses,
        )  # fmt: skip
        return call_id

    return transaction(work)


def _denied(call: Call) -> dict[int, dict[str, Any]]:
    """What each house's board says against it; nothing without dates, or of a house that has something."""
    if call.stay is None:
        return {}
    houses = [house for house in catalogue().houses if house.id in call.location_ids]
    found = (denied([fit]) for fit in search(boards(houses), call.stay, call.party, call.rooms))
    return {no.board.house.id: no.told(call.stay, call.party) for no in found if no}


def forget_words(taken_before: datetime) -> int:
    """What was written in words about calls before then is gone; answers how many. Their counts stay."""
    old = update(_call).where(_call.c.taken_at < taken_before, _call.c.words != "").values(words="")
    return transaction(lambda: int(write(old).rowcount))


def _values(call: Call, by: int) -> dict[str, Any]:
    return {
        "staff_id": by,
        "arrival_on": call.stay.arrival if call.stay else None,
        "departure_on": call.stay.departure if call.stay else None,
        **columns_of(call.party),
        "reason": call.reason,
        "theme": theme_of(call.reason),
        "words": call.words,
    }
