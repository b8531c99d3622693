"""A house as guests will meet it once its draft is published: the same board and rules over other prices."""

from __future__ import annotations

from dataclasses import replace

from app.availability.board import Board, Prices
from app.pricing.draft.queries import Draft
from app.pricing.draft.rules import FREE, Limits
from app.pricing.queries import PriceList
from app.pricing.rules import Plan


def drafted_board(board: Board, draft: Draft) -> Board:
    """The board with the draft laid over it; the board itself where nothing is drafted. Nothing is kept or written."""
    return (
        Board(
            board.house,
            _price_list(board.prices_of, draft),
            board.first,
            board.nights,
            board.stock,
            _prices(board, draft),
        )
        if draft
        else board
    )


def _price_list(prices: PriceList, draft: Draft) -> PriceList:
    if not draft.plans:
        return prices
    by_id = {plan.id: _followed(plan, draft) for plan in prices.by_id.values()}
    return replace(prices, by_id=by_id, plans=tuple(by_id[plan.id] for plan in prices.plans))


def _followed(plan: Plan, draft: Draft) -> Plan:
    if plan.id not in draft.plans:
        return plan
    bp, minor = draft.plans[plan.id]
    return replace(plan, adjust_bp=bp, adjust_minor=minor)


def _prices(board: Board, draft: Draft) -> Prices:
    rates = {key: list(row) for key, row in board.prices.rates.items()}
    for cell, amount in draft.rates.items():
        row = rates.setdefault((cell.room_type_id, cell.rate_plan_id), [0] * board.nights)
        if 0 <= board.index(cell.night) < len(row):
            row[board.index(cell.night)] = amount
    limits = {scope: dict(rows) for scope, rows in board.prices.restrictions.items()}
    for place, limit in draft.limits.items():
        index = board.index(place.night)
        rows = limits.setdefault((place.scope, place.scope_id), {})
        if limit == FREE:
            rows.pop(index, None)
        elif 0 <= index <= board.nights:
            rows[index] = _row(limit)
    return Prices(board.prices.version, rates, limits)


def _row(limit: Limits) -> tuple[bool, bool, bool, int, int, int]:
    return (
        limit.closed,
        limit.closed_to_arrival,
        limit.closed_to_departure,
        limit.min_stay_arrival or 1,
        limit.min_stay_through or 1,
        limit.max_stay or 0,
    )
