"""What a search found, with the promotions that were asked for in its prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.availability.board import Board
from app.availability.promoted import Promoted, Wanted, price_with
from app.availability.search import HouseFit, RateFit, RoomFit, SetFit, SetRoom, priced_stay
from app.kernel.stay import Stay
from app.pricing.rules import Plan, total_minor
from app.promotions.rules import Promotion


def with_promotions(fit: HouseFit, promotions: Sequence[Promotion], today: date) -> HouseFit:
    """The house's answer at the prices with these promotions; the same answer where there are none. No statement.

    `today` is the house's day. The answer without them is anybody's; this one is of whoever asked with them.
    """
    if not promotions:
        return fit
    return replace(
        fit,
        rooms=tuple(
            replace(room, rates=tuple(_rate(fit, [_alone(room, fit)], rate, promotions, today) for rate in room.rates))
            for room in fit.rooms
        ),
        together=_together(fit, fit.together, promotions, today) if fit.together else None,
        promotions=tuple(promotions),
    )


def promoted_lines(
    board: Board, rooms: Sequence[SetRoom], plan: Plan, stay: Stay, promotions: Sequence[Promotion], today: date
) -> Promoted:
    """Every line of these rooms with the promotions that hold; what a quote would have."""
    wanted = [
        Wanted(
            room.room_type, replace(priced_stay(board, room.room_type, plan, stay, room.party), part=part), room.left
        )
        for part, room in enumerate(rooms)
    ]
    return price_with(board, wanted, promotions, today=today)


def _alone(room: RoomFit, fit: HouseFit) -> SetRoom:
    return SetRoom(room.room_type, fit.party, room.left)


def _together(fit: HouseFit, own: SetFit, promotions: Sequence[Promotion], today: date) -> SetFit:
    return replace(own, rates=tuple(_rate(fit, own.rooms, rate, promotions, today) for rate in own.rates))


def _rate(
    fit: HouseFit, rooms: Sequence[SetRoom], rate: RateFit, promotions: Sequence[Promotion], today: date
) -> RateFit:
    found = promoted_lines(fit.board, rooms, rate.plan, fit.stay, promotions, today)
    if not found.held:
        return replace(rate, refused=found.refused)
    return replace(
        rate, total_minor=total_minor(found.lines), full_minor=rate.total_minor, refused=found.refused or None
    )
