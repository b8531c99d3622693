"""Why a stay cannot be bought, in the guest's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.availability.board import Board, capacity_of
from app.availability.rules import NOT_OPEN, least_nights
from app.availability.search import HouseFit, reasons_against
from app.availability.sets import MOST_ROOMS
from app.availability.taken import first_full_night, nearest_full, no_table_on, suiting
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
    no_table_on: date | None = None

    @property
    def one(self) -> bool:
        """True when the question is about one room type of a house that has more."""
        return len(self.room_types) == 1 and len(self.board.house.room_types) > 1

    @property
    def suiting(self) -> Sequence[RoomType]:
        """Those that this party could have; all of them where several rooms are asked for, or none suits."""
        found = self.room_types if self.together else suiting(self.board, self.party)
        return [room_type for room_type in self.room_types if room_type in found] or self.room_types


def reason_words(code: str, board: Board, stay: Stay, party: Party, only: RoomType | None = None) -> Reason:
    """The reason as this house gives it for these dates and this party; of one room type where `only` names it."""
    room_types = (only,) if only else board.house.room_types
    return Reason(code, *_WORDS[code](_Asked(board, stay, party, room_types)))


def house_reasons(fit: HouseFit) -> tuple[Reason, ...]:
    """All that stands against a stay in a house, in words: against every set of rooms where it has to be one."""
    board, together = fit.board, bool(fit.reasons_together)
    asked = _Asked(board, fit.stay, fit.party, board.house.room_types, together, fit.no_table_on)
    return tuple(Reason(code, *_WORDS[code](asked)) for code in fit.reasons)


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
    wanted = {"step-free": "step-free way in", "bath": "bath"}
    needs = sorted(asked.party.needs)
    if asked.one:
        room = capacity_of(asked.room_types[0])
        lacking = " and ".join(f"no {wanted[need]}" for need in needs if not room.meets(frozenset({need})))
        return f"This room has {lacking}", "Look at the other rooms and houses, or ring us."
    needed = " and ".join(f"a {wanted[need]}" for need in needs) or "what you asked for"
    rooms = "Too few rooms" if asked.together else "No room"
    has_some = any(capacity_of(room_type).meets(asked.party.needs) for room_type in asked.room_types)
    takes = " takes you all" if has_some and not asked.together else ""
    return f"{rooms} here with {needed}{takes}", "Look at the other houses, or ring us."


def _closed(asked: _Asked) -> tuple[str, str]:
    board, stay = asked.board, asked.stay
    if not board.house.open_for_booking:
        return "This house takes no bookings just now", "Look at the other houses, or ring us."
    if not_opened(board, stay):
        return "Not on sale yet", "We have not opened one of these nights. Choose others, or ring us."
    if closed_throughout(board, stay, asked.party):
        return "The house is closed then", "Everyone needs a rest, the kitchen most of all. Choose other nights."
    title = "Not for sale then" if asked.one else "The rooms that suit you are not for sale then"
    return title, "We keep them back on one of these nights. Choose others, or ring us."


def _no_rate(asked: _Asked) -> tuple[str, str]:
    return "Not on sale yet", "We have not set a price for one of these nights. Choose others, or ring us."


def _full(asked: _Asked) -> tuple[str, str]:
    if asked.no_table_on:
        return _no_table(asked, asked.no_table_on)
    night = first_full_night(asked.board, asked.stay, asked.suiting)
    if night is None and asked.together:
        return "Too few beds left", "What is free does not take you all. Take fewer nights, or look at other dates."
    if night is None:
        return _some_free(asked)
    if asked.one:
        return f"Taken on {long_day(night)}", "Look at the other rooms, or move a day."
    if len(asked.suiting) < len(asked.room_types):
        title = f"Nothing for you on {long_day(night)}"
        return title, f"Every room here that suits you is taken on {long_day(night)}. Move a day, or ring us."
    return f"Full on {long_day(night)}", "Every room is taken that night."


def _some_free(asked: _Asked) -> tuple[str, str]:
    """Each night has a room, and yet `full` was said: a table is lacking, that one room, or one for all nights."""
    board, stay, party = asked.board, asked.stay, asked.party
    if night := no_table_on(board, stay, party, asked.suiting):
        return _no_table(asked, night)
    arrival, departure = board.index(stay.arrival), board.index(stay.departure)
    nearest = nearest_full(board, stay, party, asked.suiting)
    night = first_full_night(board, stay, [nearest]) if nearest else None
    if nearest and night and any(board.left(own.id, arrival, departure) > 0 for own in asked.suiting):
        free = "What else is free is not sold for just these nights. Move a day, or ring us."
        return f"{nearest.name} is taken on {long_day(night)}", free
    return "No one room is free for all of these nights", "Some are free on each. Take fewer nights, or ring us."


def _no_table(asked: _Asked, night: date) -> tuple[str, str]:
    title = f"No table for {number(asked.party.heads)} on {long_day(night)}"
    free = "Rooms are free" if asked.together else "A room is free"
    return title, f"{free}, but the rate that would do comes with supper. Move a day, or ring us."


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


def not_opened(board: Board, stay: Stay) -> bool:
    """True when the house sells no room at all on one of these nights, since none has been put on sale."""
    rows = [board.stock.free.get(room_type.id) for room_type in board.house.room_types]
    nights = [index for night in stay if 0 <= (index := board.index(night)) < board.nights]
    return any(all(row is None or row[night] == NOT_OPEN for row in rows) for night in nights)


def closed_throughout(board: Board, stay: Stay, party: Party) -> bool:
    """True when every room type is closed in every plan, not only those that this party could have."""
    return all(
        "closed" in reasons_against(board, room_type, plan, stay, party)
        for room_type in board.house.room_types
        for plan in board.prices_of.plans
    )
