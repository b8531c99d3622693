"""The page of a stay from the day of arrival on: what a guest in the house needs at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.availability.boards import board
from app.availability.extending import next_night_minor
from app.booking.queries import PlacedBooking
from app.booking.rules import ChosenStay, phase_of
from app.care.models import NOT_RIGHT
from app.care.queries import Asked, asked_by
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.queries import House, Produce, RoomType, Sitting, catalogue
from app.guest.bookings.bill import Row, balance_words, bill_of
from app.guest.bookings.request_form import NOW, RequestForm, form_for
from app.guest.house_page import produce_of
from app.inventory.queries import counters, resources
from app.kernel import clock
from app.kernel.stay import ONE_NIGHT
from app.kernel.words import MONTHS, at_hour, counted, hour, long_day, money, number, short_day
from app.pricing.queries import price_list
from app.web.due_words import balance_day
from app.web.filters import sitting
from app.web.seasons import season_of
from app.web.stay_words import HouseView, house_view, leaving_hour

IN_HOUSE = ("here", "leaving")


@dataclass(frozen=True, slots=True)
class RequestView:
    """Something asked for, with when and what has become of it."""

    title: str
    words: str
    state_words: str
    done: bool


@dataclass(frozen=True, slots=True)
class Garden:
    """What the garden has today: ready now, first of its year, and the last of it."""

    month_name: str
    ready: tuple[Produce, ...]
    new: str
    last: str
    kitchen_now: str
    aside: str


@dataclass(frozen=True, slots=True)
class YourStay:
    """The names that `guest/bookings/your_stay.html` uses; `phase` is `here`, `leaving` or `left`."""

    url: str
    reference: str
    phase: str
    day_words: str
    heading: str
    sentence: str
    expected: bool
    house: HouseView
    rooms: tuple[tuple[RoomType, str], ...]
    wifi: tuple[str, str] | None
    hours: tuple[tuple[str, str], ...]
    tables: tuple[str, ...]
    free_tables: str
    supper_tonight: bool
    garden: Garden
    asked: tuple[RequestView, ...]
    bill: tuple[Row, ...]
    balance_words: str
    due_minor: int
    due_text: str
    next_night: str
    longer_several: str
    longer_url: str
    departure_text: str
    leave_by: str


def stay_phase(booking: PlacedBooking) -> str | None:
    """Where the guest is with the stay, by the house's own calendar."""
    today = clock.today(house_of(booking.basket.location_id).timezone)
    return phase_of(booking.state, booking.basket.arrival, booking.basket.departure, today)


def your_stay(booking: PlacedBooking, token: str, phase: str) -> YourStay:
    """The stay as its guest reads it today; four statements at most beyond the booking's own."""
    house = house_of(booking.basket.location_id)
    today = clock.today(house.timezone)
    in_house = phase != "left"
    tonight = phase == "here"
    tables = _tables(booking, house, today) if tonight else ()
    currency = booking.quote.currency
    due = booking.due_minor
    return YourStay(
        url=f"/bookings/{token}",
        reference=booking.reference,
        phase=phase,
        day_words=f"{long_day(today)}, {hour(_wall(house).replace(second=0, microsecond=0))}",
        heading=_heading(booking, house, phase),
        sentence=_sentence(booking, house, phase, today),
        expected=booking.state == "confirmed" and today == booking.basket.arrival,
        house=house_view(house, today),
        rooms=tuple((room_type_of(own.room_type_id), _party(own)) for own in booking.basket.stays),
        wifi=_wifi(house) if in_house else None,
        hours=_hours(booking, house) if in_house else (),
        tables=tables,
        free_tables=_free_tables(booking, house, today) if tonight and not tables else "",
        supper_tonight=bool(tables) or (tonight and bool(_later_tonight(house))),
        garden=_garden(house, today),
        asked=tuple(request_view(one, house) for one in asked_by(booking.id)) if in_house else (),
        bill=bill_of(booking.folio, currency, house.timezone),
        balance_words=balance_words(due, currency, balance_day(booking), today),
        due_minor=max(due, 0),
        due_text=money(abs(due), currency, pence=True),
        next_night=_next_night(booking, house) if in_house else "",
        longer_several=_longer_several(booking) if in_house else "",
        longer_url=f"/bookings/{token}/amendment?departure={booking.basket.departure + ONE_NIGHT}",
        departure_text=long_day(booking.basket.departure),
        leave_by=hour(leaving_hour(booking, house)),
    )


def request_form(booking: PlacedBooking, *, empty: bool = False) -> RequestForm:
    """The form for asking the house for something, as it was sent unless it shall be `empty`."""
    house = house_of(booking.basket.location_id)
    wishes = house.words.get("requests", "").splitlines()
    now = clock.now().astimezone(ZoneInfo(house.timezone))
    kind = form_for(wishes, now, booking.basket.departure)
    form: RequestForm = kind(data={"wanted": NOW}) if empty else kind.typed({"wanted": NOW})
    return form


def _wall(house: House) -> time:
    return clock.now().astimezone(ZoneInfo(house.timezone)).time()


