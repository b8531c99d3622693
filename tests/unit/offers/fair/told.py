"""A house whose rates have a history, and quotes that were told in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select, text

from app.offers.fair import check_day, check_of
from app.offers.fair.queries import Check
from app.pricing.models import Rate
from app.pricing.operations import publish_rates
from app.store import db, transaction, write
from tests.builders import TODAY, House

ZONE = "Europe/London"
OPENED = datetime.fromisoformat("2027-01-01T09:00+00:00")


def opened(house: House, at: datetime = OPENED) -> None:
    """The rates of the house were published at that instant, as they are."""
    table = Rate.__table__
    rows = db.session.execute(
        select(table.c.room_type_id, table.c.rate_plan_id, table.c.night, table.c.amount_minor).where(
            table.c.room_type_id.in_(house.room_types.values())
        )
    ).all()
    transaction(lambda: publish_rates(house.id, [tuple(row) for row in rows], at))  # type: ignore[misc]


def repriced(house: House, amount_minor: int, at: datetime) -> None:
    """Every night of the house has another rate from that instant on."""

    def rows() -> Iterator[tuple[int, int, date, int]]:
        for room_type_id in house.room_types.values():
            for ahead in range(60):
                yield room_type_id, house.plans["flexible"], TODAY + timedelta(days=ahead), amount_minor

    transaction(lambda: publish_rates(house.id, list(rows()), at))


def by_hand(quote_id: int, off_minor: int, kind: str = "room") -> None:
    """Somebody has made a quote cheaper for one guest, behind the product's back; it still adds up."""

    def work() -> None:
        lines = db.session.execute(
            text("SELECT position FROM quote_line WHERE quote_id = :id AND kind = :kind ORDER BY position"),
            {"id": quote_id, "kind": kind},
        )
        first = lines.scalars().first()
        for statement in _unlocked():
            write(text(statement))
        write(
            text("UPDATE quote_line SET gross_minor = gross_minor - :off WHERE quote_id = :id AND position = :at"),
            {"off": off_minor, "id": quote_id, "at": first},
        )
        write(
            text("UPDATE quote SET total_minor = total_minor - :off, due_now_minor = 0 WHERE id = :id"),
            {"off": off_minor, "id": quote_id},
        )

    transaction(work)


def _unlocked() -> list[str]:
    names = db.session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'quote%'"))
    return [f"DROP TRIGGER {name}" for name in names.scalars()]


def checked(day: date = TODAY) -> Check:
    """What the check of that day finds."""
    assert check_day(day, ZONE)
    found = check_of(day)
    assert found is not None
    return found
