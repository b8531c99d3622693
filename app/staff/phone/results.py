"""What the houses answer to a caller: every rate as a row to read out, or why there is none and what is nearest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.availability.alternatives import nearest
from app.availability.search import HouseFit, RateFit, SetFit
from app.kernel import clock
from app.kernel.money import rounded_half_up
from app.kernel.stay import Stay
from app.kernel.words import counted, money, short_day, span, tallied
from app.pricing.rules import dues_of
from app.web.rate_choice import written_choice
from app.web.reasons import Reason, reason_words
from app.web.search import Search

NEAREST = 3
PATH = "/staff/phone"


@dataclass(frozen=True, slots=True)
class RateRow:
    """One rate; `value` is what holding it posts."""

    plan: str
    plan_slug: str
    value: str
    total_minor: int
    total_text: str
    per_night_text: str
    due_text: str
    deadline_text: str
    label: str


@dataclass(frozen=True, slots=True)
class RoomRows:
    """A room type, or rooms that are taken together, with its rates."""

    name: str
    left_text: str
    rates: tuple[RateRow, ...]


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
    rooms: tuple[RoomRows, ...] = ()
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
    rooms = (_together(fit.together, fit, stay),) if fit.together else tuple(_singles(fit, stay))
    if rooms:
        cheapest = money(fit.cheapest_minor or 0, house.currency)
        return HouseAnswer(house.slug, house.name, house.telephone, f"from {cheapest}", rooms)
    together = bool(fit.reasons_together)
    reasons = tuple(reason_words(code, fit.board, stay, search.party, together=together) for code in fit.reasons)
    return HouseAnswer(
        house.slug,
        house.name,
        house.telephone,
        "nothing",
        reasons=reasons or (Reason("closed", "Not on sale", "This house takes no bookings at the moment."),),
        nearest=tuple(_nearest(fit, search, stay)),
    )


def _singles(fit: HouseFit, stay: Stay) -> Iterator[RoomRows]:
    for room in sorted(fit.rooms, key=lambda room: room.cheapest_minor):
        name, own = room.room_type.name, room.room_type.id
        rates = tuple(_row(fit, stay, rate, name, f"{own}:{rate.plan.id}") for rate in room.rates)
        yield RoomRows(name, f"{room.left} left", rates)


def _together(own: SetFit, fit: HouseFit, stay: Stay) -> RoomRows:
    name = tallied([room.room_type.name for room in own.rooms])
    spread = [(room.room_type.id, room.party) for room in own.rooms]
    rates = tuple(_row(fit, stay, rate, name, written_choice(spread, rate.plan.id)) for rate in own.rates)
    return RoomRows(name, f"{counted(len(own.rooms), 'room').capitalize()} together", rates)


def _row(fit: HouseFit, stay: Stay, rate: RateFit, room: str, choice: str) -> RateRow:
    house = fit.board.house
    total = money(rate.total_minor, house.currency)
    return RateRow(
        plan=rate.plan.name,
        plan_slug=rate.plan.slug,
        value=f"{choice}:{rate.total_minor}",
        total_minor=rate.total_minor,
        total_text=total,
        per_night_text=money(rounded_half_up(rate.total_minor, stay.nights), house.currency),
        due_text=_due_text(rate, stay, house.currency, clock.today(house.timezone)),
        deadline_text=rate.policy.brief,
        label=f"Hold {room}, {house.name}, {rate.plan.name}, {total}",
    )


def _due_text(rate: RateFit, stay: Stay, currency: str, today: date) -> str:
    due = dues_of(rate.total_minor, rate.plan, stay.arrival, today)
    if due.now_minor:
        return money(due.now_minor, currency)
    return f"nothing, all on {short_day(due.balance_on)}" if due.balance_on else "nothing, all at the house"


def _nearest(fit: HouseFit, search: Search, stay: Stay) -> list[NearestDates]:
    house = fit.board.house
    found = nearest(fit.board, stay, search.party, NEAREST, rooms=search.rooms)
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
