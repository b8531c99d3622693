"""Money that came, money that went back, money that is asked for."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from app.booking.past import due_at, paid_at
from app.booking.queries import checkout_of
from app.catalogue.closed import house_of
from app.catalogue.queries import House
from app.kernel.words import dated, money, short_day, span
from app.outbox import Announced
from app.web.due_words import balance_day, money_words
from app.web.mail.about import About
from app.web.mail.letter import Letter, NoLongerApplies

REASONS = {
    "cancelled": "because the booking, or one of its rooms, was cancelled",
    "amended": "because the booking was changed",
    "resold": "because your nights were sold again",
    "paid_twice": "because it was more than was owed",
    "too_late": "because the booking had ended when it came",
}
"""What a guest is told of why money goes back; any other reason stays between us."""


def paid(message: Announced) -> Letter:
    """Money has arrived: how much, when, for what; what is paid in all, and what is still due and when."""
    about = About.of(message)
    booking, amount = about.booking, about.money(about.fact("amount_minor"))
    paid, due = (sum_at(booking, message.made_at) for sum_at in (paid_at, due_at))
    view = {
        "about": about,
        "heading": f"{amount} has arrived.",
        "amount_text": amount,
        "day": _day(message, about.house),
        "nights": _nights(about),
        "money_words": money_words(paid, due, booking.quote.currency, balance_day(booking), about.day),
    }
    return Letter(f"Paid: {amount} for {about.booking.reference}", view, about.house)


def refunded(message: Announced) -> Letter:
    """Money is on its way back: of a booking, or of a checkout that became none."""
    if message.subject == "checkout":
        return _refunded_checkout(message)
    about = About.of(message)
    amount = about.money(about.fact("amount_minor"))
    view = {
        "heading": f"{amount} is on its way back to you.",
        "day": _day(message, about.house),
        "why": REASONS.get(str(message.facts.get("reason")), ""),
        "what": f"{_nights(about)}, reference {about.booking.reference}",
        "link": about.link,
    }
    return Letter(f"Refunded: {amount} for {about.booking.reference}", view, about.house)


def _refunded_checkout(message: Announced) -> Letter:
    """The money of somebody for whom no room was left: nothing is booked."""
    checkout = checkout_of(message.subject_id)
    if checkout is None:
        raise NoLongerApplies("There is no such checkout.")
    house = house_of(checkout.basket.location_id)
    amount = money(int(message.facts["amount_minor"]), str(message.facts["currency"]), pence=True)
    nights = span(checkout.basket.arrival, checkout.basket.departure)
    view = {
        "heading": f"Not booked. {amount} is on its way back to you.",
        "day": _day(message, house),
        "why": "because the room was gone before your money came",
        "what": f"{house.name}, {nights}",
        "link": "",
    }
    return Letter(f"Refunded: {amount}, {house.name} is not booked", view, house)


def balance(message: Announced) -> Letter:
    """A link to pay what is due, as long as it is; once more when its day has passed."""
    about = About.of(message)
    if about.booking.state not in ("confirmed", "in_house") or about.booking.due_minor <= 0:
        raise NoLongerApplies("Nothing is due any more.")
    amount = about.money(min(about.fact("amount_minor"), about.booking.due_minor))
    since = message.facts.get("overdue_on")
    late = f"{amount} was due on {short_day(date.fromisoformat(since))}." if since else ""
    view = {
        "about": about,
        "heading": late or f"{amount} to pay, when it suits you.",
        "amount_text": amount,
        "nights": _nights(about),
        "pay_url": f"{about.link}/payment",
    }
    what = "Still to pay" if late else "To pay"
    return Letter(f"{what}: {amount} for {about.house.name} ({about.booking.reference})", view, about.house)


def _day(message: Announced, house: House) -> str:
    return dated(message.made_at.astimezone(ZoneInfo(house.timezone)).date())


def _nights(about: About) -> str:
    return f"{about.house.name}, {span(about.booking.basket.arrival, about.booking.basket.departure)}"
