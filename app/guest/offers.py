"""A room type's price for the dates asked for: its rates, the chosen one's bill, or why it cannot be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from app.availability.alternatives import nearest
from app.availability.board import Board
from app.availability.promoted_search import promoted_lines
from app.availability.search import HouseFit, RoomFit, SetRoom, reasons_against
from app.catalogue.queries import RoomType
from app.guest.cards import HouseCard
from app.guest.rates import RateResult
from app.guest.refusals import Refusal, other, waitlist_url
from app.guest.results import room_result
from app.kernel.stay import Stay
from app.kernel.words import counted, long_day, number, span
from app.pricing.rules import dues_of, policy_of
from app.promotions.rules import Promotion
from app.web.quotes import QuoteView, quote_view
from app.web.reasons import reason_words
from app.web.search import Search


@dataclass(frozen=True, slots=True)
class RoomOffer:
    """What the price box of a room page shows; `chosen` and `quote` are None where the room cannot be had.

    `no_supper` says why no rate comes with supper, where tables alone are in the way.
    """

    stay_words: str
    party_words: str
    nights_words: str
    said: str
    url: str
    stays_url: str
    left_text: str = ""
    no_supper: str = ""
    rates: tuple[RateResult, ...] = ()
    chosen: RateResult | None = None
    quote: QuoteView | None = None
    refusal: Refusal | None = None


def room_offer(
    fit: HouseFit,
    card: HouseCard,
    room_type: RoomType,
    search: Search,
    stay: Stay,
    rate: str,
    at: datetime,
    promotions: Sequence[Promotion] = (),
) -> RoomOffer:
    """The offer for a stay; `rate` is the value of the rate that is chosen, else the first one is.

    `promotions` are those in the prices of `fit`, where they hold.
    """
    board = fit.board
    path = card.room_types[room_type.id].path
    common: dict[str, Any] = {
        "stay_words": span(stay.arrival, stay.departure),
        "party_words": f"{search.party_text}, {counted(stay.nights, 'night')}.",
        "nights_words": f"for {counted(stay.nights, 'night')}",
        "url": f"{path}?{urlencode(search.asked(stay))}",
        "stays_url": search.url("/stays", stay, location=card.slug),
    }
    room = next((found for found in fit.rooms if found.room_type.id == room_type.id), None)
    if room is None:
        refusal = _refusal(fit, room_type, search, stay)
        return RoomOffer(**common, said=refusal.reasons[0].title, refusal=refusal)
    rates = room_result(board, card, room, search, stay).rates
    chosen = next((found for found in rates if found.value == rate), rates[0])
    quote = _quote(board, room, rates.index(chosen), search, stay, at, promotions)
    left = f"{room.left} left for these nights."
    said = f"{room.rates[rates.index(chosen)].plan.name}, {chosen.total_text}"
    lacking = _no_supper(board, room_type, search, stay)
    return RoomOffer(**common, said=said, left_text=left, no_supper=lacking, rates=rates, chosen=chosen, quote=quote)


def _no_supper(board: Board, room_type: RoomType, search: Search, stay: Stay) -> str:
    """Why a rate with supper is not among those of a room that is sold; empty where one is, or would not be anyway."""
    party, suppers = search.party, [plan for plan in board.prices_of.plans if plan.supper_included]
    if not any(reasons_against(board, room_type, plan, stay, party) == ("full",) for plan in suppers):
        return ""
    night = next(night for night in stay if board.stock.covers[board.index(night)] < party.heads)
    return f"No table for {number(party.heads)} is left on {long_day(night)}, so the rate with supper is gone."


def _quote(
    board: Board,
    room: RoomFit,
    chosen: int,
    search: Search,
    stay: Stay,
    at: datetime,
    promotions: Sequence[Promotion],
) -> QuoteView:
    plan = room.rates[chosen].plan
    alone = [SetRoom(room.room_type, search.party, room.left)]
    lines = promoted_lines(board, alone, plan, stay, promotions, board.first).lines
    house = board.house
    policy = policy_of(plan, stay.arrival, house.timezone, house.currency, at)
    due = dues_of(room.rates[chosen].total_minor, plan, stay.arrival, at.astimezone(ZoneInfo(house.timezone)).date())
    return quote_view(
        lines,
        currency=house.currency,
        due_now_minor=due.now_minor,
        balance_on=due.balance_on,
        policy_text=policy.full,
        free_until_at=policy.free_until_at,
        timezone=house.timezone,
        may_owe=plan.may_pay_at_house,
    )


def _refusal(fit: HouseFit, room_type: RoomType, search: Search, stay: Stay) -> Refusal:
    codes: Sequence[str] = next((no.reasons for no in fit.refused if no.room_type.id == room_type.id), ("full",))
    others = nearest(fit.board, stay, search.party, most=3, only=[room_type], promotions=fit.promotions)
    return Refusal(
        tuple(reason_words(code, fit.board, stay, search.party, room_type) for code in codes),
        nearest=tuple(other(found, search) for found in others),
        waitlist_url=waitlist_url(fit.board, search, stay, room_type) if "full" in codes else "",
    )
