"""Why a change cannot be made, and other dates that can be had."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from app.availability.boards import board as board_of
from app.booking.amendment.options import DatesOption, Options
from app.booking.errors import CannotBeSold
from app.booking.moving import moves_of
from app.booking.rooms.errors import NoOneRoom
from app.catalogue.closed import room_type_of
from app.catalogue.queries import House, catalogue
from app.inventory import SoldOut
from app.inventory.queries import resources
from app.kernel.words import counted, hour, long_day, money, span
from app.web.amendment.reading import Asked, as_parameters
from app.web.reasons import Reason, reason_words


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


def beside(difference_minor: int, currency: str) -> str:
    """What a total is beside today's."""
    if difference_minor == 0:
        return "same price"
    return f"{money(abs(difference_minor), currency)} {'more' if difference_minor > 0 else 'less'}"


def lacking(asked: Asked, house: House, options: Options | None, refused: SoldOut | CannotBeSold, url: str) -> Lacking:
    """What stands in the way of a change, and the dates on which the same can be had."""
    rows = tuple(_dates_row(option, asked, url) for option in _other_dates(asked, house, options))
    if isinstance(refused, SoldOut):
        return Lacking((sold_out(refused, house),), rows)
    if house.id not in catalogue().by_id:
        return Lacking((Reason("closed", f"{house.name} has closed", "Nothing can be changed here. Ring us."),), ())
    board = options.board if options else board_of(house)
    room_type = room_type_of(asked.chosen.room_type_id) if asked.one else None
    stay, party = asked.chosen.stay, asked.chosen.party
    reasons = tuple(reason_words(code, board, stay, party, room_type) for code in refused.reasons)
    return Lacking(reasons, rows)


def _other_dates(asked: Asked, house: House, options: Options | None) -> list[DatesOption]:
    """Other dates for one stay, or for all rooms together; those have no night of the booking as it is."""
    if asked.begun or house.id not in catalogue().by_id:
        return []
    if options:
        return options.dates(asked.chosen)
    moves = moves_of(asked.stays, board_of(house))
    own = [stay.chosen.stay for stay in asked.booking.live]
    found = [DatesOption(move.stays[0].stay, move.total_minor) for move in moves]
    return [option for option in found if not any(option.stay.overlaps(stay) for stay in own)]


def sold_out(refused: SoldOut, house: House) -> Reason:
    """What it is that is not left on a night: a room, a table or an extra."""
    found, night = resources(), long_day(refused.night)
    for room_type in house.room_types:
        if found.of_room_type.get(room_type.id) == refused.resource_id:
            if isinstance(refused, NoOneRoom):
                lies = "Each night has one left, but never the same one. Take another room, or other dates."
                return Reason("full", f"No one {room_type.name} is free for all of these nights", lies)
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
        f"{counted(option.stay.nights, 'night').capitalize()}, {beside(difference, currency)}",
        option.total_minor,
        money(option.total_minor, currency),
        f"{url}?{urlencode(parameters)}",
    )
