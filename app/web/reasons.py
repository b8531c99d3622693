"""Why a stay cannot be bought, in the guest's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.availability.board import Board
from app.availability.rules import least_nights
from app.availability.sets import MOST_ROOMS
from app.catalogue.queries import RoomType
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.kernel.words import counted, dated, long_day, number, short_day

IN_SHORT = {
    "in_the_past": "In the past",
    "too_far_ahead": "Too far ahead",
    "party_too_large": "Party too large",
    "needs": "Step-free or bath",
    "closed": "Closed",
    "no_rate": "No rate yet",
    "full": "Full",
    "closed_to_arrival": "Closed to arrival",
    "closed_to_departure": "Closed to departure",
    "min_stay": "Minimum stay",
    "max_stay": "Maximum stay",
}
"""Each reason in the few words of a table."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a stable code, a title and a sentence that says what to do."""

    code: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked of which room types."""

    board: Board
    stay: Stay
    party: Party
    room_types: Sequence[RoomType]
    together: bool = False

    @property
    def one(self) -> bool:
        """True when the question is about one room type of a house that has more."""
        return len(self.room_types) == 1 and len(self.board.house.room_types) > 1


def reason_words(
    code: str, board: Board, stay: Stay, party: Party, only: RoomType | None = None, *, together: bool = False
) -> Reason:
    """The reason as this house gives it for these dates and this party; of one room type where `only` names it.

    `together` says that it stands against every set of rooms.
    """
    room_types = (only,) if only else board.house.room_types
    return Reason(code, *_WORDS[code](_Asked(board, stay, party, room_types, together)))


def _in_the_past(asked: _Asked) -> tuple[str, str]:
    return "That day has gone by", "Choose today or later."


def _too_far_ahead(asked: _Asked) -> tuple[str, str]:
    last = asked.board.day(asked.board.house.days_ahead)
    return "Further ahead than we sell", f"Nights are on sale until {dated(last)}. Choose one before that."


def _party_too_large(asked: _Asked) -> tuple[str, str]:
    party = asked.party
    if asked.together:
        sentence = "Every room needs an adult, and has just so many beds. Ring us, and we look at it together."
        return "No set of rooms here takes you all", sentence
    room = "This room" if asked.one else "Our largest room"
    heads = max((room_type.heads_max for room_type in asked.room_types), default=0)
    dogs = max((room_type.dogs_max for room_type in asked.room_types), default=0)
    if party.heads > heads:
        return (
            f"{room} sleeps {number(heads)}",
            f"You are {counted(party.heads, 'person', 'people')}. Look at several rooms together.",
        )
    if party.dogs > dogs:
        title = "No dogs in this room" if asked.one else "No room here takes that many dogs"
        return title, "Look at the other rooms and houses, or ring us."
    return "No bed for just this party", "Several rooms together may do. Look at those, or ring us."


def _needs(asked: _Asked) -> tuple[str, str]:
    wanted = {"step-free": "a step-free way in", "bath": "a bath"}
    needed = " and ".join(wanted[need] for need in sorted(asked.party.needs)) or "what you asked for"
    rooms = "Too few rooms" if asked.together else "No room"
    return f"{rooms} here with {needed}", "Look at the other houses, or ring us."


def _closed(asked: _Asked) -> tuple[str, str]:
    return "The house is closed then", "Everyone needs a rest, the kitchen most of all. Choose other nights."


def _no_rate(asked: _Asked) -> tuple[str, str]:
    return "Not on sale yet", "We have not set a price for one of these nights. Choose others, or ring us."


def _full(asked: _Asked) -> tuple[str, str]:
    night = first_full_night(asked.board, asked.stay, asked.room_types)
    line = (
        f" Our line is for one room: ring {asked.board.house.telephone} to wait for several." if asked.together else ""
    )
    if night is None and asked.together:
        sentence = "What is free does not take you all. Take fewer nights, or look at other dates."
        return "Too few beds left", sentence + line
    if night is None:
        return "No one room is free for all of these nights", "Some are free on each. Take fewer nights, or ring us."
    if asked.one:
        return f"Taken on {long_day(night)}", "Look at the other rooms, or move a day."
    return f"Full on {long_day(night)}", f"Every room is taken that night.{line}"


def _closed_to_arrival(asked: _Asked) -> tuple[str, str]:
    title = f"Nobody arrives on {short_day(asked.stay.arrival)}"
    return title, "You can stay over that night, but not start on it."


def _closed_to_departure(asked: _Asked) -> tuple[str, str]:
    return f"Nobody leaves on {short_day(asked.stay.departure)}", "Stay a night longer, or leave a day before."


def _min_stay(asked: _Asked) -> tuple[str, str]:
    board, stay = asked.board, asked.stay
    arrival, departure = board.index(stay.arrival), board.index(stay.departure)
    least = min(
        (
            least_nights(board.rules(room_type.id, plan.id), arrival, departure)
            for room_type in asked.room_types
            for plan in board.prices_of.plans
        ),
        default=2,
    )
    wanted = counted(max(least, stay.nights + 1), "night")
    return f"{wanted.capitalize()} at least", f"These dates want {wanted}. Add one before or after."


def _max_stay(asked: _Asked) -> tuple[str, str]:
    return "A shorter stay only", "From that day we sell shorter stays. Take some nights off."


def _rate_stays(_: _Asked) -> tuple[str, str]:
    return "This rate stays", "How you may cancel was agreed when you booked. Keep the rate; the rest may change."


def _too_many_rooms(_: _Asked) -> tuple[str, str]:
    return f"{number(MOST_ROOMS).capitalize()} rooms at most", "For more, ring us, and we do it together."


_WORDS = {
    "in_the_past": _in_the_past,
    "too_far_ahead": _too_far_ahead,
    "party_too_large": _party_too_large,
    "needs": _needs,
    "closed": _closed,
    "no_rate": _no_rate,
    "full": _full,
    "closed_to_arrival": _closed_to_arrival,
    "closed_to_departure": _closed_to_departure,
    "min_stay": _min_stay,
    "max_stay": _max_stay,
    "rate_stays": _rate_stays,
    "too_many_rooms": _too_many_rooms,
}

CALENDAR_WORDS = {
    "full": "Full",
    "closed": "Closed",
    "closed_to_arrival": "no arr.",
    "closed_to_departure": "no dep.",
    "no_rate": "Not yet",
    "too_far_ahead": "Not yet",
    "party_too_large": "Too small",
    "needs": "Not here",
    "max_stay": "shorter",
}


def first_full_night(board: Board, stay: Stay, room_types: Sequence[RoomType]) -> date | None:
    """The first night on which none of these room types has a room free; None when each night has some."""
    for night in stay:
        index = board.index(night)
        if 0 <= index < board.nights and free_rooms(board, index, room_types) < 1:
            return night
    return None


def free_rooms(board: Board, index: int, room_types: Sequence[RoomType]) -> int:
    """How many rooms of these types are free on a night."""
    free = board.stock.free
    return sum(max(free[room_type.id][index], 0) for room_type in room_types if room_type.id in free)
