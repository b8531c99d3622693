"""Writes stages of the demo's bookings in bulk, as the operations would have left them.

Mail is marked as sent, money as taken by the sandbox provider. Rows are written with Core in batches, inside the
caller's transaction; the ids that rows need of each other are drawn beforehand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import bindparam, select, update

from app.booking.models import BookedExtra, BookedStay, BookedSupper, Booking, FolioLine
from app.booking.people.models import Allergy
from app.demo.kitchen import allergy_rows
from app.demo.ledger import Sold, wants_of
from app.demo.offers.offering import Offering
from app.demo.rows import (
    AT_ONCE,
    BOOKED,
    Written,
    booked_entry,
    booking_row,
    charge_rows,
    extra_rows,
    insert_all,
    message,
    payment_row,
    quote_line_rows,
    quote_row,
    session_row,
    stay_row,
    supper_rows,
    table_of,
)
from app.identity.models import Guest
from app.inventory.errors import SoldOut
from app.inventory.models import Allotment, Claim
from app.inventory.operations import claim_new
from app.inventory.rules import runs
from app.journal.models import Entry
from app.kernel import clock
from app.outbox.models import Message
from app.payments.models import Payment, SandboxSession
from app.pricing.models import Quote, QuoteLine
from app.store import db, reserve_ids, write


def guests_of(sold: Sequence[Sold]) -> dict[str, int]:
    """The id of every guest by mail; those that were not there yet are."""
    people = {one.booked.guest.email: (one.booked.guest, one.booked.visit.booked_at) for one in reversed(sold)}
    table = table_of(Guest)
    known: dict[str, int] = {}
    mails = list(people)
    for start in range(0, len(mails), AT_ONCE):
        found = select(table.c.email_lower, table.c.id).where(table.c.email_lower.in_(mails[start : start + AT_ONCE]))
        known |= {row.email_lower: row.id for row in db.session.execute(found)}
    new = [mail for mail in reversed(mails) if mail not in known]
    ids = reserve_ids(Guest, len(new))
    rows = []
    for guest_id, mail in zip(ids, new, strict=True):
        person, since = people[mail]
        rows.append(
            {"id": guest_id, "name": person.name, "email": mail, "email_lower": mail, "phone": person.phone,
             "language": "en", "created_at": since}
        )  # fmt: skip
    insert_all(Guest, rows)
    return known | dict(zip(new, ids, strict=True))


def place(
    sold: Sequence[Sold], already_cancelled: set[str], *, alone: bool, offering: Offering | None = None
) -> list[Written]:
    """The bookings stand as confirmed, with quote, claims, charges, payment, journal and mail.

    With `alone` nothing else has claimed anything, so counters are raised in bulk. Otherwise each booking claims by
    itself, and one that finds no room is left out. Those whose reference is in `already_cancelled` claim nothing.
    `offering` shows offers to those who were known when they booked.
    """
    booking_ids = reserve_ids(Booking, len(sold))
    kept = list(zip(booking_ids, sold, strict=True))
    claiming = [(id_, one) for id_, one in kept if one.booked.reference not in already_cancelled]
    if alone:
        _claim_in_bulk(claiming)
    else:
        refused = {id_ for id_, one in claiming if not _claimed(id_, one)}
        kept = [(id_, one) for id_, one in kept if id_ not in refused]
    guests = guests_of([one for _, one in kept])
    if offering is not None:
        kept = [(id_, offering.sell(one, guests[one.booked.guest.email])) for id_, one in kept]
    stay_ids, quote_ids = reserve_ids(BookedStay, len(kept)), reserve_ids(Quote, len(kept))
    paying = [booking_id for booking_id, one in kept if one.due_now_minor]
    payments = dict(zip(paying, reserve_ids(Payment, len(paying)), strict=True))
    written = [
        Written(one, booking_id, stay_id, quote_id, payments.get(booking_id))
        for (booking_id, one), stay_id, quote_id in zip(kept, stay_ids, quote_ids, strict=True)
    ]
    insert_all(Quote, [quote_row(w) for w in written])
    insert_all(QuoteLine, [row for w in written for row in quote_line_rows(w)])
    insert_all(Booking, [booking_row(w, guests[w.sold.booked.guest.email]) for w in written])
    insert_all(BookedStay, [stay_row(w) for w in written])
    insert_all(Allergy, list(allergy_rows(written, clock.today("Europe/London"))))
    insert_all(BookedSupper, [row for w in written for row in supper_rows(w)])
    insert_all(BookedExtra, [row for w in written for row in extra_rows(w)])
    insert_all(Payment, [payment_row(w) for w in written if w.payment_id])
    insert_all(SandboxSession, [session_row(w) for w in written if w.payment_id])
    insert_all(FolioLine, [row for w in written for row in charge_rows(w)])
    insert_all(Entry, [booked_entry(w) for w in written])
    insert_all(Message, [message(w, BOOKED, w.sold.booked.visit.booked_at) for w in written])
    return written


def _claimed(booking_id: int, sold: Sold) -> bool:
    try:
        claim_new("booking", booking_id, wants_of(sold))
    except SoldOut:
        return False
    return True


def _claim_in_bulk(bookings: Sequence[tuple[int, Sold]]) -> None:
    taken: Counter[tuple[int, date]] = Counter()
    rows = []
    for booking_id, sold in bookings:
        for want in wants_of(sold):
            for night in want:
                taken[want.resource_id, night] += want.count
                rows.append(
                    {"owner": "booking", "owner_id": booking_id, "resource_id": want.resource_id, "night": night,
                     "part": 0, "count": want.count, "expires_at": None}
                )  # fmt: skip
    table = table_of(Allotment)
    changes = runs((resource, night, count) for (resource, night), count in taken.items())
    write(
        update(table)
        .where(
            table.c.resource_id == bindparam("resource"),
            table.c.night >= bindparam("first"),
            table.c.night < bindparam("until"),
        )
        .values(taken=table.c.taken + bindparam("wanted")),
        [{"resource": r.resource_id, "first": r.first, "until": r.until, "wanted": r.count} for r in changes],
    )
    insert_all(Claim, rows)


def written_before(sold: Sequence[Sold]) -> dict[str, Written]:
    """Bookings that were written before, stand to be carried on and were given other dates by nobody, by reference."""
    by_reference = {one.booked.reference: one for one in sold}
    booking, stay, payment = table_of(Booking), table_of(BookedStay), table_of(Payment)
    references = list(by_reference)
    found: dict[str, Written] = {}
    for start in range(0, len(references), AT_ONCE):
        rows = db.session.execute(
            select(
                booking.c.reference,
                booking.c.id,
                booking.c.quote_id,
                stay.c.id,
                payment.c.id,
                payment.c.amount_minor,
                booking.c.state,
                booking.c.arrival_on,
                booking.c.departure_on,
            )
            .join(stay, stay.c.booking_id == booking.c.id)
            .outerjoin(payment, (payment.c.purpose == "booking") & (payment.c.owner_id == booking.c.id))
            .where(
                booking.c.reference.in_(references[start : start + AT_ONCE]),
                booking.c.state.in_(("confirmed", "in_house")),
                booking.c.checkout_id.is_(None),
                booking.c.version == 1,
            )
        )
        for reference, booking_id, quote_id, stay_id, payment_id, paid, state, *dates in rows:
            visit = by_reference[reference].booked.visit
            if dates != [visit.arrival, visit.departure]:
                continue
            one = replace(by_reference[reference], due_now_minor=paid or 0)
            found[reference] = Written(one, booking_id, stay_id, quote_id, payment_id, state)
    return found
