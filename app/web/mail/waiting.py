"""In the line, and a place is free: what somebody who waits is told."""

from __future__ import annotations

from flask import current_app

from app.booking.waitlist.queries import Entry, Place, entry_of
from app.catalogue.closed import house_of
from app.kernel.words import money, span
from app.outbox import Announced
from app.web.links import link_token
from app.web.mail.letter import Letter, NoLongerApplies
from app.web.waitlist_words import dates_words, held_words, place_words, rows_of, short_until, stay_words


def waitlisted(message: Announced) -> Letter:
    """The place in the line when it was joined, what is waited for, and the link to see it or leave."""
    entry = _entry(message)
    place = Place(message.facts["place"], message.facts["of"])
    view = {"rows": rows_of(entry.wish), "place_words": place_words(place), "link": _link(entry)}
    return Letter(f"In the line: {dates_words(entry.wish)}", view)


def place_free(message: Announced) -> Letter:
    """What is held, until when, and the link that takes it. Raises `NoLongerApplies` once it is not held any more."""
    entry = _entry(message)
    if entry.state != "offered" or entry.offered is None:
        raise NoLongerApplies(f"The place in the line is {entry.state}.")
    held = entry.offered
    house = house_of(held.location_id)
    until = short_until(held.held_until_at, house.timezone)
    view = {
        "room_name": held_words(held),
        "stay_words": stay_words(held.stay),
        "until_words": until,
        "from_text": money(message.facts["total_minor"], house.currency),
        "link": _link(entry),
    }
    subject = f"Free, and yours until {until}: {house.name}"
    return Letter(f"{subject}, {span(held.stay.arrival, held.stay.departure)}", view, house)


def _entry(message: Announced) -> Entry:
    entry = entry_of(message.subject_id)
    if entry is None:
        raise NoLongerApplies("There is no such entry.")
    return entry


def _link(entry: Entry) -> str:
    return f"{current_app.config['SETTINGS'].address}/waitlist/{link_token('waitlist', entry.id, entry.version)}"
