"""What the pages about a booking show."""

from __future__ import annotations

from dataclasses import dataclass

from app.booking.queries import PlacedBooking, PlacedStay
from app.booking.terms import Purse
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.queries import House, RoomType
from app.guest.booking_money import CancelView, MoneyView, cancel_view, money_view
from app.kernel import clock
from app.kernel.words import counted, hour, money
from app.web.due_words import balance_day
from app.web.quotes import QuoteView, booked_quote
from app.web.stay_words import HouseView, RoomView, StayView, extras_words, leaving_hour, stay_view

STATES = {
    "confirmed": "confirmed",
    "in_house": "you are here",
    "departed": "you have been",
    "cancelled": "cancelled",
    "no_show": "not come",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of what is booked; `link` leads to where it can be changed and is empty where it cannot."""

    name: str
    words: str
    link: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class BookingPage:
    """The names that the templates in `guest/bookings/` use. `cancel` is None where nothing can be changed any more."""

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
    several: bool
    arrival_on: str
    departure_on: str
    arrival_text: str
    departure_text: str
    party_text: str
    suppers: tuple[str, ...]
    rows: list[Row]
    quote: QuoteView
    money: MoneyView
    sum_label: str
    paid_minor: int
    paid_text: str
    paid_words: str
    due_minor: int
    due_text: str
    cancel: CancelView | None
    terms_words: str
    email: str


def booking_page(booking: PlacedBooking, token: str, waiting_minor: int = 0) -> BookingPage:
    """The booking as its guest reads it; no statement beyond the booking's own.

    `waiting_minor` of what is kept may still come back, since its nights are on sale.
    """
    house, purse = house_of(booking.basket.location_id), booking.purse
    view = stay_view(house.id, *booking.basket.stays)
    url, currency = f"/bookings/{token}", booking.quote.currency
    shown = money_view(booking, purse, waiting_minor)
    return BookingPage(
        url=url,
        reference=booking.reference,
        state=booking.state,
        state_words=STATES[booking.state],
        heading=_heading(booking, house),
        house=view.house,
        room_type=view.room_type,
        name=view.name,
        rooms=view.rooms if len(view.rooms) > 1 else (),
        rate_plan_name=view.plan_name,
        several=len(booking.live) > 1,
        arrival_on=booking.basket.arrival.isoformat(),
        departure_on=booking.basket.departure.isoformat(),
        arrival_text=view.arrival_text,
        departure_text=view.departure_text,
        party_text=view.party_text,
        suppers=view.suppers,
        rows=_rows(booking, view, house, url),
        quote=booked_quote(booking, house),
        money=shown,
        sum_label=_sum_label(booking, purse),
        paid_minor=booking.paid_minor,
        paid_text=money(booking.paid_minor, currency, pence=True),
        paid_words=shown.words,
        due_minor=purse.due_minor,
        due_text=money(purse.due_minor, currency, pence=True),
        cancel=_cancel(booking, purse, house),
        terms_words=f"Version {booking.quote.terms_version} of our terms holds for this booking.",
        email=booking.guest_email or "",
    )


def _sum_label(booking: PlacedBooking, purse: Purse) -> str:
    if booking.state in ("cancelled", "no_show"):
        return "Total then"
    if not purse.due_minor:
        return "Paid"
    if purse.at_hand_minor > 0:
        return "Total"
    return "Due" if balance_day(booking) else "Due at the house"


def may_change(booking: PlacedBooking) -> bool:
    """True until the day of arrival has passed on the house's calendar, while the booking is confirmed."""
    today = clock.today(house_of(booking.basket.location_id).timezone)
    return booking.state == "confirmed" and booking.basket.arrival >= today


def _cancel(booking: PlacedBooking, purse: Purse, house: House) -> CancelView | None:
    return cancel_view(booking, purse, house) if may_change(booking) else None


def _heading(booking: PlacedBooking, house: House) -> str:
    if booking.state == "cancelled":
        return f"{house.name}, cancelled"
    days = (booking.basket.arrival - clock.today(house.timezone)).days
    if booking.state != "confirmed" or days < 0:
        return f"{house.name}, {STATES[booking.state]}"
    if days < 2:
        return f"{house.name}, {'tomorrow' if days else 'today'}"
    return f"{house.name}, in {counted(days, 'day')}"


def _rows(booking: PlacedBooking, view: StayView, house: House, url: str) -> list[Row]:
    extras = extras_words(house, booking.basket.stays)
    add = f"{url}/extras" if may_change(booking) else ""
    guests = f"{booking.guest_name}: {view.party_text}" if booking.guest_name else view.party_text
    rows = [
        Row("Arriving", f"{view.arrival_text}, {view.house.check_in}"),
        Row("Leaving", f"{view.departure_text}, until {hour(leaving_hour(booking, house))}"),
    ]
    rows += _room_rows(booking, view, f"{url}/amendment" if may_change(booking) else "")
    coming = may_change(booking)
    about = hour(booking.arrival_time) if booking.arrival_time else "Not told yet"
    rows.append(Row("Who’s coming", guests, "Say who" if coming else "", f"{url}/party"))
    if booking.arrival_time or coming:
        rows.append(Row("You arrive about", about, _say(booking.arrival_time) if coming else "", f"{url}/arrival"))
    suppers = ", ".join(words.removeprefix("Supper ") for words in view.suppers)
    if suppers or add:
        rows.append(_addable("Supper", suppers, "No table yet", add))
    if extras or add:
        rows.append(_addable("Extras", ", ".join(extras), "None", add))
    return rows + ([Row("You told us", booking.notes)] if booking.notes else [])


def _say(known: object) -> str:
    return "Change" if known else "Say when"


def _addable(name: str, words: str, none: str, url: str) -> Row:
    return Row(name, words or none, ("Change" if words else "Add") if url else "", url)


def _room_rows(booking: PlacedBooking, view: StayView, change: str) -> list[Row]:
    """One room by its rate; several each with who sleeps in it, and its dates where they are its own; cancelled ones
    are said to be."""
    if len(booking.stays) == 1:
        return [Row("Room", f"{view.room_type.name}, {view.plan.name}", _change(change), change)]
    shown = [own for own in booking.stays if own.cancelled_at is None or booking.state == "cancelled"]
    words = {
        own.part: ", ".join(filter(None, (room.room_type.name, room.plan.name, room.party_text, room.dates_text)))
        for own, room in zip(shown, view.rooms, strict=True)
    }
    return [_room_row(own, words.get(own.part), change) for own in booking.stays]


def _room_row(own: PlacedStay, words: str | None, change: str) -> Row:
    name = f"Room {own.part + 1}"
    if words is None:
        return Row(name, f"{room_type_of(own.chosen.room_type_id).name}, cancelled")
    return Row(name, words, _change(change), f"{change}?part={own.part}")


def _change(url: str) -> str:
    return "Change" if url else ""
