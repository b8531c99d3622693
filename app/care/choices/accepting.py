"""New bookings are made, and placed ones changed, knowing what is to be: what was read in the checkout, beside both
prices of a change, or to a caller, goes with the booking."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import select

from app.booking import operations as booking
from app.booking.operations import Amended, Placed
from app.booking.queries import HeldCheckout, PlacedBooking
from app.booking.reception.operations import walk_in
from app.booking.rules import Basket, Deal, Details, leaves_by
from app.care.choices.errors import NotRead
from app.care.choices.models import NoticeRead
from app.care.notices.coming import Coming, was_read
from app.care.notices.operations import accept_notices
from app.care.notices.would_touch import coming_to
from app.kernel import clock
from app.store import db, transaction, upsert, write

_read = NoticeRead.__table__


def coming_for(checkout: HeldCheckout) -> list[Coming]:
    """What is announced and would touch who books what the checkout holds."""
    return coming_to(checkout.basket, leaves_by(checkout.quote.lines))


def brought_by(booking: PlacedBooking, basket: Basket) -> list[Coming]:
    """What is announced, does not touch the booking as it is, and would once it is changed to this."""
    leaves = leaves_by(booking.quote.lines)
    known = {one.id for one in coming_to(booking.basket, leaves)}
    return [one for one in coming_to(basket, leaves) if one.id not in known]


def change_knowing(booking: PlacedBooking, basket: Basket, read: str, change: Callable[[], Amended]) -> Amended:
    """What `change` makes of the booking, with what `basket` brings accepted: its guest has read it, is not told of it
    again, and has nothing to choose because of it. `read` is what they saw (`coming.read_key`).

    Raises `NotRead` where that is not all of it, and what `change` raises; then nothing has changed.
    """
    brought = brought_by(booking, basket)
    if not was_read(brought, read):
        raise NotRead

    def work() -> Amended:
        done = change()
        accept_notices(booking.id, [one.id for one in brought])
        return done

    return transaction(work) if brought else change()


def keep_read(checkout_id: int, read: Sequence[Coming]) -> None:
    """Whoever fills in this checkout has read these, as they stand."""
    if not read:
        return

    def work() -> None:
        for one in read:
            row = {"checkout_id": checkout_id, "notice_id": one.id, "revision": one.revision, "read_at": clock.now()}
            write(upsert(NoticeRead, row, ["checkout_id", "notice_id"]))

    transaction(work)


def place_knowing(checkout_id: int, seen_minor: int, deal: Deal) -> Placed:
    """As `booking.place_booking` for a caller: what was read to them goes with the booking."""

    def work() -> Placed:
        placed = booking.place_booking(checkout_id, seen_minor, deal=deal)
        if placed.new:
            accept_what_was_read(checkout_id, placed.booking_id)
        return placed

    return transaction(work)


def walk_in_knowing(
    basket: Basket, details: Details, read: Sequence[Coming], *, method: str, seen_minor: int, by: int
) -> Placed:
    """As `reception.operations.walk_in`: these notices were read to them, and go with the booking."""

    def work() -> Placed:
        placed = walk_in(basket, details, method=method, seen_minor=seen_minor, by=by)
        accept_notices(placed.booking_id, [one.id for one in read])
        return placed

    return transaction(work)


def accept_what_was_read(checkout_id: int, booking_id: int) -> int:
    """The booking that the checkout became is touched by what was read, and is not told of it again; answers how many.
    What was read of single doors touches it once one of them is its own, and then it is told: that is news.

    Within the transaction that places the booking.
    """
    ids = list(db.session.scalars(select(_read.c.notice_id).where(_read.c.checkout_id == checkout_id)))
    return accept_notices(booking_id, ids) if ids else 0
