"""Rates as CSV: a period taken away, a file brought, looked over and put in the draft."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import House, catalogue
from app.identity.staff.rules import Actor, can
from app.kernel import clock
from app.kernel.errors import Invalid
from app.kernel.words import counted, money, short_day
from app.pricing.draft.checking import cell_words
from app.pricing.draft.errors import DraftChanged, NotARate, NothingDrafted
from app.pricing.draft.imports.operations import Brought, bring_rates, brought, forget_brought, put_in_draft
from app.pricing.draft.queries import Draft, bounds, draft_of, published_rates
from app.pricing.draft.rules import Cell, Seen
from app.pricing.queries import price_list
from app.staff.rates.asked import read_asked
from app.staff.rates.cells import left_of
from app.staff.rates.grid import grid_page
from app.staff.rates.shared import blueprint, rates_page
from app.web.access import staff
from app.web.csv_file import csv_file
from app.web.days import day_of
from app.web.forms import clean_line
from app.web.headers import takes_files
from app.web.respond import see_other

HEAD = ("night", "weekday", "room_type", "rate_plan", "rate", "draft", "floor", "ceiling", "left")
LONGEST = 800
"""Nights that one file may hold."""

MOST_SHOWN = 60
"""Cells and bad lines that the page lists one by one."""


@dataclass(frozen=True, slots=True)
class Span:
    """What a file would do to a room type on a plan, in one line."""

    name: str
    nights: str
    days: str
    before: str
    after: str


@blueprint.get("/staff/<slug:house>/rates/csv")
@staff("set_rates", proven=True)
def exchange(actor: Actor, house: House) -> Response:
    """Taking rates away, bringing them, and what the file that was brought last would change."""
    return _exchange_page(actor, house)


@blueprint.get("/staff/<slug:house>/rates/export")
@staff("see_rates", proven=True)
def export(actor: Actor, house: House) -> Response:
    """The rates of a period, one line a night, room type and plan with rates of its own; 422 for no period."""
    first, last = (day_of(request.args.get(name, "")) for name in ("from", "until"))
    if first is None or last is None or not 0 <= (last - first).days < LONGEST:
        problem = f"Choose a first and a last night, {LONGEST} nights at most."
        if can(actor, "set_rates", house):
            return _exchange_page(actor, house, 422, problem=problem)
        return grid_page(actor, house, read_asked(house), status=422, problem=problem)
    draft, rates = draft_of(house.id), published_rates(house.id, first, last)
    drafted = {cell: amount for cell, amount in draft.rates.items() if first <= cell.night <= last}
    within, left = bounds(kind.id for kind in house.room_types), left_of(house, first, last)
    kinds, plans = {kind.id: kind for kind in house.room_types}, price_list(house.id).by_id
    rows = [
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
    return csv_file(f"rates-{house.slug}-{first.isoformat()}-{last.isoformat()}.csv", HEAD, rows)


def _plain(amount: int | None) -> str | None:
    """An amount without its sign, as spreadsheets reckon with it."""
    return None if amount is None else f"{amount // 100}.{amount % 100:02}"


@blueprint.post("/staff/<slug:house>/rates/csv")
@staff("set_rates", proven=True)
@takes_files
def bring(actor: Actor, house: House) -> BaseResponse:
    """The file is there to be looked over; nothing is drafted yet."""
    sent = request.files.get("file")
    data = sent.read() if sent else b""
    if not data.strip():
        return _exchange_page(actor, house, 422, problem="Choose a CSV file with rates in it first.")
    try:
        bring_rates(house.id, data, by=actor.staff_id)
    except Invalid as wrong:
        return _exchange_page(actor, house, 422, problem=str(wrong))
    return see_other(f"/staff/{house.slug}/rates/csv#looked-over")


@blueprint.post("/staff/<slug:house>/rates/csv/draft")
@staff("set_rates")
def take(actor: Actor, house: House) -> BaseResponse:
    """What was looked over stands in the draft, all of it."""
    seen = Seen.read(clean_line(request.form.get("seen", "")))
    try:
        touched = put_in_draft(house.id, seen=seen, by=actor.staff_id)
    except NotARate as wrong:
        return _exchange_page(actor, house, 422, problem=str(wrong))
    except NothingDrafted:
        return _exchange_page(actor, house, 409, problem="Bring a file first, one of which every line can be taken.")
    except DraftChanged as changed:
        return _exchange_page(actor, house, 409, problem=f"{changed} Look the file over once more.")
    return see_other(f"/staff/{house.slug}/rates?done={'drafted' if touched else 'same'}")


@blueprint.post("/staff/<slug:house>/rates/csv/forget")
@staff("set_rates")
def forget(actor: Actor, house: House) -> BaseResponse:
    """The file is not looked over any more."""
    forget_brought(house.id, by=actor.staff_id)
    return see_other(f"/staff/{house.slug}/rates/csv")


def _exchange_page(actor: Actor, house: House, status: int = 200, **more: object) -> Response:
    draft, found = draft_of(house.id), brought(house.id, actor.staff_id)
    today = clock.today(house.timezone)
    changed = _changes(house, draft, found) if found else {}
    return rates_page(
        "csv",
        actor,
        house,
        status,
        seen=draft.seen,
        found=found,
        first=clean_line(request.args.get("from", today.isoformat())),
        last=clean_line(request.args.get("until", (today + timedelta(days=90)).isoformat())),
        spans=_spans(house, changed),
        cells=_cells(house, changed),
        changed=len(changed),
        same=len(found.amounts) - len(changed) if found else 0,
        most=MOST_SHOWN,
        has_errors=status == 422,
        **more,
    )


def _changes(house: House, draft: Draft, found: Brought) -> dict[Cell, tuple[int | None, int]]:
    """Each cell that the file would change, with what stands there now, in the draft or for guests, and what would."""
    nights = [cell.night for cell in found.amounts] or [date.min]
    standing = published_rates(house.id, min(nights), max(nights)) | dict(draft.rates)
    return {
        cell: (standing.get(cell), amount)
        for cell, amount in sorted(found.amounts.items())
        if standing.get(cell) != amount
    }


def _spans(house: House, changed: dict[Cell, tuple[int | None, int]]) -> list[Span]:
    rows: dict[tuple[int, int], list[tuple[Cell, int | None, int]]] = defaultdict(list)
    for cell, (before, after) in changed.items():
        rows[cell.room_type_id, cell.rate_plan_id].append((cell, before, after))
    plans = price_list(house.id).by_id
    return [
        Span(
            f"{catalogue().room_types[kind].name}, {plans[plan].name}",
            counted(len(own), "night"),
            f"{short_day(own[0][0].night)} to {short_day(own[-1][0].night)} {own[-1][0].night.year}",
            _from_to([before for _, before, _ in own], house),
            _from_to([after for _, _, after in own], house),
        )
        for (kind, plan), own in sorted(rows.items())
    ]


def _from_to(amounts: list[int | None], house: House) -> str:
    known = [amount for amount in amounts if amount is not None]
    if not known:
        return "no rate"
    ends = [money(amount, house.currency) for amount in (min(known), max(known))]
    words = ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
    return words if len(known) == len(amounts) else f"{words}, some without"


def _cells(house: House, changed: dict[Cell, tuple[int | None, int]]) -> list[tuple[str, str, str]]:
    return [
        (
            cell_words(house.id, cell),
            "no rate" if before is None else money(before, house.currency),
            money(after, house.currency),
        )
        for cell, (before, after) in list(changed.items())[:MOST_SHOWN]
    ]
