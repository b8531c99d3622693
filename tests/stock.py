"""Counters and claims as the tables have them, and what of them contradicts itself: raw SQL, none of our queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import text

from app.store import db, is_sqlite

NOT_THE_SUM = """
    SELECT a.resource_id, a.night, a.taken, COALESCE(SUM(c.count), 0) AS claimed
    FROM allotment a LEFT JOIN claim c ON c.resource_id = a.resource_id AND c.night = a.night
    GROUP BY a.resource_id, a.night, a.taken HAVING a.taken <> COALESCE(SUM(c.count), 0)
"""
WITHOUT_A_NIGHT = """
    SELECT c.owner, c.owner_id, c.resource_id, c.night FROM claim c
    LEFT JOIN allotment a ON a.resource_id = c.resource_id AND a.night = c.night WHERE a.night IS NULL
"""
OVERSOLD = "SELECT resource_id, night, taken, sellable FROM allotment WHERE taken < 0 OR taken > sellable OR short < 0"
SHORT_OF_NOBODY = "SELECT resource_id, night, short, taken FROM allotment WHERE short > 0 AND sellable <> taken"
NIGHTS_OF_BOOKINGS = """
    SELECT b.id, s.part, CASE WHEN s.cancelled_at IS NULL THEN b.state ELSE 'cancelled' END AS state,
        COUNT(c.night) AS held
    FROM booking b JOIN stay s ON s.booking_id = b.id
    LEFT JOIN resource r ON r.room_type_id = s.room_type_id
    LEFT JOIN claim c ON c.owner = 'booking' AND c.owner_id = b.id AND c.part = s.part AND c.resource_id = r.id
        AND c.night >= s.arrival_on AND c.night < s.departure_on AND c.count = 1 AND c.expires_at IS NULL
    GROUP BY b.id, s.part, s.cancelled_at, b.state, s.arrival_on, s.departure_on
"""
FOLIO_IS_NOT_THE_QUOTE = """
    SELECT b.id, q.total_minor, SUM(f.amount_minor) AS charged
    FROM booking b JOIN quote q ON q.id = b.quote_id
    LEFT JOIN folio_line f ON f.booking_id = b.id AND f.kind = 'charge' AND NOT f.kept AND f.sundry IS NULL
    GROUP BY b.id, b.state, q.total_minor
    HAVING COALESCE(SUM(f.amount_minor), 0)
        <> CASE WHEN b.state IN ('cancelled', 'no_show') THEN 0 ELSE q.total_minor END
"""
QUOTE_IS_NOT_ITS_LINES = """
    SELECT q.id, q.total_minor FROM quote q LEFT JOIN quote_line l ON l.quote_id = q.id
    GROUP BY q.id, q.total_minor HAVING q.total_minor <> COALESCE(SUM(l.gross_minor), 0)
"""
TWO_BOOKINGS_OF_A_CHECKOUT = "SELECT checkout_id FROM booking GROUP BY checkout_id HAVING COUNT(*) > 1"
BOOKED_WITHOUT_A_BOOKING = """
    SELECT k.id, k.state FROM checkout k LEFT JOIN booking b ON b.checkout_id = k.id
    WHERE (k.state = 'booked') <> (b.id IS NOT NULL)
"""
HELD_BY_NOBODY = """
    SELECT c.owner, c.owner_id, k.state FROM claim c
    LEFT JOIN checkout k ON c.owner = 'checkout' AND k.id = c.owner_id
    WHERE c.owner = 'checkout' AND (k.id IS NULL OR k.state NOT IN ('open', 'paying') OR c.expires_at IS NULL)
"""

INVENTORY = {
    "a counter is not the sum of its claims": NOT_THE_SUM,
    "a claim has no counter": WITHOUT_A_NIGHT,
    "oversold": OVERSOLD,
    "short though something is free": SHORT_OF_NOBODY,
}
BOOKING = {
    "a folio is not its quote": FOLIO_IS_NOT_THE_QUOTE,
    "a quote is not its lines": QUOTE_IS_NOT_ITS_LINES,
    "two bookings of one checkout": TWO_BOOKINGS_OF_A_CHECKOUT,
    "booked without a booking": BOOKED_WITHOUT_A_BOOKING,
    "held by nobody": HELD_BY_NOBODY,
}


@contextmanager
def in_the_open() -> Iterator[Callable[[str], int]]:
    """For negative controls: each statement is on its own and committed at once, past the transactions of the product.

    What is called answers the first column of the first row, or 0 where there is none.
    """
    pooled = db.engine.raw_connection()
    connection: Any = pooled.driver_connection
    if not is_sqlite():
        connection.autocommit = True
    cursor = connection.cursor()

    def execute(statement: str) -> int:
        cursor.execute(statement)
        return int(cursor.fetchone()[0]) if cursor.description else 0

    try:
        yield execute
    finally:
        cursor.close()
        pooled.invalidate()


def rows(statement: str, **values: object) -> list[tuple[object, ...]]:
    """What a statement answers now, whatever this session read before."""
    db.session.rollback()
    found = [tuple(row) for row in db.session.execute(text(statement), values)]
    db.session.rollback()
    return found


def faults() -> dict[str, list[tuple[object, ...]]]:
    """What contradicts itself, by name; empty when all is well."""
    found = {name: rows(statement) for name, statement in (INVENTORY | BOOKING).items()}
    found["a booking does not hold its nights"] = wrong_nights()
    return {name: wrong for name, wrong in found.items() if wrong}


def wrong_nights() -> list[tuple[object, ...]]:
    """Stays that hold more or fewer nights than they should: all, a no-show's first, none once cancelled."""
    lengths = {
        (booking, part): (_day(departure) - _day(arrival)).days
        for booking, part, arrival, departure in rows("SELECT booking_id, part, arrival_on, departure_on FROM stay")
    }
    wrong = []
    for booking, part, state, held in rows(NIGHTS_OF_BOOKINGS):
        due = {"cancelled": 0, "no_show": 1}.get(str(state), lengths[booking, part])
        if held != due:
            wrong.append((booking, part, state, held, due))
    return wrong


def counter(resource_id: int, night: date) -> tuple[int, int, int]:
    """(sellable, taken, short) of a resource on a night."""
    ((sellable, taken, short),) = rows(
        "SELECT sellable, taken, short FROM allotment WHERE resource_id = :r AND night = :n",
        r=resource_id,
        n=str(night),
    )
    return int(str(sellable)), int(str(taken)), int(str(short))


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
