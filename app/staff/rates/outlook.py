"""What a guest will see once the draft is published: the bill of a short stay that it changes."""

from __future__ import annotations

from dataclasses import dataclass

from app.availability.board import Board
from app.availability.boards import board
from app.availability.drafted import drafted_board
from app.availability.search import priced_stay
from app.catalogue.queries import House, RoomType
from app.kernel.party import Party
from app.kernel.stay import ONE_NIGHT, Stay
from app.kernel.words import counted, money
from app.pricing.draft.queries import Draft
from app.pricing.rules import Plan, stay_lines, total_minor
from app.web.quotes import QuoteView, quote_view

FOR_TWO = Party()


@dataclass(frozen=True, slots=True)
class NightView:
    label: str
    was: str
    price: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """A stay that the draft changes, by night and in all, now and then; `held` says who keeps today's price."""

    heading: str
    nights: tuple[NightView, ...]
    total: str
    was: str
    vat_rows: tuple[tuple[str, str], ...]
    held: str


def outlook_of(house: House, draft: Draft) -> Outlook | None:
    """The first two nights in a row that the draft changes; None where it changes no rate that guests can see."""
    if not draft.rates:
        return None
    now = board(house)
    ahead = sorted(cell for cell in draft.rates if now.first <= cell.night < now.day(now.nights - 1))
    for cell in ahead:
        room_type = next((kind for kind in house.room_types if kind.id == cell.room_type_id), None)
        plan = next((plan for plan in now.prices_of.plans if plan.id == cell.rate_plan_id), None)
        if room_type and plan:
            both = cell._replace(night=cell.night + ONE_NIGHT) in draft.rates
            stay = Stay.of(cell.night, 2 if both else 1)
            return _outlook(house, now, drafted_board(now, draft), room_type, plan, stay)
    return None


def _outlook(house: House, now: Board, then: Board, room_type: RoomType, plan: Plan, stay: Stay) -> Outlook:
    before, after = _bill(now, room_type, plan, stay), _bill(then, room_type, plan, stay)
    assert after is not None, "the draft has a rate for these nights"
    told = {line.label: line.gross_text for line in before.lines} if before else {}
    nights = [NightView(line.label, told.get(line.label, ""), line.gross_text) for line in after.lines]
    return Outlook(
        f"{room_type.name}, {plan.name}",
        tuple(nights),
        _exact(after),
        _exact(before),
        after.vat_rows,
        _held(now, room_type, stay),
    )


def _bill(seen: Board, room_type: RoomType, plan: Plan, stay: Stay) -> QuoteView | None:
    if seen.total(room_type, plan, FOR_TWO, seen.index(stay.arrival), seen.index(stay.departure)) is None:
        return None
    plan = seen.prices_of.by_id[plan.id]
    lines = stay_lines(priced_stay(seen, room_type, plan, stay, FOR_TWO), seen.prices_of.vat_bp)
    return quote_view(
        lines,
        currency=seen.house.currency,
        due_now_minor=total_minor(lines),
        policy_text="",
        free_until_at=None,
        timezone=seen.house.timezone,
    )


def _exact(bill: QuoteView | None) -> str:
    return money(bill.total_minor, bill.currency, pence=True) if bill else ""


def _held(now: Board, room_type: RoomType, stay: Stay) -> str:
    """How many checkouts hold the room type on one of these nights: what they were told stays theirs."""
    nights = range(now.index(stay.arrival), now.index(stay.departure))
    held = [sum(h.count for h in now.stock.holds if (h.room_type_id, h.night) == (room_type.id, n)) for n in nights]
    if not any(held):
        return ""
    hold = "checkout holds" if max(held) == 1 else "checkouts hold"
    number = counted(max(held), "x").split()[0].capitalize()
    return f"{number} {hold} this room type now. They keep the price they were told until their hold ends."
