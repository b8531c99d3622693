"""What would have served a stay that there is not: the smallest change of one rule, and what it would have brought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.availability.board import Board
from app.availability.rules import least_nights
from app.availability.search import HouseFit, stay_total
from app.catalogue.queries import RoomType
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.rules import Plan

RULES = ("closed", "no_rate", "closed_to_arrival", "closed_to_departure", "min_stay", "max_stay", "too_far_ahead")
"""The reasons that somebody set and could set otherwise; a room that is taken, or too small, is no rule."""

MOST_DAYS_FURTHER = 365
"""A house that would have to sell by more than so many days further ahead is asked for no small change."""


@dataclass(frozen=True, slots=True)
class Denied:
    """A house's no. `rule` is `reason:value`, the value that would have served; None where no one rule stands alone.

    `value_minor` is the cheapest total that the stay would have had, with the rule changed or, without one, a room
    free; None where there is no price.
    """

    board: Board
    reason: str
    rule: str | None = None
    room_type: RoomType | None = None
    plan: Plan | None = None
    value_minor: int | None = None
    size: int = 0

    @property
    def rank(self) -> tuple[bool, int, bool, int]:
        """The smaller the change the better, then the cheaper."""
        return self.rule is None, self.size, self.value_minor is None, self.value_minor or 0

    def told(self, stay: Stay, party: Party) -> dict[str, Any]:
        """As it is kept of a search or a call for that stay: JSON values, slugs for the places; nobody is in it."""
        house = self.board.house
        return {
            "reason": self.reason,
            "arrival": stay.arrival.isoformat(),
            "nights": stay.nights,
            "heads": party.heads,
            "location": house.slug,
            "room_type": self.room_type.slug if self.room_type else None,
            "rate_plan": self.plan.slug if self.plan else None,
            "rule": self.rule,
            "value_minor": self.value_minor,
            "currency": house.currency,
        }


def denied(fits: Iterable[HouseFit], only: RoomType | None = None) -> Denied | None:
    """The no of the house in which the smallest change would have made it a yes; None where one has something.

    Of one room type where `only` names it.
    """
    found = []
    for fit in fits:
        reasons = _reasons(fit, only)
        if not reasons:
            return None
        found.append(_of_house(fit, reasons, only))
    return min(found, key=lambda no: no.rank, default=None)


def _reasons(fit: HouseFit, only: RoomType | None) -> Sequence[str]:
    if only is None:
        return fit.reasons
    return next((refused.reasons for refused in fit.refused if refused.room_type.id == only.id), ())


def _of_house(fit: HouseFit, reasons: Sequence[str], only: RoomType | None) -> Denied:
    plain = Denied(fit.board, reasons[0])
    if fit.reasons_together or not fit.board.house.open_for_booking:
        return plain
    room_types = (only,) if only else fit.board.house.room_types
    return min([*_changes(fit, reasons[0], room_types), plain], key=lambda no: no.rank)


def _changes(fit: HouseFit, reason: str, room_types: Iterable[RoomType]) -> Iterator[Denied]:
    """Every room type and plan that one thing alone stands against."""
    board, stay, party = fit.board, fit.stay, fit.party
    for room_type in room_types:
        for plan, against in fit.against(room_type):
            if against == ("full",):
                yield Denied(board, reason, None, room_type, plan, _value(board, room_type, plan, stay, party))
            elif len(against) == 1 and against[0] in RULES:
                rule, size = _change(board, room_type, plan, stay, against[0])
                if against[0] == "too_far_ahead" and size > MOST_DAYS_FURTHER:
                    continue
                yield Denied(board, reason, rule, room_type, plan, _value(board, room_type, plan, stay, party), size)


def _change(board: Board, room_type: RoomType, plan: Plan, stay: Stay, reason: str) -> tuple[str, int]:
    """The rule as it would have served, and how large a step that is: in nights or days, else one."""
    if reason == "too_far_ahead":
        ahead = (stay.last_night - board.first).days
        return f"too_far_ahead:{ahead}", max(ahead - board.house.days_ahead, 1)
    arrival, departure = board.index(stay.arrival), board.index(stay.departure)
    rules = board.rules(room_type.id, plan.id)
    if reason == "min_stay":
        return f"min_stay:{stay.nights}", max(least_nights(rules, arrival, departure) - stay.nights, 1)
    if reason == "max_stay":
        return f"max_stay:{stay.nights}", max(stay.nights - rules.max_stay[arrival], 1)
    return f"{reason}:{'set' if reason == 'no_rate' else 'open'}", 1


def _value(board: Board, room_type: RoomType, plan: Plan, stay: Stay, party: Party) -> int | None:
    if not board.reaches(stay):
        return None
    nights = board.total(room_type, plan, party, board.index(stay.arrival), board.index(stay.departure))
    return None if nights is None else stay_total(board, room_type, plan, stay, party)
