"""The only writers of checkouts and bookings."""

from app.booking.operations.amending import amend_booking
from app.booking.operations.arriving import check_in, check_out, mark_no_show
from app.booking.operations.at_house import last_line, take_payment
from app.booking.operations.attempts import begin_payment, reopen_checkout
from app.booking.operations.cancelling import Cancelled, cancel_booking
from app.booking.operations.checkouts import (
    Started,
    abandon_checkout,
    extend_checkout,
    keep_details,
    revise_checkout,
    start_checkout,
)
from app.booking.operations.expecting import say_arrival_time, say_running_late
from app.booking.operations.finding import ask_for_link, decide_lookups, forget_lookups
from app.booking.operations.giving_back import GivenBack, give_back, give_goodwill, given_by_hand
from app.booking.operations.goodwill import Remedied, give_remedy
from app.booking.operations.importing import Imported, place_imported
from app.booking.operations.missing import mark_stay_no_show
from app.booking.operations.moving_house import move_to_house
from app.booking.operations.phoning import extend_for_caller, hold_for_caller, release_for_caller, send_pay_link
from app.booking.operations.placing import place_booking
from app.booking.operations.readdressing import readdress_booking
from app.booking.operations.records import Placed, write_booking
from app.booking.operations.renewing import Renewed, renew_checkout
from app.booking.operations.selling import book_for, place_for_agent
from app.booking.operations.starting import start_once
from app.booking.operations.sundries import SUNDRIES, add_charge, correct_charge
from app.booking.operations.swapping import Amended
from app.booking.operations.sweeping import sweep_expired

__all__ = [
    "SUNDRIES",
    "Amended",
    "Cancelled",
    "GivenBack",
    "Imported",
    "Placed",
    "Remedied",
    "Renewed",
    "Started",
    "abandon_checkout",
    "add_charge",
    "amend_booking",
    "ask_for_link",
    "begin_payment",
    "book_for",
    "cancel_booking",
    "check_in",
    "check_out",
    "correct_charge",
    "decide_lookups",
    "extend_checkout",
    "extend_for_caller",
    "forget_lookups",
    "give_back",
    "give_goodwill",
    "give_remedy",
    "given_by_hand",
    "hold_for_caller",
    "keep_details",
    "last_line",
    "mark_no_show",
    "mark_stay_no_show",
    "move_to_house",
    "place_booking",
    "place_for_agent",
    "place_imported",
    "readdress_booking",
    "release_for_caller",
    "renew_checkout",
    "reopen_checkout",
    "revise_checkout",
    "say_arrival_time",
    "say_running_late",
    "send_pay_link",
    "start_checkout",
    "start_once",
    "sweep_expired",
    "take_payment",
    "write_booking",
]
