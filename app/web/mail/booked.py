"""Booked, changed, cancelled: what the guest and the house now hold each other to."""

from __future__ import annotations

from datetime import date

from app.booking.past import nights_of_quote, paid_at
from app.booking.queries import KeptQuote, kept_quote
from app.catalogue.closed import room_type_of
from app.experience.surveys.rules import BOOKED, CANCELLED, CHANGED
from app.kernel.stay import Stay
from app.kernel.words import counted, short_day, span, tallied
from app.outbox import Announced
from app.web.calendar_file import calendar_file
from app.web.due_words import money_words
from app.web.mail.about import About, Rows
from app.web.mail.letter import Attachment, Letter
from app.web.mail.surveys import ease_taps
from app.web.reservation import json_ld


def booked(message: Announced) -> Letter:
    """A booking was made: all of it, as it was then."""
    about = About.of(message)
    quote_id = about.fact("quote_id")
    kept = kept_quote(quote_id)
    basket = about.basket(quote_id)
    stay = nights_of_quote(kept.lines)
    quote = about.quote(kept, basket)
    paid = paid_at(about.booking, message.made_at)
    view = {
        "about": about,
        "quote": quote,
        "heading": f"Booked. {about.house.name}, {short_day(stay.arrival)}.",
        "money_words": _money_words(about, kept, paid),
        "paid": paid > 0,
        "stay_rows": [*(about.rows(basket) if basket else _nights(about, stay)), *about.arrival_row()],
        "terms_version": kept.terms_version,
        "ease": ease_taps(about, BOOKED),
        "json_ld": json_ld(about.booking),
    }
    subject = f"Booked: {about.house.name}, {span(stay.arrival, stay.departure)} ({about.booking.reference})"
    return Letter(subject, view, about.house, (_calendar(about, "PUBLISH"),))


def changed(message: Announced) -> Letter:
    """A booking was changed: before and after side by side, and what becomes of the difference."""
    about = About.of(message)
    new, old = kept_quote(about.fact("quote_id")), kept_quote(about.fact("before_quote_id"))
    stay = nights_of_quote(new.lines)
    basket = about.basket(about.fact("quote_id"))
    due = about.fact("due_minor")
    view = {
        "about": about,
        "quote": about.quote(new, basket),
        "heading": f"Changed. {about.house.name}, {span(stay.arrival, stay.departure)}.",
        "compared": _compared(about, old, new),
        "difference_words": _difference(about, new.total_minor - old.total_minor),
        "due_text": about.money(due) if due else "",
        "stay_rows": [*(about.rows(basket) if basket else _nights(about, stay)), *about.arrival_row()],
        "terms_version": new.terms_version,
        "ease": ease_taps(about, CHANGED),
        "json_ld": json_ld(about.booking),
    }
    subject = f"Changed: {about.house.name}, {span(stay.arrival, stay.departure)} ({about.booking.reference})"
    return Letter(subject, view, about.house, (_calendar(about, "PUBLISH"),))


def cancelled(message: Announced) -> Letter:
    """A booking, or some of its rooms, was cancelled: what goes back, what is kept, and what may yet come back."""
    about = About.of(message)
    booking = about.booking
    whole = booking.state == "cancelled" and message.occasion in ("", str(booking.revision))
    parts = message.facts.get("parts")
    gone = [stay.chosen for stay in booking.stays if parts is None or stay.part in parts]
    nights = span(min(own.stay.arrival for own in gone), max(own.stay.departure for own in gone))
    refund, kept = about.fact("refund_minor"), about.fact("kept_minor")
    rooms = tallied([room_type_of(own.room_type_id).name for own in gone])
    view = {
        "about": about,
        "whole": whole,
        "rooms": rooms,
        "nights": nights,
        "heading": "Cancelled." if whole else f"{counted(len(gone), 'room').capitalize()} less.",
        "refund_text": about.money(refund) if refund else "",
        "kept_text": about.money(kept) if kept else "",
        "resale": bool(message.facts.get("resale")),
        "stay_rows": [] if whole else about.rows(booking.basket),
        "ease": ease_taps(about, CANCELLED),
        "json_ld": json_ld(booking),
    }
    what = "Cancelled" if whole else "Partly cancelled"
    subject = f"{what}: {about.house.name}, {nights} ({booking.reference})"
    return Letter(subject, view, about.house, (_calendar(about, "CANCEL" if whole else "PUBLISH"),))


def _money_words(about: About, quote: KeptQuote, paid: int) -> str:
    due = quote.total_minor - paid
    words = f"{money_words(paid, due, quote.currency, quote.balance_on, about.day)}."
    return words if paid or due <= 0 else f"{words} Nothing has been taken."


def _nights(about: About, stay: Stay) -> Rows:
    """What a quote alone tells of a stay that was changed again since."""
    return [("House", about.house.name), ("Nights", span(stay.arrival, stay.departure))]


def _compared(about: About, old: KeptQuote, new: KeptQuote) -> list[tuple[str, str, str]]:
    """(what, before, now): nights one by one with what each costs, and the total."""
    before, now = _by_night(old), _by_night(new)
    rows = []
    for night in sorted(before.keys() | now.keys()):
        was, is_ = (about.money(sums[night]) if night in sums else "–" for sums in (before, now))
        rows.append((short_day(night), was, is_))
    besides = [(quote.total_minor - sum(sums.values())) for quote, sums in ((old, before), (new, now))]
    if any(besides):
        rows.append(("Extras and fees", about.money(besides[0]), about.money(besides[1])))
    return [*rows, ("Total", about.money(old.total_minor), about.money(new.total_minor))]


def _by_night(quote: KeptQuote) -> dict[date, int]:
    """Room, meals, dogs and whatever else is charged by the night, for all rooms together."""
    sums: dict[date, int] = {}
    for line in quote.lines:
        if line.night is not None:
            sums[line.night] = sums.get(line.night, 0) + line.gross_minor
    return sums


def _difference(about: About, more: int) -> str:
    """What the change comes to, and what becomes of it."""
    said = [f"That is {about.money(abs(more))} {'more' if more > 0 else 'less'}." if more else "It costs the same."]
    if allowed := about.fact("allowance_minor"):
        said.append(f"We pay {about.money(allowed)} of it: you pay nothing more.")
    if kept := about.fact("kept_minor"):
        said.append(f"{about.money(kept)} is kept for nights given up after the time to cancel free.")
    if refund := about.fact("refund_minor"):
        said.append(f"{about.money(refund)} goes back to where you paid from, usually within ten working days.")
    if due := about.fact("due_minor"):
        said.append(f"{about.money(due)} is now due: by the link below, or at the house.")
    return " ".join(said)


def _calendar(about: About, method: str) -> Attachment:
    """The stay for a calendar, as it stands: the same event as before, which it replaces or takes out."""
    body = calendar_file(about.booking, about.token, method)
    return Attachment(f"{about.booking.reference}.ics", f"text/calendar; method={method}; charset=utf-8", body)
