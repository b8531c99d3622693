"""Where payments and bookings meet.

The provider is called between transactions. What it says is recorded together with what follows from it: the booking,
the line of a folio, or the refund that is owed. Return, webhook and reconciliation all end in `settle`, in any order
and any number of times.
"""

from app.booking.paying.bookings import BOOKING, pay_booking, settle_booking
from app.booking.paying.checkouts import OWNER, has_open_pages, lost_holds, pay, settle_checkout, withdraw
from app.booking.paying.refunds import failed_refunds, give_refund, look_at_refund
from app.booking.paying.sessions import SESSION, Pages, Settled, WithBooking
from app.booking.paying.settling import receive, settle

__all__ = [
    "BOOKING",
    "OWNER",
    "SESSION",
    "Pages",
    "Settled",
    "WithBooking",
    "failed_refunds",
    "give_refund",
    "has_open_pages",
    "look_at_refund",
    "lost_holds",
    "pay",
    "pay_booking",
    "receive",
    "settle",
    "settle_booking",
    "settle_checkout",
    "withdraw",
]
