"""What will not be as usual: told to those whom it touches, each in what it means for their own nights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from app.booking.queries import PlacedBooking, booking_of
from app.booking.waitlist.queries import entry_of
from app.care.choices.queries import Option, TouchedBooking, options_for, touch_told, touched_booking
from app.care.choices.rules import CANCEL, HOUSE, KEEP
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.queries import House
from app.kernel.words import at_hour, money, short_day, span
from app.outbox import Announced
from app.web.links import link_token
from app.web.mail.about import About
from app.web.mail.letter import Letter, NoLongerApplies

ENDED = {
    "over": ("It is over", "Everything is as it was."),
    "withdrawn": ("It does not take place", "Everything is as you booked it."),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way out, with the address at which it is shown ticked; nothing happens before the button there."""

    words: str
    address: str


def notice(message: Announced) -> Letter:
    """What is to be, what it means for them and what they may do. Raises `NoLongerApplies` when it touches them no
    more, or has ended."""
    told = _told(message)
    if told.touched.gone or not told.touched.announced:
        raise NoLongerApplies("The notice does not touch them any more.")
    return _first(told)


def foreseen_notice(touched: TouchedBooking, booking: PlacedBooking, options: list[Option]) -> Letter:
    """What a guest would get if a notice went as it is written. Its links open nobody's booking."""
    link = f"{_address()}/bookings/find"
    told = _Told(touched, house_of(touched.location_id), link, booking.reference, options, booking.quote.currency)
    return _first(told)


def notice_update(message: Announced) -> Letter:
    """What is new about it, or that it touches them no more."""
    told = _told(message)
    if message.facts.get("gone"):
        view = _view(told, "It touches you no more") | {"ways": [], "until_text": "", "gone": True}
        return Letter(f"Nothing for you to do: {told.touched.title}", view, told.house)
    if not told.touched.announced:
        raise NoLongerApplies("The notice has ended.")
    heading = f"News: {told.touched.title}"
    return Letter(f"{heading}, {told.house.name}", _view(told, heading) | {"gone": False}, told.house)


def notice_over(message: Announced) -> Letter:
    """It is over, or does not take place. Raises `NoLongerApplies` while it does."""
    told = _told(message)
    if told.touched.state not in ENDED:
        raise NoLongerApplies("The notice runs on.")
    heading, sentence = ENDED[told.touched.state]
    view = _view(told, f"{heading}.") | {"sentence": told.touched.said or sentence}
    return Letter(f"{heading}: {told.touched.title}, {told.house.name}", view, told.house)


def _first(told: _Told) -> Letter:
    return Letter(f"{told.touched.title}: {told.house.name}", _view(told, told.touched.title), told.house)


def notice_kept(message: Announced) -> Letter:
    """They come all the same: what is to be, what comes off the bill, and what of it goes back."""
    about, notice_id = About.of(message), int(message.facts["notice_id"])
    touched = touched_booking(about.booking.id, notice_id)
    if touched is None:
        raise NoLongerApplies("There is no such notice.")
    remedy, back = about.fact("remedy_minor"), about.fact("refund_minor")
    view = {
        "about": about,
        "heading": "You keep your stay.",
        "title": touched.title,
        "from_text": _when(touched.begins_at, about.house.timezone),
        "to_text": _when(touched.ends_at, about.house.timezone),
        "remedy_text": about.money(remedy) if remedy else "",
        "back_text": about.money(back) if back else "",
        "link": f"{about.link}/notices/{notice_id}",
    }
    nights = span(about.booking.basket.arrival, about.booking.basket.departure)
    return Letter(f"You keep your stay: {about.house.name}, {nights} ({about.booking.reference})", view, about.house)


@dataclass(frozen=True, slots=True)
class _Told:
    touched: TouchedBooking
    house: House
    link: str
    reference: str
    options: list[Option]
    currency: str


def _told(message: Announced) -> _Told:
    found = touch_told(message.subject_id)
    if found is None:
        raise NoLongerApplies("There is no such notice.")
    subject, subject_id, touched = found
    house, address = house_of(touched.location_id), _address()
    if subject == "waitlist":
        entry = entry_of(subject_id)
        if entry is None:
            raise NoLongerApplies("There is no such entry.")
        return _Told(
            touched, house, f"{address}/waitlist/{link_token('waitlist', entry.id, entry.version)}", "", [], ""
        )
    booking = booking_of(subject_id)
    if booking is None or booking.forgotten:
        raise NoLongerApplies("There is no such booking.")
    link = f"{address}/bookings/{link_token('booking', booking.id, booking.version)}/notices/{touched.notice_id}"
    options = options_for(touched, booking)
    return _Told(touched, house, link, booking.reference, options, booking.quote.currency)


def _view(told: _Told, heading: str) -> dict[str, Any]:
    touched, zone, until = told.touched, told.house.timezone, told.touched.choose_until_at
    return {
        "heading": heading,
        "title": touched.title,
        "meaning": touched.meaning,
        "new": touched.said,
        "why": [one["says"] for one in touched.why],
        "from_text": _when(touched.begins_at, zone),
        "to_text": _when(touched.ends_at, zone),
        "link": told.link,
        "reference": told.reference,
        "ways": [Way(_words(option, told), f"{told.link}?choice={option.choice}") for option in told.options],
        "until_text": _when(until, zone) if until and told.options else "",
    }


def _address() -> str:
    return str(current_app.config["SETTINGS"].address)


def _when(instant: Any, zone: str) -> str:
    return f"{short_day(instant.astimezone(ZoneInfo(zone)).date())}, {at_hour(instant, zone)}"


def _words(option: Option, told: _Told) -> str:
    def text(minor: int) -> str:
        return money(minor, told.currency, pence=True)

    if option.choice == KEEP:
        return f"Keep your stay, {text(option.remedy_minor)} off" if option.remedy_minor else "Keep your stay"
    if option.choice == CANCEL:
        return f"Cancel, {text(option.refund_minor)} back" if option.refund_minor else "Cancel for nothing"
    assert option.basket is not None
    if option.choice == HOUSE:
        rooms = ", ".join(room_type_of(own.room_type_id).name for own in option.basket.stays)
        return f"Go to {house_of(option.basket.location_id).name} instead, {rooms}, nothing more to pay"
    return f"Come {span(option.basket.arrival, option.basket.departure)} instead, nothing more to pay"
