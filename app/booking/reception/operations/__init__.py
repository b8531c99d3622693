"""What the front desk does with those who stand before it."""

from app.booking.reception.operations.mailing import mail_pay_link
from app.booking.reception.operations.missing import say_no_show
from app.booking.reception.operations.receiving import receive
from app.booking.reception.operations.seeing_off import see_off
from app.booking.reception.operations.settling import Taken
from app.booking.reception.operations.staying import change_departure
from app.booking.reception.operations.undoing import undo_check_in, undo_check_out
from app.booking.reception.operations.walking_in import walk_in

__all__ = [
    "Taken",
    "change_departure",
    "mail_pay_link",
    "receive",
    "say_no_show",
    "see_off",
    "undo_check_in",
    "undo_check_out",
    "walk_in",
]
