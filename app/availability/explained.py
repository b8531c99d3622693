"""Why one stay can or cannot be sold, rule by rule: the answer of `reasons_against`, with what each rule rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.availability.board import Board
from app.availability.rules import NOT_OPEN, REASONS, least_nights
from app.availability.search import reasons_against
from app.catalogue.queries import RoomType
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.draft.rules import Scope
from app.pricing.rules import Plan

CLOSED, TO_ARRIVAL, TO_DEPARTURE, MIN_ARRIVAL, MIN_THROUGH, MOST = range(6)
"""Where each rule stands in a restriction of the board."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule: whether it stands against the stay, on which nights, with which value, set in which places.

    `value` is the rooms left for `full`, and the length asked for by `min_stay` and `max_stay`; else None.
    """

    code: str
    applies: bool
    nights: tuple[date, ...] = ()
    value: int | None = None
    scopes: tuple[Scope, ...] = ()


def explain(board: Board, room_type: RoomType, plan: Plan, stay: Stay, party: Party) -> tuple[Finding, ...]:
    """Every rule in the one order; those that apply are exactly those that a guest would meet."""
    against = reasons_against(board, room_type, plan, stay, party)
    on_board = board.reaches(stay) and stay.arrival >= board.first
    details = dict(_details(board, room_type, plan, stay)) if on_board else {}
    return tuple(_finding(code, code in against, details.get(code)) for code in REASONS)


def _finding(code: str, applies: bool, detail: Finding | None) -> Finding:
    if detail is None:
        return Finding(code, applies)
    return Finding(code, applies, detail.nights, detail.value, detail.scopes)


def _details(board: Board, room_type: RoomType, plan: Plan, stay: Stay) -> Iterator[tuple[str, Finding]]:
    arrival, departure = board.index(stay.arrival), board.index(stay.departure)
    nights = list(stay)
    free = board.stock.free.get(room_type.id, [NOT_OPEN] * board.nights)[arrival:departure]
    rates = board.prices.rates.get((room_type.id, plan.base_id), [0] * board.nights)[arrival:departure]
    shut = _set(board, room_type, plan, nights, CLOSED)
    not_open = tuple(night for night, left in zip(nights, free, strict=True) if left == NOT_OPEN)
    closed_on = tuple(sorted({scope.night for scope in shut} | set(not_open)))
    yield "closed", Finding("closed", False, closed_on, None, shut)
    yield "no_rate", Finding("no_rate", False, _where(nights, rates))
    yield "full", Finding("full", False, _where(nights, free), max(min(free), 0))
    for code, night, kind in (
        ("closed_to_arrival", stay.arrival, TO_ARRIVAL),
        ("closed_to_departure", stay.departure, TO_DEPARTURE),
    ):
        yield code, Finding(code, False, (night,), None, _set(board, room_type, plan, [night], kind))
    rules = board.rules(room_type.id, plan.id)
    least = least_nights(rules, arrival, departure)
    longer = [
        *_set(board, room_type, plan, [stay.arrival], MIN_ARRIVAL, least),
        *_set(board, room_type, plan, nights, MIN_THROUGH, least),
    ]
    yield "min_stay", _length("min_stay", least, longer if least > 1 else [])
    most = rules.max_stay[arrival]
    shorter = _set(board, room_type, plan, [stay.arrival], MOST, most) if most else ()
    yield "max_stay", _length("max_stay", most or None, list(shorter))


def _length(code: str, value: int | None, scopes: list[Scope]) -> Finding:
    return Finding(code, False, tuple(sorted({scope.night for scope in scopes})), value, tuple(dict.fromkeys(scopes)))


def _set(
    board: Board, room_type: RoomType, plan: Plan, nights: list[date], kind: int, value: int = True
) -> tuple[Scope, ...]:
    """Where a rule has that value on these nights: for the house, the room type or the plan."""
    places = (("location", board.house.id), ("room_type", room_type.id), ("rate_plan", plan.id))
    return tuple(
        Scope(night, *place)
        for night in nights
        for place in places
        if (row := board.prices.restrictions.get(place, {}).get(board.index(night))) and row[kind] == value
    )


def _where(nights: list[date], counts: list[int]) -> tuple[date, ...]:
    """The nights on which there is none."""
    return tuple(night for night, count in zip(nights, counts, strict=True) if count == 0)
