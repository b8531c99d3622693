"""What a line of another system's history means. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from app.kernel.errors import Invalid
from app.kernel.party import Party
from app.kernel.stay import Stay

COLUMNS = {
    "hotel": "the house",
    "reserved_room_type": "the room type that was booked",
    "adults": "18 or over",
    "children": "how many; none when empty",
    "babies": "how many; none when empty",
    "adr": "the rate a night",
    "reservation_status": "Check-Out, Canceled, No-Show, or empty for a booking that stands",
    "is_canceled": "1 or 0, where there is no reservation_status",
    "reservation_status_date": "when it was cancelled",
    "lead_time": "days from booking to arrival",
    "booked_on": "the day of booking, instead of lead_time",
    "arrival_date_year": "with month and day of month",
    "arrival_date_month": "a number or an English name",
    "arrival_date_day_of_month": "with year and month",
    "arrival_on": "the day of arrival, instead of the three",
    "stays_in_weekend_nights": "with week nights",
    "stays_in_week_nights": "with weekend nights",
    "nights": "length of stay, instead of the two",
    "departure_on": "the day of departure, instead of nights",
    "distribution_channel": "how it was booked",
}
"""Our columns. Those of the published hotel bookings go by their own names; days are written 2017-08-31."""

NEEDED = (
    ("hotel",),
    ("reserved_room_type",),
    ("adults", "children"),
    ("adr",),
    ("reservation_status", "is_canceled"),
    ("lead_time", "booked_on"),
    ("arrival_on", "arrival_date_year"),
    ("nights", "departure_on", "stays_in_week_nights"),
)
"""At least one column of each."""

NOTHING = {"", "na", "null", "none", "n/a"}
STATES = {
    "check-out": "departed", "departed": "departed", "checked out": "departed",
    "canceled": "cancelled", "cancelled": "cancelled",
    "no-show": "no_show", "no_show": "no_show", "no show": "no_show",
    "": "confirmed", "confirmed": "confirmed", "booked": "confirmed",
}  # fmt: skip
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
UNKNOWN_AGE = 8
"""Histories count children without their ages; none of ours may go without one."""

MOST_PEOPLE = 500
MOST_CHILDREN = 20
LONGEST_NAME = 60
DEAREST_MINOR = 100_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """A booking of the file, by its line. `cancelled_on` only where `state` is `cancelled`; the rate is a night's."""

    line: int
    location: str
    room_type: str
    stay: Stay
    party: Party
    rate_minor: int
    booked_on: date
    state: str
    cancelled_on: date | None
    channel: str | None


class Unfit(ValueError):
    """A line that is no booking; the message is the reason, as the rejects file gives it."""


def read_row(line: int, cells: Mapping[str, str]) -> Row:
    """The booking that a line's cells spell, by our column names; raises `Unfit` with what is wrong."""
    try:
        stay = _stay(cells)
        party = _party(cells)
        rate_minor = _minor(cells.get("adr", ""))
        booked_on = _booked_on(cells, stay.arrival)
        state = _state(cells)
        cancelled_on = _day(cells.get("reservation_status_date", ""), "cancellation") if state == "cancelled" else None
    except Invalid as error:
        raise Unfit(str(error)) from None
    except OverflowError:
        raise Unfit("a day outside the calendar") from None
    return Row(
        line, _name(cells, "hotel"), _name(cells, "reserved_room_type"), stay, party, rate_minor, booked_on, state,
        cancelled_on, _said(cells.get("distribution_channel", ""))[:LONGEST_NAME] or None,
    )  # fmt: skip


def _said(cell: str) -> str:
    text = cell.strip()
    return "" if text.lower() in NOTHING else text


def _name(cells: Mapping[str, str], column: str) -> str:
    name = _said(cells.get(column, ""))
    if not name or len(name) > LONGEST_NAME:
        raise Unfit(f"{column} needs 1 to {LONGEST_NAME} letters")
    return name


def _whole(cell: str, what: str, default: int | None = None) -> int:
    text = _said(cell).removesuffix(".0")
    if not text and default is not None:
        return default
    if len(text) > 9 or not text.removeprefix("-").isascii() or not text.removeprefix("-").isdigit():
        raise Unfit(f"{what} is not a whole number")
    return int(text)


def _day(cell: str, what: str) -> date:
    try:
        return date.fromisoformat(_said(cell)[:10])
    except ValueError:
        raise Unfit(f"the day of {what} is not written like 2017-08-31") from None


def _stay(cells: Mapping[str, str]) -> Stay:
    arrival = _arrival(cells)
    if _said(cells.get("departure_on", "")):
        nights = (_day(cells["departure_on"], "departure") - arrival).days
    elif _said(cells.get("nights", "")):
        nights = _whole(cells["nights"], "nights")
    else:
        nights = sum(
            _whole(cells.get(column, ""), column, 0) for column in ("stays_in_weekend_nights", "stays_in_week_nights")
        )
    if nights < 1:
        raise Unfit("no nights")
    return Stay.of(arrival, nights)


def _arrival(cells: Mapping[str, str]) -> date:
    if _said(cells.get("arrival_on", "")):
        return _day(cells["arrival_on"], "arrival")
    month = _said(cells.get("arrival_date_month", "")).lower()
    try:
        return date(
            _whole(cells.get("arrival_date_year", ""), "arrival_date_year"),
            MONTHS.index(month) + 1 if month in MONTHS else _whole(month, "arrival_date_month"),
            _whole(cells.get("arrival_date_day_of_month", ""), "arrival_date_day_of_month"),
        )
    except ValueError as error:
        raise error if isinstance(error, Unfit) else Unfit("the day of arrival does not exist") from None


def _booked_on(cells: Mapping[str, str], arrival: date) -> date:
    if _said(cells.get("booked_on", "")):
        booked_on = _day(cells["booked_on"], "booking")
    else:
        booked_on = arrival - timedelta(days=_whole(cells.get("lead_time", ""), "lead_time"))
    if booked_on > arrival:
        raise Unfit("booked after arrival")
    return booked_on


def _party(cells: Mapping[str, str]) -> Party:
    adults, children, babies = (_whole(cells.get(who, ""), who, 0) for who in ("adults", "children", "babies"))
    if min(adults, children, babies) < 0:
        raise Unfit("fewer than none of someone")
    if adults + children + babies == 0:
        raise Unfit("no guest")
    if adults + babies > MOST_PEOPLE or children > MOST_CHILDREN:
        raise Unfit("more people than a booking can hold")
    return Party(adults, (UNKNOWN_AGE,) * children, babies)


def _minor(cell: str) -> int:
    try:
        rate = Decimal(_said(cell))
        minor = int((rate * 100).quantize(Decimal(1), ROUND_HALF_UP))
    except (ArithmeticError, ValueError):
        raise Unfit("the rate is not a number") from None
    if rate < 0:
        raise Unfit("a negative rate")
    if minor > DEAREST_MINOR:
        raise Unfit("the rate is too high to be one")
    return minor


def _state(cells: Mapping[str, str]) -> str:
    told = _said(cells.get("reservation_status", "")).lower()
    if not told and _said(cells.get("is_canceled", "")):
        told = "canceled" if _whole(cells["is_canceled"], "is_canceled") else "check-out"
    if told not in STATES:
        raise Unfit("the state is none that we know")
    return STATES[told]
