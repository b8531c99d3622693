"""Closing the day of a house, looking at closed ones, and taking a month to the accountant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.booking.day_close import (
    AlreadyClosed,
    NotOver,
    StillOpen,
    close_day,
    closed_day,
    closed_days,
    day_figures,
    next_day,
    unsettled,
)
from app.booking.day_close.ledger import LedgerLine, ledger_lines
from app.booking.day_close.operations import CLOSING_HOUR
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.wall import wall_instant
from app.kernel.words import MONTHS
from app.staff.day_close.form import CloseForm
from app.staff.day_close.sheet import sheet_of
from app.staff.reports.asked import month_of
from app.web.access import staff
from app.web.csv_file import csv_file
from app.web.days import day_of
from app.web.filters import instant
from app.web.respond import form_page, not_found, see_other

blueprint = Blueprint("day_close", __name__)
PAGE = "staff/day_close/day_close.html"
HEAD = (
    "written", "booking", "kind", "label", "night", "method", "vat_percent", "net", "vat", "gross", "line", "corrects",
    "document",
)  # fmt: skip


@blueprint.get("/staff/<slug:house>/day-close")
@staff("close_day")
def show(actor: Actor, house: House) -> Response:
    """The next day to close, or with `day` one that is closed."""
    asked = request.args.get("day", "")
    if asked:
        return _closed(actor, house, asked)
    return _page(actor, house, CloseForm(data={"day": next_day(house.id).isoformat()}).speak(house.currency))


@blueprint.post("/staff/<slug:house>/day-close")
@staff("close_day")
def close(actor: Actor, house: House) -> BaseResponse:
    """The day is locked; 422 where the cash cannot be read, 409 with the reason where it cannot be closed."""
    form: CloseForm = CloseForm.typed().speak(house.currency)
    day = day_of(form.day.data)
    if not form.validate() or day is None:
        return _page(actor, house, form)
    try:
        close_day(house.id, day, actor.staff_id, counted_minor=form.counted_minor)
    except (AlreadyClosed, NotOver, StillOpen) as refused:
        return _page(actor, house, form, refused)
    return see_other(f"/staff/{house.slug}/day-close?day={day.isoformat()}")


@blueprint.get("/staff/<slug:house>/accounts.csv")
@staff("close_day", proven=True)
def accounts(actor: Actor, house: House) -> Response:
    """Every line of the house's folios that was written in a month; net and VAT of charges, what was paid by method."""
    asked = request.args.get("month", f"{clock.today(house.timezone):%Y-%m}")
    month = day_of(f"{asked.strip()[:7]}-01")
    if month is None:
        raise not_found()
    period = month_of(month)
    rows = [_row(line, house.timezone) for line in ledger_lines(house.id, period.first, period.last)]
    return csv_file(f"{house.slug}-accounts-{month:%Y-%m}.csv", HEAD, rows)


def _page(actor: Actor, house: House, form: CloseForm, refused: Refused | None = None) -> Response:
    day = next_day(house.id)
    waiting = unsettled(house.id, day)
    opens_at = wall_instant(day + timedelta(days=1), CLOSING_HOUR, 0, house.timezone)
    return form_page(
        PAGE,
        form,
        409 if refused else None,
        **_frame(actor, house),
        day=day,
        sheet=sheet_of(day_figures(house.id, day), house.currency),
        waiting=waiting,
        too_early="" if clock.now() >= opens_at else instant(opens_at, house.timezone),
        refused=refused,
        closed=None,
    )


def _closed(actor: Actor, house: House, asked: str) -> Response:
    day = day_of(asked)
    found = closed_day(house.id, day) if day else None
    if found is None:
        raise not_found()
    return form_page(
        PAGE,
        CloseForm(),
        **_frame(actor, house),
        day=found.day,
        sheet=sheet_of(found.figures, found.currency, found.counted_minor),
        waiting=(),
        too_early="",
        refused=None,
        closed=found,
        closed_words=f"{found.closed_by}, {instant(found.closed_at, house.timezone)}",
    )


def _frame(actor: Actor, house: House) -> dict[str, Any]:
    """What every state of the page has: the days that are closed, and the months for the accountant."""
    days = closed_days(house.id)
    return {
        "actor": actor,
        "house": house,
        "here": "reports",
        "days": days,
        "months": _months(clock.today(house.timezone)),
    }


def _months(today: date) -> Sequence[tuple[str, str]]:
    """This month and the twelve before it."""
    found, first = [], today.replace(day=1)
    for _ in range(13):
        found.append((f"{MONTHS[first.month - 1]} {first.year}", f"{first:%Y-%m}"))
        first = month_of(first - timedelta(days=1)).first
    return found


def _row(line: LedgerLine, zone: str) -> tuple[object, ...]:
    charge = line.kind == "charge"
    return (
        _written(line, zone),
        line.reference,
        "correction" if line.corrects else line.kind,
        line.label,
        line.night.isoformat() if line.night else None,
        line.method or None,
        line.vat_bp / 100 if charge else None,
        _pounds(line.amount_minor - line.vat_minor) if charge else None,
        _pounds(line.vat_minor) if charge else None,
        _pounds(line.amount_minor),
        line.line_id,
        line.corrects,
        line.document or None,
    )


def _written(line: LedgerLine, zone: str) -> str:
    """When it was written, on the house's clock."""
    return line.written_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat(" ", "seconds")


def _pounds(minor: int) -> float:
    """A sum as a number with two decimals."""
    return round(minor / 100, 2)
