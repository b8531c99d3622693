"""What the houses answer to a caller: every rate as a row to read out, or why there is none and what is nearest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.availability.alternatives import nearest
from app.availability.search import HouseFit, RateFit
from app.kernel import clock
from app.kernel.money import rounded_half_up
from app.kernel.stay import Stay
from app.kernel.words import counted, money, short_day, span, tallied
from app.pricing.rules import dues_of
from app.web.rate_choice import written_choice
from app.web.reasons import Reason, house_reasons
from app.web.search import Search

NEAREST = 3
PATH = "/staff/phone"


@dataclass(frozen=True, slots=True)
class RateCell:
    """One rate of one room; `value` is what holding it posts."""

    plan: str
    plan_slug: str
    value: str
    total_minor: int
    total_text: str
    detail: str
    label: str


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room type, or rooms that are taken together, with a cell for each plan of its house; None where it has none."""

    name: str
    left_text: str
    cells: tuple[RateCell | None, ...]


@dataclass(frozen=True, slots=True)
class PlanHead:
    """A plan over its column, with what it says about cancelling."""

    name: str
    deadline_text: str


@dataclass(frozen=True, slots=True)
class NearestDates:
    dates_text: str
    note: str
    total_minor: int
    total_text: str
    url: str


@dataclass(frozen=True, slots=True)
class HouseAnswer:
    """A house with its rates, or with its reasons and the nearest dates that can be had there."""

    slug: str
    name: str
    telephone: str
    heading: str
    plans: tuple[PlanHead, ...] = ()
    rooms: tuple[RoomRow, ...] = ()
    reasons: tuple[Reason, ...] = ()
    nearest: tuple[NearestDates, ...] = ()


def house_answers(fits: Sequence[HouseFit], search: Search, stay: Stay) -> list[HouseAnswer]:
    """Those with rooms first, the cheapest first; then those without."""
    wanted = [fit for fit in fits if not search.locations or fit.board.house.slug in search.locations]
    ordered = sorted(wanted, key=lambda fit: (fit.cheapest_minor is None, fit.cheapest_minor or 0))
    return [_answer(fit, search, stay) for fit in ordered]


def first_reason(answers: Sequence[HouseAnswer]) -> str:
    """Why nothing was found; empty where some house has a room."""
    if any(answer.rooms for answer in answers):
        return ""
    return next((answer.reasons[0].code for answer in answers if answer.reasons), "")


def _answer(fit: HouseFit, search: Search, stay: Stay) -> HouseAnswer:
    house = fit.board.house
    if fit.together or fit.rooms:
        rates = fit.together.rates if fit.together else [rate for room in fit.rooms for rate in room.rates]
        plans = {rate.plan.id: PlanHead(rate.plan.name, rate.policy.brief) for rate in _in_order(fit, rates)}
        return HouseAnswer(
            house.slug,
            house.name,
            house.telephone,
            f"from {money(fit.cheapest_minor or 0, house.currency)}",
            tuple(plans.values()),
            tuple(_rows(fit, stay, list(plans))),
        )
    reasons = house_reasons(fit)
    return HouseAnswer(
        house.slug,
        house.name,
        house.telephone,
        "nothing",
        reasons=reasons or (Reason("closed", "Not on sale", "This house takes no bookings at the moment."),),
        nearest=tuple(_nearest(fit, search, stay)),
    )


def _in_order(fit: HouseFit, rates: Iterable[RateFit]) -> list[RateFit]:
    """In the order in which the house names its plans."""
    places = {plan.id: place for place, plan in enumerate(fit.board.prices_of.plans)}
    return sorted(rates, key=lambda rate: places[rate.plan.id])


def _rows(fit: HouseFit, stay: Stay, plans: list[int]) -> Iterator[RoomRow]:
    if fit.together:
        own = fit.together
        name = tallied([room.room_type.name for room in own.rooms])
        spread = [(room.room_type.id, room.party) for room in own.rooms]
        cells = {rate.plan.id: _cell(fit, stay, rate, name, written_choice(spread, rate.plan.id)) for rate in own.rates}
        left = f"{counted(len(own.rooms), 'room').capitalize()} together"
        yield RoomRow(name, left, tuple(cells.get(plan) for plan in plans))
    for room in sorted(fit.rooms, key=lambda room: room.cheapest_minor):
        name = room.room_type.name
        cells = {
            rate.plan.id: _cell(fit, stay, rate, name, f"{room.room_type.id}:{rate.plan.id}") for rate in room.rates
        }
        yield RoomRow(name, f"{room.left} left", tuple(cells.get(plan) for plan in plans))


def _cell(fit: HouseFit, stay: Stay, rate: RateFit, room: str, choice: str) -> RateCell:
    house = fit.board.house
    total = money(rate.total_minor, house.currency)
    per_night = money(rounded_half_up(rate.total_minor, stay.nights), house.currency)
    return RateCell(
        plan=rate.plan.name,
        plan_slug=rate.plan.slug,
        value=f"{choice}:{rate.total_minor}",
        total_minor=rate.total_minor,
        total_text=total,
        detail=f"{per_night} a night, {_due_text(rate, stay, house.currency, clock.today(house.timezone))}",
        label=f"Hold {room}, {house.name}, {rate.plan.name}, {total}",
    )


def _due_text(rate: RateFit, stay: Stay, currency: str, today: date) -> str:
    due = dues_of(rate.total_minor, rate.plan, stay.arrival, today)
    if due.now_minor == rate.total_minor:
        return "all now"
    if due.now_minor:
        return f"{money(due.now_minor, currency)} now"
    return f"all on {short_day(due.balance_on)}" if due.balance_on else "all at the house"


def _nearest(fit: HouseFit, search: Search, stay: Stay) -> list[NearestDates]:
    house = fit.board.house
    found = nearest(fit.board, stay, search.party, NEAREST, rooms=search.rooms, promotions=fit.promotions)
    return [
        NearestDates(
            dates_text=span(one.stay.arrival, one.stay.departure),
            note=f"{one.room_type.name if one.rooms == 1 else counted(one.rooms, 'room')}, {one.plan.name}",
            total_minor=one.total_minor,
            total_text=money(one.total_minor, house.currency),
            url=search.url(PATH, one.stay, location=house.slug),
        )
        for one in found
    ]
