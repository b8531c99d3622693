"""What the pages about a booking show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.booking.queries import PlacedBooking
from app.catalogue.closed import house_of
from app.catalogue.queries import House, RoomType
from app.kernel import clock
from app.kernel.stay import Stay
from app.kernel.words import at_hour, counted, hour, money, short_day
from app.web.filters import instant
from app.web.quotes import QuoteView, quote_view
from app.web.stay_words import HouseView, RoomView, StayView, extras_words, stay_view

STATES = {
    "confirmed": "confirmed",
    "in_house": "you are here",
    "departed": "you have been",
    "cancelled": "cancelled",
    "no_show": "not come",
}
Moment = tuple[str, str, str, bool]
"""When, what, a detail, and whether it is past."""


@dataclass(frozen=True, slots=True)
class BookingPage:
    """The names that the templates in `guest/bookings/` use."""

    url: str
    reference: str
    state: str
    state_words: str
    heading: str
    house: HouseView
    room_type: RoomType
    name: str
    rooms: tuple[RoomView, ...]
    rate_plan_name: str
    arrival_text: str
    departure_text: str
    party_text: str
    suppers: tuple[str, ...]
    rows: list[tuple[str, str]]
    quote: QuoteView
    paid_minor: int
    paid_text: str
    paid_words: str
    due_minor: int
    due_text: str
    timeline: list[Moment]
    terms_words: str


def booking_page(booking: PlacedBooking, token: str) -> BookingPage:
    """The booking as its guest reads it."""
    house = house_of(booking.basket.location_id)
    view = stay_view(house.id, *booking.basket.stays)
    currency = booking.quote.currency
    quote = quote_view(
        booking.quote.lines,
        currency=currency,
        due_now_minor=booking.quote.due_now_minor,
        balance_on=booking.quote.balance_on,
        policy_text=booking.quote.policy,
        free_until_at=booking.quote.free_until_at,
        timezone=house.timezone,
        names=[room.room_type.name for room in view.rooms],
    )
    paid, due = money(booking.paid_minor, currency, pence=True), money(booking.due_minor, currency, pence=True)
    return BookingPage(
        url=f"/bookings/{token}",
        reference=booking.reference,
        state=booking.state,
        state_words=STATES[booking.state],
        heading=_heading(booking, house),
        house=view.house,
        room_type=view.room_type,
        name=view.name,
        rooms=view.rooms if len(view.rooms) > 1 else (),
        rate_plan_name=view.plan_name,
        arrival_text=view.arrival_text,
        departure_text=view.departure_text,
        party_text=view.party_text,
        suppers=view.suppers,
        rows=_rows(booking, view, house),
        quote=quote,
        paid_minor=booking.paid_minor,
        paid_text=paid,
        paid_words=_paid_words(booking, paid, due),
        due_minor=max(booking.due_minor, 0),
        due_text=due,
        timeline=_timeline(booking, view, house, paid),
        terms_words=f"Version {booking.quote.terms_version} of our terms holds for this booking.",
    )


def _heading(booking: PlacedBooking, house: House) -> str:
    if booking.state == "cancelled":
        return f"{house.name}, cancelled"
    days = (booking.basket.arrival - clock.today(house.timezone)).days
    if booking.state != "confirmed" or days < 0:
        return f"{house.name}, {STATES[booking.state]}"
    if days < 2:
        return f"{house.name}, {'tomorrow' if days else 'today'}"
    return f"{house.name}, in {counted(days, 'day')}"


def _rows(booking: PlacedBooking, view: StayView, house: House) -> list[tuple[str, str]]:
    extras = extras_words(house, booking.basket.stays)
    rows = [
        ("Arriving", f"{view.arrival_text}, {view.house.check_in}"),
        ("Leaving", f"{view.departure_text}, {view.house.check_out}"),
        *_room_rows(view),
        ("Who’s coming", f"{booking.guest_name}: {view.party_text}" if booking.guest_name else view.party_text),
    ]
    if booking.arrival_time:
        rows.append(("You arrive about", hour(booking.arrival_time)))
    rows += [("Supper", ", ".join(words.removeprefix("Supper ") for words in view.suppers))] if view.suppers else []
    rows += [("Extras", ", ".join(extras))] if extras else []
    return rows + ([("You told us", booking.notes)] if booking.notes else [])


def _room_rows(view: StayView) -> list[tuple[str, str]]:
    """One room by its rate; several each with who sleeps in it, and its dates where they are its own."""
    if len(view.rooms) == 1:
        return [("Room", f"{view.room_type.name}, {view.plan.name}")]
    return [
        (
            f"Room {number}",
            ", ".join(filter(None, (room.room_type.name, room.plan.name, room.party_text, room.dates_text))),
        )
        for number, room in enumerate(view.rooms, 1)
    ]


def _paid_words(booking: PlacedBooking, paid: str, due: str) -> str:
    if booking.state == "cancelled":
        return f"{paid} is kept." if booking.paid_minor else "Nothing was taken."
    if booking.due_minor > 0:
        on = booking.quote.balance_on
        when = f"on {short_day(on)}; we mail you a link" if on else "at the house"
        return f"{paid} is paid; {due} is due {when}." if booking.paid_minor else f"{due} is due {when}."
    return f"{paid} is paid; nothing more is due for the stay."


def _timeline(booking: PlacedBooking, view: StayView, house: House, paid: str) -> list[Moment]:
    """What happened and what comes, in order of time."""
    now, today = clock.now(), clock.today(house.timezone)
    stay = Stay(booking.basket.arrival, booking.basket.departure)
    booked = f"Booked and paid, {paid}" if booking.paid_minor else "Booked"
    moments: list[Moment] = [(_day(booking.booked_at, house), booked, at_hour(booking.booked_at, house.timezone), True)]
    if booking.cancelled_at:
        return [*moments, (_day(booking.cancelled_at, house), "Cancelled", "", True)]
    free = booking.quote.free_until_at
    if free:
        moments.append((instant(free, house.timezone), "Last moment to cancel for nothing", "", free <= now))
    ready = f"Your {'rooms are' if len(view.rooms) > 1 else 'room is'} ready {view.house.check_in}"
    moments.append((short_day(stay.arrival), ready, house.address, stay.arrival < today))
    for words in view.suppers:
        when, _, at = words.removeprefix("Supper ").rpartition(", ")
        moments.append((when, f"Supper at {at}", "", stay.departure <= today))
    leave = f"Leave by {hour(house.check_out_time)}"
    moments.append((short_day(stay.departure), leave, "", stay.departure < today))
    return moments


def _day(at: datetime, house: House) -> str:
    return short_day(at.astimezone(ZoneInfo(house.timezone)).date())
