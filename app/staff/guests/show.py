"""A guest, as far as a house may know them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.wrappers import Response

from app.booking.finding import FoundBooking, bookings_of
from app.care.queries import tasks_about
from app.catalogue.closed import house_of
from app.catalogue.queries import House
from app.identity.merging import alike, merges_of, with_merged
from app.identity.people import Person, person
from app.identity.queries import Remembered, consents_of, preferences_of
from app.identity.rules import EVERY_KIND
from app.identity.staff.rules import Actor, can, works_at
from app.kernel import clock
from app.kernel.words import counted, money, short_day
from app.offers.history.queries import history_of
from app.outbox import latest_messages
from app.staff.bookings.messages import message_rows
from app.staff.bookings.search import row_of
from app.staff.guests.forms import CorrectionForm, GuestForm, PreferenceForm
from app.staff.guests.shared import address, blueprint, known, merging_at, on_day
from app.web.access import staff
from app.web.history_words import called, seen_on
from app.web.respond import page, see_other

MAILS = 6
SLEPT = ("in_house", "departed")
SOURCES = {"said": "said by the guest", "seen": "seen on stays", "noted": "noted"}
EVIDENCE = {
    "mail": "the same mail",
    "phone": "the same telephone",
    "name": "the same name",
    "similar": "nearly the same mail",
}


@dataclass(frozen=True, slots=True)
class PreferenceRow:
    """One thing remembered, and where it came from."""

    id: int
    about: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What their stays come to."""

    stays: str
    nights: str
    spent: str
    cadence: str
    last: str


@blueprint.get("/staff/<slug:house>/guests/<id:guest_id>")
@staff("see_guests")
def show(actor: Actor, house: House, guest_id: int) -> Response:
    """The guest; whoever was merged leads to the one who was kept."""
    merged = person(guest_id)
    if merged is not None and merged.merged_into_id is not None:
        return see_other(address(house, merged.merged_into_id))
    return guest_page(actor, house, *known(house, guest_id))


def guest_page(
    actor: Actor,
    house: House,
    found: Person,
    bookings: Sequence[FoundBooking],
    *,
    status: int = 200,
    details: GuestForm | None = None,
    adding: PreferenceForm | None = None,
    correcting: tuple[int, CorrectionForm] | None = None,
    **more: Any,
) -> Response:
    """The page, with what was typed in whichever form was sent."""
    ids = with_merged([found.id])
    numbers = [one.id for one in bookings]
    seen = {"name": found.name, "email": found.email, "phone": found.phone}
    history = history_of(*ids)
    sent = details or adding or (correcting[1] if correcting else None)
    context = {
        "actor": actor,
        "house": house,
        "here": "guests",
        "url": address(house, found.id),
        "guest": found,
        "since": on_day(found.created_at, house),
        "figures": figures(bookings, house),
        "rows": [(row_of(one), works_at(actor, one)) for one in bookings],
        "preferences": [_preference(one, house) for one in preferences_of(ids) if one.value],
        "history_off": history.off,
        "seen": [(EVERY_KIND[one.kind][0], one.value) for one in seen_on(history, called())],
        "consents": [(one, on_day(one.said_at, house)) for one in consents_of(ids)],
        "tasks": tasks_about("booking", *numbers) if numbers else [],
        "messages": message_rows(latest_messages("booking", numbers, MAILS), house) if numbers else [],
        "alike": _alike(actor, house, found),
        "merges": [(one, on_day(one.merged_at, house)) for one in merges_of(found.id)],
        "may_merge": can(actor, "merge_guests", house),
        "details": details or GuestForm(data=seen | {f"seen_{name}": value for name, value in seen.items()}),
        "adding": adding or PreferenceForm(),
        "corrected_id": correcting[0] if correcting else None,
        "correction": correcting[1] if correcting else None,
        "sent": sent,
        "has_errors": bool(sent and sent.errors),
    }
    return page("staff/guests/guest.html", status, **context | more)


def figures(bookings: Sequence[FoundBooking], house: House) -> Figures:
    """How often they come, how long they stay and what they spend; nothing is counted of what was cancelled."""
    slept = sorted((one for one in bookings if one.state in SLEPT), key=lambda one: one.arrival_on)
    nights = sum((one.departure_on - one.arrival_on).days * max(1, len(one.room_types)) for one in slept)
    spent: dict[str, int] = {}
    for one in slept:
        spent[one.currency] = spent.get(one.currency, 0) + one.spent_minor
    return Figures(
        str(len(slept)),
        str(nights),
        " and ".join(money(total, currency) for currency, total in sorted(spent.items())) or money(0, house.currency),
        _cadence([one.arrival_on for one in slept]),
        _last(bookings, clock.today(house.timezone)),
    )


def _cadence(arrivals: Sequence[date]) -> str:
    if len(arrivals) < 2:
        return "Too few stays to say"
    days = round((arrivals[-1] - arrivals[0]).days / (len(arrivals) - 1))
    if days < 60:
        return f"Every {counted(max(1, days), 'day')}"
    return f"Every {counted(round(days / 30.4), 'month')}"


def _last(bookings: Sequence[FoundBooking], today: date) -> str:
    coming = [one for one in bookings if one.state in ("confirmed", "in_house") and one.departure_on >= today]
    if coming:
        begun = coming[-1].state == "in_house"
        words, day = ("In house until", coming[-1].departure_on) if begun else ("Next stay", coming[-1].arrival_on)
        return f"{words} {short_day(day)} {day.year}"
    slept = [one for one in bookings if one.state in SLEPT]
    return f"Last stay {short_day(slept[0].arrival_on)} {slept[0].arrival_on.year}" if slept else "No stay yet"


def _preference(one: Remembered, house: House) -> PreferenceRow:
    where = f" at {house_of(one.location_id).name}" if one.location_id else ""
    source = f"{SOURCES[one.source]}{where}, {on_day(one.known_at, house)}"
    return PreferenceRow(one.id, EVERY_KIND.get(one.kind, EVERY_KIND["other"])[0], one.value or "", source)


def _alike(actor: Actor, house: House, found: Person) -> list[dict[str, str]]:
    """Those who may be the same and are known to this house, or to another where the actor may merge guests: of those
    a name alone is no hint."""
    if not can(actor, "merge_guests", house):
        return []
    every = alike(found.id)
    own = {each.id for each in merging_at(actor)}
    at: dict[int, set[int]] = {one.id: set() for one in every}
    for booking in bookings_of(at):
        at[booking.guest_id or 0].add(booking.location_id)
    return [
        {
            "name": one.name,
            "reached": ", ".join(filter(None, (one.email, one.phone))),
            "evidence": " and ".join(EVIDENCE[word] for word in one.evidence),
            "url": f"{address(house, found.id)}/merge/{one.id}",
        }
        for one in every
        if house.id in at[one.id] or (at[one.id] & own and one.evidence != ("name",))
    ]
