"""Drafts for tests: edits of a cast house by slug, and what guests and staff then see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from app.pricing.draft.operations import keep_edit, publish_draft
from app.pricing.draft.queries import seen_now
from app.pricing.draft.rules import Cell, Edit, Move, Scope
from tests.cast import House


def cell(house: House, night: date, room_type: str = "snug", plan: str = "flexible") -> Cell:
    return Cell(night, house.room_types[room_type], house.plans[plan])


def cells(house: House, nights: Iterable[date], room_type: str = "snug", plan: str = "flexible") -> tuple[Cell, ...]:
    return tuple(cell(house, night, room_type, plan) for night in nights)


def moved(house: House, places: Iterable[Cell], kind: str, amount: int, round_to: int = 100, **options: Any) -> int:
    """Cells moved in the draft by somebody who sees it as it is now."""
    edit = Edit(cells=tuple(places), move=Move(kind, amount, round_to))
    return keep_edit(house.id, edit, seen=options.pop("seen", None) or seen_now(house.id), by=options.pop("by", None))


def forbidden(
    house: House, nights: Iterable[date], scope: str = "location", of: int | None = None, **rules: Any
) -> int:
    """Restrictions put into the draft by somebody who sees it as it is now."""
    scopes = tuple(Scope(night, scope, of or house.id) for night in nights)
    return keep_edit(house.id, Edit(scopes=scopes, rules=rules), seen=seen_now(house.id), by=None)


def published(house: House) -> None:
    """The draft as it is now is what guests see."""
    publish_draft(house.id, seen=seen_now(house.id), by=None)
