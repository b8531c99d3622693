"""The log of what the demo's guests were shown, with what came of it by now, and the uses of what they took."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.booking.models import Booking
from app.care.cases.models import Case
from app.demo.offers.offering import Offering
from app.demo.offers.seen import Page, Place, row_of
from app.demo.rows import AT_ONCE, Row, insert_all, table_of
from app.offers.decisions.models import Holdout, OfferDecision, OfferModel
from app.offers.decisions.rules import Made, Open, Taking, settled
from app.offers.engine import NAMES, to_document, untaught
from app.promotions.models import Promotion as PromotionRow
from app.promotions.models import PromotionUse
from app.store import db, reserve_ids, write

EVEN = "The first weeks: each offer as likely as the others."


def write_log(offering: Offering, until: datetime) -> int:
    """Every page is in the log as the worker would have left it at `until`, but for those of guests with an open case,
    and what was taken is counted; answers how many decisions there are."""
    write(update(table_of(Holdout)).values(salt=offering.salt))
    model = {"at": offering.since, "document": to_document(untaught(NAMES)), "n": 0, "adopted": True, "why": EVEN}
    version = table_of(OfferModel).c.version
    policy = int(write(insert(table_of(OfferModel)).returning(version), model).scalar_one())
    pages = sorted(offering.pages, key=lambda page: (page.looked.at, page.key))
    bookings = _bookings(offering)
    for reference, page in offering.sold_by.items():
        if page.taken is not None and reference in bookings:
            page.booking_id = bookings[reference].id
    by_id = {row.id: row for row in bookings.values()}
    made = _made(offering.since)
    uses = [_use(page, by_id[page.booking_id], offering) for page in pages if page.booking_id is not None]
    insert_all(PromotionUse, uses)
    _count(uses)
    busy = _with_case()
    places = [(page, place) for page in pages if not _owed(page, busy) for place in page.places]
    ids = reserve_ids(OfferDecision, len(places))
    insert_all(
        OfferDecision,
        [
            _row(number, page, place, made[page.looked.guest_id], by_id, policy, until)
            for number, (page, place) in zip(ids, places, strict=True)
        ],
    )
    return len(places)


def _bookings(offering: Offering) -> dict[str, Any]:
    """Those that were made from a page that was shown, by reference, with what they come to."""
    table, references, found = table_of(Booking), list(offering.sold_by), {}
    for start in range(0, len(references), AT_ONCE):
        rows = db.session.execute(
            select(
                table.c.id, table.c.reference, table.c.guest_id, table.c.state, table.c.booked_at, table.c.currency,
                table.c.checked_in_at, table.c.cancelled_at, table.c.no_show_at,
            ).where(table.c.reference.in_(references[start : start + AT_ONCE]))
        )  # fmt: skip
        found.update({row.reference: row for row in rows})
    return found


def _with_case() -> dict[int, list[tuple[datetime, datetime | None]]]:
    """From when until when each guest had an open case."""
    table = table_of(Case)
    found: dict[int, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    rows = select(table.c.guest_id, table.c.opened_at, table.c.resolved_at).where(table.c.guest_id.is_not(None))
    for guest_id, opened_at, resolved_at in db.session.execute(rows):
        found[guest_id].append((opened_at, resolved_at))
    return found


def _owed(page: Page, busy: dict[int, list[tuple[datetime, datetime | None]]]) -> bool:
    """Whether the house owed the guest an answer: then nothing was offered."""
    at = page.looked.at
    return any(first <= at and (last is None or at <= last) for first, last in busy.get(page.looked.guest_id, ()))


def _made(since: datetime) -> dict[int, list[Made]]:
    table = table_of(Booking)
    found: dict[int, list[Made]] = defaultdict(list)
    rows = select(table.c.guest_id, table.c.id, table.c.booked_at, table.c.state).where(table.c.booked_at > since)
    for guest_id, *booking in db.session.execute(rows):
        found[guest_id].append(Made(*booking))
    return found


def _use(page: Page, row: Any, offering: Offering) -> Row:
    return {
        "promotion_id": page.taken,
        "owner": "booking",
        "owner_id": row.id,
        "guest_id": row.guest_id,
        "minor": page.saved_minor,
        "terms": page.terms,
        "taken_at": row.booked_at,
        "expires_at": None,
        "given_back_at": row.cancelled_at,
    }


def _count(uses: Sequence[Row]) -> None:
    """The counters of the promotions are the sums of their live uses."""
    used, spent = Counter[int](), Counter[int]()
    for use in uses:
        if use["given_back_at"] is None:
            used[use["promotion_id"]] += 1
            spent[use["promotion_id"]] += use["minor"]
    table = table_of(PromotionRow)
    for promotion_id in sorted(used):
        values = {"used": used[promotion_id], "spent_minor": spent[promotion_id]}
        write(update(table).where(table.c.id == promotion_id).values(**values))


def _row(
    number: int, page: Page, place: Place, made: Sequence[Made], by_id: dict[int, Any], policy: int, until: datetime
) -> Row:
    looked = page.looked
    one = Open(number, looked.guest_id, place.chosen, looked.at, None, None, None)
    taken = by_id[page.booking_id] if page.booking_id is not None and page.taken == place.chosen else None
    found = settled(one, made, _taking(place.chosen, taken) if taken else None, until)
    row = row_of(page, place, policy) | {"id": number, "outcome": None, "outcome_at": None, "booking_id": None}
    row |= {"currency": None, "revenue_minor": None, "cost_minor": None, "reward": None, "came": None}
    if found is not None:
        row |= {name: getattr(found, name) for name in ("outcome", "outcome_at", "booking_id", "reward", "came")}
    if taken is not None:
        gone = taken.state in ("cancelled", "no_show")
        row |= {"currency": taken.currency, "cost_minor": page.saved_minor}
        row["revenue_minor"] = 0 if gone else page.total_minor
    return row


def _taking(promotion_id: int, row: Any) -> Taking:
    ended_at = row.checked_in_at or row.cancelled_at or row.no_show_at
    return Taking(promotion_id, row.id, row.booked_at, row.state, ended_at, row.cancelled_at is not None)
