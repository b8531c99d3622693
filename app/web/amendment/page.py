"""What the page of a change shows: every word and sum ready, so that the template only lays them out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.availability.boards import board as board_of
from app.booking.amendment import AmendmentOffer
from app.booking.amendment.options import Options, RoomOption
from app.booking.errors import CannotBeSold
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.queries import House, catalogue
from app.inventory import SoldOut
from app.kernel import clock
from app.kernel.words import long_day, money
from app.web.amendment.fields import ExtraField, SupperField, extra_fields, supper_fields
from app.web.amendment.lacking import Lacking, beside, lacking
from app.web.amendment.leaving import LeavingField, leaving_fields
from app.web.amendment.reading import NEW, Asked, as_parameters, rate_value
from app.web.comparison import Comparison, comparison
from app.web.reasons import Reason, reason_words
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
class PartLink:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class AmendmentPage:
    """The names that `components/amendment.html` uses. Of `comparison` and `lacking` one is None, or both.

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
    asks_party: bool
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
    leaving: tuple[LeavingField, ...]


def amendment_page(
    asked: Asked, url: str, offer: AmendmentOffer | None, refused: SoldOut | CannotBeSold | None
) -> AmendmentPage:
    """The page of a change with its price, or with what stands in its way; `url` is the booking's own."""
    booking = asked.booking
    house = house_of(booking.basket.location_id)
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
        asks_party=asked.asks_party,
        search=replace(asked.search, problems=asked.wrong),
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
        lacking=lacking(asked, house, options, refused, f"{url}/amendment") if refused else None,
        leaving=leaving_fields(booking, asked.leaving) if offer else (),
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
    """Links to all rooms together, to each, and to one more."""
    live = asked.booking.live
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
