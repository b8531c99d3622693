"""Working out a day's quotes again, and saying what was done about those that differ."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from app.care import add_task
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Invalid
from app.kernel.words import counted, short_day
from app.offers.fair.asked import Asked, asked, quotes_told
from app.offers.fair.errors import NotDiffering, NotKept, Stale
from app.offers.fair.models import PriceCheck
from app.offers.fair.past import Past
from app.offers.fair.rules import MOST, Difference, sample
from app.store import db, insert_or_ignore, transaction, write

_check = PriceCheck.__table__
SHOWN = 50
"""How many quotes that differ a day's check names; it counts them all."""

TASK = "price_differs"


def check_day(day: date, zone: str, *, most: int = MOST, at: datetime | None = None) -> bool:
    """A sample of what guests were told on a day of `zone` has been compared with what a stranger would have been told
    at the same instant, once; False when the day was checked before. Houses where a price differs have a task.

    Of two who check a day at once, one writes. What cannot be replayed is counted apart, never as equal.
    """
    if db.session.execute(select(_check.c.day).where(_check.c.day == day)).first():
        return False
    told = quotes_told(_midnight(day, zone), _midnight(day + timedelta(days=1), zone))
    quotes = list(asked(sample(told, day, most)))
    past = Past(quotes)
    apart, reasons = [], Counter[str]()
    for one in quotes:
        try:
            found = past.differences(one)
        except NotKept as not_kept:
            reasons[not_kept.reason] += 1
            continue
        if found:
            apart.append((one, found))
    row = {
        "day": day,
        "quotes": len(told),
        "sampled": len(quotes),
        "equal": len(quotes) - len(apart) - reasons.total(),
        "differing": len(apart),
        "not_replayable": reasons.total(),
        "offered": sum(one.offered for one in quotes),
        "differences": [_told(one, found) for one, found in apart[:SHOWN]],
        "reasons": dict(reasons),
        "checked_at": at or clock.now(),
    }
    return transaction(lambda: _keep(row, sorted({one.location_id for one, _ in apart})))


def say_what_was_done(day: date, words: str, *, seen: str, by: int) -> bool:
    """Guests read these words beside what differed on that day; False where they stood already.

    Raises `NotDiffering` for a day on which nothing did, `Stale` where it no longer says `seen`, so of two who write
    at once the second is told, and `Invalid` without words.
    """
    if not words:
        raise Invalid("Say what was done.")

    def work() -> bool:
        row = db.session.execute(select(_check).where(_check.c.day == day).with_for_update()).one_or_none()
        if row is None or not row.differing:
            raise NotDiffering
        stands = row.done or ""
        if stands != seen:
            raise Stale(stands)
        if stands == words:
            return False
        write(update(_check).where(_check.c.day == day).values(done=words, done_at=clock.now(), staff_id=by))
        record("prices_answered", "price_check", _number(day), actor="staff", actor_id=by)
        return True

    return transaction(work)


def _keep(row: dict[str, Any], location_ids: list[int]) -> bool:
    if write(insert_or_ignore(PriceCheck, row)).rowcount == 0:
        return False
    day, at = row["day"], row["checked_at"]
    for location_id in location_ids:
        title = f"A price of {short_day(day)} was not everybody’s. Look at Fair prices"
        add_task(
            TASK, "price_check", _number(day), title, location_id=location_id, occasion=str(location_id), due_at=at
        )
    if row["differing"]:
        words = counted(row["differing"], "price")
        record("prices_differed", "price_check", _number(day), actor="system", at=at, differing=words)
    return True


def _told(one: Asked, found: list[Difference]) -> dict[str, Any]:
    return {
        "quote": one.quote_id,
        "location": one.location_id,
        "made_at": one.made_at.isoformat(),
        "apart_minor": sum(difference.apart_minor for difference in found),
        "lines": [difference.as_json() for difference in found],
    }


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def _number(day: date) -> int:
    return int(f"{day:%Y%m%d}")
