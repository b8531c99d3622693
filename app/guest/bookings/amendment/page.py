"""What the page of a change shows: every word and sum ready, so that the template only lays them out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from app.availability.boards import board as board_of
from app.booking.amendment import AmendmentOffer
from app.booking.amendment.options import DatesOption, Options, RoomOption
from app.booking.errors import CannotBeSold
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.queries import House, catalogue
from app.guest.bookings.amendment.comparison import Comparison, comparison
from app.guest.bookings.amendment.fields import ExtraField, SupperField, extra_fields, supper_fields
from app.guest.bookings.amendment.reading import NEW, Asked, as_parameters, rate_value
from app.guest.reasons import Reason, reason_words
from app.inventory import SoldOut
from app.inventory.queries import resources
from app.kernel import clock
from app.kernel.words import counted, hour, long_day, money, span
from app.web.search import Search
from app.web.stay_words import HouseView, house_view

LOW = 2


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate as a radio: what the whole booking comes to, and what that is beside today's."""

    value: str
    name: str
    total_minor: int
    total_text: str
    beside_text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room type with its rates, or why it cannot be had."""

    name: str
    slug: str
    left_text: str
    rates: tuple[RateRow, ...]
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class DatesRow:
    """Other dates that can be had, with the new total."""

    dates_text: str
    note: str
    total_minor: int
    total_text: str
    url: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """Why the change cannot be made, and other dates that can be had."""

    reasons: tuple[Reason, ...]
    dates: tuple[DatesRow, ...]


@dataclass(frozen=True, slots=True)
class PartLink:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class AmendmentPage:
    """The names that `guest/bookings/amendment.html` uses. Of `comparison` and `lacking` one is None, or both.

    Both are None while nothing is changed and while something that was typed cannot be read.
    """

    url: str
    booking_url: str
    reference: str
    house: HouseView
    heading: str
    parts: tuple[PartLink, ...]
    part: str
    one: bool
    begun: bool
    search: Search
    arrival: str
    departure: str
    arrival_text: str
    first_on: str
    last_on: str
    rooms: tuple[RoomRow, ...]
    suppers: tuple[SupperField, ...]
    extras: tuple[ExtraField, ...]
    hidden: tuple[tuple[str, str], ...]
    comparison: Comparison | None
    lacking: Lacking | None


def amendment_page(
    asked: Asked, token: str, offer: AmendmentOffer | None, refused: SoldOut | CannotBeSold | None
) -> AmendmentPage:
    """The page of a change with its price, or with what stands in its way."""
    booking = asked.booking
    house, url = house_of(booking.basket.location_id), f"/bookings/{token}"
    board = board_of(catalogue().by_id[house.id]) if house.id in catalogue().by_id else None
    options = Options(booking, asked.part) if board and asked.one else None
    wrong = asked.search.stay is None
    typed, stay = asked.search.typed, asked.chosen.stay
    today = clock.today(house.timezone)
    last = board.day(house.days_ahead) if board else stay.departure
    held = [own.chosen for own in booking.live if own.part == asked.part]
    return AmendmentPage(
        url=f"{url}/amendment",
        booking_url=url,
        reference=booking.reference,
        house=house_view(house, booking.basket.arrival),
        heading=_heading(asked, house),
        parts=_parts(asked, f"{url}/amendment"),
        part=NEW if asked.adding else "" if asked.part is None else str(asked.part),
        one=asked.one,
        begun=asked.begun,
        search=replace(asked.search, problems=asked.problems),
        arrival=typed.get("arrival", "") if wrong else stay.arrival.isoformat(),
        departure=typed.get("departure", "") if wrong else stay.departure.isoformat(),
        arrival_text=long_day(stay.arrival),
        first_on=today.isoformat(),
        last_on=last.isoformat(),
        rooms=_rooms(asked, options, today_minor=booking.quote.total_minor),
        suppers=supper_fields(house, (asked.chosen,), held, today) if asked.one else (),
        extras=extra_fields(house, (asked.chosen,)) if asked.one else (),
        hidden=tuple(as_parameters(asked)),
        comparison=comparison(booking, offer) if offer and offer.changed else None,
        lacking=_lacking(asked, house, options, refused, f"{url}/amendment") if refused else None,
    )


def _heading(asked: Asked, house: House) -> str:
    if asked.adding:
        return f"Add a room at {house.name}"
    if asked.begun:
        return "Change your stay"
    if asked.one and len(asked.booking.live) > 1:
        return f"Change the {room_type_of(asked.chosen.room_type_id).name}"
    return f"Change your stay at {house.name}"


def _parts(asked: Asked, url: str) -> tuple[PartLink, ...]:
    """Links to all rooms together, to each, and to one more; none for one room in a house it has slept in."""
    live = asked.booking.live
    if asked.begun and len(live) == 1:
        return ()
    add = PartLink("Add a room", f"{url}?part={NEW}", asked.adding)
    if len(live) == 1:
        own = PartLink(room_type_of(live[0].chosen.room_type_id).name, url, not asked.adding)
        return (own, add)
    everything = PartLink("All rooms: the dates", url, not asked.one)
    rooms = (
        PartLink(
            f"Room {own.part + 1}: {room_type_of(own.chosen.room_type_id).name}",
            f"{url}?part={own.part}",
            own.part == asked.part and not asked.adding,
        )
        for own in live
    )
    return (everything, *rooms, add)


def _rooms(asked: Asked, options: Options | None, *, today_minor: int) -> tuple[RoomRow, ...]:
    if options is None or asked.begun:
        return ()
    current, currency = rate_value(asked.chosen), asked.booking.quote.currency
    return tuple(
        _room(option, options, asked, current, today_minor, currency) for option in options.rooms(asked.chosen)
    )


def _room(option: RoomOption, options: Options, asked: Asked, current: str, today_minor: int, currency: str) -> RoomRow:
    rates = tuple(
        RateRow(
            value := f"{option.room_type.slug}.{rate.plan.slug}",
            rate.plan.name,
            rate.total_minor,
            money(rate.total_minor, currency),
            beside(rate.total_minor - today_minor, currency),
            value == current,
        )
        for rate in option.rates
    )
    stay, party = asked.chosen.stay, asked.chosen.party
    reason = None if rates else reason_words(option.reasons[0], options.board, stay, party, option.room_type)
    left = f"{option.left} left" if rates and option.left <= LOW else ""
    return RoomRow(option.room_type.name, option.room_type.slug, left, rates, reason)


def beside(difference_minor: int, currency: str) -> str:
    """What a total is beside today's."""
    if difference_minor == 0:
        return "same price"
    return f"{money(abs(difference_minor), currency)} {'more' if difference_minor > 0 else 'less'}"


