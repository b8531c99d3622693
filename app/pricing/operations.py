"""Publishing rates and restrictions, and keeping quotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert

from app.kernel import clock
from app.pricing import models
from app.pricing.rules import Line, total_minor
from app.store import upsert, write
from app.store.version import prices_of, raise_versions

_QUOTE = insert(models.Quote.__table__).returning(models.Quote.__table__.c.id)
_LINE = insert(models.QuoteLine.__table__)
BATCH = 5_000


def publish_rates(location_id: int, rates: Iterable[tuple[int, int, date, int]], at: datetime | None = None) -> int:
    """Each (room type, base plan, night, amount) is the rate from now on, and stands in the price history.

    Answers how many. Other rates stay as they are. Concurrent publishing: the later one holds.
    """
    published_at = at or clock.now()
    rows = [
        {"room_type_id": room_type, "rate_plan_id": plan, "night": night, "amount_minor": amount}
        for room_type, plan, night, amount in rates
    ]
    if not rows:
        return 0
    statement = upsert(models.Rate, rows[0], ["night", "room_type_id", "rate_plan_id"], many=True)
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        write(statement, batch)
        write(insert(models.PriceHistory.__table__), [{**row, "published_at": published_at} for row in batch])
    raise_versions([prices_of(location_id)])
    return len(rows)


def restrict(location_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Each row (`night`, `scope`, `scope_id` and what it forbids) replaces what stood for that night and scope."""
    for row in rows:
        write(
            delete(models.Restriction).where(
                models.Restriction.night == row["night"],
                models.Restriction.scope == row["scope"],
                models.Restriction.scope_id == row["scope_id"],
            )
        )
    if rows:
        filled = [
            {
                "closed": False,
                "closed_to_arrival": False,
                "closed_to_departure": False,
                "min_stay_arrival": None,
                "min_stay_through": None,
                "max_stay": None,
                "published_at": clock.now(),
                "staff_id": None,
                **row,
                "location_id": location_id,
            }
            for row in rows
        ]
        write(insert(models.Restriction.__table__), filled)
    raise_versions([prices_of(location_id)])


def keep_quote(
    location_id: int,
    currency: str,
    lines: Sequence[Line],
    *,
    due_now_minor: int,
    balance_on: date | None = None,
    policy: str,
    free_until_at: datetime | None,
    terms_version: int,
    made_at: datetime,
) -> int:
    """The quote's id. Its total is the sum of its lines; it is never changed afterwards (a trigger holds it)."""
    quote_id = int(
        write(
            _QUOTE,
            {
                "location_id": location_id,
                "currency": currency,
                "total_minor": total_minor(lines),
                "due_now_minor": due_now_minor,
                "balance_on": balance_on,
                "policy": policy,
                "free_until_at": free_until_at,
                "terms_version": terms_version,
                "made_at": made_at,
            },
        ).scalar_one()
    )
    write(_LINE, [line_row(line, quote_id, position) for position, line in enumerate(lines)])
    return quote_id


def line_row(line: Line, quote_id: int, position: int) -> dict[str, Any]:
    """A line as a row; spelled out, since `asdict` copies deeply and takes longer than the database."""
    return {
        "quote_id": quote_id,
        "position": position,
        "part": line.part,
        "kind": line.kind,
        "night": line.night,
        "label": line.label,
        "count": line.count,
        "gross_minor": line.gross_minor,
        "vat_bp": line.vat_bp,
        "vat_minor": line.vat_minor,
        "source": line.source,
    }
