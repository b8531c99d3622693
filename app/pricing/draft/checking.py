"""Which rates and restrictions may stand in a draft, with words that name the first that may not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import func, select

from app.catalogue.queries import catalogue
from app.kernel import clock
from app.kernel.money import BASIS_POINTS
from app.kernel.stay import LONGEST_STAY
from app.kernel.words import dated, money, short_day
from app.pricing.draft.errors import NotARate
from app.pricing.draft.queries import bounds
from app.pricing.draft.rules import Cell, Limits, Scope
from app.pricing.models import Rate
from app.pricing.queries import price_list
from app.pricing.rules import Plan, plan_minor
from app.store import db

MOST_MINOR = 10_000_00
"""No night of a room costs more: a slip of the finger, not a rate."""

LEAST_BP, MOST_BP = -BASIS_POINTS // 2, BASIS_POINTS
"""How far a derived plan may lie from the one that it follows: from half to twice its price."""

DAYS_AHEAD = 3 * 366
"""How far ahead rates may be set."""


def cell_words(location_id: int, cell: Cell) -> str:
    """Garden room, Room and breakfast, Fri 12 March."""
    room_type = catalogue().room_types.get(cell.room_type_id)
    plan = price_list(location_id).by_id.get(cell.rate_plan_id)
    names = (room_type.name if room_type else "A room", plan.name if plan else "a rate")
    return f"{names[0]}, {names[1]}, {short_day(cell.night)}"


def check_places(location_id: int, cells: Iterable[Cell], scopes: Iterable[Scope]) -> None:
    """Every night is ahead, and every room type and plan is the house's, the plan one with rates of its own.

    Raises `NotARate`.
    """
    house, prices = catalogue().by_id[location_id], price_list(location_id)
    today = clock.today(house.timezone)
    room_types = {room_type.id for room_type in house.room_types}
    known = {"location": {location_id}, "room_type": room_types, "rate_plan": set(prices.by_id)}
    for cell in cells:
        _check_night(cell.night, today)
        plan = prices.by_id.get(cell.rate_plan_id)
        if plan is None or cell.room_type_id not in room_types:
            raise NotARate("This house has no such room type or rate.")
        if plan.derived:
            base = prices.by_id[plan.base_id].name
            raise NotARate(f"{plan.name} follows {base}. Change {base}, or how far the other lies from it.")
    for scope in scopes:
        _check_night(scope.night, today)
        if scope.scope_id not in known.get(scope.scope, ()):
            raise NotARate("This house has no such room type or rate.")


def _check_night(night: date, today: date) -> None:
    if night < today:
        raise NotARate(f"{dated(night)} has gone by. Choose nights from today on.")
    if night > today + timedelta(days=DAYS_AHEAD):
        raise NotARate(f"{dated(night)} is more than three years ahead. Choose nearer nights.")


def check_rates(location_id: int, amounts: Mapping[Cell, int]) -> None:
    """Every rate is more than nothing and within its room type's floor and ceiling. Raises `NotARate`."""
    within = bounds({cell.room_type_id for cell in amounts})
    wrong = [
        (cell, amount)
        for cell, amount in amounts.items()
        if not 0 < amount <= MOST_MINOR or (cell.room_type_id in within and not within[cell.room_type_id].holds(amount))
    ]
    if not wrong:
        return
    cell, amount = min(wrong)
    currency = catalogue().by_id[location_id].currency
    bound = within.get(cell.room_type_id)
    if amount <= 0:
        why = "A rate is more than nothing."
    elif bound and amount < bound.floor_minor:
        why = f"The floor is {money(bound.floor_minor, currency)}."
    else:
        why = f"The ceiling is {money(bound.ceiling_minor if bound else MOST_MINOR, currency)}."
    raise NotARate(f"{cell_words(location_id, cell)} would be {money(amount, currency)}. {why}", len(wrong))


def check_limits(location_id: int, limits: Mapping[Scope, Limits]) -> None:
    """Every length of stay is one that can be booked. Raises `NotARate`."""
    for scope, each in sorted(limits.items()):
        least = max(each.min_stay_arrival or 1, each.min_stay_through or 1)
        lengths = [n for n in (each.min_stay_arrival, each.min_stay_through, each.max_stay) if n is not None]
        if any(not 1 <= length <= LONGEST_STAY for length in lengths):
            raise NotARate(f"{short_day(scope.night)}: a stay is 1 to {LONGEST_STAY} nights.")
        if each.max_stay is not None and each.max_stay < least:
            raise NotARate(
                f"{short_day(scope.night)} would want at least {least} nights and at most {each.max_stay}."
                " Nobody could book it."
            )


def check_plan(location_id: int, plan_id: int, adjust_bp: int, adjust_minor: int) -> None:
    """The plan follows another, and by no more than from half to twice the price. Raises `NotARate`."""
    plan = price_list(location_id).by_id.get(plan_id)
    if plan is None or not plan.derived:
        raise NotARate("This rate follows no other. Change its nights themselves.")
    if not LEAST_BP <= adjust_bp <= MOST_BP:
        raise NotARate(f"{plan.name} may lie from 50% below to 100% above. It would be {adjust_bp / 100:g}%.")
    if abs(adjust_minor) > MOST_MINOR:
        raise NotARate(f"{plan.name} would lie further off than a night may cost.")


def check_following(location_id: int, plans: Iterable[Plan], *, floors: bool = True) -> None:
    """Each of these derived plans sells every night ahead for more than nothing, to two and to one alone, and for two
    no lower than the room type's floor where `floors`; by the rates that stand published. Raises `NotARate`."""
    house, prices = catalogue().by_id[location_id], price_list(location_id)
    ahead = Rate.night >= clock.today(house.timezone)
    wanted = (ahead, Rate.room_type_id.in_([room_type.id for room_type in house.room_types]))
    keys = (Rate.room_type_id, Rate.rate_plan_id)
    least = db.session.execute(select(*keys, func.min(Rate.amount_minor)).where(*wanted).group_by(*keys)).all()
    within = bounds({room_type_id for room_type_id, _, _ in least}) if floors else {}
    for plan in plans:
        for room_type_id, base_id, amount in least:
            if base_id != plan.base_id:
                continue
            sold, alone = plan_minor(amount, plan), amount - prices.party.single_minor
            floor = within[room_type_id].floor_minor if room_type_id in within else 1
            if sold >= floor and (alone <= 0 or plan_minor(alone, plan) > 0):
                continue
            same = (Rate.room_type_id == room_type_id, Rate.rate_plan_id == base_id, Rate.amount_minor == amount)
            night = db.session.execute(select(func.min(Rate.night)).where(ahead, *same)).scalar_one()
            name = f"{catalogue().room_types[room_type_id].name}, {plan.name}, {short_day(night)}"
            why = (
                f"The floor is {money(floor, house.currency)}." if 0 < sold < floor else "A rate is more than nothing."
            )
            words = money(sold if sold < floor else plan_minor(alone, plan), house.currency)
            who = "" if sold < floor else " for one alone"
            raise NotARate(f"{name} would be {words}{who}, where the rate that it follows is lowest. {why}")