def _lacking(asked: Asked, house: House, options: Options | None, refused: SoldOut | CannotBeSold, url: str) -> Lacking:
    dates = options.dates(asked.chosen) if options and not asked.begun else []
    rows = tuple(_dates_row(option, asked, url) for option in dates)
    if isinstance(refused, SoldOut):
        return Lacking((sold_out(refused, house),), rows)
    if house.id not in catalogue().by_id:
        return Lacking((Reason("closed", f"{house.name} has closed", "Nothing can be changed here. Ring us."),), ())
    board = options.board if options else board_of(house)
    room_type = room_type_of(asked.chosen.room_type_id) if asked.one else None
    stay, party = asked.chosen.stay, asked.chosen.party
    reasons = tuple(reason_words(code, board, stay, party, room_type) for code in refused.reasons)
    return Lacking(reasons, rows)


def sold_out(refused: SoldOut, house: House) -> Reason:
    """What it is that is not left on a night: a room, a table or an extra."""
    found, night = resources(), long_day(refused.night)
    for room_type in house.room_types:
        if found.of_room_type.get(room_type.id) == refused.resource_id:
            return Reason("full", f"{room_type.name} is taken on {night}", "Take another room, or other dates.")
    for sitting in house.sittings:
        if found.of_sitting.get(sitting.id) == refused.resource_id:
            title = f"No table is left at {hour(sitting.begins)} on {night}"
            return Reason("full", title, "Take another hour, or none that night.")
    for extra in house.extras:
        if found.of_extra.get(extra.id) == refused.resource_id:
            return Reason("full", f"{extra.name}: none is left on {night}", "Take it out, or take fewer.")
    return Reason("full", str(refused), "Take other dates.")


def _dates_row(option: DatesOption, asked: Asked, url: str) -> DatesRow:
    currency, difference = asked.booking.quote.currency, option.total_minor - asked.booking.quote.total_minor
    parameters = dict(as_parameters(replace(asked, chosen=replace(asked.chosen, stay=option.stay, suppers=()))))
    return DatesRow(
        span(option.stay.arrival, option.stay.departure),
        f"{counted(option.stay.nights, 'night')}, {beside(difference, currency)}",
        option.total_minor,
        money(option.total_minor, currency),
        f"{url}?{urlencode(parameters)}",
    )
