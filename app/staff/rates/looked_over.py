"""What a file that was brought would change, against what stands now: in the draft, or for guests."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import islice

from app.catalogue.queries import House, catalogue
from app.kernel.words import counted, money, short_day
from app.pricing.draft.checking import cell_words
from app.pricing.draft.imports.operations import Brought
from app.pricing.draft.queries import Draft, published_limits, published_rates
from app.pricing.draft.rules import FREE, Cell, Limits, Scope
from app.pricing.queries import price_list
from app.staff.rates.cells import limits_in_full

MOST_SHOWN = 60
"""Cells, spans and bad lines that the page lists one by one."""


@dataclass(frozen=True, slots=True)
class Span:
    """What a file would do to some nights of one room type, rate or house, in one line."""

    name: str
    nights: str
    days: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LookedOver:
    """How many nights a file would change and how many stay as now; `spans` says which, and `cells` each of them as
    (name, now, then), the first `MOST_SHOWN`."""

    changed: int
    same: int
    spans: list[Span]
    cells: list[tuple[str, str, str]]


def looked_over(house: House, draft: Draft, found: Brought) -> LookedOver:
    """What the file does once it stands in the draft; one statement."""
    return _of_limits(house, draft, found) if found.of_limits else _of_rates(house, draft, found)


def _ends(nights: list[date]) -> tuple[date, date]:
    return (min(nights), max(nights)) if nights else (date.min, date.min)


def _days(nights: list[date]) -> str:
    first, last = _ends(nights)
    until = "" if first == last else f" to {short_day(last)}"
    return f"{short_day(first)}{until} {last.year}"


def _of_rates(house: House, draft: Draft, found: Brought) -> LookedOver:
    standing = published_rates(house.id, *_ends([cell.night for cell in found.amounts])) | dict(draft.rates)
    changed = {
        cell: (standing.get(cell), amount)
        for cell, amount in sorted(found.amounts.items())
        if standing.get(cell) != amount
    }
    rows: dict[tuple[int, int], list[tuple[Cell, int | None, int]]] = defaultdict(list)
    for cell, (before, after) in changed.items():
        rows[cell.room_type_id, cell.rate_plan_id].append((cell, before, after))
    plans = price_list(house.id).by_id
    spans = [
        Span(
            f"{catalogue().room_types[kind].name}, {plans[plan].name}",
            counted(len(own), "night"),
            _days([cell.night for cell, _, _ in own]),
            _from_to([before for _, before, _ in own], house),
            _from_to([after for _, _, after in own], house),
        )
        for (kind, plan), own in sorted(rows.items())
    ]
    cells = [
        (
            cell_words(house.id, cell),
            "no rate" if before is None else money(before, house.currency),
            money(after, house.currency),
        )
        for cell, (before, after) in islice(changed.items(), MOST_SHOWN)
    ]
    return LookedOver(len(changed), len(found.amounts) - len(changed), spans, cells)


def _from_to(amounts: list[int | None], house: House) -> str:
    known = [amount for amount in amounts if amount is not None]
    if not known:
        return "no rate"
    ends = [money(amount, house.currency) for amount in (min(known), max(known))]
    words = ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
    return words if len(known) == len(amounts) else f"{words}, some without"


def _of_limits(house: House, draft: Draft, found: Brought) -> LookedOver:
    standing = published_limits(house.id, *_ends([scope.night for scope in found.limits])) | dict(draft.limits)
    changed: dict[Scope, tuple[Limits, Limits]] = {}
    for scope, rules in sorted(found.limits.items(), key=lambda each: each[0]):
        before = standing.get(scope, FREE)
        if (after := before.changed(rules)) != before:
            changed[scope] = before, after
    names = {("location", house.id): "The whole house"}
    names |= {("room_type", kind.id): kind.name for kind in house.room_types}
    names |= {("rate_plan", plan.id): plan.name for plan in price_list(house.id).by_id.values()}
    rows: dict[tuple[str, Limits, Limits], list[date]] = defaultdict(list)
    for scope, (before, after) in changed.items():
        rows[names.get((scope.scope, scope.scope_id), "A room or rate"), before, after].append(scope.night)
    spans = [
        Span(name, counted(len(nights), "night"), _days(nights), limits_in_full(before), limits_in_full(after))
        for (name, before, after), nights in rows.items()
    ]
    cells = [
        (
            f"{names.get((scope.scope, scope.scope_id), 'A room or rate')}, {short_day(scope.night)}",
            limits_in_full(before),
            limits_in_full(after),
        )
        for scope, (before, after) in islice(changed.items(), MOST_SHOWN)
    ]
    return LookedOver(len(changed), len(found.limits) - len(changed), spans, cells)
