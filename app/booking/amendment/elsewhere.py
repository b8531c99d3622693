"""A booking as it would be in another house: the same nights and people, the house's own rooms, rates and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from operator import itemgetter

from app.availability.board import Board
from app.availability.search import sold_here
from app.booking.amendment.compared import AmendmentOffer, PartChange, side_by_side
from app.booking.amendment.promoted import GivenBefore
from app.booking.amendment.terms import given_up, terms_afterwards
from app.booking.cancellation import purse_of
from app.booking.errors import CannotBeSold, FewerStays, NoSuchBooking, WrongState
from app.booking.queries import PlacedBooking, booking_of
from app.booking.quoting import as_sold, price_basket
from app.booking.resale import sold_by, taken_back_minor
from app.booking.rules import Basket, ChosenStay
from app.catalogue.closed import house_of
from app.catalogue.queries import House, catalogue
from app.kernel import clock
from app.pricing.queries import price_list
from app.pricing.rules import Dues, Line, Plan, Policy, policy_of, total_minor

EVENING = time(19, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseMove(AmendmentOffer):
    """What moving a booking to another `house` comes to at this moment; `changed` is `house` and `room`.

    `lost` are all promotions of the booking, which stay behind.
    """

    house: House


def price_house_move(
    booking_id: int,
    basket: Basket,
    *,
    at_our_cost: bool = False,
    at: datetime | None = None,
    known: PlacedBooking | None = None,
) -> HouseMove:
    """The booking as it would be with this basket of another house, at what that house sells it for now.

    The basket's stays are the booking's live stays in their order. Whether rooms are left is for the claims to say. It
    has none of the booking's promotions, which are the first house's. A deadline that has passed stays passed. All of
    its nights are given up: where that is not free any more, what is overpaid is kept as for any change. `at_our_cost`,
    because the house promised it, nothing is kept, only a missing rate and the ends of the calendar refuse, and
    whatever it costs more is taken off. `known` is the booking as somebody has just read it.

    Raises `WrongState` unless the booking is confirmed, `CannotBeSold`, also where a stay would change its way of
    cancelling, `FewerStays`, `NoSuchBooking`.
    """
    now, booking = at or clock.now(), known or booking_of(booking_id)
    if booking is None:
        raise NoSuchBooking
    if booking.state != "confirmed":
        raise WrongState(booking.state)
    house = catalogue().by_id.get(basket.location_id)
    if house is None or house.currency != booking.quote.currency or house.id == booking.basket.location_id:
        raise CannotBeSold(("closed",))
    if len(basket.stays) != len(booking.live):
        raise FewerStays
    full = as_sold(replace(basket, promotions=(), at_house=booking.quote.balance_on is None))
    if not at_our_cost:
        _require_same_terms(booking, full)
    offered = price_basket(full, now, checked=not at_our_cost)
    parts = tuple(stay.part for stay in booking.live)
    lines = tuple(replace(line, part=parts[line.part]) for line in offered.lines)
    total = total_minor(lines)
    allowance = max(0, total - booking.quote.total_minor) if at_our_cost else 0
    purse, sold = purse_of(booking_id), sold_by(zip(parts, full.stays, strict=True), lines)
    at_hand = purse.at_hand_minor - (purse.charged_minor - booking.quote.total_minor)
    old_plans = _plans(booking)
    lost = () if at_our_cost else given_up(booking, full, old_plans, lines, at_hand, now)
    taken_back = taken_back_minor(booking_id, sold, house.currency, now)
    at_hand += taken_back - sum(one.kept_minor for one in lost)
    words, until = terms_afterwards(booking, old_plans, _policies(booking, full, house, now), now)
    return HouseMove(
        booking_id=booking_id,
        revision=booking.revision,
        quote_id=booking.quote_id,
        currency=booking.quote.currency,
        house=house,
        basket=full,
        parts=parts,
        changes=_changes(booking, full, lines),
        changed=("house", "room"),
        lines_before=booking.quote.lines,
        lines=lines,
        before_minor=booking.quote.total_minor,
        total_minor=total,
        allowance_minor=allowance,
        due_minor=max(0, total - allowance - at_hand),
        due_now_minor=max(0, offered.due_now_minor - allowance - at_hand),
        refund_minor=max(0, at_hand - total + allowance),
        dues=Dues(offered.due_now_minor, offered.balance_on),
        given_up=lost,
        newly_sold=sold,
        taken_back_minor=taken_back,
        policy=words,
        free_until_at=until,
        lost=tuple((own, ("left_behind",)) for own in GivenBefore(booking).promotions),
    )


def _plans(booking: PlacedBooking) -> dict[int, Plan]:
    """The rate plan of each live stay, by part."""
    here = price_list(booking.basket.location_id).by_id
    return {stay.part: here[stay.chosen.rate_plan_id] for stay in booking.live}


def _require_same_terms(booking: PlacedBooking, basket: Basket) -> None:
    """Raises `CannotBeSold` where a stay would leave a resale plan or come to one: see `may_become`."""
    there = price_list(basket.location_id).by_id
    for old, chosen in zip(_plans(booking).values(), basket.stays, strict=True):
        plan = there.get(chosen.rate_plan_id)
        if plan is None or (plan.cancelling == "resale") != (old.cancelling == "resale"):
            raise CannotBeSold(("rate_stays",))


def _changes(booking: PlacedBooking, basket: Basket, lines: Sequence[Line]) -> tuple[PartChange, ...]:
    return tuple(
        side_by_side(
            stay.part,
            stay.chosen,
            chosen,
            [line for line in booking.quote.lines if line.part == stay.part],
            [line for line in lines if line.part == stay.part],
        )
        for stay, chosen in zip(booking.live, basket.stays, strict=True)
    )


def _policies(booking: PlacedBooking, basket: Basket, house: House, at: datetime) -> list[tuple[Plan, Policy]]:
    """The plans of the other house with their words and deadlines."""
    there, at_house = price_list(house.id).by_id, booking.quote.balance_on is None
    plans = [(there[chosen.rate_plan_id], chosen.stay.arrival) for chosen in basket.stays]
    return [
        (plan, policy_of(plan, arrival, house.timezone, house.currency, at, at_house=at_house))
        for plan, arrival in plans
    ]


def baskets_elsewhere(booking: PlacedBooking, board: Board) -> list[tuple[int, Basket]]:
    """What of another house could take the booking, with what its rooms cost there; the cheapest first.

    Each stay has the same nights and people, a room type that fits them and a rate plan with the same meals and way of
    cancelling; what is eaten and taken besides goes along where the house has it, and a table that it cannot give
    forbids the house. None where one stay finds no room. No statement.
    """
    if board.house.currency != booking.quote.currency:
        return []
    used: Counter[int] = Counter()
    cheapest: list[tuple[int, ChosenStay]] = []
    last: list[tuple[int, ChosenStay]] = []
    for placed in booking.live:
        tried = _stays_elsewhere(booking, placed.chosen, board)
        last = [one for one in tried if _free(board, one[1]) > used[one[1].room_type_id]]
        if not last:
            return []
        used[last[0][1].room_type_id] += 1
        cheapest.append(last[0])
    others = sum(total for total, _ in cheapest[:-1])
    stays = tuple(chosen for _, chosen in cheapest[:-1])
    return [(others + total, Basket(board.house.id, (*stays, chosen))) for total, chosen in last]


def sold_elsewhere(booking: PlacedBooking, board: Board, at: datetime) -> list[tuple[int, Basket]]:
    """What of another house could take the booking, with the total of all of it there; the cheapest first.

    It may still be refused by whoever is quicker. One statement at most, where a plan has a supper that none chose.
    """
    found = []
    for _, basket in baskets_elsewhere(booking, board):
        try:
            full = as_sold(replace(basket, at_house=booking.quote.balance_on is None))
            found.append((price_basket(full, at).total_minor, basket))
        except CannotBeSold:
            continue
    return sorted(found, key=itemgetter(0))


def _stays_elsewhere(booking: PlacedBooking, chosen: ChosenStay, board: Board) -> list[tuple[int, ChosenStay]]:
    plan = _plan_like(price_list(booking.basket.location_id).by_id.get(chosen.rate_plan_id), board)
    suppers = _suppers_like(booking, chosen, board)
    if plan is None or suppers is None:
        return []
    order = [room_type.id for room_type in board.house.room_types]
    offered = [
        (total, order.index(room_type.id))
        for room_type, sold, total in sold_here(board, chosen.stay, chosen.party)
        if sold == plan
    ]
    extras = _extras_like(booking, chosen, board.house)
    same = replace(chosen, rate_plan_id=plan.id, suppers=suppers, extras=extras)
    return [(total, replace(same, room_type_id=order[place])) for total, place in sorted(offered)]


def _plan_like(old: Plan | None, board: Board) -> Plan | None:
    """The plan with the same meals and the same way of cancelling; of several the one with the same name."""
    if old is None:
        return None
    same = [
        plan
        for plan in board.prices_of.plans
        if (plan.cancelling, plan.supper_included, plan.breakfast_included)
        == (old.cancelling, old.supper_included, old.breakfast_included)
    ]
    return min(same, key=lambda plan: plan.slug != old.slug, default=None)


def _suppers_like(booking: PlacedBooking, chosen: ChosenStay, board: Board) -> tuple[tuple[date, int], ...] | None:
    """A table for everybody on the same nights, as near to the same hour as there is; None where one lacks."""
    begins = {sitting.id: sitting.begins for sitting in house_of(booking.basket.location_id).sittings}
    found = []
    for night, sitting_id in chosen.suppers:
        wanted = begins.get(sitting_id, EVENING)
        free = [own for own in board.house.sittings if _covers(board, own.id, night) >= chosen.party.heads]
        if not free:
            return None
        nearest = min(free, key=lambda own, wanted=wanted: abs(_minute(own.begins) - _minute(wanted)))  # type: ignore[misc]
        found.append((night, nearest.id))
    return tuple(found)


def _covers(board: Board, sitting_id: int, night: date) -> int:
    seats, index = board.stock.seats.get(sitting_id, []), board.index(night)
    return seats[index] if 0 <= index < len(seats) else 0


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _extras_like(booking: PlacedBooking, chosen: ChosenStay, house: House) -> tuple[tuple[int, int], ...]:
    named = {extra.id: extra.slug for extra in house_of(booking.basket.location_id).extras}
    there = {extra.slug: extra for extra in house.extras}
    return tuple(
        (there[named[extra_id]].id, min(count, there[named[extra_id]].most))
        for extra_id, count in chosen.extras
        if named.get(extra_id) in there
    )


def _free(board: Board, chosen: ChosenStay) -> int:
    return board.left(chosen.room_type_id, board.index(chosen.stay.arrival), board.index(chosen.stay.departure))
