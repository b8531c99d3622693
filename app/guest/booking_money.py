"""What a booking's page says about money: paid, due, on its way back, kept; and what cancelling would bring."""

from __future__ import annotations

from dataclasses import dataclass

from app.booking.queries import PlacedBooking
from app.booking.rules import LIVE
from app.booking.terms import Purse
from app.catalogue.queries import House
from app.kernel import clock
from app.kernel.words import money
from app.pricing.queries import price_list
from app.web.due_words import is_overdue, money_of
from app.web.filters import instant

BACK = "to where you paid from, usually within ten working days"
NOTHING = "Nothing was paid, so nothing is kept, nothing comes back and nothing is owed."


@dataclass(frozen=True, slots=True)
class MoneyView:
    """The sum that matters most, what it is, and a sentence. `pay_label` is empty where nothing is due."""

    sum_text: str
    lead: str
    words: str
    pay_label: str = ""


@dataclass(frozen=True, slots=True)
class CancelView:
    """What would come back if all were cancelled now; `sum_text` is empty where that is nothing, or not known yet."""

    sum_text: str
    lead: str
    words: str


def money_view(booking: PlacedBooking, purse: Purse, waiting_minor: int = 0) -> MoneyView:
    """How the money of a booking stands; the sums are the folio's. `waiting_minor` of what is kept may come back."""

    def text(minor: int) -> str:
        return money(minor, booking.quote.currency, pence=True)

    if booking.state not in LIVE:
        return _given_up(booking, purse, waiting_minor)
    waits = f" {text(waiting_minor)} waits until its nights are resold." if waiting_minor else ""
    back = f" {text(purse.asked_minor)} is on its way {BACK}." if purse.asked_minor else ""
    lost = purse.kept_minor - waiting_minor
    kept = waits + (f" {text(lost)} is kept for what was given up." if lost > 0 else "")
    paid = purse.paid_minor - purse.refunded_minor - purse.asked_minor
    words = f"{money_of(booking, paid, purse.due_minor)}."
    if purse.due_minor:
        label = f"Pay {money(purse.due_minor, booking.quote.currency)} now"
        lead = "Overdue." if is_overdue(booking) else "Due."
        return MoneyView(text(purse.due_minor), lead, f"{words}{kept}{back}", label)
    return MoneyView(text(paid), "Paid.", f"{words}{kept}{back}")


def _given_up(booking: PlacedBooking, purse: Purse, waiting_minor: int) -> MoneyView:
    def text(minor: int) -> str:
        return money(minor, booking.quote.currency, pence=True)

    lost = purse.kept_minor - waiting_minor
    said = [
        f"{text(amount)} {words}."
        for amount, words in (
            (purse.asked_minor, f"is on its way {BACK}"),
            (purse.refunded_minor, "has gone back to where you paid from"),
            (waiting_minor, "waits for its nights to be resold"),
            (lost, "is kept"),
        )
        if amount > 0
    ]
    back = purse.asked_minor + purse.refunded_minor
    if back:
        return MoneyView(text(back), "Coming back." if purse.asked_minor else "Back with you.", " ".join(said))
    if waiting_minor:
        return MoneyView(text(waiting_minor), "Waiting.", " ".join(said))
    if not said:
        return MoneyView(text(0), "All square.", "Nothing was taken and nothing is owed.")
    return MoneyView(text(lost), "Kept.", " ".join(said))


def cancel_view(booking: PlacedBooking, purse: Purse, house: House) -> CancelView:
    """What the section about cancelling says, from what the page has read already; the sums of a part are for the page
    of the cancellation."""
    text = money(purse.at_hand_minor, booking.quote.currency, pence=True)
    plans = price_list(house.id).by_id
    if any(plans[own.rate_plan_id].cancelling == "resale" for own in booking.basket.stays):
        return CancelView("", "Your nights go on sale again.", booking.quote.policy)
    free = booking.quote.free_until_at
    if free is None or free <= clock.now():
        when = f" since {instant(free, house.timezone)}" if free else ""
        words = f"What you paid, {text}, would be kept." if purse.at_hand_minor > 0 else NOTHING
        return CancelView("", f"Cancelling is no longer free{when}.", f"{words} You can still move the dates.")
    when = instant(free, house.timezone)
    if purse.at_hand_minor <= 0:
        return CancelView("", f"Free until {when}.", NOTHING)
    return CancelView(
        text, f"All of it comes back if you cancel before {when}.", f"It goes {BACK}. After that nothing does."
    )
