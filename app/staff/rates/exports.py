"""Rates and restrictions of a period as CSV, in the columns in which a file brings them back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Response, request

from app.catalogue.queries import House
from app.identity.staff.rules import Actor, can
from app.pricing.draft.imports.restrictions import FLAGS, LENGTHS
from app.pricing.draft.queries import bounds, draft_of, published_limits, published_rates
from app.pricing.draft.rules import FREE
from app.pricing.queries import price_list
from app.staff.rates.asked import read_asked
from app.staff.rates.cells import left_of, limits_in_full
from app.staff.rates.exchange import exchange_page
from app.staff.rates.grid import grid_page
from app.staff.rates.shared import blueprint
from app.web.access import staff
from app.web.csv_file import csv_file
from app.web.days import day_of

RATES = ("night", "weekday", "room_type", "rate_plan", "rate", "draft", "floor", "ceiling", "left")
RESTRICTIONS = ("night", "weekday", "room_type", "rate_plan", *FLAGS, *LENGTHS, "draft")
LONGEST = 800
"""Nights that one file may hold."""


@blueprint.get("/staff/<slug:house>/rates/export")
@staff("see_rates", proven=True)
def export(actor: Actor, house: House) -> Response:
    """The rates of a period, one line a night, room type and plan with rates of its own; 422 for no period."""
    return _file(actor, house, "rates", RATES, _rates)


@blueprint.get("/staff/<slug:house>/rates/restrictions/export")
@staff("see_rates", proven=True)
def export_restrictions(actor: Actor, house: House) -> Response:
    """What the nights of a period forbid, one line a night and for whom; 422 for no period."""
    return _file(actor, house, "restrictions", RESTRICTIONS, _restrictions)


Rows = list[tuple[object, ...]]


def _file(
    actor: Actor, house: House, name: str, head: tuple[str, ...], rows: Callable[[House, date, date], Rows]
) -> Response:
    first, last = (day_of(request.args.get(name, "")) for name in ("from", "until"))
    if first is None or last is None or not 0 <= (last - first).days < LONGEST:
        problem = f"Choose a first and a last night, {LONGEST} nights at most."
        if can(actor, "set_rates", house):
            return exchange_page(actor, house, 422, problem=problem)
        return grid_page(actor, house, read_asked(house), status=422, problem=problem)
    file = f"{name}-{house.slug}-{first.isoformat()}-{last.isoformat()}.csv"
    return csv_file(file, head, rows(house, first, last))


def _rates(house: House, first: date, last: date) -> Rows:
    draft, rates = draft_of(house.id), published_rates(house.id, first, last)
    drafted = {cell: amount for cell, amount in draft.rates.items() if first <= cell.night <= last}
    within, left = bounds(kind.id for kind in house.room_types), left_of(house, first, last)
    kinds, plans = {kind.id: kind for kind in house.room_types}, price_list(house.id).by_id
    return [
        (
            cell.night.isoformat(),
            f"{cell.night:%a}",
            kinds[cell.room_type_id].slug,
            plans[cell.rate_plan_id].slug,
            _plain(rates.get(cell)),
            _plain(drafted.get(cell)),
            _plain(bound.floor_minor if (bound := within.get(cell.room_type_id)) else None),
            _plain(bound.ceiling_minor if bound else None),
            left.get(cell.room_type_id, {}).get(cell.night),
        )
        for cell in sorted({*rates, *drafted})
        if cell.room_type_id in kinds and cell.rate_plan_id in plans
    ]


def _plain(amount: int | None) -> str | None:
    """An amount without its sign, as spreadsheets reckon with it."""
    return None if amount is None else f"{amount // 100}.{amount % 100:02}"


def _restrictions(house: House, first: date, last: date) -> Rows:
    published, draft = published_limits(house.id, first, last), draft_of(house.id)
    drafted = {scope: limits for scope, limits in draft.limits.items() if first <= scope.night <= last}
    slugs = {("location", house.id): ("", "")}
    slugs |= {("room_type", kind.id): (kind.slug, "") for kind in house.room_types}
    slugs |= {("rate_plan", plan.id): ("", plan.slug) for plan in price_list(house.id).by_id.values()}
    rows: Rows = []
    for scope in sorted({*published, *drafted}):
        whom = slugs.get((scope.scope, scope.scope_id))
        if whom is None:
            continue
        now = published.get(scope, FREE)
        flags = ("yes" if getattr(now, name) else "no" for name in FLAGS)
        lengths = (getattr(now, name) for name in LENGTHS)
        then = limits_in_full(drafted[scope]) if scope in drafted else None
        rows.append((scope.night.isoformat(), f"{scope.night:%a}", *whom, *flags, *lengths, then))
    return rows
