"""Before arrival and on the day: only what helps with coming."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.booking.people.queries import register_of
from app.booking.people.rules import lacking, people_of
from app.booking.queries import PlacedBooking
from app.catalogue.queries import House, catalogue
from app.kernel.words import DAYS, MONTHS, hour, listed, short_day
from app.outbox import Announced
from app.web.due_words import due_words
from app.web.filters import sitting
from app.web.mail.about import About
from app.web.mail.letter import Letter, NoLongerApplies
from app.web.offers.mailed import offer_in_mail
from app.web.seasons import season_of


def before_arrival(message: Announced) -> Letter:
    """Three days before: how to get there, when, what the garden has, the nights that have no supper yet, and an offer
    for whoever agreed to be sent any."""
    about = _coming(message)
    arrival = about.booking.basket.arrival
    view = {
        **_arriving(about),
        "heading": f"{DAYS[arrival.weekday()]}, then.",
        "garden": _garden(about.house, arrival),
        "month": MONTHS[arrival.month - 1],
        "kitchen": about.house.words.get(f"kitchen_{season_of(arrival)}", ""),
        "register_open": _register_open(about.booking),
        "offer": offer_in_mail(about.booking, dict(message.facts)),
        "without_supper": listed([short_day(night) for night in _without_supper(about.booking, about.house)]),
    }
    return Letter(f"{short_day(arrival)} at {about.house.name}: getting here", view, about.house)


def arrival_day(message: Announced) -> Letter:
    """The morning of the day: when the room is ready, where to find us, tonight's table."""
    about = _coming(message)
    hours = {own.id: own.begins for own in about.house.sittings}
    tonight = {
        sitting(hours[sitting_id])
        for chosen in about.booking.basket.stays
        for night, sitting_id in chosen.suppers
        if night == about.booking.basket.arrival and sitting_id in hours
    }
    view = {**_arriving(about), "heading": "See you today.", "tonight": listed(sorted(tonight))}
    return Letter(f"Today: {about.house.name}, from {hour(about.house.check_in_time)}", view, about.house)


def _coming(message: Announced) -> About:
    """The booking is still to arrive on the day that the reminder is about. Raises `NoLongerApplies`."""
    about = About.of(message)
    if about.booking.state != "confirmed":
        raise NoLongerApplies(f"The booking is {about.booking.state}.")
    if about.booking.basket.arrival.isoformat() != message.occasion:
        raise NoLongerApplies("The booking arrives on another day.")
    return about


def _arriving(about: About) -> dict[str, Any]:
    booking, due = about.booking, about.booking.due_minor
    return {
        "about": about,
        "arrival_words": short_day(about.booking.basket.arrival),
        "ready": hour(about.house.check_in_time),
        "told": hour(about.booking.arrival_time) if about.booking.arrival_time else "",
        "due_words": due_words(about.money(due), booking.quote.balance_on, about.day) if due > 0 else "",
        "pay_text": about.money(due) if due > 0 and booking.quote.balance_on else "",
    }


def _garden(house: House, day: date) -> str:
    """What is ready in that month, in words."""
    ready = [
        row.name
        for row in catalogue().produce
        if row.location_id in (None, house.id) and row.months[day.month - 1 : day.month] == "1"
    ]
    return listed([name[:1].lower() + name[1:] for name in ready])


def _register_open(booking: PlacedBooking) -> bool:
    """True while the register still lacks something about somebody who comes."""
    people = people_of((own.part, own.chosen.party) for own in booking.live)
    return bool(lacking(people, register_of(booking.id)))


def _without_supper(booking: PlacedBooking, house: House) -> list[date]:
    """The nights for which nobody of the booking has a table, where there is one to be had."""
    if not house.sittings:
        return []
    nights = {night for chosen in booking.basket.stays for night in chosen.stay}
    return sorted(nights - {night for chosen in booking.basket.stays for night, _ in chosen.suppers})