def _heading(booking: PlacedBooking, house: House, phase: str) -> str:
    if phase == "left":
        return f"{house.name}, until next time"
    if phase == "leaving":
        return f"Leave by {hour(leaving_hour(booking, house))}, and see you"
    return f"You’re at {house.name}" if booking.state == "in_house" else f"{house.name}, today"


def _sentence(booking: PlacedBooking, house: House, phase: str, today: date) -> str:
    departure = booking.basket.departure
    if phase == "left":
        return f"You left on {long_day(departure)}. This page keeps your bill; the house keeps the kettle on."
    if phase == "leaving":
        return "Leave the key in the door. If anything is still owed, the desk takes cards and cash."
    if booking.state == "confirmed" and today == booking.basket.arrival and _wall(house) < house.check_in_time:
        return f"Your room is ready from {hour(house.check_in_time)}. Come earlier if you like: the garden is open."
    nights = counted((departure - today).days, "night").capitalize()
    return f"{nights} to go. Leave by {hour(leaving_hour(booking, house))} on {long_day(departure)}."


def _party(own: ChosenStay) -> str:
    return counted(own.party.people, "person", "people")


def _wifi(house: House) -> tuple[str, str] | None:
    name = house.words.get("wifi_name", "")
    return (name, house.words.get("wifi_password", "")) if name else None


def _hours(booking: PlacedBooking, house: House) -> tuple[tuple[str, str], ...]:
    lines = f"{house.words.get('dining_hours', '')}\n{house.words.get('hours', '')}".splitlines()
    rows = [(name, words) for name, _, words in (line.partition(": ") for line in lines if line)]
    return (*rows, ("Leave by", f"{hour(leaving_hour(booking, house))} on your last day"))


def _tables(booking: PlacedBooking, house: House, today: date) -> tuple[str, ...]:
    """Tonight's tables in words."""
    begins = {own.id: own.begins for own in house.sittings}
    return tuple(
        f"{sitting(begins[own])}, for {number(chosen.party.heads)}"
        for chosen in booking.basket.stays
        for night, own in chosen.suppers
        if night == today and own in begins
    )


def _free_tables(booking: PlacedBooking, house: House, today: date) -> str:
    """The hours of tonight at which everybody could still sit down, `6.30, 8`; one statement."""
    heads = sum(chosen.party.heads for chosen in booking.basket.stays if today in chosen.stay)
    later, of_sitting = _later_tonight(house), resources().of_sitting
    if not later:
        return ""
    free = counters([of_sitting[own.id] for own in later], today, today + timedelta(days=1))
    return ", ".join(sitting(own.begins) for own in later if free[of_sitting[own.id]].get(today, 0) >= heads)


def _later_tonight(house: House) -> list[Sitting]:
    """The sittings of today that have not begun."""
    now, of_sitting = _wall(house), resources().of_sitting
    return [own for own in house.sittings if own.begins > now and own.id in of_sitting]


def _garden(house: House, today: date) -> Garden:
    """The almanac of this month. Houses that have been closed have no words of their own."""
    at = today.month - 1
    rows = produce_of(catalogue().by_id.get(house.id))
    ready = tuple(row for row in rows if row.months[at] == "1")
    return Garden(
        month_name=MONTHS[at],
        ready=ready,
        new=", ".join(row.name.lower() for row in ready if row.months[at - 1] != "1"),
        last=", ".join(row.name.lower() for row in ready if row.months[(at + 1) % 12] != "1"),
        kitchen_now=house.words.get(f"kitchen_{season_of(today)}", ""),
        aside=house.words.get("aside", ""),
    )


def request_view(one: Asked, house: House) -> RequestView:
    """One thing asked for, as its guest reads it."""
    asked = f"{'told' if one.kind == NOT_RIGHT else 'asked'} at {_when(one.made_at, house)}"
    if one.done_at is not None:
        return RequestView(one.title, one.words, f"Done at {_when(one.done_at, house)}", done=True)
    return RequestView(one.title, one.words, f"With you by {_when(one.due_at, house)}, {asked}", done=False)


def _when(at: datetime, house: House) -> str:
    local = at.astimezone(ZoneInfo(house.timezone)).replace(second=0, microsecond=0)
    day = "" if local.date() == clock.today(house.timezone) else f" on {short_day(local.date())}"
    return f"{at_hour(local, house.timezone)}{day}"


def _next_night(booking: PlacedBooking, house: House) -> str:
    """What one night more costs, in words, where one stay has it free; no statement while the house's board holds."""
    known = catalogue().by_id.get(house.id)
    room_type = catalogue().room_types.get(booking.chosen.room_type_id)
    plan = price_list(house.id).by_id.get(booking.chosen.rate_plan_id)
    if known is None or room_type is None or plan is None or len(booking.basket.stays) > 1:
        return ""
    chosen = booking.chosen
    price = next_night_minor(board(known), room_type, plan, chosen.stay, chosen.party)
    return f"{long_day(chosen.stay.departure)} is free: {money(price, house.currency)}" if price is not None else ""


def _longer_several(booking: PlacedBooking) -> str:
    """The night on which all rooms of a booking of several could stay on, in words; empty where they leave apart."""
    departures = {own.stay.departure for own in booking.basket.stays}
    if len(booking.basket.stays) < 2 or len(departures) > 1:
        return ""
    return long_day(booking.basket.departure)
