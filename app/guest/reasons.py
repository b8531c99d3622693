"""Why a stay cannot be bought, in the guest's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.availability.board import Board
from app.availability.rules import least_nights
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.kernel.words import counted, dated, long_day, short_day


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a stable code, a title and a sentence that says what to do."""

    code: str
    title: str
    sentence: str


def reason_words(code: str, board: Board, stay: Stay, party: Party) -> Reason:
    """The reason as this house gives it for these dates and this party."""
    return Reason(code, *_WORDS[code](board, stay, party))


def _in_the_past(board: Board, stay: Stay, party: Party) -> tuple[str, str]:
    return "That day has gone by", "Choose today or later."


def _too_far_ahead(board: Board, stay: Stay, party: Party) -> tuple[str, str]:
    last = board.day(board.house.days_ahead)
    return "Further ahead than we sell", f"Nights are on sale until {dated(last)}. Choose one before that."


def _party_too_large(board: Board, stay: Stay, party: Party) -> tuple[str, str]:
    heads = max((room_type.heads_max for room_type in board.house.room_types), default=0)
    if party.dogs > max((room_type.dogs_max for room_type in board.house.room_types), default=0):
        return "No room here takes that many dogs", "Ask at another house, or ring us."
    if party.heads > heads:
        return (
            f"Our largest room sleeps {heads}",
            f"You are {counted(party.heads, 'person', 'people')}. Ring us for two rooms side by side.",
        )
    return "No room here holds just this party", "Ring us; two rooms or another bed may do."


def _needs(board: Board, stay: Stay, party: Party) -> tuple[str, str]:
    wanted = " and ".join({"step-free": "a step-free way in", "bath": "a bath"}[need] for need in sorted(party.needs))
    return "No such room here", f"No room of this kind has {wanted or 'what you asked for'}."


def _closed(board: Board, stay: Stay, party: Party) -> tuple[str, str]:
    return "The house is closed then", "Everyone needs a rest, the kitchen most of all. Choose other nights."


def _no_rate(board: Board, stay: Stay, party: Party) -> tuple[str, str]:
    return "Not on sale yet", "We have not set a price for one of these nights. Choose others, or ring us."


def _full(board: Board, stay: Stay, party: Party) -> tuple[str, str]:
    night = first_full_night(board, stay)
    title = f"Full on {long_day(night)}" if night else "No one room is free for all of these nights"
    return title, "Every room that would do is taken."


def _closed_to_arrival(board: Board, stay: Stay, party: Party) -> tuple[str, str]:
    return f"Nobody arrives on {short_day(stay.arrival)}", "You can stay over that night, but not start on it."


def _closed_to_departure(board: Board, stay: Stay, party: Party) -> tuple[str, str]:
    return f"Nobody leaves on {short_day(stay.departure)}", "Stay a night longer, or leave a day before."


def _min_stay(board: Board, stay: Stay, party: Party) -> tuple[str, str]:
    least = min(
        (
            least_nights(board.rules(room_type.id, plan.id), board.index(stay.arrival), board.index(stay.departure))
            for room_type in board.house.room_types
            for plan in board.prices_of.plans
        ),
        default=2,
    )
    wanted = counted(max(least, stay.nights + 1), "night")
    return f"{wanted.capitalize()} at least", f"These dates want {wanted}. Add one before or after."


def _max_stay(board: Board, stay: Stay, party: Party) -> tuple[str, str]:
    return "A shorter stay only", "From that day we sell shorter stays. Take some nights off."


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


def first_full_night(board: Board, stay: Stay) -> date | None:
    """The first night on which the house has no room free at all; None when each night has some."""
    for night in stay:
        index = board.index(night)
        if 0 <= index < board.nights and free_rooms(board, index) < 1:
            return night
    return None


def free_rooms(board: Board, index: int) -> int:
    """How many rooms of all types are free on a night."""
    return sum(max(row[index], 0) for row in board.stock.free.values())
