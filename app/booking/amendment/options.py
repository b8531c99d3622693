"""What a stay could be instead, with the booking's new total for each: room types, rates, and other dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.availability.alternatives import near
from app.availability.board import Board
from app.availability.rules import NOT_OPEN
from app.availability.search import reasons_against
from app.booking.amendment.pricing import Repricing
from app.booking.amendment.promoted import GivenBefore
from app.booking.errors import CannotBeSold
from app.booking.queries import PlacedBooking
from app.booking.rules import ChosenStay
from app.catalogue.queries import RoomType, catalogue
from app.kernel import clock
from app.kernel.stay import Stay
from app.pricing.rules import Line, Plan, total_minor


@dataclass(frozen=True, slots=True)
class RateOption:
    """A rate plan with what the whole booking would come to."""

    plan: Plan
    total_minor: int


@dataclass(frozen=True, slots=True)
class RoomOption:
    """A room type with the rates in which it can be had, or why it cannot; `left` counts the booking's own as free."""

    room_type: RoomType
    left: int
    rates: tuple[RateOption, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DatesOption:
    """Other dates in the same room type and rate, with what the whole booking would come to."""

    stay: Stay
    total_minor: int


class Options:
    """What one stay of a booking could be instead; `part` is None for a room that would be added.

    Everything is read from memory: no statement but one for what the booking was given. Whether suppers and extras are
    left is for the claims to say.
    """

    def __init__(self, booking: PlacedBooking, part: int | None) -> None:
        house = catalogue().by_id[booking.basket.location_id]
        self.pricing = Repricing(house)
        self.old = next((own.chosen for own in booking.live if own.part == part), None)
        self.part = part if part is not None else len(booking.stays)
        self.before: list[Line] = [line for line in booking.quote.lines if line.part == part]
        self.others: list[Line] = [line for line in booking.quote.lines if line.part != part]
        self.stays = [(own.part, own.chosen) for own in booking.live if own.part != part]
        self.given = GivenBefore(booking)
        self.board = freed(self.pricing.board, self.old) if self.old else self.pricing.board

    def rooms(self, chosen: ChosenStay) -> list[RoomOption]:
        """Every room type of the house for the dates and party of `chosen`, in the house's order."""
        return [self._room(room_type, chosen) for room_type in self.pricing.house.room_types]

    def dates(self, chosen: ChosenStay, most: int = 4) -> list[DatesOption]:
        """Up to `most` stays near the dates of `chosen` that can be had in its room type and rate, nearest first."""
        found: list[DatesOption] = []
        for stay in near(chosen.stay):
            tried = self._tried(replace(chosen, stay=stay, suppers=()))
            if isinstance(tried, int) and stay != (self.old and self.old.stay):
                found.append(DatesOption(stay, tried))
            if len(found) == most:
                break
        return found

    def _room(self, room_type: RoomType, chosen: ChosenStay) -> RoomOption:
        tried = list(self._rates(room_type, chosen))
        rates = tuple(RateOption(plan, found) for plan, found in tried if isinstance(found, int))
        reasons = [found for _, found in tried if not isinstance(found, int)]
        nearest = min(reasons, key=len, default=("no_rate",))
        return RoomOption(room_type, self._left(room_type, chosen.stay), rates, () if rates else nearest)

    def _rates(self, room_type: RoomType, chosen: ChosenStay) -> Iterator[tuple[Plan, int | tuple[str, ...]]]:
        for plan in self.pricing.listed.plans:
            if not self.pricing.may_become(self.old, plan):
                continue
            yield plan, self._tried(replace(chosen, room_type_id=room_type.id, rate_plan_id=plan.id))

    def _tried(self, chosen: ChosenStay) -> int | tuple[str, ...]:
        """The booking's total with this stay, or the reasons against it."""
        room_type = catalogue().room_types.get(chosen.room_type_id)
        plan = self.pricing.listed.by_id.get(chosen.rate_plan_id)
        if room_type is None or plan is None:
            return ("closed",)
        if not self._as_it_was(chosen):
            reasons = reasons_against(self.board, room_type, plan, chosen.stay, chosen.party)
            if reasons:
                return reasons
        try:
            lines = self.pricing.price(self.part, self.old, chosen, self.before)
        except CannotBeSold as refused:
            return refused.reasons
        stays = sorted([*self.stays, (self.part, chosen)], key=lambda own: own[0])
        house = self.pricing.house
        rooms = [own for _, own in stays]
        holding, _ = self.given.holding(rooms, house.id, house.currency, clock.today(house.timezone))
        return total_minor(self.given.applied(self.pricing, stays, [*self.others, *lines], holding))

    def _as_it_was(self, chosen: ChosenStay) -> bool:
        """True for what the booking holds already, whatever the rules say today."""
        return self.old is not None and replace(chosen, suppers=(), extras=()) == replace(
            self.old, suppers=(), extras=()
        )

    def _left(self, room_type: RoomType, stay: Stay) -> int:
        if not self.board.reaches(stay):
            return NOT_OPEN
        return self.board.left(room_type.id, self.board.index(stay.arrival), self.board.index(stay.departure))


def freed(board: Board, old: ChosenStay) -> Board:
    """The board as it would be without this stay: its room is free on its nights, and so are the covers of its suppers,
    of which at least its own are at some hour."""
    free = {room_type: list(row) for room_type, row in board.stock.free.items()}
    covers = list(board.stock.covers)
    row = free.get(old.room_type_id, [])
    for index in (board.index(night) for night in old.stay):
        if 0 <= index < len(row) and row[index] >= 0:
            row[index] += 1
    for index in (board.index(night) for night, _ in old.suppers):
        if 0 <= index < len(covers):
            covers[index] = max(covers[index], old.party.heads)
    return replace(board, stock=replace(board.stock, free=free, covers=covers), holding={})
