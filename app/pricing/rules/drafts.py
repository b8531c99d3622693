"""A quote as values, before it is kept. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.kernel.money import vat_within
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.kernel.words import long_day
from app.pricing.rules.nights import (
    LevyRule,
    Part,
    PartyPrices,
    Plan,
    extra_minor,
    for_party,
    levy_minor,
    plan_minor,
)

Vat = Callable[[str, date], int]
"""The VAT in basis points of a kind of line on a day."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a quote: gross, of which `vat_minor` is VAT at `vat_bp`."""

    part: int
    kind: str
    night: date | None
    label: str
    count: int
    gross_minor: int
    vat_bp: int
    vat_minor: int
    source: dict[str, Any] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ChosenExtra:
    """An extra with its price at this moment and how many the guest wants."""

    id: int
    name: str
    basis: str
    price_minor: int
    count: int


@dataclass(frozen=True, slots=True)
class PricedStay:
    """All that the price of one stay follows from; `base_minor` is the base plan's rate by night.

    `suppers` are those that come beside a plan that has none, by night.
    """

    stay: Stay
    party: Party
    plan: Plan
    base_minor: Mapping[date, int]
    prices: PartyPrices
    levies: Sequence[LevyRule] = ()
    extras: Sequence[ChosenExtra] = ()
    assistance_dogs: int = 0
    part: int = 0
    suppers: Mapping[date, Part] = field(default_factory=dict)


def stay_lines(priced: PricedStay, vat: Vat) -> list[Line]:
    """Every line of a stay, in the order in which it is read: nights with their meals, dogs, extras, levies."""
    lines = bare_lines(priced, vat)
    return lines + levy_lines(priced.levies, room_prices(lines), priced.party.adults, priced.part)


def bare_lines(priced: PricedStay, vat: Vat) -> list[Line]:
    """As `stay_lines`, without levies, which follow from what the room comes to."""
    party, plan = priced.party, priced.plan
    lines: list[Line] = []

    def add(kind: str, night: date | None, label: str, count: int, gross: int, **source: Any) -> None:
        bp = vat(kind, night or priced.stay.arrival)
        lines.append(Line(priced.part, kind, night, label, count, gross, bp, vat_within(gross, bp), source or None))

    for night in priced.stay:
        sold = plan_minor(for_party(priced.base_minor[night], party, priced.prices), plan)
        room, inside = sold, {}
        for part in plan.parts:
            if not part.added:
                inside[part.kind] = min(part.of(party), room)
                room -= inside[part.kind]
        add("room", night, long_day(night), 1, room, rate_plan_id=plan.id, base_minor=priced.base_minor[night])
        for part in plan.parts:
            add(part.kind, night, part.kind.capitalize(), party.heads, inside.get(part.kind, part.of(party)))
        if beside := priced.suppers.get(night):
            add(beside.kind, night, beside.kind.capitalize(), party.heads, beside.of(party))
    paying_dogs = max(party.dogs - priced.assistance_dogs, 0)
    if paying_dogs and priced.prices.dog_minor:
        add("dog", None, "Dog" if paying_dogs == 1 else "Dogs", paying_dogs, paying_dogs * priced.prices.dog_minor)
    for extra in priced.extras:
        gross = extra_minor(
            extra.price_minor, extra.basis, count=extra.count, nights=priced.stay.nights, people=party.heads
        )
        add("extra", None, extra.name, extra.count, gross, extra_id=extra.id)
    return lines


def room_prices(lines: Sequence[Line]) -> list[tuple[date, int]]:
    """What the room comes to on each night, without meals and less what a reduction takes off it, in order."""
    rooms: dict[date, int] = {}
    for line in lines:
        if line.night is not None and (line.kind == "room" or (line.kind == "reduction" and _of_room(line))):
            rooms[line.night] = rooms.get(line.night, 0) + line.gross_minor
    return sorted(rooms.items())


def _of_room(line: Line) -> bool:
    return bool((line.source or {}).get("of", "room") == "room")


def levy_lines(levies: Sequence[LevyRule], rooms: list[tuple[date, int]], adults: int, part: int) -> list[Line]:
    """The lines of the levies on a stay's rooms, which are (night, price) without meals."""
    amounts = [(levy, levy_minor(levy, rooms, adults)) for levy in levies]
    return [
        Line(part, "levy", None, levy.name, 1, gross, levy.vat_bp, vat_within(gross, levy.vat_bp))
        for levy, gross in amounts
        if gross
    ]


def total_minor(lines: Sequence[Line]) -> int:
    """The total of a quote is the sum of its lines, and nothing else."""
    return sum(line.gross_minor for line in lines)
