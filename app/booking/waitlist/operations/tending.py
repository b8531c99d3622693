"""What the worker and staff do about the line."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import or_, select, update

from app.availability.opening import counts_of, open_next_nights
from app.booking.waitlist.models import WaitlistEntry
from app.booking.waitlist.operations.joining import free_to_offer
from app.booking.waitlist.rules import OWNER
from app.booking.waitlist.serving import lapse, serve_freed, wish_of
from app.catalogue.queries import catalogue
from app.inventory import operations as inventory
from app.inventory.models import Claim, Closure
from app.kernel import clock
from app.kernel.stay import LONGEST_STAY
from app.outbox import forget_messages_about
from app.store import db, transaction, write

_entry = WaitlistEntry.__table__


def serve_waiting() -> int:
    """Whoever waits for what can be bought now gets it, in the order of the line; answers how many did.

    Cancellations and expired holds serve the line by themselves: this is for everything else that makes a stay
    possible, like a lifted closure, a new rate, or an entry that was written while its night was being freed.
    """
    waiting = db.session.execute(
        select(*_entry.c).where(_entry.c.state == "waiting", _entry.c.email.is_not(None)).order_by(_entry.c.id)
    ).all()
    free: set[tuple[int, date]] = set()
    for row in waiting:
        if found := free_to_offer(wish_of(row)):
            free |= found.keys
    return transaction(lambda: serve_freed(free)) if free else 0


def reopen(closure_id: int) -> None:
    """The closure is lifted, and whoever waits is served with what it gives back before anybody else can have it."""

    def work() -> None:
        closed = db.session.get(Closure, closure_id)
        whole = {resource: count for house in catalogue().houses for resource, count in counts_of(house).items()}
        if closed is not None:
            serve_freed(inventory.reopen(closure_id, whole[closed.resource_id]))

    transaction(work)


def open_nights() -> int:
    """As `open_next_nights`, and whoever waits for the new nights is served in the same transaction."""

    def work() -> int:
        opened = open_next_nights()
        if opened:
            serve_waiting()
        return opened

    return transaction(work)


def end_entries() -> int:
    """Hours that have passed are over, and so are wishes whose last arrival has; answers how many ended.

    What still holds something is left to the sweep, which gives that to the next in the line.
    """

    def work() -> int:
        now = clock.now()
        holding = select(Claim.owner_id).where(Claim.owner == OWNER, Claim.owner_id == _entry.c.id)
        over = select(_entry.c.id).where(_entry.c.state == "offered", _entry.c.held_until_at <= now, ~holding.exists())
        done = lapse(list(db.session.scalars(over)), now)
        return done + _end_past()

    return transaction(work)


def forget_entries(after: timedelta) -> int:
    """Name and mail are gone from entries that ended longer ago than `after`, and their mails; answers from how many.

    What was wanted stays: it says how many the houses had to turn away.
    """
    gone = (
        update(_entry)
        .where(_entry.c.ended_at < clock.now() - after, _entry.c.email.is_not(None))
        .values(name="", email=None, email_lower=None)
        .returning(_entry.c.id)
    )

    def work() -> int:
        ids = [entry_id for (entry_id,) in write(gone)]
        forget_messages_about(OWNER, ids)
        return len(ids)

    return transaction(work)


def _end_past() -> int:
    """Nobody waits for an arrival that has passed everywhere, or once they are forgotten."""
    today = min((clock.today(house.timezone) for house in catalogue().houses), default=None)
    if today is None:
        return 0
    near = _entry.c.latest_on <= today + timedelta(days=LONGEST_STAY)
    waiting = db.session.execute(
        select(_entry.c.id, _entry.c.latest_on, _entry.c.nights, _entry.c.email)
        .where(_entry.c.state == "waiting", or_(near, _entry.c.email.is_(None)))
        .with_for_update(skip_locked=True)
    )
    past = [row.id for row in waiting if not row.email or row.latest_on - timedelta(days=row.nights) < today]
    if past:
        write(update(_entry).where(_entry.c.id.in_(past)).values(state="lapsed", ended_at=clock.now()))
        inventory.unwatch(past)
    return len(past)
